import LedgerCore

/// What an entry is about, where its postings alone do not tell advances from finals.
struct PostingContext {
  let kind: DocumentKind
  /// Of a claim that is withdrawn or refused.
  var claim: ClaimKind?
}

extension RecordedAccounts {
  enum PostingFault {
    case unknownAccount(AccountIndex)
    case mixedLedgers
    case overflow(account: Int)
    case belowZero(account: Int, balance: Int64)
  }

  mutating func context(of document: Document) -> PostingContext {
    var context = PostingContext(kind: document.kind)
    switch document.body {
    case .claimWithdrawn(let claim): context.claim = claims[claim.number]?.kind
    case .claimRefused(let refusal): context.claim = claims[refusal.claim.number]?.kind
    default: break
    }
    return context
  }

  /// Books recorded postings in their order, and gives what is wrong with which.
  mutating func post(
    _ postings: [Posting], _ context: PostingContext
  ) -> [(index: Int, fault: PostingFault)] {
    var faults: [(index: Int, fault: PostingFault)] = []
    for (index, posting) in postings.enumerated() {
      if let fault = post(posting, context) { faults.append((index, fault)) }
    }
    return faults
  }

  /// An account below zero stays there.
  private mutating func post(_ posting: Posting, _ context: PostingContext) -> PostingFault? {
    let debit = Int(posting.debit)
    let credit = Int(posting.credit)
    guard debit < kinds.count else { return .unknownAccount(posting.debit) }
    guard credit < kinds.count else { return .unknownAccount(posting.credit) }
    let debitNature = AccountNature(kinds[debit])
    let creditNature = AccountNature(kinds[credit])
    let amount = posting.amount.kopecks
    guard let debited = moved(debit, by: debitNature.growsByDebit ? amount : 0 &- amount) else {
      return .overflow(account: debit)
    }
    guard let credited = moved(credit, by: creditNature.growsByDebit ? 0 &- amount : amount) else {
      return .overflow(account: credit)
    }
    follow(posting, context)
    if debitNature.ledger != creditNature.ledger { return .mixedLedgers }
    if debited < 0, !debitNature.mayFallBelowZero {
      return .belowZero(account: debit, balance: debited)
    }
    if credited < 0, !creditNature.mayFallBelowZero {
      return .belowZero(account: credit, balance: credited)
    }
    return nil
  }

  /// The new balance; nil where it would be out of range.
  private mutating func moved(_ account: Int, by change: Int64) -> Int64? {
    let (balance, overflow) = balances[account].addingReportingOverflow(change)
    guard !overflow else { return nil }
    balances[account] = balance
    addToSums(account, change)
    return balance
  }

  /// Carries a change of one account on to the sums that it is part of.
  mutating func addToSums(_ account: Int, _ change: Int64) {
    let owner = Int(owners[account])
    switch kinds[account] {
    case .fundsApproved: touch(order: owner)
    case .fundsUnallocated, .fundsLapsed: addToOrder(owner, change)
    case .fundsAvailable:
      certificates[owner].held &+= change
      touch(certificate: owner)
      if let order = certificates[owner].order { addToOrder(order, change) }
    case .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted:
      addToStages(contracts[owner], kinds[account], change)
    case .settlementCash, .settlementUnidentified: touch(payer: owner)
    case .settlementPayable, .settlementTransit, .limitTotal, .limitFree, .limitUsed:
      touch(agreement: owner)
    case .settlementExpense, .settlementRevenue, .settlementAdvance, .settlementRefund: break
    }
  }

  private mutating func addToOrder(_ row: Int, _ change: Int64) {
    orders[row].funds &+= change
    touch(order: row)
  }

  private mutating func addToStages(_ contract: Contract, _ stage: AccountKind, _ change: Int64) {
    if let row = contract.certificate {
      certificates[row].held &+= change
      touch(certificate: row)
    }
    guard let row = contract.agreement else { return }
    agreements[row].stages &+= change
    if stage == .fundsAccepted { agreements[row].accepted &+= change }
    touch(agreement: row)
    guard let order = agreements[row].order else { return }
    addToOrder(order, change)
    guard stage == .fundsExecuted, let payer = orders[order].payer else { return }
    payers[payer].executed &+= change
    touch(payer: payer)
  }

  /// What a posting means for nominals and for advances that wait to be sent.
  private mutating func follow(_ posting: Posting, _ context: PostingContext) {
    let amount = posting.amount.kopecks
    let debitOwner = Int(owners[Int(posting.debit)])
    let creditOwner = Int(owners[Int(posting.credit)])
    switch (kinds[Int(posting.debit)], kinds[Int(posting.credit)]) {
    case (.fundsUnallocated, .fundsAvailable): certificates[creditOwner].nominal &+= amount
    case (.fundsAvailable, .fundsUnallocated): certificates[debitOwner].nominal &-= amount
    case (.settlementTransit, .settlementAdvance): agreements[creditOwner].unsent &+= amount
    case (.settlementAdvance, .settlementTransit) where context.kind != .cycleApproved:
      agreements[debitOwner].unsent &-= amount
    case (.fundsAccepted, .fundsCommitted) where dropsAdvances(context):
      if let row = contracts[debitOwner].agreement { agreements[row].unsent &-= amount }
    case (.fundsCommitted, .fundsAccepted) where context.claim == .final:
      if let row = contracts[debitOwner].agreement { agreements[row].unsent &+= amount }
    default: break
    }
  }

  /// Whether money that goes back from accepted to committed is an advance that falls away: when a
  /// final takes its place, or the advance itself is undone.
  private func dropsAdvances(_ context: PostingContext) -> Bool {
    switch context.kind {
    case .claimAccepted, .monthClosed: true
    case .claimWithdrawn, .claimRefused: context.claim == .advance
    default: false
    }
  }

  /// The advances that an approved cycle settles: sent, or offset against refunds.
  mutating func settle(advances: Money, of agreement: Identifier) {
    guard let row = agreementRows.find(agreement) else { return }
    agreements[row].unsent &-= advances.kopecks
    touch(agreement: row)
  }
}
