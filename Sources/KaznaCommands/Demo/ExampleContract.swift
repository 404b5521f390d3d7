import LedgerCore

/// A certificate of the example.
struct ExampleCertificate {
  let number: String
  let nominal: Money
}

/// A contract of the example.
struct ExampleContract {
  let number: String
  /// Index in `ExampleAgreement.all`.
  let agreement: Int
  /// Index in the town's certificates.
  let certificate: Int
  let service: String
  let signedOn: CalendarDate
  let start: CalendarDate
  let end: CalendarDate
  let price: Money
  let normative: Money
  let acceptance: String
  /// What the certificate pays at least: what comes back to the certificate from other contracts
  /// before this one is signed can only raise it.
  let share: Money
  /// Set by a notice: no month after this one.
  var lastMonth: YearMonth

  func covers(_ month: YearMonth) -> Bool { start.yearMonth <= month && month <= lastMonth }

  /// The month's part of the share, by rule 2 of the ledger's calculation.
  func plan(of month: YearMonth) -> Money {
    let months = Int64(end.yearMonth.index - start.yearMonth.index + 1)
    guard months > 1 else { return share }
    let days = Int64(end.daysSince1970 - start.daysSince1970 + 1)
    let firstDays = Int64(start.yearMonth.last.daysSince1970 - start.daysSince1970 + 1)
    let later = Money(
      kopecks: share.kopecks * (days - firstDays) / (days * (months - 1)))
    guard month == start.yearMonth else { return later }
    return Money(kopecks: share.kopecks - later.kopecks * (months - 1))
  }
}

/// The contracts that are entered together, once a month.
struct ContractWave {
  let month: YearMonth
  let enteredOn: CalendarDate
  let signingDays: [CalendarDate]
  /// The first and the last usual day of the first lesson.
  let startDays: ClosedRange<Int>

  static let all: [ContractWave] = [
    wave(9, entered: "2023-09-08", signed: ["09-01", "09-04", "09-05", "09-06", "09-07"], 1...15),
    wave(10, entered: "2023-10-06", signed: ["09-27", "09-28", "10-02", "10-03", "10-05"], 2...12),
    wave(11, entered: "2023-11-08", signed: ["11-01", "11-02", "11-03", "11-07"], 1...13),
    wave(12, entered: "2023-12-05", signed: ["11-29", "11-30", "12-01", "12-04"], 1...6),
  ]

  private static func wave(
    _ month: Int, entered: String, signed: [String], _ starts: ClosedRange<Int>
  ) -> ContractWave {
    ContractWave(
      month: YearMonth(year: 2023, month: month), enteredOn: CalendarDate(iso: entered)!,
      signingDays: signed.map { CalendarDate(iso: "2023-" + $0)! }, startDays: starts)
  }
}
