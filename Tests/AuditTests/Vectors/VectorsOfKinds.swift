import Bytes
import Cryptography
import LedgerCore
import LedgerService

@testable import Audit

extension VectorTown {
  /// A ledger with a document of every kind but `rules-adopted`, of which there is no second
  /// version to adopt yet.
  static let everyKind = Result { try makeEveryKind() }

  private static func makeEveryKind() throws -> VectorTown {
    var town = try after(19)
    try town.amendParties()
    try town.settleAgain()
    try town.undo()
    try town.end()
    return town
  }

  /// The newest entry of a kind.
  private func last(_ kind: DocumentKind) -> EntryReference {
    entries[contents.lastIndex { $0.kind == kind }!].reference
  }

  private mutating func amendParties() throws {
    var payer = Self.payerDetails
    payer.name = "Комитет образования"
    try write(
      .payersAmended([Amended(replaces: last(.payersRegistered), details: payer)]), by: ["first"])
    var provider = Self.providerDetails
    provider.licence = ""
    try write(
      .providersAmended([Amended(replaces: last(.providersAdmitted), details: provider)]),
      by: ["authority"])
    try draft(by: ["authority", "first"]) {
      try AmendmentDrafts.amend(order: Self.order, amount: Money(kopecks: 60_000_000), $0)
    }
    let second = Self.certificates[1].number
    try draft(by: ["authority"]) {
      try AmendmentDrafts.amend(certificate: second, nominal: Money(kopecks: 900_000), $0)
    }
    try reverse(.certificateAmended)
    try write(.certificatesSuspended([second]), by: ["authority"])
    try write(.certificatesResumed([second]), by: ["authority"])
    try draft(by: ["authority", "provider"]) {
      try AmendmentDrafts.amend(agreement: Self.agreement, limit: Money(kopecks: 9_000_000), $0)
    }
    var terms = Self.contractTerms
    (terms.number, terms.certificate, terms.acceptance) = (Self.second, second, "З-16")
    terms.end = CalendarDate(iso: "2023-12-31")!
    try write(.contractsSigned([terms]), by: ["provider"])
  }

  private static let second = Identifier("Д-2/2023")!
  private static let december = YearMonth(year: 2023, month: 12)

  private mutating func reverse(_ kind: DocumentKind) throws {
    let entry = last(kind).number
    try draft(by: ["authority", "first"]) {
      try ClearingDrafts.reverse(entry: entry, reason: "Ошибка", $0)
    }
  }

  private mutating func settleAgain() throws {
    let december = Self.december
    try draft(by: ["first"]) { try AmendmentDrafts.open(month: december, $0) }
    try claim(.advance, ClaimAmount(Money(kopecks: 100_000)), december, Self.second)
    let withdrawn = last(.claimSubmitted)
    try write(.claimWithdrawn(claim: withdrawn), by: ["provider"])
    try claim(.advance, ClaimAmount(Money(kopecks: 200_000)), december, Self.second)
    let refused = last(.claimSubmitted)
    try write(
      .claimRefused(ClaimRefusal(claim: refused, reason: "Не тот месяц")), by: ["authority"])
    try claim(.advance, ClaimAmount(Money(kopecks: 150_000)), december, Self.second)
    try accept(claim: last(.claimSubmitted).number)
    try claim(.final, ClaimAmount(Percent(hundredths: 9_000)!), december)
    try accept(claim: last(.claimSubmitted).number)
    let deferral = CycleDeferral(agreement: Self.agreement, reason: "Сверка")
    try write(.cycleCalculated(CycleTerms(funds: .zero, deferrals: [deferral])), by: ["first"])
    try write(.cycleCancelled(cycle: last(.cycleCalculated)), by: ["first"])
    try write(.cycleCalculated(CycleTerms(funds: nil, deferrals: [])), by: ["first"])
    try approve(cycle: 3, on: "2023-12-25")
    try write(
      .paymentRejected(
        PaymentRejection(payment: PaymentName(number: 2, year: 2023), reason: "Счёт закрыт")),
      by: ["second"])
    try write(.cycleClosed(cycle: last(.cycleCalculated)), by: ["first"])
    try write(.cycleCalculated(CycleTerms(funds: nil, deferrals: [])), by: ["first"])
    try approve(cycle: 4, on: "2023-12-26")
    try write(.statementImported(lateStatement), by: ["first"])
  }

