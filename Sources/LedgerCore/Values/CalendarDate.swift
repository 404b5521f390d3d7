import Bytes

/// A day of the Gregorian calendar, without time or zone, kept as days since 1970-01-01.
public struct CalendarDate: Hashable, Comparable, Sendable {
  public let daysSince1970: Int32

  /// Documents carry days from 2000-01-01 to 2199-12-31.
  public static let earliest = CalendarDate(year: 2000, month: 1, day: 1)!
  public static let latest = CalendarDate(year: 2199, month: 12, day: 31)!

  public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

  /// Nil for a day that the calendar does not have.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= YearMonth(year: year, month: month).dayCount else { return nil }
    daysSince1970 = Int32(Self.days(year, month, day))
  }

  /// Reads `2023-11-30`.
  public init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      parts[2].utf8.count == 2, let year = Self.number(parts[0]),
      let month = Self.number(parts[1]), let day = Self.number(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Reads `30.11.2023`.
  public init?(russian text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 2, parts[1].utf8.count == 2,
      parts[2].utf8.count == 4, let day = Self.number(parts[0]),
      let month = Self.number(parts[1]), let year = Self.number(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public var isWithinLimits: Bool { self >= Self.earliest && self <= Self.latest }

  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  public var year: Int { components.year }
  public var yearMonth: YearMonth {
    let parts = components
    return YearMonth(year: parts.year, month: parts.month)
  }

  /// `2023-11-30`
  public var iso: String {
    let (year, month, day) = components
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
  }

  /// `30.11.2023`
  public var russian: String {
    let (year, month, day) = components
    return "\(pad(day, 2)).\(pad(month, 2)).\(pad(year, 4))"
  }

  public func adding(days: Int) -> CalendarDate {
    CalendarDate(daysSince1970: daysSince1970 + Int32(days))
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    a.daysSince1970 < b.daysSince1970
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func number(_ digits: some StringProtocol) -> Int? {
    guard digits.isAllDigits else { return nil }
    return Int(digits)
  }
}

/// A month of a certain year: month keys never lack the year.
public struct YearMonth: Hashable, Comparable, Sendable {
  /// Months since January of the year 0.
  public let index: Int32

  public init(index: Int32) { self.index = index }

  public init(year: Int, month: Int) {
    precondition((1...12).contains(month))
    index = Int32(year * 12 + month - 1)
  }

  /// Reads `2023-11`.
  public init?(iso text: some StringProtocol) {
    guard let first = CalendarDate(iso: "\(text)-01") else { return nil }
    self = first.yearMonth
  }

  public var year: Int { (Int(index) - (month - 1)) / 12 }
  /// 1 to 12.
  public var month: Int { (Int(index) % 12 + 12) % 12 + 1 }
  public var next: YearMonth { YearMonth(index: index + 1) }
  public var first: CalendarDate { CalendarDate(year: year, month: month, day: 1)! }
  public var last: CalendarDate { first.adding(days: dayCount - 1) }
  public var isWithinLimits: Bool { (2000...2199).contains(year) }

  public var dayCount: Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeapYear ? 29 : 28
    default: 31
    }
  }

  private var isLeapYear: Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  /// `2023-11`
  public var iso: String { "\(pad(year, 4))-\(pad(month, 2))" }

  public static func < (a: YearMonth, b: YearMonth) -> Bool { a.index < b.index }
}

private func pad(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
