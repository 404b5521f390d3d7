import Bytes
import Exchange
import Foundation
import LedgerCore
import Testing

@testable import Reports

private let number = Identifier("N-1")!
private let reference = EntryReference(number: 3, hash: .zero)
private let cell = ReceiptReference(entry: 412, line: 3)
private let payment = PaymentName(number: 17, year: 2023)

private let registers: [DocumentBody] = [
  .ledgerOpened(LedgerOpening(name: "Тест", operatorKey: [1], logKey: [2, 3])),
  .keyEnrolled(
    KeyEnrolment(
      key: [1], role: .financeFirst, party: number, from: .earliest, to: .latest)),
  .keyRevoked(KeyRevocation(key: .zero, reason: "Утеря")),
  .keyReplaced(KeyReplacement(role: .log, key: [1])), .rulesAdopted(version: 2),
  .orderAmended(OrderAmendment(order: number, replaces: reference, amount: money("1.00"))),
  .orderClosed(OrderClosing(order: number, count: 4, sum: money("5.00"))),
  .certificateAmended(
    CertificateAmendment(certificate: number, replaces: reference, nominal: money("2.00"))),
  .certificatesSuspended([number]), .certificatesResumed([number]), .certificatesClosed([number]),
  .providerExcluded(ProviderExclusion(inn: number, reason: "Решение")),
  .agreementAmended(
    AgreementAmendment(agreement: number, replaces: reference, limit: money("3.00"))),
  .agreementTerminated(agreement: number), .contractTerminated(contract: number),
  .monthClosed(MonthTotals(order: number, month: month("2023-11"), count: 1, sum: .zero)),
]

private let clearing: [DocumentBody] = [
  .claimWithdrawn(claim: reference),
  .claimRefused(ClaimRefusal(claim: reference, reason: "Нет табеля")),
  .claimCorrected(
    ClaimCorrection(contract: number, month: month("2023-11"), delivered: Percent(decimal: "33.3")!)
  ),
  .cycleCancelled(cycle: reference), .cycleClosed(cycle: reference),
  .paymentRejected(PaymentRejection(payment: payment, reason: "Закрыт счёт")),
  .receiptIdentified(
    ReceiptIdentification(
      receipt: cell, meaning: .refund(agreement: number), amount: money("1.00"))),
  .receiptIdentified(
    ReceiptIdentification(receipt: cell, meaning: .return(payment: payment), amount: money("1.00"))
  ),
  .receiptSentBack(cell),
  .refundReceived(RefundReceipt(agreement: number, amount: money("7.00"))),
  .entryReversed(EntryReversal(entry: reference, reason: "Ошибка")),
  .periodSealed(month: month("2023-11")),
]

/// What the example's own journal does not hold.
private func amended(_ test: TestBooks) -> [DocumentBody] {
  test.shown.compactMap { entry in
    switch entry.document.body {
    case .payersRegistered(let payers):
      .payersAmended(payers.map { Amended(replaces: reference, details: $0) })
    case .providersAdmitted(let providers):
      .providersAmended(providers.map { Amended(replaces: reference, details: $0) })
    default: nil
    }
  }
}

@Test func everyKindOfDocumentTellsItsFields() throws {
  let test = try TestBooks.example()
  let bodies = test.shown.map(\.document.body) + registers + clearing + amended(test)
  #expect(Set(bodies.map(\.kind)) == Set(DocumentKind.allCases))
  for body in bodies {
    let fields = body.fields(test.books)
    #expect(!fields.members.isEmpty)
    for key in keys(.object(fields)) { #expect(Field.known[key] != nil, "\(key)") }
    var text = JSONText()
    text.write(fields)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.bytes)) }
  }
}

@Test func fieldsAreNamedAsInTheInputFiles() throws {
  let test = try TestBooks.example()
  func columns(_ entry: Int) -> [String] {
    let lines = test.shown[entry].document.body.fields(test.books)["lines"]?.objects ?? []
    return lines.first?.members.map(\.key) ?? []
  }
  #expect(
    columns(1) == [
      "inn", "kpp", "name", "account", "bic", "bank", "correspondent_account",
      "personal_account", "oktmo",
    ])
  #expect(columns(3) == ["certificate", "order", "nominal", "valid_from", "valid_to"])
  #expect(
    columns(6) == [
      "contract", "agreement", "certificate", "service", "signed_on", "start", "end", "price",
      "normative", "acceptance",
    ])
}

@Test func anEntryTellsPostingsWithTheirOwners() throws {
  let test = try TestBooks.example()
  let text = test.shown[6].report(test.books).render(.json, language: .russian)
  let hash = test.books.entries[6].hash.hex
  let previous = test.books.entries[5].hash.hex
  #expect(
    text == """
      {"entry":6,"hash":"\(hash)","previous_hash":"\(previous)",\
      "recorded_at":"2023-11-14T22:13:26.000Z","reversed_by":null,\
      "id":"00000000000000000000000000000006","kind":"contract-signed",\
      "effective_date":"2023-10-10","ledger_id":"0000000000000000000000000000270f",\
      "format_version":1,"rules_version":1,"basis":{"entry":5,"hash":"\(previous)"},\
      "document":{"lines":[{"contract":"Д-1","agreement":"А-1","certificate":"С-1",\
      "service":"804200О.99.0.ББ52АЕ04000","signed_on":"2023-10-10","start":"2023-10-16",\
      "end":"2023-12-31","price":"6879.42","normative":"6861.21","acceptance":"12/4"}]},\
      "signatures":[{"key":"\(TestBooks.digest([1]).hex)","role":"authority",\
      "party":"5000000001"}],"postings":[{"debit_account":"funds.available",\
      "debit_owner":"С-1","credit_account":"funds.reserved","credit_owner":"Д-1",\
      "amount":"6861.21"},{"debit_account":"limit.free","debit_owner":"А-1",\
      "credit_account":"limit.used","credit_owner":"А-1","amount":"6861.21"}],\
      "results":{"shares":[{"line":1,"contract":"Д-1","share":"6861.21",\
      "parent_share":"18.21"}]}}

      """)
}

@Test func resultsOfEveryKindAreTold() throws {
  let test = try TestBooks.example()
  func results(_ entry: Int) -> String {
    var text = JSONText()
    text.write(test.shown[entry].results.fields(of: test.shown[entry].document.body))
    return text.text
  }
  #expect(results(7) == "null")
  #expect(results(10).hasPrefix(#"{"cycle":1,"envelope":{"count":1,"sum":"2174.20","digest":""#))
  #expect(results(11).contains(#""kbk":"90107030000000000244","first_month":"2023-11""#))
  #expect(results(11).contains(#""payee":{"inn":"5000000019","kpp":"","ogrn":"""#))
  #expect(results(12) == #"{"lines":[{"line":1,"outcome":"confirmed","payment":"1/2023"}]}"#)
}

@Test func anAmountOfAnUnknownKindIsNotGuessed() {
  let members = ClaimAmount(raw: 50_000).members(of: nil)
  #expect(members == ["amount": .null, "delivered_percent": .null])
  // More than 100 % is no final.
  #expect(ClaimAmount(raw: 50_000).members(of: .final)["delivered_percent"] == .null)
  #expect(ClaimAmount(raw: 50_000).members(of: .advance)["amount"] == .string("500.00"))
}
