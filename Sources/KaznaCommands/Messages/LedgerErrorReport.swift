import Bytes
import Exchange
import LedgerCore
import LedgerFormat
import LedgerService

extension LedgerError {
  /// How the error is told in a language. `file` is the input file of the command, if it has one.
  public func report(_ language: Language, file: String? = nil) -> ErrorReport {
    let shown = ShownValues(language: language)
    switch self {
    case .storage(let error): return error.report(shown)
    case .damagedEntry(let number, let file, let offset, let reason):
      return StorageTexts.damagedEntry(number, file, offset, reason, shown)
    case .key(let error): return error.report(shown)
    case .missingKey(let name): return KeyTexts.missingKey(name, shown)
    case .signerNeeded(let requirement, let candidates):
      return SignatureTexts.signerNeeded(requirement, candidates, shown)
    case .signerTwice(let name): return SignatureTexts.signerTwice(name, shown)
    case .signature(let fault, let names): return fault.report(names, shown)
    case .refused(let documents): return RegisterReport(shown: shown, file: file).of(documents)
    case .form(let error): return error.report(file, shown)
    case .input(let faults): return faults.report(file, shown)
    case .rule(let fault): return fault.report(shown)
    case .idConflict(let id, let entry): return AnswerTexts.idConflict(id, entry, shown)
    case .clockAhead(let last, let now): return AnswerTexts.clockAhead(last, now, shown)
    case .clockWrong(let now): return AnswerTexts.clockWrong(now, shown)
    case .notFound(let kind, let id): return AnswerTexts.notFound(kind, id, shown)
    case .nothingToDo(let what): return AnswerTexts.nothingToDo(what, shown)
    case .proof(let fault): return fault.report(shown)
    case .outcomeUnknown(let cause, let id):
      return StorageTexts.outcomeUnknown(.outcomeUnknown(cause), id, shown)
    case .file(let path, let reason): return FileTexts.fault(path, reason, shown)
    }
  }
}

extension ErrorReport {
  /// A report of one sentence.
  init(
    _ exitCode: Int32, _ code: String, _ sentence: Phrase, hint: Phrase? = nil,
    values: [String: String] = [:], subject: String? = nil, _ shown: ShownValues
  ) {
    self.init(
      exitCode: exitCode, code: code, message: sentence.text(shown.language, values),
      hint: hint?.text(shown.language, values), subject: subject)
  }
}

/// Data that could not be written to stdout.
enum OutputTexts {
  /// What the command recorded stays recorded: repeated without its id, it would do so once more.
  static func lost(
    _ code: Int32, _ receipts: [Receipt], _ shown: ShownValues
  ) -> ErrorReport {
    var values = ["reason": ReasonTexts.system(code, shown)]
    if let first = receipts.first, let last = receipts.last {
      values["entry"] =
        first.entry == last.entry ? "\(first.entry)" : "\(first.entry)–\(last.entry)"
      values["id"] = receipts.count == 1 ? first.id.hex : nil
    }
    return ErrorReport(
      6, "output-lost", Phrase("stdout: {reason}", "stdout: {reason}"),
      hint: receipts.isEmpty
        ? Phrase("check where the output goes", "проверьте, куда направлен вывод")
        : Phrase(
          "entry {entry} is recorded[, id {id}]: only its receipt is lost; do not repeat the command, "
            + "see kazna log",
          "запись {entry} внесена[, идентификатор {id}]: не выведена только квитанция; не повторяйте "
            + "команду, смотрите kazna log"),
      values: values, subject: receipts.first.map { "\($0.entry)" }, shown)
  }
}

/// What the ledger answers beside its rules.
enum AnswerTexts {
  static func idConflict(_ id: UniqueID, _ entry: UInt64, _ shown: ShownValues) -> ErrorReport {
    ErrorReport(
      1, "id-conflict",
      Phrase(
        "the id {s} was used for another document, in entry {entry}",
        "идентификатор {s} уже использован для другого документа, запись {entry}"),
      hint: Phrase(
        "see kazna show {entry}; a new document takes a new --id, or none",
        "посмотрите kazna show {entry}; для нового документа укажите другой --id или не "
          + "указывайте его"),
      values: ["s": id.hex, "entry": "\(entry)"], subject: id.hex, shown)
  }

