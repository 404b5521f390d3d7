extension Books {
  /// The one place where a kind finds its rule.
  mutating func applyBody(
    of document: Document, _ recordedAt: Timestamp
  ) throws(Refusals) -> Outcome {
    let date = document.header.effectiveDate
    switch document.body {
    case .payersRegistered(let lines): return try register(payers: lines)
    case .payersAmended(let lines): return try amend(payers: lines)
    case .ordersApproved(let lines): return try approve(orders: lines)
    case .certificatesIssued(let lines): return try issue(certificates: lines)
    case .certificatesSuspended(let numbers): return try suspend(certificates: numbers)
    case .certificatesResumed(let numbers): return try resume(certificates: numbers)
    case .certificatesClosed(let numbers): return try close(certificates: numbers)
    case .providersAdmitted(let lines): return try admit(providers: lines)
    case .providersAmended(let lines): return try amend(providers: lines)
    case .agreementsSigned(let lines): return try sign(agreements: lines)
    case .contractsSigned(let lines): return try sign(contracts: lines)
    case .claimSubmitted(let claim): return try submit(claim)
    case .claimAccepted(let acceptance): return try accept(acceptance)
    case .statementImported(let statement): return try importStatement(statement)
    default: break
    }
    do throws(RuleFault) {
      return try applySingle(document, date, recordedAt)
    } catch {
      throw Refusals(error)
    }
  }

  /// The kinds without lines.
  private mutating func applySingle(
    _ document: Document, _ date: CalendarDate, _ recordedAt: Timestamp
  ) throws(RuleFault) -> Outcome {
    switch document.body {
    case .ledgerOpened(let opening): try open(opening, document.header)
    case .keyEnrolled(let enrolment): try enrol(enrolment)
    case .keyRevoked(let revocation): try revoke(revocation)
    case .keyReplaced(let replacement): try replaceKey(replacement)
    case .rulesAdopted(let version): try adoptRules(version)
    case .orderAmended(let amendment): return try amend(amendment)
    case .orderClosed(let closing): try close(closing)
    case .certificateAmended(let amendment): return try amend(amendment)
    case .providerExcluded(let exclusion): try exclude(exclusion, date)
    case .agreementAmended(let amendment): return try amend(amendment)
    case .agreementTerminated(let number): try terminate(agreement: number)
    case .contractTerminated(let number): try terminate(contract: number, date)
    case .monthOpened(let totals): try openMonth(totals)
    case .monthClosed(let totals): try closeMonth(totals)
    case .claimWithdrawn(let claim): try undo(claim: claim, .withdrawn)
    case .claimRefused(let refusal): try undo(claim: refusal.claim, .refused)
    case .claimCorrected(let correction): try correct(correction)
    case .cycleCalculated(let terms): return try calculate(terms)
    case .cycleApproved(let approval): return try approve(approval, date)
    case .cycleCancelled(let cycle): try cancel(cycle: cycle)
    case .cycleClosed(let cycle): try close(cycle: cycle)
    case .paymentRejected(let rejection): try reject(rejection)
    case .receiptIdentified(let identification): try identify(identification)
    case .receiptSentBack(let receipt): try sendBack(receipt)
    case .refundReceived(let receipt): try receive(receipt)
    case .entryReversed(let reversal): try reverse(reversal)
    case .periodSealed(let month): try seal(month, recordedAt)
    case .payersRegistered, .payersAmended, .ordersApproved, .certificatesIssued,
      .certificatesSuspended, .certificatesResumed, .certificatesClosed, .providersAdmitted,
      .providersAmended, .agreementsSigned, .contractsSigned, .claimSubmitted, .claimAccepted,
      .statementImported:
      preconditionFailure("a register has its own path")
    }
    return Outcome()
  }

  /// Applies the lines of a register one after another. A wrong line changes nothing; all wrong
  /// lines are named; what the right ones did is rolled back by the caller.
  ///
  /// `ahead` is told of the lines of the next batch, to ask for the memory that they will read.
  @inline(__always)
  mutating func eachLine<Line>(
    _ lines: [Line], ahead: (Books, ArraySlice<Line>) -> Void = { _, _ in },
    _ rule: (inout Books, Line) throws(RuleFault) -> Void
  ) throws(Refusals) {
    var refusals = Refusals()
    for index in lines.indices {
      if index.isMultiple(of: Self.batchSize) {
        ahead(self, lines[index..<min(index + Self.batchSize, lines.count)])
      }
      let before = mark()
      do throws(RuleFault) {
        try rule(&self, lines[index])
      } catch {
        rollback(to: before)
        refusals.add(error, line: index + 1)
      }
    }
    guard refusals.total == 0 else { throw refusals }
  }

  /// The accounts of certificates and contracts name their order or agreement in 24 bits.
  func checkRoom(for added: Int, beside count: Int) throws(Refusals) {
    let room = Account.groupLimit - count
    guard added <= room else { throw Refusals(RuleFault(.registerFull, "\(room)")) }
  }

  /// How many lines share their waits for memory.
  static var batchSize: Int { 64 }

  /// Books an amount; zero books nothing. An account that would fall below zero is a refusal.
  mutating func post(
    _ debit: AccountIndex, _ credit: AccountIndex, _ amount: Money
  ) throws(RuleFault) {
    guard amount != .zero else { return }
    guard accounts.post(Posting(debit: debit, credit: credit, amount: amount)) else {
      let debitFalls = !accounts.kind(debit).isDebitNormal
      let short = debitFalls && accounts.balance(debit) < amount ? debit : credit
      throw RuleFault(
        .insufficientFunds, accountName(short), have: accounts.balance(short), need: amount)
    }
  }

  /// `funds.available 0001`: the kind and the number of the owner.
  public func accountName(_ account: AccountIndex) -> String {
    let kind = accounts.kind(account)
    return "\(kind.name) \(ownerNumber(account))"
  }

  /// The number of the payer, order, certificate, agreement or contract that owns the account.
  public func ownerNumber(_ account: AccountIndex) -> Identifier {
    let owner = Int(accounts[account].owner)
    switch accounts.kind(account) {
    case .settlementCash, .settlementUnidentified: return payers.number(owner)
    case .fundsApproved, .fundsUnallocated, .fundsLapsed, .settlementExpense, .settlementRevenue:
      return orders.number(owner)
    case .fundsAvailable: return certificates.number(owner)
    case .settlementAdvance, .settlementPayable, .settlementTransit, .limitTotal, .limitFree,
      .limitUsed:
      return agreements.number(owner)
    case .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund:
      return contracts.number(owner)
    }
  }
}
