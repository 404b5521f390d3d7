import Exchange
import LedgerService
import TransparencyLog

extension ProofFault {
  func report(_ shown: ShownValues) -> ErrorReport { ProofTexts(shown: shown).report(self) }
}

/// How faults of proofs, checkpoints and witnesses are told. A file that is not of its form ends
/// with 3, one that proves nothing with 5.
struct ProofTexts {
  let shown: ShownValues

  func report(_ fault: ProofFault) -> ErrorReport {
    switch fault {
    case .malformed(let path, let cause): malformed(path, cause)
    case .disproved(let path, let cause): disproved(path, cause)
    case .wrongKey(let error):
      tell(
        2, "wrong-vkey",
        Phrase("this key will not do: {reason}", "такой ключ не годится: {reason}"),
        hint: Phrase(
          "a log's key is what kazna checkpoint vkey prints: name+hash+key",
          "ключ журнала печатает kazna checkpoint vkey: имя+хеш+ключ"),
        ["reason": reason(error)])
    case .noCheckpoint(let size):
      tell(
        1, "no-checkpoint",
        Phrase(
          "no checkpoint was signed at {size} entries",
          "на {size} записях контрольная точка не подписывалась"),
        hint: Phrase(
          "see the sizes there are: kazna checkpoint history",
          "посмотрите, какие есть: kazna checkpoint history"),
        ["size": "\(size)"], subject: "\(size)")
    case .notCovered(let entry, let size):
      tell(
        1, "not-covered",
        Phrase(
          "the checkpoint of {size} entries does not cover entry {entry}",
          "контрольная точка на {size} записей не охватывает запись {entry}"),
        hint: Phrase(
          "entries are numbered from 0; choose a later checkpoint: kazna checkpoint history",
          "записи нумеруются с 0; выберите более позднюю точку: kazna checkpoint history"),
        ["size": "\(size)", "entry": "\(entry)"], subject: "\(entry)")
    case .otherHistory(let path, let size):
      tell(
        5, "other-history",
        Phrase(
          "{path}: the ledger's first {size} entries are not those of this checkpoint",
          "{path}: первые {size} записей книги не те, что в этой контрольной точке"),
        hint: Phrase(
          "keep both: they show that entries were changed, or that there are two ledgers",
          "сохраните и книгу, и файл: записи были изменены, либо существуют две книги"),
        ["path": cleansed(path), "size": "\(size)"], subject: path)
    case .otherDocument(let path):
      tell(
        5, "other-document",
        Phrase(
          "{path}: this is not the document of the entry that is proved",
          "{path}: это не тот документ, запись которого доказывается"),
        hint: Phrase(
          "the document of an entry goes with kazna evidence ENTRY",
          "документ записи выдаёт kazna evidence ЗАПИСЬ"),
        ["path": cleansed(path)], subject: path)
    case .otherEntry(let index, let header):
      tell(
        5, "other-entry",
        Phrase(
          "the proof is for entry {index}, the header says that it is entry {header}",
          "доказательство для записи {index}, а заголовок от записи {header}"),
        hint: proofHint, ["index": "\(index)", "header": "\(header)"], subject: "\(index)")
    case .noLeaf(let path):
      tell(
        2, "no-leaf",
        Phrase(
          "{path}: nothing says what the proof is to prove",
          "{path}: не указано, что должно быть доказано"),
        hint: Phrase(
          "give --entry-hash or --header; a document needs the entry's header too",
          "укажите --entry-hash или --header; для документа нужен и заголовок записи"),
        ["path": cleansed(path)], subject: path)
    case .rollback, .fork, .unproved, .unknownLog: witness(fault)
    }
  }

