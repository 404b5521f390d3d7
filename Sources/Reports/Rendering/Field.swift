import Exchange
import LedgerCore

/// What stands under a key, and how people read it.
enum FieldFormat: Sendable {
  /// Text of any origin.
  case text
  /// Rubles with two decimals.
  case amount
  /// A percentage, a count or a number of order.
  case number
  case date
  case month
  /// A moment.
  case moment
  /// A hash or an id: shortened where many of them stand in columns.
  case hash
  /// A status or an account's name, translated by `Words`.
  case word

  /// Numbers are the only cells that may begin with a sign, and what is right-aligned for people.
  var isNumeric: Bool { self == .amount || self == .number }
}

/// A key of the machine formats, with its heading for people.
struct Field: Sendable {
  let key: String
  let format: FieldFormat
  private let english: String
  private let russian: String

  init(_ key: String, _ english: String, _ russian: String, _ format: FieldFormat = .text) {
    self.key = key
    self.english = english
    self.russian = russian
    self.format = format
  }

  func title(_ language: Language) -> String { language == .english ? english : russian }

  /// The field at the end of a path of keys.
  static func of(_ path: [String]) -> Field {
    let key = path.last ?? ""
    return known[key] ?? Field(key, key, key)
  }

  static func title(of path: [String], _ language: Language) -> String {
    path.map { of([$0]).title(language) }.joined(separator: ": ")
  }

  static let known: [String: Field] = Dictionary(
    uniqueKeysWithValues: (partyFields + moneyFields + clearingFields + entryFields + proofFields)
      .map { ($0.key, $0) })
}
