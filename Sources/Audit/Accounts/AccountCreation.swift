import LedgerCore

extension RecordedAccounts {
  /// Takes in what a document creates and states, before its postings.
  mutating func apply(_ document: Document, entry: UInt64) {
    beginTurn()
    switch document.body {
    case .payersRegistered(let lines): for line in lines { add(line.inn) }
    case .ordersApproved(let lines): for line in lines { add(line) }
    case .certificatesIssued(let lines):
      let first = certificates.count
      for line in lines { add(line) }
      reversible[entry] = .issued(first..<certificates.count)
    case .agreementsSigned(let lines): for line in lines { add(line) }
    case .contractsSigned(let lines): for line in lines { add(line) }
    case .orderAmended(let amendment):
      guard let row = orderRows[amendment.order] else { return }
      let change = amendment.amount.kopecks &- orders[row].stated
      changeOrder(row, by: change)
      reversible[entry] = .order(row, change: change)
    case .certificateAmended(let amendment):
      guard let row = certificateRows[amendment.certificate] else { return }
      let change = amendment.nominal.kopecks &- certificates[row].stated
      changeCertificate(row, by: change)
      reversible[entry] = .certificate(row, change: change)
    case .agreementAmended(let amendment):
      guard let row = agreementRows[amendment.agreement] else { return }
      let change = amendment.limit.kopecks &- agreements[row].stated
      changeAgreement(row, by: change)
      reversible[entry] = .agreement(row, change: change)
    case .certificatesClosed(let numbers):
      for row in numbers.compactMap({ certificateRows[$0] }) { certificates[row].isClosed = true }
    case .orderClosed(let closing):
      guard let order = orderRows[closing.order] else { return }
      for row in certificates.indices where certificates[row].order == order {
        certificates[row].isClosed = true
      }
    case .claimSubmitted(let claim): add(claim, entry: entry)
    case .claimAccepted(let acceptance): accept(acceptance)
    case .entryReversed(let reversal): reverse(reversal.entry.number)
    default: break
    }
  }

  private mutating func add(_ payer: Identifier) {
    payerRows[payer] = payerRows[payer] ?? payers.count
    let account = open(AccountNature.payer, owner: payers.count)
    payers.append(Payer(number: payer, account: account))
  }

  private mutating func add(_ terms: OrderTerms) {
    let row = orders.count
    orderRows[terms.number] = orderRows[terms.number] ?? row
    let account = open(AccountNature.order, owner: row)
    orders.append(
      Order(
        number: terms.number, payer: payerRows[terms.payer], account: account,
        stated: terms.amount.kopecks))
    touch(order: row)
  }

  private mutating func add(_ terms: CertificateTerms) {
    let row = certificates.count
    certificateRows[terms.number] = certificateRows[terms.number] ?? row
    let account = open(AccountNature.certificate, owner: row)
    certificates.append(
      Certificate(
        number: terms.number, order: orderRows[terms.order], account: account,
        stated: terms.nominal.kopecks))
    touch(certificate: row)
  }

  private mutating func add(_ terms: AgreementTerms) {
    let row = agreements.count
    agreementRows[terms.number] = agreementRows[terms.number] ?? row
    let hasLimit = terms.limit != nil
    let kinds = AccountNature.agreement + (hasLimit ? AccountNature.limit : [])
    agreements.append(
      Agreement(
        number: terms.number, provider: terms.provider, order: orderRows[terms.order],
        account: open(kinds, owner: row), hasLimit: hasLimit, stated: terms.limit?.kopecks ?? 0))
    touch(agreement: row)
  }

  private mutating func add(_ terms: ContractTerms) {
    let row = contracts.count
    contractRows[terms.number] = contractRows[terms.number] ?? row
    _ = open(AccountNature.contract, owner: row)
    contracts.append(
      Contract(
        number: terms.number, agreement: agreementRows[terms.agreement],
        certificate: certificateRows[terms.certificate]))
  }

  private mutating func add(_ claim: ClaimSubmission, entry: UInt64) {
    guard let agreement = agreementRows[claim.agreement] else { return }
    var amounts: [Identifier: Int64] = [:]
    if claim.kind == .advance {
      for line in claim.lines { amounts[line.contract] = line.amount.raw }
    }
    claims[entry] = Claim(agreement: agreement, kind: claim.kind, amounts: amounts)
  }

  /// An accepted advance waits to be sent.
  private mutating func accept(_ acceptance: ClaimAcceptance) {
    for (index, reference) in acceptance.claims.enumerated() {
      guard var claim = claims[reference.number] else { continue }
      for reduction in acceptance.reductions where Int(reduction.claim) == index {
        guard claim.amounts[reduction.contract] != nil else { continue }
        claim.amounts[reduction.contract] = reduction.amount.raw
      }
      agreements[claim.agreement].unsent &+= claim.amounts.values.reduce(0, &+)
      touch(agreement: claim.agreement)
      claim.amounts = [:]
      claims[reference.number] = claim
    }
  }

  private mutating func reverse(_ entry: UInt64) {
    switch reversible.removeValue(forKey: entry) {
    case .order(let row, let change): changeOrder(row, by: 0 &- change)
    case .certificate(let row, let change): changeCertificate(row, by: 0 &- change)
    case .agreement(let row, let change): changeAgreement(row, by: 0 &- change)
    case .issued(let rows): for row in rows { certificates[row].isClosed = true }
    case nil: break
    }
  }

  private mutating func changeOrder(_ row: Int, by change: Int64) {
    orders[row].stated &+= change
    touch(order: row)
  }

  private mutating func changeCertificate(_ row: Int, by change: Int64) {
    certificates[row].stated &+= change
    touch(certificate: row)
  }

  private mutating func changeAgreement(_ row: Int, by change: Int64) {
    agreements[row].stated &+= change
    touch(agreement: row)
  }
}
