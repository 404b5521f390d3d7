import Foundation
import LedgerCore
import Testing

@testable import Exchange

@Suite struct CreditTransferFileTests {
  private static let transfer = CreditTransfer(
    reference: "17-2023", executionDate: Samples.date("2023-11-30"),
    amount: Money(kopecks: 123_456), payer: Samples.payer, payee: Samples.payee,
    purpose: Samples.order.purpose)

  private static func file(_ transfers: [CreditTransfer]) -> CreditTransferFile {
    CreditTransferFile(
      messageID: "0123456789abcdef-3", createdAt: Timestamp(milliseconds: 1_701_331_200_250),
      transfers: transfers)
  }

  /// The whole file, byte for byte. It was read by eye and found valid by the schema.
  @Test func goldenBytes() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Exports/payment.pain.001.xml")
    let text = String(decoding: try Self.file([Self.transfer]).bytes(), as: UTF8.self)
    #expect(text == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
  }

  /// Payers, days and payees of all kinds, with everything that XML gives a meaning.
  static let mixed: [CreditTransfer] = {
    var later = transfer
    later.reference = "18-2023"
    later.executionDate = Samples.date("2023-12-01")
    later.amount = Money(kopecks: 1)
    var other = transfer
    other.reference = "19-2023"
    other.payer.account = "03231643047200001901"
    other.payer.personalAccount = nil
    other.payee.name = "ООО \"Рога & <копыта>\" ]]> 'ё' 𝄞"
    other.purpose = String(repeating: "Субсидия & <грант> ", count: 10)
    var person = transfer
    person.reference = "20-2023"
    person.payee = BankParty(
      name: "Пример Самозанятый", inn: "245076543215", kpp: nil, account: "40817810800000000033",
      bic: "040407555", bank: "Банк «Пример»", correspondentAccount: nil)
    return [transfer, later, other, person]
  }()

  @Test func whatIsReadBackIsWhatWasToBePaid() throws {
    let document = try XMLReading(try Self.file(Self.mixed).bytes())
    #expect(document.texts("GrpHdr/NbOfTxs") == ["4"])
    #expect(document.texts("GrpHdr/CtrlSum") == ["3703.69"])
    #expect(document.texts("PmtInf/NbOfTxs") == ["2", "1", "1"])
    #expect(document.texts("PmtInf/CtrlSum") == ["2469.12", "0.01", "1234.56"])
    #expect(document.texts("ReqdExctnDt/Dt") == ["2023-11-30", "2023-12-01", "2023-11-30"])
    #expect(document.texts("PmtInf/PmtInfId") == (1...3).map { "0123456789abcdef-3-\($0)" })
    // The first and the last have payer and day in common.
    let order = [Self.mixed[0], Self.mixed[3], Self.mixed[1], Self.mixed[2]]
    #expect(document.texts("PmtId/EndToEndId") == order.map(\.reference))
    #expect(document.texts("Amt/InstdAmt") == order.map(\.amount.decimal))
    #expect(document.texts("Cdtr/Nm") == order.map(\.payee.name))
    #expect(document.texts("CdtrAcct/Id/Othr/Id") == order.map(\.payee.account))
    #expect(document.texts("PrvtId/Othr/Id") == ["245076543215"])
    #expect(document.texts("CdtrAgtAcct/Id/Othr/Id").count == 3)
    #expect(document.texts("DbtrAcct/Id/Othr/Id").last == "03231643047200001901")
    #expect(document.texts("RmtInf/Ustrd").suffix(2).joined() == Self.mixed[2].purpose)
  }

  /// `KAZNA_PAIN_001_XSD` names the schema file; the repository does not carry it.
  @Test func theSchemaAcceptsIt() throws {
    guard let schema = ProcessInfo.processInfo.environment["KAZNA_PAIN_001_XSD"] else {
      print("skipped: KAZNA_PAIN_001_XSD names no pain.001.001.09.xsd")
      return
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-test-\(UUID().uuidString).xml")
    defer { try? FileManager.default.removeItem(at: file) }
    for transfers in [[Self.transfer], Self.mixed] {
      try Data(try Self.file(transfers).bytes()).write(to: file)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["xmllint", "--noout", "--nonet", "--schema", schema, file.path]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  @Test(arguments: [1, 140, 141, 200, 210, 279, 280])
  func aPurposeStandsInTwoLinesAtMost(_ count: Int) {
    for word in ["слово ", "я", "два  пробела ", " "] {
      var transfer = Self.transfer
      let scalars = String(repeating: word, count: count).unicodeScalars.prefix(count)
      transfer.purpose = String(String.UnicodeScalarView(scalars))
      let lines = transfer.purposeLines
      #expect(lines.joined() == transfer.purpose)
      #expect(lines.count == (count > 140 ? 2 : 1))
      #expect(lines.allSatisfy { (1...140).contains($0.unicodeScalars.count) })
      if word == "слово ", count > 140, count <= 270 { #expect(lines[0].hasSuffix("слово ")) }
    }
  }

  /// Names of 160 characters are right elsewhere; here there is room for 140.
  @Test func longNamesAreCut() throws {
    var transfer = Self.transfer
    transfer.payee.name = String(repeating: "я", count: 141)
    transfer.payer.name = String(repeating: "ю", count: 160)
    transfer.payer.personalAccount = "02190000010"
    transfer.payee.bank = String(repeating: "э", count: 200)
    let text = String(decoding: try Self.file([transfer]).bytes(), as: UTF8.self)
    #expect(text.contains("<Nm>\(String(repeating: "я", count: 140))</Nm>"))
    #expect(text.contains("<Nm>\(String(repeating: "ю", count: 122)) (л/с 02190000010)</Nm>"))
    #expect(text.contains("<Nm>\(String(repeating: "э", count: 140))</Nm>"))
  }

  @Test func whatTheFormatCannotCarryIsRefused() {
    func faults(_ edit: (inout CreditTransfer) -> Void) -> [String] {
      var transfer = Self.transfer
      edit(&transfer)
      do throws(InputFaults) {
        _ = try Self.file([Self.transfer, transfer]).bytes(file: "p.xml")
        return []
      } catch {
        #expect(error.faults.allSatisfy { $0.line == 2 && $0.file == "p.xml" })
        return error.faults.map { "\($0.column ?? "") \($0.code)" }
      }
    }
    #expect(faults { $0.purpose = String(repeating: "я", count: 281) } == ["RmtInf/Ustrd too-long"])
    #expect(faults { $0.purpose = "" } == ["RmtInf/Ustrd empty"])
    #expect(faults { $0.amount = .zero } == ["InstdAmt not-positive"])
    #expect(faults { $0.amount = Money(kopecks: .max) } == ["InstdAmt amount-too-large"])
    #expect(faults { $0.payee.inn = "1" } == ["Cdtr/Id inn"])
    #expect(faults { $0.payee.kpp = "1" } == ["Cdtr/Id kpp"])
    #expect(faults { $0.payer.account = "1" } == ["DbtrAcct account"])
    #expect(faults { $0.payer.bic = "1" } == ["DbtrAgt bic"])
    #expect(faults { $0.payee.correspondentAccount = "1" } == ["CdtrAgtAcct correspondent-account"])
    for hostile in ["\0", "\n", "\u{1B}", "\u{2028}", "\u{202E}", "\u{FFFE}"] {
      #expect(faults { $0.payee.name += hostile } == ["Cdtr/Nm control-character"])
      #expect(faults { $0.purpose += hostile } == ["RmtInf/Ustrd control-character"])
    }
  }
}
