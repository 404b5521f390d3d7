import LedgerCore
import Testing

@Suite struct CalendarTests {
  /// Walks every day that a document may carry with the plainest rule of the calendar.
  @Test func everyDayInOrder() throws {
    var (year, month, day) = (2000, 1, 1)
    var days = CalendarDate.earliest.daysSince1970
    #expect(days == 10_957)
    while year < 2200 {
      let date = try #require(CalendarDate(year: year, month: month, day: day))
      let parts = date.components
      if date.daysSince1970 != days || parts != (year, month, day) {
        Issue.record("\(date.iso) for \(year)-\(month)-\(day)")
        return
      }
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      if day == lengths[month - 1] {
        #expect(CalendarDate(year: year, month: month, day: day + 1) == nil)
        #expect(date.yearMonth.last == date)
        (month, day) = (month + 1, 1)
        if month == 13 { (year, month) = (year + 1, 1) }
      } else {
        day += 1
      }
      days += 1
    }
    #expect(CalendarDate.latest.daysSince1970 == days - 1)
  }

  @Test func readsBothSpellings() {
    #expect(CalendarDate(iso: "2023-11-30")?.russian == "30.11.2023")
    #expect(CalendarDate(russian: "29.02.2024")?.iso == "2024-02-29")
    #expect(CalendarDate(iso: "1970-01-01")?.daysSince1970 == 0)
    #expect(CalendarDate(iso: "0001-01-01")?.iso == "0001-01-01")
    #expect(CalendarDate(iso: "9999-12-31")?.iso == "9999-12-31")
  }

  @Test(arguments: [
    "", "2023-11-31", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-01", "2023-01-00",
    "23-01-01", "2023-1-01", "2023-01-1", "2023/01/01", "2023-01-01T", "+023-01-01", "2023-+1-01",
    "-2023-01-01", "2023-01-01-", "２０２３-01-01", "0000-01-01", "2023-01- 1",
  ])
  func refuses(_ text: String) {
    #expect(CalendarDate(iso: text) == nil)
    let russian = text.split(separator: "-", omittingEmptySubsequences: false).reversed()
    #expect(CalendarDate(russian: russian.joined(separator: ".")) == nil)
  }

  @Test func months() throws {
    let november = try #require(YearMonth(iso: "2023-11"))
    #expect(november.first.iso == "2023-11-01")
    #expect(november.last.iso == "2023-11-30")
    #expect(november.next.next.iso == "2024-01")
    #expect(YearMonth(year: 2024, month: 2).dayCount == 29)
    #expect(YearMonth(year: 2100, month: 2).dayCount == 28)
    for text in ["", "2023", "2023-13", "2023-00", "2023-1", "2023-11-01", "11.2023", "2023-11-"] {
      #expect(YearMonth(iso: text) == nil)
    }
  }

  /// An index from foreign bytes is any number: it must be judged, not trapped on.
  @Test(arguments: [Int32.min, -13, -12, -1, 0, 11, 23_999, 24_000, 26_399, 26_400, Int32.max])
  func anyMonthIndexHasAYearAndAMonth(_ index: Int32) {
    let month = YearMonth(index: index)
    #expect((1...12).contains(month.month))
    #expect(month.year * 12 + month.month - 1 == Int(index))
    #expect(month.isWithinLimits == (24_000...26_399).contains(index))
    #expect((28...31).contains(month.dayCount))
  }

  @Test(arguments: [Int32.min, -800_000, -1, 0, Int32.max])
  func anyDayHasAYearAndAMonth(_ days: Int32) {
    let date = CalendarDate(daysSince1970: days)
    #expect((1...12).contains(date.components.month))
    #expect(date.yearMonth.month == date.components.month)
    #expect(!date.isWithinLimits || days > 0)
  }
}
