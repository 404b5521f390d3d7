import Bytes
import Exchange
import LedgerCore
import Testing

@testable import Reports

private func rows(_ report: Report) -> [JSONObject] { report.value.objects ?? [] }

@Test func theLogListsTheEntriesAskedFor() throws {
  let test = try TestBooks()
  let report = Listings(test.books).log([1, 5])
  #expect(
    rows(report).map { $0["kind"] } == [.string("payer-registered"), .string("agreement-signed")])
  let hash = test.books.entries[1].hash.hex
  #expect(
    report.render(.jsonl, language: .russian).split(separator: "\n")[0] == """
      {"entry":1,"kind":"payer-registered","effective_date":"2023-01-09",\
      "recorded_at":"2023-11-14T22:13:21.000Z","id":"00000000000000000000000000000001",\
      "hash":"\(hash)","reversed_by":null}
      """)
}

@Test func aReversedEntryNamesItsReversal() throws {
  var test = try TestBooks()
  try test.add(
    .certificatesIssued([
      CertificateTerms(
        number: Identifier("С-2")!, order: Identifier("З-2023")!, nominal: money("10.00"),
        validFrom: date("2023-09-01"), validTo: date("2023-12-31"))
    ]), on: "2023-09-02")
  let wrong = test.books.head
  try test.add(.entryReversed(EntryReversal(entry: wrong, reason: "Ошибка")), on: "2023-09-02")
  let report = Listings(test.books).log([wrong.number])
  #expect(rows(report)[0]["reversed_by"] == .integer(wrong.number + 1))
  #expect(
    test.shown[Int(wrong.number)].report(test.books).render(.json, language: .english)
      .contains("\"reversed_by\":\(wrong.number + 1)"))
}

@Test func claimsTellTheirProgress() throws {
  var test = try TestBooks()
  try test.signContract()
  try test.openNovember()
  let submission = ClaimSubmission(
    agreement: Identifier("А-1")!, month: month("2023-11"), kind: .final,
    lines: [ClaimLine(contract: Identifier("Д-1")!, amount: ClaimAmount(Percent(decimal: "90")!))])
  let claim = try test.add(.claimSubmitted(submission), on: "2023-12-01")
  let submitted = Listings(test.books).claims(openOnly: true)
  #expect(
    submitted.render(.json, language: .english) == """
      [{"entry":8,"agreement":"А-1","provider_inn":"5000000019","month":"2023-11",\
      "kind":"final","status":"submitted","count":1,"amount":"2445.98","due":"0.00"}]

      """)
  let reduction = ClaimReduction(
    claim: 0, contract: Identifier("Д-1")!, amount: ClaimAmount(Percent(decimal: "75")!),
    reason: "Табель")
  try test.add(
    .claimAccepted(ClaimAcceptance(claims: [claim], reductions: [reduction])), on: "2023-12-02")
  let accepted = rows(Listings(test.books).claims())[0]
  #expect(accepted["status"] == .string("accepted"))
  #expect(accepted["amount"] == .string("2038.31"))
  #expect(accepted["due"] == .string("2038.31"))
  let shown = test.shown[9].report(test.books).render(.json, language: .english)
  #expect(
    shown.contains(
      """
      "reductions":[{"claim":8,"contract":"Д-1","amount":null,"delivered_percent":"75.00",\
      "reason":"Табель"}]
      """))
  try test.add(
    .claimRefused(ClaimRefusal(claim: claim, reason: "Ошибка")), on: "2023-12-03")
  #expect(rows(Listings(test.books).claims(openOnly: true)).isEmpty)
  #expect(rows(Listings(test.books).claims())[0]["status"] == .string("refused"))
  #expect(rows(Listings(test.books).claims { $0.kind == .advance }).isEmpty)
}

@Test func cyclesAndPaymentsTellWhatWasPaid() throws {
  let test = try TestBooks.example()
  let lists = Listings(test.books)
  let digest = test.books.cycles.rows[0].result.envelope.digest.hex
  let payment = """
    {"number":"1/2023","pay_on":"2023-11-10","amount":"2174.20","agreement":"А-1",\
    "payee":"МБУ ДО \\"Радуга\\"","inn":"5000000019","account":"03234643000000020000",\
    "status":"confirmed","cycle":1}
    """
  #expect(lists.payments().render(.json, language: .english) == "[\(payment)]\n")
  #expect(rows(lists.payments { $0.status == .sent }).isEmpty)
  #expect(
    lists.cycle(1)?.render(.json, language: .english) == """
      {"cycle":1,"entry":10,"status":"approved","effective_date":"2023-11-10","funds":null,\
      "approved_by":11,"envelope":{"count":1,"sum":"2174.20","digest":"\(digest)"},\
      "carried":{"count":0,"sum":"0.00"},"deferrals":[],"lines":[{"agreement":"А-1","count":1,\
      "advances":"2174.20","finals":"0.00","offset":"0.00","net":"2174.20"}],\
      "payments":[\(payment)]}

      """)
  #expect(lists.cycle(0)?.kind == nil)
  #expect(lists.cycle(2)?.kind == nil)
  #expect(rows(lists.cycles())[0]["payment_count"] == .integer(1))
}

@Test func advancesTellWhatBecameOfThem() throws {
  let report = Listings(try TestBooks.example().books).advances()
  #expect(
    report.render(.csv, language: .english) == """
      contract,agreement,provider_inn,month,advance,paid,fact,refund,status
      Д-1,А-1,5000000019,2023-11,2174.20,2174.20,2038.31,135.89,final

      """)
}

@Test func keysTellHowTheyEnded() throws {
  var test = try TestBooks()
  let party = TestBooks.provider
  for (number, role) in [(UInt8(7), KeyRole.provider), (8, .auditor)] {
    try test.add(
      .keyEnrolled(
        KeyEnrolment(
          key: [number], role: role, party: party, from: date("2023-01-01"),
          to: date("2025-12-31"))), on: "2023-02-01")
  }
  try test.add(
    .keyRevoked(KeyRevocation(key: TestBooks.digest([7]), reason: "Утеря")), on: "2023-02-02")
  try test.add(.keyReplaced(KeyReplacement(role: .operator, key: [9])), on: "2023-02-03")
  let keys = rows(Listings(test.books).keys())
  let statuses = keys.map { [$0["role"], $0["status"], $0["ended_by"], $0["party"]] }
  let number: (UInt64) -> JSONValue = { .integer($0) }
  #expect(statuses[0] == [.string("operator"), .string("replaced"), number(9), .null])
  #expect(statuses[1] == [.string("log"), .string("active"), .null, .null])
  #expect(statuses[2] == [.string("provider"), .string("revoked"), number(8), .number(party)])
  #expect(statuses[3] == [.string("auditor"), .string("active"), .null, .number(party)])
  #expect(keys[2]["id"] == .string(TestBooks.digest([7]).hex))
}

@Test func aReceiptIsAnObjectAndSeveralAreAList() throws {
  let receipt = WriteReceipt(
    entry: EntryReference(number: 17, hash: TestBooks.digest([1])), id: TestBooks.id(3),
    kind: .orderClosed, recordedAt: Timestamp(milliseconds: 0))
  let object = """
    {"entry":17,"hash":"\(TestBooks.digest([1]).hex)","id":"00000000000000000000000000000003",\
    "kind":"order-closed","recorded_at":"1970-01-01T00:00:00.000Z"}
    """
  #expect(WriteReceipt.report([receipt]).render(.json, language: .russian) == object + "\n")
  #expect(
    WriteReceipt.report([receipt, receipt]).render(.json, language: .russian)
      == "[\(object),\(object)]\n")
}
