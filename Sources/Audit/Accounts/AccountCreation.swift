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
      eachBatch(of: lines) {
        $0.certificateRows.prefetch($1.map(\.number))
      } add: {
        $0.add($1)
      }
      reversible[entry] = .issued(first..<certificates.count)
    case .agreementsSigned(let lines): for line in lines { add(line) }
    case .contractsSigned(let lines):
      eachBatch(of: lines) {
        $0.certificateRows.prefetch($1.map(\.certificate))
        $0.contractRows.prefetch($1.map(\.number))
      } add: {
        $0.add($1)
      }
    case .orderAmended(let amendment):
      guard let row = orderRows.find(amendment.order) else { return }
      let change = amendment.amount.kopecks &- orders[row].stated
      changeOrder(row, by: change)
      reversible[entry] = .order(row, change: change)
    case .certificateAmended(let amendment):
      guard let row = certificateRows.find(amendment.certificate) else { return }
      let change = amendment.nominal.kopecks &- certificates[row].stated
      changeCertificate(row, by: change)
      reversible[entry] = .certificate(row, change: change)
    case .agreementAmended(let amendment):
      guard let row = agreementRows.find(amendment.agreement) else { return }
      let change = amendment.limit.kopecks &- agreements[row].stated
      changeAgreement(row, by: change)
      reversible[entry] = .agreement(row, change: change)
    case .certificatesClosed(let numbers):
      for number in numbers {
        if let row = certificateRows.find(number) { certificates[row].isClosed = true }
      }
    case .orderClosed(let closing):
      guard let order = orderRows.find(closing.order) else { return }
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
    payerRows.append(payer)
    let account = open(AccountNature.payer, owner: payers.count)
    payers.append(Payer(number: payer, account: account))
  }

  private mutating func add(_ terms: OrderTerms) {
    let row = orders.count
    orderRows.append(terms.number)
    let account = open(AccountNature.order, owner: row)
    orders.append(
      Order(
        number: terms.number, payer: payerRows.find(terms.payer), account: account,
        stated: terms.amount.kopecks))
    touch(order: row)
  }

  private mutating func add(_ terms: CertificateTerms) {
    let row = certificates.count
    certificateRows.append(terms.number)
    let account = open(AccountNature.certificate, owner: row)
    certificates.append(
      Certificate(
        number: terms.number, order: orderRows.find(terms.order), account: account,
        stated: terms.nominal.kopecks))
    touch(certificate: row)
  }

  private mutating func add(_ terms: AgreementTerms) {
    let row = agreements.count
    agreementRows.append(terms.number)
    let hasLimit = terms.limit != nil
    let kinds = AccountNature.agreement + (hasLimit ? AccountNature.limit : [])
    agreements.append(
      Agreement(
        number: terms.number, provider: terms.provider, order: orderRows.find(terms.order),
        account: open(kinds, owner: row), hasLimit: hasLimit, stated: terms.limit?.kopecks ?? 0))
    touch(agreement: row)
  }

  /// Adds lines in batches, whose waits for memory run side by side.
  private mutating func eachBatch<Line>(
    of lines: [Line], prefetch: (inout Self, ArraySlice<Line>) -> Void,
    add: (inout Self, Line) -> Void
  ) {
    for (index, line) in lines.enumerated() {
      if index.isMultiple(of: 64), lines.count > 1 { prefetch(&self, lines[index...].prefix(64)) }
      add(&self, line)
    }
  }

  private mutating func add(_ terms: ContractTerms) {
    let row = contracts.count
    contractRows.append(terms.number)
    _ = open(AccountNature.contract, owner: row)
    contracts.append(
      Contract(
        number: terms.number, agreement: agreementRows.find(terms.agreement),
        certificate: certificateRows.find(terms.certificate)))
  }

  private mutating func add(_ claim: ClaimSubmission, entry: UInt64) {
    guard let agreement = agreementRows.find(claim.agreement) else { return }
    claims[entry] = Claim(
      agreement: agreement, kind: claim.kind, lines: claim.kind == .advance ? claim.lines : [])
  }

  /// An accepted advance waits to be sent.
  private mutating func accept(_ acceptance: ClaimAcceptance) {
    let reductions = Dictionary(grouping: acceptance.reductions, by: \.claim)
    for (index, reference) in acceptance.claims.enumerated() {
      guard let claim = claims[reference.number] else { continue }
      var reduced: [Identifier: Int64] = [:]
      for reduction in reductions[UInt32(index)] ?? [] {
        reduced[reduction.contract] = reduction.amount.raw
      }
      let amounts = claim.lines.lazy.map { line in
        reduced.isEmpty ? line.amount.raw : reduced[line.contract] ?? line.amount.raw
      }
      agreements[claim.agreement].unsent &+= amounts.reduce(0, &+)
      touch(agreement: claim.agreement)
      claims[reference.number]?.lines = []
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