  private func witness(_ fault: ProofFault) -> ErrorReport {
    switch fault {
    case .rollback(let known, let offered):
      return tell(
        5, "rollback",
        Phrase(
          "a tree of {known} entries was signed before, this one has {offered}",
          "раньше было подписано дерево из {known} записей, а в этом {offered}"),
        hint: Phrase(
          "not signed; ask the ledger's keeper for its newest checkpoint",
          "не подписано; запросите у владельца книги последнюю контрольную точку"),
        ["known": "\(known)", "offered": "\(offered)"], subject: "\(offered)")
    case .fork(let known, let offered):
      return tell(
        5, "fork",
        Phrase(
          "the tree of {offered} entries does not continue the one of {known} that was signed",
          "дерево из {offered} записей не продолжает подписанное дерево из {known}"),
        hint: Phrase(
          "not signed; keep this checkpoint: with the one in the state directory it proves that "
            + "the log was forked",
          "не подписано; сохраните файл: вместе с точкой из каталога состояния он доказывает "
            + "раздвоение журнала"),
        ["known": "\(known)", "offered": "\(offered)"], subject: "\(offered)")
    case .unproved(let known, let offered):
      return tell(
        6, "unproved-growth",
        Phrase(
          "nothing shows that the tree of {offered} entries continues the one of {known}",
          "нечем проверить, что дерево из {offered} записей продолжает дерево из {known}"),
        hint: Phrase(
          "give --ledger, or --proof with what kazna prove consistency {known} {offered} makes",
          "укажите --ledger или --proof с файлом от kazna prove consistency {known} {offered}"),
        ["known": "\(known)", "offered": "\(offered)"], subject: "\(offered)")
    case .unknownLog(let origin):
      return tell(
        2, "unknown-log",
        Phrase(
          "the log {origin} is new to this witness, and its key is not known",
          "журнал {origin} этому свидетелю незнаком, и ключ журнала неизвестен"),
        hint: Phrase(
          "give the log's key with --vkey: its keeper prints it with kazna checkpoint vkey",
          "укажите ключ журнала через --vkey: его печатает kazna checkpoint vkey"),
        ["origin": cleansed(origin)], subject: origin)
    default: preconditionFailure("told elsewhere")
    }
  }

  private var proofHint: Phrase {
    Phrase(
      "ask for the proof again, and compare the key with what you were given before",
      "запросите доказательство снова и сверьте ключ с полученным раньше")
  }

  private func malformed(_ path: String, _ cause: ProofFileCause) -> ErrorReport {
    let (code, sentence): (String, Phrase) =
      switch cause {
      case .note:
        (
          "not-a-checkpoint",
          Phrase("{path}: not a checkpoint: {reason}", "{path}: это не контрольная точка: {reason}")
        )
      case .proof:
        (
          "not-a-proof",
          Phrase("{path}: not a proof: {reason}", "{path}: это не доказательство: {reason}")
        )
      case .policy:
        (
          "not-a-policy",
          Phrase(
            "{path}: not a witness policy: {reason}",
            "{path}: это не правила о свидетелях: {reason}")
        )
      case .header:
        (
          "not-a-header",
          Phrase(
            "{path}: not a header of an entry: {reason}",
            "{path}: это не заголовок записи: {reason}")
        )
      }
    return tell(
      3, code, sentence,
      hint: Phrase(
        "the file was damaged on its way, or is another one", "файл повреждён или не тот"),
      ["path": cleansed(path), "reason": reason(cause)], subject: path)
  }

  private func disproved(_ path: String, _ cause: ProofFileCause) -> ErrorReport {
    let values = ["path": cleansed(path), "reason": reason(cause)]
    if case .policy(let error) = cause {
      guard case .quorumMissed = error else {
        return tell(
          2, "policy-without-log",
          Phrase(
            "{path}: nobody says which log must have signed: {reason}",
            "{path}: не указано, чья подпись журнала нужна: {reason}"),
          hint: Phrase("give --vkey or --ledger", "укажите --vkey или --ledger"), values,
          subject: path)
      }
      return tell(
        5, "quorum-missed",
        Phrase("{path}: too few witnesses: {reason}", "{path}: мало свидетелей: {reason}"),
        hint: Phrase(
          "have it cosigned: kazna checkpoint cosign",
          "получите подписи свидетелей: kazna checkpoint cosign"), values, subject: path)
    }
    return tell(
      5, "disproved",
      Phrase("{path}: proves nothing: {reason}", "{path}: ничего не доказывает: {reason}"),
      hint: proofHint, values, subject: path)
  }

  private func tell(
    _ exitCode: Int32, _ code: String, _ sentence: Phrase, hint: Phrase,
    _ values: [String: String], subject: String? = nil
  ) -> ErrorReport {
    ErrorReport(exitCode, code, sentence, hint: hint, values: values, subject: subject, shown)
  }

  private func cleansed(_ text: String) -> String { ShownText.cleansed(text, limit: 200) }

  private func reason(_ cause: ProofFileCause) -> String {
    let reasons = ProofReasons(shown: shown)
    return switch cause {
    case .note(let error): reasons.of(error)
    case .proof(let error): reasons.of(error)
    case .policy(let error): reasons.of(error)
    case .header(let text): ReasonTexts.shown(text, shown)
    }
  }

  private func reason(_ error: NoteError) -> String { ProofReasons(shown: shown).of(error) }
}
