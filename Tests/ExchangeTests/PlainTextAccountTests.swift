import Foundation
import LedgerCore
import Testing

@testable import Exchange

@Suite struct PlainTextAccountTests {
  @Test(arguments: [
    ("Д-1", "Д-1"), ("24-000017", "24-000017"), ("12/2023", "12ǀ2023"), ("МСЗ.1", "МСЗǃ1"),
    ("SG-02-2", "SG-02-2"), ("а1", "Øа1"), ("a1", "Øa1"), ("-1", "Ø-1"), ("/.", "Øǀǃ"),
    ("Ё/ё", "Ёǀё"),
  ])
  func whatANumberIsCalled(_ number: String, _ name: String) throws {
    let account = PlainTextAccount(
      kind: .fundsReserved, owner: try #require(Identifier(number)))
    #expect(account.name == "Liabilities:Funds:Reserved:\(name)")
    #expect(account.origin == "funds.reserved \(number)")
  }

  @Test func noTwoAccountsShareANameAndBeancountTakesAll() throws {
    let numbers = Self.numbers(count: 3_000, seed: 7)
    var names: Set<String> = []
    for kind in AccountKind.allCases {
      for number in numbers {
        names.insert(PlainTextAccount(kind: kind, owner: number).name)
      }
    }
    #expect(names.count == AccountKind.allCases.count * numbers.count)
    // As beancount's own source has it: core/account.py, parser/grammar.py.
    let shape = try NSRegularExpression(
      pattern: #"^(Assets|Liabilities|Equity|Income|Expenses)(:[\p{Lu}\p{Nd}][\p{L}\p{Nd}\-]*)+$"#)
    let wrong = names.filter {
      shape.firstMatch(in: $0, range: NSRange($0.startIndex..., in: $0)) == nil
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Distinct numbers of everything that a number may hold.
  static func numbers(count: Int, seed: UInt64) -> Set<Identifier> {
    var state = seed
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let marks = Array("0123456789-/.".unicodeScalars)
    let latin = Array("ABCXYZabcxyz".unicodeScalars)
    let cyrillic = [0x400...0x481, 0x48A...0x52F].flatMap { $0.compactMap(Unicode.Scalar.init) }
    var numbers: Set<Identifier> = []
    while numbers.count < count {
      let letters = random(2) == 0 ? latin : cyrillic
      var text = String.UnicodeScalarView()
      for _ in 0...random(5) {
        let isMark = random(2) == 0
        text.append(isMark ? marks[random(marks.count)] : letters[random(letters.count)])
      }
      if let number = Identifier(String(text)) { numbers.insert(number) }
    }
    return numbers
  }
}
