/// How a sum is split over the calendar months that a contract touches.
///
/// Days are calendar days, both ends included. With D days in all, d1 of them in the first month,
/// and n months, each later month gets ⌊sum × (D − d1) / (D × (n − 1))⌋ kopecks and the first the
/// rest, so that the parts always add up to the sum (design, rule 4.2).
public struct MonthPlan: Hashable, Sendable {
  private let months: UInt8
  public let first: Money
  /// Of each month after the first; zero where there is only one.
  public let later: Money

  public init(sum: Money, start: CalendarDate, end: CalendarDate) {
    // A contract lies within a year, so its months fit a byte.
    precondition(start <= end && sum >= .zero)
    let firstMonth = start.yearMonth
    let monthCount = Int(end.yearMonth.index - firstMonth.index) + 1
    months = UInt8(monthCount)
    guard monthCount > 1 else {
      first = sum
      later = .zero
      return
    }
    let days = Int64(end.daysSince1970 - start.daysSince1970) + 1
    let firstDays = Int64(firstMonth.last.daysSince1970 - start.daysSince1970) + 1
    let laterMonths = Int64(monthCount - 1)
    later = Money(kopecks: sum.kopecks * (days - firstDays) / (days * laterMonths))
    first = Money(kopecks: sum.kopecks - later.kopecks * laterMonths)
  }

  /// The plan that was made once, of which a row keeps the two numbers that the sum does not give.
  init(sum: Money, months: UInt8, later: Money) {
    self.months = months
    self.later = later
    first = Money(kopecks: sum.kopecks - later.kopecks * Int64(months - 1))
  }

  public var monthCount: Int { Int(months) }

  /// `offset` counts months from the first, which is 0.
  public subscript(offset: Int) -> Money {
    precondition((0..<monthCount).contains(offset))
    return offset == 0 ? first : later
  }
}