  static func clockAhead(
    _ last: Timestamp, _ now: Timestamp, _ shown: ShownValues
  ) -> ErrorReport {
    ErrorReport(
      1, "clock-ahead",
      Phrase(
        "the clock says {now}, more than 7 days after the last entry of {last}",
        "часы показывают {now}, это более чем на 7 дней позже последней записи от {last}"),
      hint: Phrase(
        "check the date of this machine; if it is right, repeat with --confirm-clock",
        "проверьте дату на этом компьютере; если она верна, повторите с --confirm-clock"),
      values: ["now": now.iso, "last": last.iso], subject: now.iso, shown)
  }

  static func clockWrong(_ now: Timestamp, _ shown: ShownValues) -> ErrorReport {
    ErrorReport(
      1, "clock-wrong",
      Phrase(
        "the clock says {now}: entries are of the years 2000 to 2199",
        "часы показывают {now}: записи бывают 2000–2199 годов"),
      hint: Phrase(
        "nothing was written; set the date of this machine",
        "ничего не записано; установите дату на этом компьютере"),
      values: ["now": now.iso], subject: now.iso, shown)
  }

  /// What the rules would refuse as unknown is told in their words.
  static func notFound(_ kind: String, _ id: String, _ shown: ShownValues) -> ErrorReport {
    let values = ["s": ShownText.cleansed(id), "kind": ShownText.cleansed(kind)]
    if kind == "entry" {
      return ErrorReport(
        1, RefusalCode.unknownEntry.rawValue,
        Phrase("there is no entry {s}", "записи {s} нет"),
        hint: Phrase("see the entries: kazna log", "посмотрите записи: kazna log"),
        values: values, subject: id, shown)
    }
    if let code = RefusalCode(rawValue: "unknown-\(kind)"), let text = RefusalText.all[code] {
      return ErrorReport(
        exitCode: 1, code: code.rawValue, message: text.sentence.text(shown.language, values),
        hint: shown.minding(lookAlikesIn: id, text.hint.text(shown.language, values)), subject: id)
    }
    switch kind {
    case "order-of-year":
      return ErrorReport(
        1, "unknown-order-of-year",
        Phrase("there is no open order for the year {s}", "нет открытого заказа на {s} год"),
        hint: Phrase(
          "approve one: kazna order approve --from orders.csv",
          "утвердите заказ: kazna order approve --from orders.csv"),
        values: values, subject: id, shown)
    default:
      return ErrorReport(
        1, "not-found",
        Phrase("the ledger holds no {kind} {s}", "в книге учёта не найдено: {kind} {s}"),
        hint: Phrase(
          "see what it holds: kazna log", "посмотрите, что в ней есть: kazna log"),
        values: values, subject: id, shown)
    }
  }

  static func nothingToDo(_ what: String, _ shown: ShownValues) -> ErrorReport {
    let text = idle[what]
    return ErrorReport(
      1, text == nil ? "nothing-to-do" : what,
      text?.sentence ?? Phrase("nothing to do ({s})", "делать нечего ({s})"),
      hint: text?.hint
        ?? Phrase("see what was recorded: kazna log", "посмотрите сделанное: kazna log"),
      values: ["s": ShownText.cleansed(what)], shown)
  }

  private static let idle: [String: RefusalText] = [
    "no-payments-yet": RefusalText(
      "the cycle is not approved: it has no payments yet",
      "расчётный цикл не утверждён: платежей ещё нет",
      hint: "see its status: kazna cycle list; approve it: kazna cycle approve NUMBER",
      "посмотрите его состояние: kazna cycle list; утвердите: kazna cycle approve НОМЕР"),
    "cycle-without-payments": RefusalText(
      "the cycle pays nothing, and pain.001 knows no file without payments",
      "в расчётном цикле нет платежей, а файла pain.001 без платежей не бывает",
      hint: "see what the cycle settles: kazna cycle show NUMBER",
      "посмотрите состав цикла: kazna cycle show НОМЕР"),
    "nothing-owed": RefusalText(
      "nothing is owed that this receipt could settle",
      "нет долга, который могло бы погасить это поступление",
      hint: "see kazna payment list and kazna balance agreement NUMBER",
      "посмотрите kazna payment list и kazna balance agreement НОМЕР"),
    "no-open-claim": RefusalText(
      "no claim waits for acceptance", "нет заявок, ожидающих принятия",
      hint: "see all claims: kazna claim list", "посмотрите все заявки: kazna claim list"),
    "no-expired-certificate": RefusalText(
      "no certificate has expired", "нет сертификатов с истёкшим сроком",
      hint: "close one by its number: kazna certificate close NUMBER",
      "закройте сертификат по номеру: kazna certificate close НОМЕР"),
  ]
}
