import LedgerCore
import SeededNumbers
import Testing

@testable import Exchange

@Suite struct StrictDecimalTests {
  private func code(_ text: String) -> String? {
    do throws(ValueFault) {
      _ = try StrictDecimal.money(text)
      return nil
    } catch {
      return error.wording.code
    }
  }

  @Test(arguments: [
    ("1234.56", 123_456), ("1234,56", 123_456), ("1 234,56", 123_456), ("1 234.5", 123_450),
    ("1\u{A0}234\u{A0}567,8", 123_456_780), ("1\u{202F}234", 123_400), ("0,01", 1), ("700", 70_000),
    ("12 345 678,90", 1_234_567_890),
  ])
  func reads(_ text: String, _ kopecks: Int64) throws {
    #expect(try StrictDecimal.money(text).kopecks == kopecks)
  }

  @Test(arguments: [
    ("", "empty"), ("-1", "signed-amount"), ("+1", "signed-amount"), ("\u{2212}5", "signed-amount"),
    ("1,234.56", "ambiguous-amount"), ("1.234,56", "ambiguous-amount"),
    ("1,234,567", "ambiguous-amount"), ("1,234", "too-many-decimals"),
    ("1.2345", "too-many-decimals"), ("12 34", "not-an-amount"), ("1 23,00", "not-an-amount"),
    ("1 2345", "not-an-amount"), ("1234 567", "not-an-amount"), (" 123", "not-an-amount"),
    ("1 234\u{A0}567", "not-an-amount"), ("1  234", "not-an-amount"), ("12,", "not-an-amount"),
    (",5", "not-an-amount"), ("12,3a", "not-an-amount"), ("1e3", "not-an-amount"),
    ("١٢", "not-an-amount"), ("100 руб.", "not-an-amount"), ("1'234", "not-an-amount"),
    ("1000000000000", "amount-too-large"), ("999 999 999 999 999,00", "amount-too-large"),
  ])
  func refuses(_ text: String, _ expected: String) { #expect(code(text) == expected) }

  /// Every amount, in every way of writing it, is read as itself.
  @Test func everyDialectGivesTheSameAmount() throws {
    var generator = SeededNumbers(seed: 1)
    for _ in 0..<500 {
      let kopecks =
        Int64.random(in: 0...Money.limit.kopecks, using: &generator)
        >> Int64.random(in: 0...40, using: &generator)
      let money = Money(kopecks: kopecks)
      let parts = money.decimal.split(separator: ".")
      for space in ["", " ", "\u{A0}", "\u{202F}"] {
        let whole = grouped(String(parts[0]), space)
        for mark in [".", ","] {
          #expect(try StrictDecimal.money(whole + mark + parts[1]) == money)
        }
      }
    }
  }

  /// Whatever characters come, the answer is an amount or a fault, and an amount only for text
  /// whose digits spell it.
  @Test func hostileCharacters() {
    var generator = SeededNumbers(seed: 2)
    let alphabet = Array("0123456789., \u{A0}\u{202F}+-e%'")
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        })
      guard let money = try? StrictDecimal.money(text) else { continue }
      let digits = text.filter(\.isASCII).filter(\.isNumber)
      let spelled = text.contains(where: { ".,".contains($0) }) ? digits : digits + "00"
      let padded = text.dropLast().last.map { ".,".contains($0) } == true ? spelled + "0" : spelled
      #expect(Int64(padded) == money.kopecks, "\(text)")
    }
  }

  @Test(arguments: [
    ("80", 8_000), ("87.5", 8_750), ("87,5", 8_750), ("80%", 8_000), ("80 %", 8_000),
    ("33,33\u{A0}%", 3_333), ("0", 0), ("100", 10_000),
  ])
  func percent(_ text: String, _ hundredths: UInt16) throws {
    #expect(try StrictDecimal.percent(text).hundredths == hundredths)
  }

  @Test(arguments: ["", "%", " %", "101", "100,01", "-1", "1,234", "80 ", "80%%", "8 0", "1.2.3"])
  func percentRefuses(_ text: String) {
    #expect(throws: ValueFault.self) { try StrictDecimal.percent(text) }
  }

  private func grouped(_ digits: String, _ space: String) -> String {
    var result = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0 && (digits.count - offset).isMultiple(of: 3) { result += space }
      result.append(digit)
    }
    return result
  }
}
