import LedgerCore
import SeededNumbers
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("0", 0), ("0.00", 0), ("700", 70_000), ("22.9", 2_290), ("1052.98", 105_298), ("0.01", 1),
    ("007", 700), ("999999999999.99", 99_999_999_999_999),
  ])
  func reads(_ text: String, _ kopecks: Int64) {
    #expect(Money(decimal: text)?.kopecks == kopecks)
  }

  @Test(arguments: [
    "", ".", ".5", "5.", "1.234", "1,5", "-1", "+1", "1e3", " 1", "1 ", "1..2", "1.2.3", "٣", "1_0",
    "1000000000000", "1000000000000.00", "99999999999999", "9223372036854775808",
    "99999999999999999999999999", "0x10", "1\u{301}", "NaN",
  ])
  func refuses(_ text: String) { #expect(Money(decimal: text) == nil) }

  @Test func writesWhatItReads() {
    var generator = SeededNumbers(seed: 7)
    for _ in 0..<2_000 {
      let shift = Int64.random(in: 0...40, using: &generator)
      let kopecks = Int64.random(in: 0...99_999_999_999_999, using: &generator) >> shift
      let money = Money(kopecks: kopecks)
      #expect(Money(decimal: money.decimal) == money)
      #expect(money.decimal.split(separator: ".").joined() == padded(kopecks))
    }
    #expect(Money(kopecks: -5).decimal == "-0.05")
    #expect(Money(kopecks: .min).decimal == "-92233720368547758.08")
  }

  @Test func limits() {
    #expect(Money.limit.isWithinLimit)
    #expect(!Money(kopecks: 100_000_000_000_000).isWithinLimit)
    #expect(!Money(kopecks: -1).isWithinLimit)
  }

  private func padded(_ kopecks: Int64) -> String {
    let digits = String(kopecks)
    return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }
}

@Suite struct PercentTests {
  @Test(arguments: [("0", 0), ("90", 9_000), ("87.5", 8_750), ("33.33", 3_333), ("100.00", 10_000)])
  func reads(_ text: String, _ hundredths: UInt16) {
    #expect(Percent(decimal: text)?.hundredths == hundredths)
  }

  @Test(arguments: ["", "100.01", "101", "33.333", "-1", "80%", "1e1", "65536.00", "655.36"])
  func refuses(_ text: String) { #expect(Percent(decimal: text) == nil) }

  @Test func theWorkedExample() {
    #expect(Percent.usualAdvance.share(of: Money(kopecks: 271_775)).kopecks == 217_420)
    #expect(Percent(decimal: "90")?.share(of: Money(kopecks: 271_775)).kopecks == 244_598)
    #expect(Percent(decimal: "75")?.share(of: Money(kopecks: 271_775)).kopecks == 203_831)
  }

  /// Half a kopeck goes up; the share never misses by more than half a kopeck.
  @Test func shareIsTheNearestKopeck() throws {
    for hundredths in stride(from: UInt16(0), through: 10_000, by: 7) {
      let percent = try #require(Percent(hundredths: hundredths))
      for kopecks in [Int64(0), 1, 49, 50, 99, 12_345, 99_999_999_999_999] {
        let share = percent.share(of: Money(kopecks: kopecks)).kopecks
        let error = share * 10_000 - kopecks * Int64(hundredths)
        #expect((-4_999...5_000).contains(error))
      }
    }
    #expect(Percent.whole.share(of: .limit) == .limit)
    #expect(Percent(hundredths: 10_001) == nil)
    #expect(Percent(hundredths: 5)?.decimal == "0.05")
  }
}

@Suite struct IdentifierTests {
  @Test(arguments: [
    "1", "17-В/2023", "ДО.1", "A-1", "abc", "Ё", "0001", "Договор-123", "123456789012345678901234",
    "абвгдежзиклм",
  ])
  func keepsItsText(_ text: String) { #expect(Identifier(text)?.description == text) }

  @Test(arguments: [
    "", " ", "1 2", "A-В", "Aа", "1234567890123456789012345", "абвгдежзиклмн", "a_b", "a,b", "=1",
    "a\0", "\0", "1\n", "и\u{306}", "№1", "é", "1\u{200B}", "\u{482}", "\u{483}", "α",
  ])
  func refuses(_ text: String) { #expect(Identifier(text) == nil) }

  @Test func ordersByBytes() throws {
    let texts = ["-", "0", "00", "1", "10", "123456789", "2", "A", "A-1", "AA", "a", "А", "Б", "а"]
    let sorted = texts.compactMap { Identifier($0) }.sorted().map(\.description)
    #expect(sorted == texts)
    #expect(texts == texts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
  }
}
