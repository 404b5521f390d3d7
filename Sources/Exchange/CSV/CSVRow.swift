import Bytes
import LedgerCore

/// One row, read field by field. What is wrong with a field goes into the file's log and gives
/// nil; reading goes on, so that all faults of a file are found at once.
public struct CSVRow {
  /// The line of the file where the row begins.
  public let line: Int
  private let cells: [String]
  private let places: [String: Int]
  private let log: FaultLog
  private let totalBefore: Int

  init(line: Int, cells: [String], places: [String: Int], log: FaultLog) {
    self.line = line
    self.cells = cells
    self.places = places
    self.log = log
    totalBefore = log.total
  }

  /// Whether no field of this row was wrong so far.
  public var isSound: Bool { log.total == totalBefore }

  /// The text of a cell; empty for an optional column that the file lacks.
  public func cell(_ column: String) -> String { places[column].map { cells[$0] } ?? "" }

  public func isEmpty(_ column: String) -> Bool { cell(column).isEmpty }

  func fault(_ fault: ValueFault, _ column: String) {
    self.fault(.value(fault), column)
  }

  func fault(_ reason: FaultReason, _ column: String) {
    let text = cell(column)
    log.add(
      reason, line: line, column: column, columnNumber: places[column].map { $0 + 1 },
      value: text.isEmpty ? nil : text)
  }

  /// A field that must have a value.
  func required<Value>(
    _ column: String, _ read: (String) throws(ValueFault) -> Value
  ) -> Value? {
    let text = cell(column)
    do throws(ValueFault) {
      if text.isEmpty { throw .empty }
      return try read(text)
    } catch {
      fault(error, column)
      return nil
    }
  }

  /// A field that may be empty; nil then too.
  func optional<Value>(
    _ column: String, _ read: (String) throws(ValueFault) -> Value
  ) -> Value? {
    isEmpty(column) ? nil : required(column, read)
  }

  func mustBeEmpty(_ column: String) {
    if !isEmpty(column) { fault(.mustBeEmpty, column) }
  }
}

extension CSVRow {
  /// Free text by the rule of documents (`RuledText`); `limit` in bytes.
  public func text(_ column: String, limit: Int = RuledText.usualLimit) -> String? {
    required(column) { (text) throws(ValueFault) in try Self.ruled(text, limit) }
  }

  public func optionalText(_ column: String, limit: Int = RuledText.usualLimit) -> String? {
    optional(column) { (text) throws(ValueFault) in try Self.ruled(text, limit) }
  }

  /// A name that will stand in payment orders: of characters that bank files can carry.
  public func bankName(_ column: String) -> String? {
    required(column) { (text) throws(ValueFault) in
      let ruled = try Self.ruled(text, RuledText.usualLimit)
      do throws(UnencodableCharacter) {
        _ = try CodePage.windows1251.encode(ruled)
      } catch {
        throw error.fault
      }
      return ruled
    }
  }

  public func identifier(_ column: String) -> Identifier? {
    required(column) { (text) throws(ValueFault) in
      guard let identifier = Identifier(text) else { throw .notAnIdentifier }
      return identifier
    }
  }

  public func date(_ column: String) -> CalendarDate? {
    required(column) { (text) throws(ValueFault) in
      guard let date = CalendarDate(iso: text) ?? CalendarDate(russian: text) else {
        throw .notADate
      }
      guard date.isWithinLimits else { throw .dateOutOfRange }
      return date
    }
  }

  /// Two dates that are in order, or equal.
  public func period(_ from: String, _ to: String) -> (from: CalendarDate, to: CalendarDate)? {
    let (first, last) = (date(from), date(to))
    guard let first, let last else { return nil }
    guard first <= last else {
      fault(.endBeforeStart, to)
      return nil
    }
    return (first, last)
  }

  /// An amount above zero.
  public func money(_ column: String) -> Money? {
    required(column) { (text) throws(ValueFault) in try Self.positive(text) }
  }

  public func optionalMoney(_ column: String, orZero: Bool = false) -> Money? {
    optional(column) { (text) throws(ValueFault) in
      try orZero ? StrictDecimal.money(text) : Self.positive(text)
    }
  }

  public func percent(_ column: String) -> Percent? {
    required(column) { (text) throws(ValueFault) in try StrictDecimal.percent(text) }
  }

  public func optionalPercent(_ column: String) -> Percent? {
    optional(column) { (text) throws(ValueFault) in try StrictDecimal.percent(text) }
  }

  public func yesNo(_ column: String) -> Bool? {
    required(column) { (text) throws(ValueFault) in
      switch text.lowercased() {
      case "yes", "да": return true
      case "no", "нет": return false
      default: throw .notYesNo
      }
    }
  }

  public func integer(_ column: String, _ range: ClosedRange<Int>) -> Int? {
    required(column) { (text) throws(ValueFault) in try Self.integer(text, range) }
  }

  public func optionalInteger(_ column: String, _ range: ClosedRange<Int>) -> Int? {
    optional(column) { (text) throws(ValueFault) in try Self.integer(text, range) }
  }

  /// Values separated by `|`, none of them twice.
  public func list(_ column: String) -> [String]? {
    required(column) { (text) throws(ValueFault) in
      let items = text.split(separator: "|", omittingEmptySubsequences: false)
        .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
      if items.contains("") { throw .empty }
      if Set(items).count < items.count { throw .repeatedInList }
      return items
    }
  }

  private static func ruled(_ text: String, _ limit: Int) throws(ValueFault) -> String {
    if let fault = RuledText.fault(in: text, limit: limit) { throw .text(fault) }
    return text
  }

  private static func positive(_ text: String) throws(ValueFault) -> Money {
    let money = try StrictDecimal.money(text)
    guard money > .zero else { throw .notPositive }
    return money
  }

  private static func integer(
    _ text: String, _ range: ClosedRange<Int>
  ) throws(ValueFault) -> Int {
    guard text.utf8.count <= 18, text.isAllDigits,
      let number = Int(text), range.contains(number)
    else { throw .notANumber(minimum: range.lowerBound, maximum: range.upperBound) }
    return number
  }
}
