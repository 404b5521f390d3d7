import Exchange
import LedgerCore
import Testing

@testable import Reports

private func json(_ report: Report?) throws -> String {
  try #require(report).render(.json, language: .russian)
}

@Test func orderAndCertificateTellTheirStages() throws {
  let balances = Balances(try TestBooks.example().books)
  #expect(
    try json(balances.order(Identifier("З-2023")!)) == """
      {"order":"З-2023","approved":"1234567.89","unallocated":"1226567.89",\
      "available":"1682.34","reserved":"4143.46","committed":"0.00","accepted":"0.00",\
      "executed":"2174.20","lapsed":"0.00"}

      """)
  #expect(
    try json(balances.certificate(Identifier("С-1")!)) == """
      {"certificate":"С-1","order":"З-2023","status":"active","nominal":"8000.00",\
      "available":"1682.34","reserved":"4143.46","committed":"0.00","accepted":"0.00",\
      "executed":"2174.20"}

      """)
}

@Test func contractTellsItsMonths() throws {
  let balances = Balances(try TestBooks.example().books)
  #expect(
    try json(balances.contract(Identifier("Д-1")!)) == """
      {"contract":"Д-1","certificate":"С-1","agreement":"А-1","status":"active",\
      "share":"6861.21","parent_share":"18.21","reserved":"4143.46","committed":"0.00",\
      "accepted":"0.00","executed":"2174.20","months":[\
      {"month":"2023-10","plan":"1425.71","parent":"3.79","advance":null,"fact":null,\
      "status":"planned"},\
      {"month":"2023-11","plan":"2717.75","parent":"7.21","advance":"2174.20",\
      "fact":"2038.31","status":"final"},\
      {"month":"2023-12","plan":"2717.75","parent":"7.21","advance":null,"fact":null,\
      "status":"planned"}]}

      """)
}

private let agreement = """
  {"agreement":"А-1","provider_inn":"5000000019","order":"З-2023","status":"active",\
  "limit":"100000.00","limit_free":"93682.34","limit_used":"6317.66","advance":"0.00",\
  "payable":"0.00","refund":"135.89","transit":"0.00","paid":"2174.20"}
  """

@Test func agreementAndProviderTellWhatIsOwed() throws {
  let balances = Balances(try TestBooks.example().books)
  #expect(try json(balances.agreement(Identifier("А-1")!)) == agreement + "\n")
  #expect(
    try json(balances.provider(TestBooks.provider)) == """
      {"inn":"5000000019","name":"МБУ ДО \\"Радуга\\"","status":"admitted",\
      "agreements":[\(agreement)],"advance":"0.00","payable":"0.00","refund":"135.89",\
      "transit":"0.00","paid":"2174.20"}

      """)
}

@Test func payerTellsItsOrdersAndWhatWasPaid() throws {
  let balances = Balances(try TestBooks.example().books)
  let order = try json(balances.order(Identifier("З-2023")!)).dropLast()
  #expect(
    try json(balances.payer(TestBooks.payer)) == """
      {"inn":"5000000001","name":"Финансовое управление","orders":[\(order)],\
      "paid":"2174.20","unidentified":"0.00"}

      """)
}

@Test func anAgreementWithoutALimitHasNone() throws {
  let test = try TestBooks(limit: nil)
  let text = try json(Balances(test.books).agreement(Identifier("А-1")!))
  #expect(text.contains(#""limit":null,"limit_free":null,"limit_used":null,"#))
}

@Test func whatTheBooksDoNotHaveHasNoBalance() throws {
  let balances = Balances(try TestBooks().books)
  let unknown = Identifier("X-9")!
  #expect(balances.order(unknown)?.kind == nil)
  #expect(balances.certificate(unknown)?.kind == nil)
  #expect(balances.contract(unknown)?.kind == nil)
  #expect(balances.agreement(unknown)?.kind == nil)
  #expect(balances.provider(unknown)?.kind == nil)
  #expect(balances.payer(unknown)?.kind == nil)
}

@Test func aMonthClosedWithoutAFinalHasAFactOfZero() throws {
  var test = try TestBooks()
  try test.signContract()
  try test.openNovember()
  let totals = MonthTotals(
    order: Identifier("З-2023")!, month: month("2023-11"), count: 1, sum: money("2717.75"))
  try test.add(.monthClosed(totals), on: "2023-12-05")
  let text = try json(Balances(test.books).contract(Identifier("Д-1")!))
  #expect(text.contains(#""advance":null,"fact":"0.00","status":"final""#))
}

@Test func balancesAsOfADayComeFromPostings() throws {
  let test = try TestBooks.example()
  func asOf(_ day: String) throws -> Balances {
    let posted = try PostedBalances(test.books.accounts, asOf: date(day), entries: test.stream)
    return Balances(test.books, asOf: { posted[$0] })
  }
  let before = try asOf("2023-11-04")
  #expect(
    try json(before.certificate(Identifier("С-1")!)) == """
      {"certificate":"С-1","order":"З-2023","status":"active","nominal":"8000.00",\
      "available":"1138.79","reserved":"4143.46","committed":"2717.75","accepted":"0.00",\
      "executed":"0.00"}

      """)
  let months = try json(before.contract(Identifier("Д-1")!))
  #expect(
    months.contains(
      """
      {"month":"2023-11","plan":"2717.75","parent":"7.21","advance":null,"fact":null,\
      "status":null}
      """))
  // Before it was issued, a certificate has no nominal.
  let empty = try json(asOf("2023-08-31").certificate(Identifier("С-1")!))
  #expect(empty.contains(#""nominal":"0.00","available":"0.00""#))
}

@Test func allPostingsTogetherGiveTheBooks() throws {
  let test = try TestBooks.example()
  let posted = try PostedBalances(test.books.accounts, asOf: .latest, entries: test.stream)
  for account in AccountIndex(0)..<AccountIndex(test.books.accounts.count) {
    #expect(posted[account] == test.books.accounts.balance(account))
  }
  let late = Balances(test.books, asOf: { posted[$0] })
  let now = Balances(test.books)
  #expect(try json(late.payer(TestBooks.payer)) == json(now.payer(TestBooks.payer)))
  #expect(try json(late.provider(TestBooks.provider)) == json(now.provider(TestBooks.provider)))
}

@Test func orderExecutionIsAShareOfWhatIsApproved() throws {
  let report = Balances(try TestBooks.example().books).orderExecution()
  // 2174.20 of 1234567.89 are 0.176 %.
  #expect(report.value.objects?.first?["executed_percent"] == .string("0.18"))
}
