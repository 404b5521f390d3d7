import Exchange
import LedgerCore
import Testing

@testable import Reports

private let november = Period(from: date("2023-11-01"), to: date("2023-11-30"))

private func amount(_ object: JSONObject, _ key: String) throws -> Money {
  guard case .string(let text)? = object[key] else { return .zero }
  let isBelow = text.hasPrefix("-")
  let value = try #require(Money(decimal: text.drop { $0 == "-" }))
  return isBelow ? .zero - value : value
}

private func list(_ report: Report?, _ key: String) throws -> [JSONObject] {
  guard case .object(let object)? = report?.content else { return [] }
  return try #require(object[key]?.objects)
}

@Test func aStatementRunsOnTheNormalSide() throws {
  let test = try TestBooks.example()
  let report = try #require(
    try PeriodReports(test.books, november)
      .statement(of: .agreement(Identifier("А-1")!), entries: test.stream))
  #expect(
    report.render(.csv, language: .russian) == """
      entry,effective_date,recorded_at,kind,account,owner,counter_account,counter_owner,debit,\
      credit,balance
      11,2023-11-10,2023-11-14T22:13:31.000Z,cycle-approved,settlement.advance,А-1,\
      settlement.transit,А-1,2174.20,,2174.20
      11,2023-11-10,2023-11-14T22:13:31.000Z,cycle-approved,settlement.transit,А-1,\
      settlement.advance,А-1,,2174.20,2174.20
      12,2023-11-10,2023-11-14T22:13:32.000Z,statement-imported,funds.executed,Д-1,\
      funds.accepted,Д-1,,2174.20,2174.20
      12,2023-11-10,2023-11-14T22:13:32.000Z,statement-imported,settlement.transit,А-1,\
      settlement.cash,5000000001,2174.20,,0.00

      """)
  let json = report.render(.json, language: .russian)
  #expect(
    json.hasPrefix(
      """
      {"agreement":"А-1","from":"2023-11-01","to":"2023-11-30","accounts":[\
      {"account":"settlement.advance","owner":"А-1","opening":"0.00","debit":"2174.20",\
      "credit":"0.00","closing":"2174.20"},
      """))
}

@Test func theOpeningBalanceIsThatOfTheDayBefore() throws {
  let test = try TestBooks.example()
  let report = try PeriodReports(test.books, november)
    .statement(of: .certificate(Identifier("С-1")!), entries: test.stream)
  let sums = try list(report, "accounts")
  let expected = [
    ("funds.available", "1138.79", "1138.79"), ("funds.reserved", "6861.21", "4143.46"),
    ("funds.committed", "0.00", "543.55"), ("funds.accepted", "0.00", "0.00"),
    ("funds.executed", "0.00", "2174.20"),
  ]
  #expect(sums.map { $0["account"] } == expected.map { .string($0.0) })
  #expect(sums.map { $0["opening"] } == expected.map { .string($0.1) })
  #expect(sums.map { $0["closing"] } == expected.map { .string($0.2) })
}

@Test(arguments: [
  StatementSubject.certificate(Identifier("С-1")!), .contract(Identifier("Д-1")!),
  .agreement(Identifier("А-1")!), .provider(TestBooks.provider),
])
func runningBalancesLeadFromOpeningToClosing(subject: StatementSubject) throws {
  let test = try TestBooks.example()
  let periods = [
    november, Period(), Period(from: date("2023-11-10")), Period(to: date("2023-11-04")),
  ]
  for period in periods {
    let report = try PeriodReports(test.books, period)
      .statement(of: subject, entries: test.stream)
    let lines = try list(report, "lines")
    for sum in try list(report, "accounts") {
      let own = lines.filter { $0["account"] == sum["account"] && $0["owner"] == sum["owner"] }
      let debits = try own.reduce(Money.zero) { try $0 + amount($1, "debit") }
      let credits = try own.reduce(Money.zero) { try $0 + amount($1, "credit") }
      #expect(try debits == amount(sum, "debit"))
      #expect(try credits == amount(sum, "credit"))
      #expect(
        own.last.map { $0["balance"] == sum["closing"] } ?? (sum["opening"] == sum["closing"]))
    }
  }
}

@Test func linesStandInTheOrderOfTheirEffectiveDates() throws {
  var test = try TestBooks()
  try test.signContract()
  // A decree that acts back: recorded after the contract, in force before it.
  let replaces = test.books.reference(toEntry: 3)
  try test.add(
    .certificateAmended(
      CertificateAmendment(
        certificate: Identifier("С-1")!, replaces: replaces, nominal: money("9000.00"))),
    on: "2023-09-15")
  let report = try PeriodReports(test.books, Period())
    .statement(of: .certificate(Identifier("С-1")!), entries: test.stream)
  let lines = try list(report, "lines").filter { $0["account"] == .string("funds.available") }
  #expect(lines.map { $0["entry"] } == [.integer(3), .integer(7), .integer(6)])
  #expect(
    lines.map { $0["balance"] } == [.string("8000.00"), .string("9000.00"), .string("2138.79")])
}

