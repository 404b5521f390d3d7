import Bytes
import LedgerCore

/// The documents of a month's work.
extension Region {
  func monthOpening(_ month: Int, order index: Int, _ model: RegionModel) -> PlannedDocument {
    let contracts = contracts(ofOrder: index)
    let totals = MonthTotals(
      order: order(index), month: yearMonth(month), count: UInt32(contracts.count),
      sum: Money(kopecks: contracts.reduce(0) { $0 + model.plan($1, month: month) }))
    return PlannedDocument(.monthOpened(totals), by: .financeFirst)
  }

  /// Every contract has its final by then, so that nothing is left to release.
  func monthClosing(_ month: Int, order index: Int) -> PlannedDocument {
    let totals = MonthTotals(order: order(index), month: yearMonth(month), count: 0, sum: .zero)
    return PlannedDocument(.monthClosed(totals), by: .authority, .financeFirst)
  }

  func contracts(ofOrder order: Int) -> Range<Int> {
    let agreements = agreements(ofOrder: order)
    return contracts(ofAgreement: agreements.lowerBound)
      .lowerBound..<contracts(
        ofAgreement: agreements.upperBound - 1
      ).upperBound
  }

  /// The claim of one provider: a line for each of its contracts.
  func claim(
    _ kind: ClaimKind, _ month: Int, agreement index: Int, _ model: RegionModel
  ) -> PlannedDocument {
    let lines = contracts(ofAgreement: index).map { contract in
      let amount =
        kind == .advance
        ? ClaimAmount(Money(kopecks: model.advance(contract, month: month)))
        : ClaimAmount(raw: delivered(contract, month: month))
      return ClaimLine(contract: self.contract(contract), amount: amount)
    }
    let claim = ClaimSubmission(
      agreement: agreement(index), month: yearMonth(month), kind: kind, lines: lines)
    return PlannedDocument(.claimSubmitted(claim), by: .provider(index))
  }

  func acceptance(_ claims: [EntryReference]) -> PlannedDocument {
    PlannedDocument(
      .claimAccepted(ClaimAcceptance(claims: claims, reductions: [])), by: .authority)
  }

  // MARK: clearing

  var calculation: PlannedDocument {
    PlannedDocument(
      .cycleCalculated(CycleTerms(funds: nil, deferrals: [])), by: .financeFirst)
  }

  func approval(_ cycle: EntryReference, _ envelope: Envelope, on day: CalendarDate)
    -> PlannedDocument
  {
    PlannedDocument(
      .cycleApproved(CycleApproval(cycle: cycle, envelope: envelope, payOn: day)),
      by: .financeFirst, .financeSecond)
  }

  /// The bank pays every order of one day.
  func statement(
    _ payments: [PaymentOrder], on day: CalendarDate, opening: Money, file: Digest
  ) -> PlannedDocument {
    let lines = payments.map { payment in
      StatementLine(
        bookedOn: day, side: .debit, amount: payment.amount, number: String(payment.name.number),
        date: payment.payOn, counterpartyINN: payment.payee.inn.description,
        counterpartyAccount: payment.payee.account, purpose: "Субсидия")
    }
    let closing = payments.reduce(opening) { $0 - $1.amount }
    let statement = BankStatement(
      file: file, account: Self.payerAccount, from: day, to: day, opening: opening,
      closing: closing, bookUnidentified: false, lines: lines)
    return PlannedDocument(.statementImported(statement), by: .financeFirst)
  }

  func closing(_ cycle: EntryReference) -> PlannedDocument {
    PlannedDocument(.cycleClosed(cycle: cycle), by: .financeFirst)
  }
}