  /// Confirms the third payment, and brings money of which nothing is known.
  private var lateStatement: BankStatement {
    let day = CalendarDate(iso: "2023-12-27")!
    let paid = books.payments.rows.last!.order.amount
    func credit(_ kopecks: Int64) -> StatementLine {
      StatementLine(
        bookedOn: day, side: .credit, amount: Money(kopecks: kopecks), number: "9", date: day,
        counterpartyINN: "", counterpartyAccount: "", purpose: "")
    }
    return BankStatement(
      file: SHA256.hash([2]), account: Self.account, from: day, to: day,
      opening: Money(kopecks: 783_080), closing: Money(kopecks: 783_080 + 1_089) - paid,
      bookUnidentified: true,
      lines: [
        StatementLine(
          bookedOn: day, side: .debit, amount: paid, number: "3",
          date: CalendarDate(iso: "2023-12-26")!, counterpartyINN: "\(Self.provider)",
          counterpartyAccount: Self.payee, purpose: "Субсидия"), credit(89), credit(1_000),
      ])
  }

  private mutating func undo() throws {
    let statement = last(.statementImported).number
    try write(
      .claimCorrected(
        ClaimCorrection(
          contract: Self.contract, month: Self.november, delivered: Percent(hundredths: 7_000)!)),
      by: ["authority", "first"])
    try write(
      .receiptIdentified(
        ReceiptIdentification(
          receipt: ReceiptReference(entry: statement, line: 2),
          meaning: .refund(agreement: Self.agreement), amount: Money(kopecks: 89))), by: ["first"])
    try write(.receiptSentBack(ReceiptReference(entry: statement, line: 3)), by: ["first"])
    try write(
      .refundReceived(RefundReceipt(agreement: Self.agreement, amount: Money(kopecks: 500))),
      by: ["first"])
    try reverse(.refundReceived)
    try write(
      .contractTerminated(contract: Self.contract), by: ["authority"],
      on: CalendarDate(iso: "2023-12-28")!)
    let december = Self.december
    try draft(by: ["authority", "first"]) { try AmendmentDrafts.close(month: december, $0) }
    let november = Self.november
    try draft(by: ["authority", "first"]) { try AmendmentDrafts.close(month: november, $0) }
    let october = YearMonth(year: 2023, month: 10)
    try draft(by: ["first"]) { try AmendmentDrafts.open(month: october, $0) }
    try draft(by: ["authority", "first"]) { try AmendmentDrafts.close(month: october, $0) }
  }

  private mutating func end() throws {
    try write(.agreementTerminated(agreement: Self.agreement), by: ["authority", "provider"])
    try write(.certificatesClosed([Self.certificate]), by: ["authority"])
    try draft(by: ["authority", "first"]) { try AmendmentDrafts.close(order: Self.order, $0) }
    let exclusion = ProviderExclusion(inn: Self.provider, reason: "Лицензия отозвана")
    try write(.providerExcluded(exclusion), by: ["authority"])
    let auditor = try key("auditor")
    try enrol("auditor", .auditor, Self.payer)
    try write(
      .keyRevoked(KeyRevocation(key: auditor.id, reason: "Утрачен")), by: ["operator", "first"])
    let successor = try key("operator 2")
    try write(
      .keyReplaced(KeyReplacement(role: .operator, key: successor.spki)),
      by: ["authority", "first", "operator"])
    try write(
      .periodSealed(month: YearMonth(year: 2023, month: 8)), by: ["first", "operator 2"])
  }
}
