import Testing

@testable import KaznaCommands

/// The formulas of the tax service and of the Bank of Russia, written once more and the other way
/// round: a whole number is judged, none is made.
private enum Judge {
  static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }

  static func weighted(_ text: String, _ weights: [Int]) -> Int {
    zip(digits(text), weights).map { $0 * $1 }.reduce(0, +)
  }

  static func isINN(_ text: String) -> Bool {
    let number = digits(text)
    if number.count == 10 {
      return weighted(text, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number[9]
    }
    return number.count == 12
      && weighted(text, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number[10]
      && weighted(text, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number[11]
  }

  static func isRegistration(_ text: String, count: Int, modulus: Int64) -> Bool {
    guard text.count == count, let whole = Int64(text) else { return false }
    return whole / 10 % modulus % 10 == whole % 10
  }

  static func isAccount(_ account: String, prefix: String) -> Bool {
    let weights = (0..<23).map { [7, 1, 3][$0 % 3] }
    return account.count == 20 && weighted(prefix + account, weights) % 10 == 0
  }
}

@Suite struct DemoRequisitesTests {
  @Test func theJudgeKnowsRealNumbers() {
    #expect(Judge.isINN("7722698789"))
    #expect(!Judge.isINN("7722698788"))
    #expect(Judge.isAccount("30101810400000000225", prefix: "025"))
    #expect(!Judge.isAccount("30101810500000000225", prefix: "025"))
  }

  @Test(arguments: ExampleProvider.all)
  func checkDigitsOfAProviderHold(provider: ExampleProvider) {
    #expect(Judge.isINN(provider.inn))
    let isPerson = provider.kind == .entrepreneur || provider.kind == .individual
    #expect(provider.inn.count == (isPerson ? 12 : 10))
    #expect(provider.kpp.isEmpty == isPerson)
    switch provider.kind {
    case .individual: #expect(provider.ogrn.isEmpty)
    case .entrepreneur:
      #expect(Judge.isRegistration(provider.ogrn, count: 15, modulus: 13))
    default: #expect(Judge.isRegistration(provider.ogrn, count: 13, modulus: 11))
    }
    #expect(provider.bic.count == 9)
    let bankPrefix = "0" + provider.bic.dropFirst(4).prefix(2)
    #expect(Judge.isAccount(provider.correspondentAccount, prefix: bankPrefix))
    var moved = provider
    moved.accountSeries += 1
    #expect(moved.account != provider.account)
    for account in [provider.account, moved.account] {
      #expect(account.count == 20)
      #expect(
        account.hasPrefix("0") || Judge.isAccount(account, prefix: String(provider.bic.suffix(3))))
    }
  }

  @Test func partiesDifferAndAreInvented() {
    let all = ExampleProvider.all.map(\.inn) + [ExampleTown.payerINN, ExampleTown.authorityINN]
    #expect(Set(all).count == 36)
    #expect(all.allSatisfy(Judge.isINN))
    #expect(Set(ExampleProvider.all.map(\.kind)).count == 6)
    #expect(
      ExampleProvider.all.allSatisfy { $0.name.hasSuffix("(пример)") && $0.name.count <= 160 })
    #expect(ExampleTown.payerAccount.count == 20)
    #expect(Judge.isAccount(ExampleTown.treasuryAccount, prefix: "099"))
  }

  @Test func thereAreEighteenServicesInCyrillic() {
    #expect(Set(ExampleServices.all).count == 18)
    for code in ExampleServices.all {
      #expect(code.count == 24)
      #expect(code.hasPrefix("804200О.99.0.ББ52А") && code.hasSuffix("000"))
      let letters = code.unicodeScalars.filter { $0.properties.isAlphabetic }
      #expect(letters.allSatisfy { (0x410...0x42F).contains($0.value) })
    }
  }

  @Test func theGeneratorGivesItsPublishedNumbers() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }
}