@Test func anUnknownNumberHasNoStatement() throws {
  let test = try TestBooks()
  let reports = PeriodReports(test.books, Period())
  let unknown = Identifier("X-9")!
  for subject: StatementSubject in [
    .certificate(unknown), .contract(unknown), .agreement(unknown), .provider(unknown),
  ] {
    #expect(try reports.statement(of: subject, entries: test.stream)?.kind == nil)
  }
  #expect(try reports.reconciliation(ofProvider: unknown, entries: test.stream)?.kind == nil)
}

private let sums = [
  ("opening_debit", "opening_credit"), ("turnover_debit", "turnover_credit"),
  ("closing_debit", "closing_credit"),
]

@Test(arguments: [false, true])
func debitsEqualCreditsInEveryLedger(byOwner: Bool) throws {
  let test = try TestBooks.example()
  for period in [november, Period(), Period(from: date("2023-12-01"))] {
    let report = try PeriodReports(test.books, period)
      .trialBalance(byOwner: byOwner, entries: test.stream)
    let totals = try list(report, "totals")
    #expect(totals.count == 3)
    for total in totals {
      for (debit, credit) in sums { #expect(total[debit] == total[credit]) }
      let rows = try list(report, "accounts").filter { $0["ledger"] == total["ledger"] }
      for key in sums.flatMap({ [$0.0, $0.1] }) {
        let sum = try rows.reduce(Money.zero) { try $0 + amount($1, key) }
        #expect(try sum == amount(total, key))
      }
    }
  }
}

@Test func theTrialBalanceNamesAccountsByKindAndOwner() throws {
  let test = try TestBooks.example()
  let reports = PeriodReports(test.books, november)
  let byKind = try reports.trialBalance(byOwner: false, entries: test.stream)
  let text = byKind.render(.csv, language: .english)
  #expect(
    text.hasPrefix(
      """
      ledger,account,opening_debit,opening_credit,turnover_debit,turnover_credit,closing_debit,\
      closing_credit
      funds,funds.approved,1234567.89,0.00,0.00,0.00,1234567.89,0.00
      funds,funds.unallocated,0.00,1226567.89,0.00,0.00,0.00,1226567.89
      """))
  #expect(text.contains("\nsettlement,settlement.cash,0.00,0.00,0.00,2174.20,0.00,2174.20\n"))
  let byOwner = try reports.trialBalance(byOwner: true, entries: test.stream)
  #expect(
    byOwner.render(.csv, language: .english)
      .contains("\nfunds,funds.reserved,Д-1,0.00,6861.21,2717.75,0.00,0.00,4143.46\n"))
}

@Test func aReconciliationLeadsToWhatIsOwed() throws {
  let test = try TestBooks.example()
  let all = PeriodReports(test.books, Period(from: date("2023-12-01")))
  let report = try all.reconciliation(ofProvider: TestBooks.provider, entries: test.stream)
  #expect(
    report?.render(.json, language: .english) == """
      {"inn":"5000000019","name":"МБУ ДО \\"Радуга\\"","from":"2023-12-01","to":null,\
      "agreements":[{"agreement":"А-1","opening":"-2174.20","accrued":"2038.31","paid":"0.00",\
      "returned":"0.00","refunded":"0.00","closing":"-135.89"}],"opening":"-2174.20","accrued":"2038.31",\
      "paid":"0.00","returned":"0.00","refunded":"0.00","closing":"-135.89"}

      """)
  var later = test
  try later.add(
    .refundReceived(RefundReceipt(agreement: Identifier("А-1")!, amount: money("100.00"))),
    on: "2023-12-10")
  let after = try PeriodReports(later.books, Period())
    .reconciliation(ofProvider: TestBooks.provider, entries: later.stream)
  guard case .object(let object)? = after?.content else {
    Issue.record("no act: \(String(describing: after))")
    return
  }
  #expect(object["paid"] == .string("2174.20"))
  #expect(object["refunded"] == .string("100.00"))
  #expect(object["closing"] == .string("-35.89"))
}

private struct Unreadable: Error {}

@Test func aJournalThatCannotBeReadGivesNoReport() throws {
  let test = try TestBooks()
  let reports = PeriodReports(test.books, Period())
  #expect(throws: Unreadable.self) {
    try reports.trialBalance(byOwner: false) { _ in throw Unreadable() }
  }
}
