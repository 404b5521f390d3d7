import Bytes
import LedgerCore

/// A machine value. Objects keep the order of their keys, so that the same question always gives
/// the same bytes. Amounts, dates and hashes are strings; there are no fractions.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A count or a number of order: none of them is below zero.
  case integer(UInt64)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// JSON in one line, without spaces and without a line end.
  public var json: String {
    var json = JSONText()
    json.write(self)
    return json.text
  }
}

/// Members in the order in which they were given.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue
  }

  public private(set) var members: [Member]

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    members = elements.map { Member(key: $0.0, value: $0.1) }
  }

  public subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
  }

  public static func + (a: JSONObject, b: JSONObject) -> JSONObject {
    var sum = a
    sum.members += b.members
    return sum
  }
}

/// How the terms of the ledger are written; nil becomes null.
extension JSONValue {
  /// Rubles with two decimals: `6861.21`.
  public static func amount(_ amount: Money?) -> JSONValue {
    amount.map { .string($0.decimal) } ?? .null
  }

  /// `90.00`
  public static func percent(_ percent: Percent?) -> JSONValue {
    percent.map { .string($0.decimal) } ?? .null
  }

  /// `2023-11-30`
  public static func date(_ date: CalendarDate?) -> JSONValue {
    date.map { .string($0.iso) } ?? .null
  }

  /// `2023-11`
  public static func month(_ month: YearMonth?) -> JSONValue {
    month.map { .string($0.iso) } ?? .null
  }

  /// `2023-11-30T08:15:00.250Z`
  public static func moment(_ moment: Timestamp) -> JSONValue { .string(moment.iso) }

  public static func number(_ number: Identifier?) -> JSONValue {
    number.map { .string($0.description) } ?? .null
  }

  public static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// Lower-case hexadecimal.
  public static func hash(_ hash: Digest) -> JSONValue { .string(hash.hex) }

  public static func count(_ count: Int) -> JSONValue { .integer(UInt64(count)) }

  public static func count(_ count: UInt32) -> JSONValue { .integer(UInt64(count)) }

  public static func entry(_ number: UInt64?) -> JSONValue { number.map { .integer($0) } ?? .null }

  /// An entry named by number and hash.
  public static func reference(_ reference: EntryReference) -> JSONValue {
    .object(["entry": .integer(reference.number), "hash": .hash(reference.hash)])
  }

  public static func objects(_ objects: [JSONObject]) -> JSONValue {
    .array(objects.map { .object($0) })
  }

  public static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
