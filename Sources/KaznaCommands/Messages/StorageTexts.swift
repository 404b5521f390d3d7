import Exchange
import JournalStorage
import LedgerCore

extension StorageError {
  func report(_ shown: ShownValues) -> ErrorReport {
    let text = StorageTexts.text(self)
    return ErrorReport(
      text.exitCode, text.code, text.sentence, hint: text.hint,
      values: StorageTexts.values(self, shown), subject: StorageTexts.subject(self), shown)
  }
}

/// How faults of the ledger's files are told.
struct StorageTexts {
  let exitCode: Int32
  let code: String
  let sentence: Phrase
  let hint: Phrase

  private init(_ exitCode: Int32, _ code: String, _ sentence: Phrase, hint: Phrase) {
    self.exitCode = exitCode
    self.code = code
    self.sentence = sentence
    self.hint = hint
  }

  static func text(_ error: StorageError) -> StorageTexts {
    switch error {
    case .busy:
      StorageTexts(
        7, "busy",
        Phrase("{path}: another process is writing", "{path}: запись ведёт другой процесс"),
        hint: Phrase(
          "nothing was written; try again when it is done, or see who it is: fuser -v {path}/lock",
          "ничего не записано; повторите, когда он закончит, или узнайте, кто это: "
            + "fuser -v {path}/lock"))
    case .noLedger, .notPublished, .notALedger, .ledgerExists, .directoryNotEmpty, .notAFile:
      place(error)
    case .permissionDenied, .readOnly, .diskFull, .failed: system(error)
    case .damaged(let file, _, _, let reason)
    where file.hasSuffix("/checkpoints/latest") && reason.hasPrefix("this is no checkpoint: "):
      StorageTexts(
        6, "checkpoint-torn",
        Phrase(
          "{path}: the published checkpoint is torn or damaged",
          "{path}: опубликованная контрольная точка оборвана или повреждена"),
        hint: StorageTexts.republishHint)
    case .damaged:
      StorageTexts(
        6, "damaged",
        Phrase(
          "{path}: the journal is damaged at byte {offset}, entry {entry}: {reason}",
          "{path}: журнал повреждён, байт {offset}, запись {entry}: {reason}"),
        hint: StorageTexts.damageHint)
    case .noSuchEntry:
      StorageTexts(
        1, "no-such-entry",
        Phrase(
          "there is no entry {entry}: the ledger has {count}",
          "записи {entry} нет: всего записей {count}"),
        hint: Phrase(
          "entries are numbered from 0: kazna log", "записи нумеруются с 0: kazna log"))
    case .overLimit:
      StorageTexts(
        6, "over-limit",
        Phrase(
          "too much for one commit: {reason} of {count} bytes, at most {limit} are allowed",
          "слишком много для одной записи на диск: {reason}, {count} байт, допустимо не более "
            + "{limit}"),
        hint: Phrase(
          "nothing was written; submit fewer documents at once",
          "ничего не записано; отправляйте меньше документов за раз"))
    case .invalidCommit:
      StorageTexts(
        6, "invalid-commit",
        Phrase(
          "what was to be written is malformed: {reason}",
          "подготовленные к записи данные неверны: {reason}"),
        hint: Phrase(
          "nothing was written; this is a fault of the program: report it with this message",
          "ничего не записано; это ошибка программы: сообщите о ней с этим текстом"))
    case .outcomeUnknown, .writerStopped, .closed: writer(error)
    }
  }

  private static func place(_ error: StorageError) -> StorageTexts {
    switch error {
    case .noLedger:
      StorageTexts(
        6, "no-ledger",
        Phrase("{path}: there is no ledger here", "{path}: здесь нет книги учёта"),
        hint: Phrase(
          "make one with kazna init --name TEXT, or choose one with --ledger",
          "создайте её: kazna init --name НАЗВАНИЕ, или укажите другую через --ledger"))
    case .notPublished:
      StorageTexts(
        6, "not-published",
        Phrase(
          "{path}: the ledger has no published checkpoint: readers see nothing",
          "{path}: у книги нет опубликованной контрольной точки: читать нечего"),
        hint: republishHint)
    case .notALedger:
      StorageTexts(
        6, "not-a-ledger",
        Phrase("{path}: not a ledger: {reason}", "{path}: это не книга учёта: {reason}"),
        hint: Phrase(
          "check --ledger and KAZNA_LEDGER", "проверьте --ledger и KAZNA_LEDGER"))
    case .notAFile:
      StorageTexts(
        6, "not-a-file",
        Phrase(
          "{path}: a pipe or a device in the place of a file",
          "{path}: на месте файла канал или устройство"),
        hint: Phrase(
          "a ledger holds regular files only: restore it from a backup",
          "в книге бывают только обычные файлы: восстановите копию"))
    case .ledgerExists:
      StorageTexts(
        6, "ledger-exists",
        Phrase("{path}: there is a ledger already", "{path}: книга учёта здесь уже есть"),
        hint: Phrase(
          "use it as it is, or name another directory with --ledger",
          "используйте её или укажите другой каталог через --ledger"))
    default:
      StorageTexts(
        6, "directory-not-empty",
        Phrase(
          "{path}: a ledger is not made among other files: {reason}",
          "{path}: книга учёта не создаётся среди чужих файлов: {reason}"),
        hint: Phrase(
          "name an empty or a new directory with --ledger",
          "укажите пустой или новый каталог через --ledger"))
    }
  }

