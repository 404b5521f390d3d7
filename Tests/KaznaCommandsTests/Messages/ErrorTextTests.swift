import Exchange
import Foundation
import LedgerService
import Testing

@testable import KaznaCommands
@testable import LedgerCore

/// What must hold for the text of every error.
@Suite struct ErrorTextTests {
  private static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool {
    (0x400...0x4FF).contains(scalar.value)
  }

  private static func hasCyrillic(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isCyrillic)
  }

  @Test(arguments: Language.allCases)
  func everyErrorIsToldInItsLanguage(_ language: Language) {
    for error in ErrorCases.all {
      let report = error.report(language)
      for text in [report.message, report.hint ?? ""] {
        #expect(!text.isEmpty, "\(error)")
        #expect(Self.hasCyrillic(text) == (language == .russian), "\(text)")
        #expect(!text.contains { "{}[]".contains($0) }, "\(text)")
        #expect(!text.contains("  ") && !text.hasPrefix(" ") && !text.hasSuffix(" "), "\(text)")
        #expect(!text.hasSuffix("."), "\(text)")
      }
      #expect((1...7).contains(report.exitCode), "\(error)")
      #expect(report.code.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || $0 < 0x3A })
    }
  }

  @Test(arguments: Language.allCases)
  func noTwoErrorsShareASentence(_ language: Language) {
    var told: [String: String] = [:]
    for error in ErrorCases.all {
      let report = error.report(language)
      let before = told.updateValue("\(error)", forKey: report.message)
      #expect(before == nil, "\(report.message): \(error) and \(before ?? "")")
    }
  }

  @Test func noTwoKindsOfErrorShareACode() {
    let others = ErrorCases.others.filter {
      if case .notFound("entry", _) = $0 { false } else { true }
    }
    let codes = (ErrorCases.rules + others).map { $0.report(.english).code }
    #expect(Set(codes).count == codes.count)
    #expect(
      ErrorCases.rules.map { $0.report(.english).code } == RefusalCode.allCases.map(\.rawValue))
  }

  @Test func everyRefusalHasTextsOfItsOwn() {
    let missing = RefusalCode.allCases.filter { RefusalText.all[$0] == nil }
    #expect(missing.isEmpty)
    let groups: [[RefusalCode: RefusalText]] = [
      RefusalText.documents, RefusalText.numbers, RefusalText.standing, RefusalText.contracts,
      RefusalText.claims, RefusalText.clearing, RefusalText.bank, RefusalText.money,
    ]
    #expect(groups.reduce(0) { $0 + $1.count } == RefusalText.all.count)
  }

  /// A refusal names what it is about, unless there is nothing to name.
  @Test(arguments: Language.allCases)
  func refusalsNameTheirSubject(_ language: Language) {
    let withoutSubject: Set<RefusalCode> = [.ledgerAlreadyOpened, .ledgerNotOpened, .cycleOpen]
    for code in RefusalCode.allCases where !withoutSubject.contains(code) {
      let message = LedgerError.rule(ErrorCases.fault(of: code)).report(language).message
      #expect(message.contains { $0.isNumber }, "\(message)")
    }
  }

  /// What is there and what is needed, grouped as people of the language write it.
  @Test(arguments: Language.allCases)
  func refusalsOfMoneyTellBothAmounts(_ language: Language) {
    let withAmounts: [RefusalCode] = [
      .totalsDiffer, .advanceTooLarge, .envelopeDiffers, .statementGap, .statementSums,
      .receiptTooSmall, .notReturnable, .nothingAvailable, .refundTooLarge, .limitExceeded,
      .insufficientFunds,
    ]
    let shown = ShownValues(language: language)
    for code in withAmounts {
      let fault = RuleFault(
        code, "4711", have: ErrorCases.money(1_234_567), need: ErrorCases.money(89))
      let message = fault.sentence(shown)
      #expect(message.contains(language == .english ? "1,234,567.00" : "1 234 567,00"))
      #expect(message.contains(language == .english ? "89.00" : "89,00"), "\(message)")
    }
  }

  @Test func phrasesFillTheirPlacesOnce() {
    let phrase = Phrase("a[ {x}]{y}[, {z} and {x}]", "б")
    #expect(phrase.text(.english, ["y": "{x}"]) == "a{x}")
    #expect(phrase.text(.english, ["x": "1", "y": "2", "z": "3"]) == "a 12, 3 and 1")
    #expect(phrase.text(.russian, ["x": "1"]) == "б")
  }

  @Test(arguments: Language.allCases)
  func everyReportIsOneLineOfJSON(_ language: Language) throws {
    for error in ErrorCases.all {
      let report = error.report(language)
      #expect(!report.json.contains { $0.isNewline })
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
      #expect(Set(object.keys) == ["code", "message", "hint", "subject"])
      #expect(object["code"] as? String == report.code)
      #expect(object["message"] as? String == report.message)
      #expect(object["hint"] as? String == report.hint)
      #expect(object["subject"] as? String == report.subject)
    }
  }
}
