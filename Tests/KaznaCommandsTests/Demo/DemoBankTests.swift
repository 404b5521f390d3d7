import Foundation
import LedgerCore
import Testing

@testable import KaznaCommands

/// A list of payments as `cycle export` writes it, as far as the bank reads it.
func exportedPayments(_ payments: [(number: Int, inn: String, sum: String)], on date: String)
  -> Data
{
  var lines = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows"]
  for payment in payments {
    lines += [
      "СекцияДокумент=Платежное поручение", "Номер=\(payment.number)", "Дата=\(date)",
      "Сумма=\(payment.sum)", "ПлательщикСчет=\(ExampleTown.payerAccount)",
      "ПлательщикИНН=\(ExampleTown.payerINN)", "ПолучательСчет=40702810000010000018",
      "ПолучательИНН=\(payment.inn)", "Получатель1=ООО «А=Б» (пример)",
      "ПолучательБанк1=АО «Банк-пример»", "ПолучательКорсчет=30101810000000000701",
      "НазначениеПлатежа=Субсидия", "КонецДокумента",
    ]
  }
  lines.append("КонецФайла")
  return lines.map { $0 + "\r\n" }.joined().data(using: .windowsCP1251) ?? Data()
}

/// A directory of a test's own, removed by `body`'s end.
func withTemporaryDirectory(_ body: (URL) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("kazna-demo-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  try body(url)
}

@Suite struct DemoBankTests {
  private let first = DemoScript.provider(1).inn
  private let second = DemoScript.provider(2).inn

  private func plan(
    rejected: [String] = [], returned: [StatementPlan.Return] = [],
    credits: [StatementPlan.Credit] = []
  ) -> StatementPlan {
    StatementPlan(
      file: "bank/x.txt", from: "2023-09-01", to: "2023-09-18", payments: "list.txt",
      rejected: rejected, returned: returned, credits: credits)
  }

  private func list(in directory: URL) throws -> ClientBankText {
    let file = directory.appendingPathComponent("list.txt")
    let payments = [(1, first, "100.50"), (2, second, "200.25")]
    try exportedPayments(payments, on: "15.09.2023").write(to: file)
    return try ClientBankText(path: file.path)
  }

  private func read(_ data: Data, in directory: URL) throws -> (text: String, file: ClientBankText)
  {
    let file = directory.appendingPathComponent("statement.txt")
    try data.write(to: file)
    return (
      try #require(String(data: data, encoding: .windowsCP1251)),
      try ClientBankText(path: file.path)
    )
  }

  @Test func balancesChainFromStatementToStatement() throws {
    try withTemporaryDirectory { directory in
      var bank = BankSimulation(
        account: ExampleTown.payerAccount, opening: Money(kopecks: 100_000))
      let list = try list(in: directory)
      let one = try read(try bank.statement(plan(), of: list, debts: [:]), in: directory)
      #expect(one.text.contains("НачальныйОстаток=1000.00\r\n"))
      #expect(one.text.contains("ВсегоСписано=300.75\r\n"))
      #expect(one.text.contains("КонечныйОстаток=699.25\r\n"))
      #expect(one.file.documents.map { $0["ДатаСписано"] } == ["15.09.2023", "15.09.2023"])
      #expect(one.file.documents.map { $0["Номер"] } == ["1", "2"])
      #expect(one.file.documents[0]["Получатель1"] == "ООО «А=Б» (пример)")
      let two = try read(try bank.statement(plan(), of: list, debts: [:]), in: directory)
      #expect(two.text.contains("НачальныйОстаток=699.25\r\n"))
      #expect(!two.text.replacing("\r\n", with: "").contains { $0.isNewline })
      #expect(throws: DemoFault.self) {
        for _ in 0..<2 { _ = try bank.statement(plan(), of: list, debts: [:]) }
      }
    }
  }

  @Test func specialCasesFollowThePlan() throws {
    try withTemporaryDirectory { directory in
      var bank = BankSimulation(account: ExampleTown.payerAccount)
      let opening = bank.balance
      let special = plan(
        rejected: [first],
        returned: [.init(inn: second, on: "2023-09-18", reason: "счёт закрыт")],
        credits: [
          .init(
            document: "71", on: "2023-09-16", inn: first, payer: "А",
            amount: .debt(agreement: "SG-01"), purpose: "Возврат")
        ])
      let data = try bank.statement(
        special, of: try list(in: directory), debts: ["SG-01": Money(kopecks: 7_700)])
      let documents = try read(data, in: directory).file.documents
      #expect(documents.map { $0["Сумма"] } == ["200.25", "77.00", "200.25"])
      #expect(documents.map { $0["ДатаПоступило"] } == ["", "16.09.2023", "18.09.2023"])
      #expect(documents[2]["НазначениеПлатежа"].contains("№ 2 от 15.09.2023"))
      #expect(documents[1]["ПлательщикИНН"] == first)
      #expect(bank.balance == opening + Money(kopecks: 7_700))
    }
  }

  @Test func whatThePlanNamesMustBeThere() throws {
    try withTemporaryDirectory { directory in
      var bank = BankSimulation(account: ExampleTown.payerAccount)
      let list = try list(in: directory)
      let stranger = DemoScript.provider(9).inn
      #expect(throws: DemoFault.self) {
        try bank.statement(plan(rejected: [stranger]), of: list, debts: [:])
      }
      let credit = StatementPlan.Credit(
        document: "1", on: "2023-09-16", inn: first, payer: "А", amount: .debt(agreement: "SG-01"),
        purpose: "Возврат")
      #expect(throws: DemoFault.self) {
        try bank.statement(plan(credits: [credit]), of: list, debts: [:])
      }
      var other = BankSimulation(account: "40702810000010000018")
      #expect(throws: DemoFault.self) { try other.statement(plan(), of: list, debts: [:]) }
    }
  }

  @Test func aFileCutShortIsRefused() throws {
    try withTemporaryDirectory { directory in
      let file = directory.appendingPathComponent("list.txt")
      let whole = exportedPayments([(1, first, "1.00")], on: "15.09.2023")
      for length in [0, 10, whole.count / 2, whole.count - 4] {
        try whole.prefix(length).write(to: file)
        #expect(throws: DemoFault.self) { try ClientBankText(path: file.path) }
      }
      #expect(throws: DemoFault.self) { try ClientBankText(path: file.path + "x") }
    }
  }
}