  private static func system(_ error: StorageError) -> StorageTexts {
    switch error {
    case .permissionDenied:
      StorageTexts(
        6, "permission-denied",
        Phrase("{path}: permission denied ({call})", "{path}: нет доступа ({call})"),
        hint: Phrase(
          "nothing was written; check who owns the directory and its rights: ls -ld {path}",
          "ничего не записано; проверьте владельца и права каталога: ls -ld {path}"))
    case .readOnly:
      StorageTexts(
        6, "read-only",
        Phrase(
          "{path}: the file system is read-only",
          "{path}: файловая система доступна только для чтения"),
        hint: Phrase(
          "nothing was written; reading works, for writing mount it writable",
          "ничего не записано; чтение возможно, а для записи подключите её с правом записи"))
    case .diskFull:
      StorageTexts(
        6, "disk-full",
        Phrase(
          "{path}: the disk is full[: {need} bytes needed, {have} free]",
          "{path}: на диске нет места[: нужно {need} байт, свободно {have}]"),
        hint: Phrase(
          "nothing was recorded; free some space and repeat the command",
          "ничего не записано; освободите место и повторите команду"))
    default:
      StorageTexts(
        6, "storage-failed",
        Phrase(
          "{path}: {call} failed: {reason}", "{path}: сбой при выполнении {call}: {reason}"),
        hint: Phrase(
          "check the disk and the system's log, then repeat the command",
          "проверьте диск и системный журнал, затем повторите команду"))
    }
  }

  private static func writer(_ error: StorageError) -> StorageTexts {
    switch error {
    case .outcomeUnknown:
      StorageTexts(
        6, "outcome-unknown",
        Phrase(
          "it is not known whether the document was recorded: {cause}",
          "неизвестно, записан ли документ: {cause}"),
        hint: Phrase(
          "submit the same document again with the same --id: it is recorded once at most",
          "отправьте тот же документ ещё раз с тем же --id: дважды он записан не будет"))
    case .writerStopped:
      StorageTexts(
        6, "writer-stopped",
        Phrase(
          "writing was stopped by an earlier fault: {cause}",
          "запись остановлена из-за прежнего сбоя: {cause}"),
        hint: Phrase(
          "start again once the fault is mended; nothing acknowledged is lost",
          "устраните сбой и запустите заново; подтверждённые записи сохранены"))
    default:
      StorageTexts(
        6, "closed", Phrase("{path}: the ledger is closed", "{path}: книга учёта закрыта"),
        hint: Phrase("repeat the command", "повторите команду"))
    }
  }

  /// Of a document whose id nobody chose: it is told, or nobody could ask for it again.
  static func outcomeUnknown(
    _ error: StorageError, _ id: UniqueID, _ shown: ShownValues
  ) -> ErrorReport {
    let text = text(error)
    return ErrorReport(
      text.exitCode, text.code, text.sentence,
      hint: Phrase(
        "repeat the command with --id {id}: it is recorded once at most",
        "повторите команду с --id {id}: дважды документ записан не будет"),
      values: values(error, shown).merging(["id": id.hex]) { $1 }, subject: subject(error), shown)
  }

  /// Nobody syncs what is published: a power failure may take it, and the journal has it too.
  private static let republishHint = Phrase(
    "check the journal with kazna verify; where a power failure left this, the next command that "
      + "writes publishes the checkpoint again, and else it tells so",
    "проверьте журнал, kazna verify; если так вышло из-за отключения питания, следующая команда "
      + "записи опубликует точку заново, иначе она об этом скажет")

  static let damageHint = Phrase(
    "nothing is repaired by guessing: stop writing, run kazna verify, and restore from a backup",
    "журнал не чинится наугад: прекратите запись, выполните kazna verify и восстановите копию")

  static func damagedEntry(
    _ number: UInt64, _ file: String, _ offset: UInt64, _ reason: String, _ shown: ShownValues
  ) -> ErrorReport {
    ErrorReport(
      6, "damaged-entry",
      Phrase(
        "{path}: entry {entry} at byte {offset} does not follow from what is before it: {reason}",
        "{path}: запись {entry} (байт {offset}) не следует из предыдущих: {reason}"),
      hint: damageHint,
      values: [
        "path": ShownText.cleansed(file, limit: 200), "entry": "\(number)", "offset": "\(offset)",
        "reason": ReasonTexts.shown(reason, shown),
      ], subject: "\(number)", shown)
  }
}
