import LedgerCore

/// The language of messages for people. Codes and machine formats are never translated.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case russian = "ru"
}

/// One thing wrong with a file from outside, and where.
public struct InputFault: Error, Hashable, Sendable {
  public let file: String
  /// The line of the file from 1; 0 when the fault is the whole file's. In a file to be written,
  /// the number of the payment or account.
  public let line: Int
  /// The column's name, or the key in a `key=value` format.
  public let column: String?
  /// The place of the column in the file from 1.
  public let columnNumber: Int?
  /// The wrong value, shortened, without control and invisible characters.
  public let value: String?
  public let reason: FaultReason

  init(
    file: String, line: Int, column: String? = nil, columnNumber: Int? = nil,
    value: String? = nil, reason: FaultReason
  ) {
    self.file = ShownText.cleansed(file, limit: 200)
    self.line = line
    self.column = column.map { ShownText.cleansed($0) }
    self.columnNumber = columnNumber
    self.value = value.map { ShownText.cleansed($0) }
    self.reason = reason
  }

  /// Stable over versions and languages: `not-a-date`.
  public var code: String { reason.wording.code }

  /// One line: place, value, and what is wrong.
  public func message(_ language: Language) -> String {
    var parts = [place(language)]
    if let value {
      parts.append(language == .english ? "\"\(value)\"" : "«\(value)»")
    }
    parts.append(reason.wording.sentence(language))
    return parts.joined(separator: ": ")
  }

  /// What to do about it, where there is something to say.
  public func hint(_ language: Language) -> String? { reason.wording.hint(language) }

  private func place(_ language: Language) -> String {
    var parts = [file]
    if line > 0 { parts.append(language == .english ? "line \(line)" : "строка \(line)") }
    if let column {
      if let columnNumber {
        let word = language == .english ? "column" : "столбец"
        parts.append("\(word) \(column) (\(columnNumber))")
      } else {
        parts.append("\(language == .english ? "field" : "поле") \(column)")
      }
    }
    return parts.joined(separator: ", ")
  }
}

/// Everything that is wrong with a file: nothing of it was used.
public struct InputFaults: Error, Hashable, Sendable {
  public static let keptMaximum = 1_000

  /// The first faults in the order of the file, at most `keptMaximum`.
  public let faults: [InputFault]
  public let total: Int
}

/// Collects the faults of one file.
final class FaultLog {
  let file: String
  private(set) var faults: [InputFault] = []
  private(set) var total = 0

  init(file: String) { self.file = file }

  func add(
    _ reason: FaultReason, line: Int, column: String? = nil, columnNumber: Int? = nil,
    value: String? = nil
  ) {
    total += 1
    guard faults.count < InputFaults.keptMaximum else { return }
    faults.append(
      InputFault(
        file: file, line: line, column: column, columnNumber: columnNumber, value: value,
        reason: reason))
  }

  func throwIfAny() throws(InputFaults) {
    if total > 0 { throw InputFaults(faults: faults, total: total) }
  }
}

/// Text from outside, made fit to be shown in a message.
public enum ShownText {
  /// At most `limit` characters; what text may not hold is shown as its code, `<U+202E>`.
  public static func cleansed(_ text: String, limit: Int = 60) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      if RuledText.allows(scalar) {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      }
    }
    return text.unicodeScalars.dropFirst(limit).isEmpty ? shown : shown + "…"
  }
}
