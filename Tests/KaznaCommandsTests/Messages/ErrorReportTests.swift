import Bytes
import Exchange
import Foundation
import JournalStorage
import LedgerFormat
import Testing

@testable import Authentication
@testable import KaznaCommands
@testable import LedgerCore
@testable import LedgerService

/// Single errors as a user reads them.
@Suite struct ErrorReportTests {
  private func text(_ error: LedgerError, _ language: Language, file: String? = nil) -> String {
    error.report(language, file: file).text(language, color: false)
  }

  @Test func moneyThatFallsShort() {
    let error = LedgerError.rule(ErrorCases.fault(of: .insufficientFunds))
    #expect(
      text(error, .russian) == """
        kazna: ошибка: сертификат 0001: доступно 500,00, нужно 600,00
        kazna: подсказка: посмотрите kazna balance certificate 0001
        """)
    #expect(
      text(error, .english) == """
        kazna: error: certificate 0001: 500.00 available, 600.00 needed
        kazna: hint: see kazna balance certificate 0001
        """)
    #expect(error.report(.russian).subject == "funds.available 0001")
  }

  @Test(arguments: AccountKind.allCases)
  func everyAccountHasAnOwnerThatACommandShows(_ kind: AccountKind) {
    for language in Language.allCases {
      let report = LedgerError.rule(
        RuleFault(.insufficientFunds, "\(kind.name) 77", have: .zero, need: ErrorCases.money(1))
      ).report(language)
      #expect(!report.message.contains(kind.name))
      #expect(report.hint?.hasSuffix(" 77") == true)
    }
  }

  @Test func aRefusedRegisterNamesTheLinesOfItsFile() {
    let document = ErrorCases.refusals(
      [
        (2, RuleFault(.numberUsed, "17")),
        (3, RuleFault(.limitExceeded, "С-1", have: .zero, need: ErrorCases.money(2_000))),
      ], fileLines: [2, 4, 5])
    let report = LedgerError.refused([document]).report(.english, file: "contracts.csv")
    #expect(report.exitCode == 1)
    #expect(report.code == "refused")
    #expect(report.subject == nil)
    #expect(
      report.text(.english, color: false) == """
        kazna: error: contracts.csv: contracts signed: refused, 2 wrong, nothing was recorded
          contracts.csv, line 4: the number 17 is used already
          contracts.csv, line 5: agreement С-1: the limit is exceeded: 0.00 free, 2,000.00 needed
        kazna: hint: a number is never used again: choose another; raise it: \
        kazna agreement amend С-1 --limit X
        """)
    #expect(report.details.map(\.line) == [4, 5])
    #expect(report.details.map(\.code) == ["number-used", "limit-exceeded"])
    #expect(report.details.map(\.value) == ["17", "С-1"])
  }

  @Test func aRefusalWithoutFileIsToldByItself() {
    let document = ErrorCases.refusals(
      [(1, RuleFault(.certificateClosed, "0001"))], fileLines: [], kind: .certificatesClosed)
    let report = LedgerError.refused([document]).report(.russian)
    #expect(report.message == "сертификат 0001 закрыт")
    #expect(report.code == "certificate-closed")
    #expect(report.details.isEmpty)
  }

  @Test func ofManyWrongLinesTheFirstThousandAreTold() throws {
    let faults = (1...1_204).map { (line: Int?.some($0), fault: RuleFault(.numberUsed, "\($0)")) }
    let document = ErrorCases.refusals(faults, fileLines: (2...1_205).map { $0 })
    for documents in [[document], [document, document]] {
      let report = LedgerError.refused(documents).report(.english, file: "contracts.csv")
      #expect(report.code == "number-used")
      #expect(report.details.count == 1_000)
      let total = documents.count == 1 ? "1,204" : "2,408"
      #expect(report.message.contains("\(total) wrong"))
      #expect(report.message.hasSuffix("the first 1,000 are shown"))
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
      let errors = try #require(object["errors"] as? [[String: Any]])
      #expect(errors.count == 1_000)
      #expect(errors[0]["line"] as? Int == 2)
      #expect(errors[0]["column"] is NSNull)
      #expect(
        Set(errors[0].keys) == ["file", "line", "column", "value", "code", "message"])
    }
  }

  @Test func aWrongFileNamesLineColumnAndValue() throws {
    let file = "certificate,order,nominal,valid_from,valid_to\n0001,A,1x,2023-09-01,2023-13-01\n"
    let faults = try #require(throws: InputFaults.self) {
      _ = try CertificateRow.read(Array(file.utf8), file: "c.csv")
    }
    let report = LedgerError.input(faults).report(.english)
    #expect(report.exitCode == 3)
    #expect(report.code == "wrong-input")
    #expect(
      report.text(.english, color: false) == """
        kazna: error: c.csv: 2 wrong, nothing was recorded
          c.csv, line 2, column nominal: "1x": not an amount
          c.csv, line 2, column valid_to: "2023-13-01": not a date of the calendar
        kazna: hint: write 1234.56, 1234,56 or 1 234,56; write 2023-11-30 or 30.11.2023
        """)
  }

  @Test func aFieldOfADocumentIsNamedAsItsColumn() {
    let error = LedgerError.form(
      FormatError(line: 3, field: "price", reason: .amountOutOfRange))
    #expect(
      error.report(.russian, file: "contracts.csv").message
        == "contracts.csv, строка реестра 3, поле price (цена): "
        + "сумма нулевая, отрицательная или больше 999 999 999 999,99")
    let bytes = LedgerError.form(FormatError(offset: 0, field: "file", reason: .wrongMagic))
    #expect(
      bytes.report(.english, file: "a.kzd").message
        == "a.kzd, field file at byte 0: not a document of kazna")
    #expect(bytes.report(.english).exitCode == 3)
    let entry = LedgerError.form(FormatError(offset: 9, field: "postings", reason: .truncated))
    #expect(entry.report(.english).exitCode == 6)
  }

  @Test func signaturesNameKeysRolesAndWhoIsMissing() {
    let id = ErrorCases.key
    let named = LedgerError.signature(.wrongSignature(id), names: [id: "finance"])
    #expect(
      named.report(.english).message
        == "the signature by the key finance (1a2b3c4d) does not fit the document")
    let missing = LedgerError.signature(
      .missing([
        .finance, SignerRequirement(.provider, party: Identifier("2450012345")),
        SignerRequirement(.operator, key: id),
      ]), names: [:])
    #expect(
      missing.report(.english).message
        == "signatures are missing: finance-first or finance-second; provider 2450012345; "
        + "operator with the key 1a2b3c4d")
    #expect(
      missing.report(.russian).message
        == "не хватает подписей: финансовый орган (первая подпись) или финансовый орган (вторая "
        + "подпись); исполнитель услуг 2450012345; оператор ключом 1a2b3c4d")
  }

  @Test func hintsThatArePromised() {
    func hint(_ error: LedgerError) -> String { error.report(.english).hint ?? "" }
    #expect(hint(.storage(.noLedger(path: "x"))).contains("kazna init --name"))
    #expect(hint(.storage(.busy(path: "x"))).contains("nothing was written"))
    #expect(
      hint(.storage(.diskFull(path: "x", needed: 1, available: 0))).contains("repeat the command"))
    #expect(hint(.storage(.outcomeUnknown(.readOnly(path: "x")))).contains("--id"))
    #expect(hint(ErrorCases.others[6]).contains("--confirm-clock"))
    #expect(hint(.key(.permissionsTooOpen(path: "k.pem"))).contains("chmod 600 k.pem"))
  }

  @Test func exitCodesFollowTheKindOfError() {
    func exits(_ errors: [LedgerError]) -> Set<Int32> {
      Set(errors.map { $0.report(.english).exitCode })
    }
    #expect(exits(ErrorCases.rules) == [1])
    #expect(exits(ErrorCases.signatures.map { .signature($0, names: [:]) }) == [4])
    #expect(exits([.storage(.busy(path: "x"))]) == [7])
    #expect(exits([.missingKey(name: "a"), .signerTwice(name: "a")]) == [4])
    #expect(exits([.file(path: "a", reason: "no such file")]) == [3])
    #expect(exits([.key(.encrypted(source: "a")), .key(.permissionsTooOpen(path: "a"))]) == [4])
    #expect(exits([ErrorCases.others[6]]) == [1])
  }

  /// What the rules and the search call unknown is one fact with one text.
  @Test func whatIsNotFoundIsToldInTheWordsOfTheRules() {
    let searched = LedgerError.notFound(kind: "order", id: "4711").report(.russian)
    #expect(searched == LedgerError.rule(ErrorCases.fault(of: .unknownOrder)).report(.russian))
  }

  /// An order may have a number that looks like a month: it stays a number.
  @Test func numbersAreNotTakenForMonths() {
    let order = LedgerError.rule(RuleFault(.monthClaimWaits, "2024-01")).report(.russian)
    #expect(order.message.hasPrefix("2024-01: "))
    let month = LedgerError.rule(RuleFault(.monthSealed, "2024-01")).report(.russian)
    #expect(month.message.contains("01.2024"))
    #expect(month.subject == "2024-01")
  }

  @Test func dataCannotMoveTheCursorOrTurnTheText() {
    let evil = "a\u{1B}[2J\u{202E}b\nc\u{2028}\u{85}"
    let errors: [LedgerError] = [
      .rule(RuleFault(.numberUsed, evil)), .storage(.noLedger(path: evil)),
      .file(path: evil, reason: evil), .missingKey(name: evil), .nothingToDo(evil),
      .notFound(kind: evil, id: evil), .signerNeeded(requirement: evil, candidates: [evil]),
      .signature(.unknownKey(ErrorCases.key), names: [ErrorCases.key: evil]),
      .form(FormatError(field: evil, reason: .empty)), .key(.encrypted(source: evil)),
      .storage(.failed(call: evil, path: evil, errno: 5)),
      .refused([
        ErrorCases.refusals([(1, RuleFault(.numberUsed, evil))], fileLines: [2])
      ]),
    ]
    for error in errors {
      for language in Language.allCases {
        let report = error.report(language, file: evil)
        for text in report.text(language, color: false).split(separator: "\n") + [report.json[...]]
        {
          #expect(text.unicodeScalars.allSatisfy(RuledText.allows), "\(text.debugDescription)")
        }
      }
    }
  }

  @Test func colourMarksOnlyTheWord() {
    let report = ErrorReport(exitCode: 1, code: "x", message: "m", hint: "h")
    #expect(
      report.text(.english, color: true)
        == "kazna: \u{1B}[1;31merror:\u{1B}[0m m\nkazna: \u{1B}[1;36mhint:\u{1B}[0m h")
    #expect(report.json == #"{"code":"x","message":"m","hint":"h","subject":null}"#)
  }
}
