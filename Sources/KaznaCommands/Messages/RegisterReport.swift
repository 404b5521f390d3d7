import Exchange
import LedgerCore
import LedgerService

/// Tells what the rules refuse of registers, line by line of their file, and what is wrong with an
/// input file.
struct RegisterReport {
  let shown: ShownValues
  let file: String?

  func of(_ documents: [DocumentRefusals]) -> ErrorReport {
    let refusals = documents.flatMap { document in
      document.refusals.first.map { (document: document, refusal: $0) }
    }
    let total = documents.reduce(0) { $0 + $1.refusals.total }
    if let only = refusals.first, total == 1,
      only.refusal.line == nil || only.document.fileLines.isEmpty
    {
      return only.refusal.fault.report(shown)
    }
    let told = refusals.prefix(ErrorReport.detailLimit)
    let faults = told.map(\.refusal.fault)
    let codes = Set(faults.map(\.code))
    return ErrorReport(
      exitCode: 1, code: codes.count == 1 ? faults[0].code.rawValue : "refused",
      message: summary(documents, total: total, told: told.count),
      hint: Self.joined(faults, by: \.code) { $0.hint(shown) },
      subject: total == 1 ? faults.first?.subject : nil,
      details: told.map { detail($0.refusal, of: $0.document) })
  }

  private func summary(_ documents: [DocumentRefusals], total: Int, told: Int) -> String {
    let kinds = documents.map(\.kind)
    let kind = kinds.allSatisfy { $0 == kinds[0] } ? kinds.first : nil
    return Phrase(
      "[{file}: ][{kind}: ]refused, {total} wrong, nothing was recorded[; the first {told} are "
        + "shown]",
      "[{file}: ][{kind}: ]отклонено, ошибок: {total}, ничего не записано[; показаны первые "
        + "{told}]"
    ).text(
      shown.language,
      counts(total, told).merging(["kind": kind?.phrase.text(shown.language)].compacted) { a, _ in
        a
      })
  }

  private func detail(_ refusal: Refusal, of document: DocumentRefusals) -> ErrorDetail {
    let line = refusal.line.map { line in
      document.fileLines.indices.contains(line - 1) ? document.fileLines[line - 1] : line
    }
    return ErrorDetail(
      file: file, line: line, value: refusal.fault.subject.isEmpty ? nil : refusal.fault.subject,
      code: refusal.fault.code.rawValue, message: refusal.fault.sentence(shown))
  }

  func of(_ faults: InputFaults) -> ErrorReport {
    let told = faults.faults.prefix(ErrorReport.detailLimit)
    let codes = Set(told.map(\.code))
    let message = Phrase(
      "[{file}: ]{total} wrong, nothing was recorded[; the first {told} are shown]",
      "[{file}: ]ошибок: {total}, ничего не записано[; показаны первые {told}]")
    return ErrorReport(
      exitCode: 3, code: codes.count == 1 ? told[0].code : "wrong-input",
      message: message.text(
        shown.language, counts(faults.total, told.count, file ?? told.first?.file)),
      hint: Self.joined(Array(told), by: \.code) { $0.hint(shown.language) },
      details: told.map { fault in
        ErrorDetail(
          file: fault.file, line: fault.line > 0 ? fault.line : nil, column: fault.column,
          value: fault.value, code: fault.code, message: fault.reason.sentence(shown.language))
      })
  }

  private func counts(_ total: Int, _ told: Int, _ other: String? = nil) -> [String: String] {
    [
      "file": (file ?? other).map { ShownText.cleansed($0, limit: 200) },
      "total": shown.count(total), "told": told < total ? shown.count(told) : nil,
    ].compacted
  }

  /// At most this many hints for one file.
  private static let hintLimit = 3

  /// The hints of the first kinds of fault, each once.
  private static func joined<Fault, Code: Hashable>(
    _ faults: [Fault], by code: (Fault) -> Code, _ hint: (Fault) -> String?
  ) -> String? {
    var seen: Set<Code> = []
    var hints: [String] = []
    for fault in faults where seen.insert(code(fault)).inserted {
      guard hints.count < hintLimit else { break }
      if let hint = hint(fault), !hints.contains(hint) { hints.append(hint) }
    }
    return hints.isEmpty ? nil : hints.joined(separator: "; ")
  }
}

extension InputFaults {
  func report(_ file: String?, _ shown: ShownValues) -> ErrorReport {
    RegisterReport(shown: shown, file: file).of(self)
  }
}

extension Dictionary where Key == String, Value == String? {
  /// Without what is missing.
  fileprivate var compacted: [String: String] { compactMapValues { $0 } }
}
