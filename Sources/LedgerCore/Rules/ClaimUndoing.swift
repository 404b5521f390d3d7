extension Books {
  /// A claim is withdrawn by its provider or refused by the authority. Accepted before, its
  /// postings are mirrored in reverse order, while nothing else has come to rest on them.
  mutating func undo(
    claim reference: EntryReference, _ outcome: ClaimStatus
  ) throws(RuleFault) {
    let row = try claim(reference)
    let claim = claims[row]
    switch claim.status {
    case .submitted: break
    case .accepted:
      let order = agreements[claim.agreement].order
      guard !orders[order].isClosed else {
        throw RuleFault(.orderClosed, orders.number(order))
      }
      try checkUntaken(claim)
      for line in claim.lines.reversed() {
        if claim.kind == .advance {
          try undoAdvance(line: line, of: claim)
        } else {
          try undoFinal(line: line, of: claim)
        }
      }
    case .refused, .withdrawn: throw RuleFault(.claimOver, "\(reference.number)")
    }
    claims.update(row) { $0.status = outcome }
    for line in claim.lines {
      let monthRow = contracts[Int(claimLines[line].contract)].row(of: claim.month)
      months.update(monthRow) { $0.setLine(claim.kind, nil) }
      claimLines.update(line) {
        $0.state = .claimed
        $0.due = .zero
      }
    }
  }

  private func checkUntaken(_ claim: Claim) throws(RuleFault) {
    for line in claim.lines {
      let number = contracts.number(Int(claimLines[line].contract))
      guard claimLines[line].state != .calculated else {
        throw RuleFault(.claimInCycle, number)
      }
      guard !claimLines[line].wasTaken else { throw RuleFault(.claimSettling, number) }
    }
  }

  private mutating func undoAdvance(line: Int, of claim: Claim) throws(RuleFault) {
    let contract = contracts[Int(claimLines[line].contract)]
    let monthRow = contract.row(of: claim.month)
    let month = months[monthRow]
    guard month.status == .advanced else {
      throw RuleFault(.monthFinal, contracts.number(Int(claimLines[line].contract)))
    }
    try post(contract.accepted, contract.committed, month.advance)
    months.update(monthRow) {
      $0.status = .open
      $0.advance = .zero
    }
  }

  private mutating func undoFinal(line: Int, of claim: Claim) throws(RuleFault) {
    let index = Int(claimLines[line].contract)
    let contract = contracts[index]
    let agreement = agreements[contract.agreement]
    let order = orders[agreement.order]
    let monthRow = contract.row(of: claim.month)
    let month = months[monthRow]
    let plan = contract.plan(ofRow: monthRow)
    let paid = month.advance - month.droppedAdvance
    let covered = min(paid, month.fact)
    // Nothing of it was paid, its advance did not come back, its refund was not used.
    guard month.executed == paid, month.refundDue == paid - covered,
      claimLines[line].due == month.fact - covered
    else { throw RuleFault(.claimEffectsUsed, contracts.number(index)) }
    try forgive(paid - covered, contract: index, monthRow: monthRow, to: agreement.advance)
    let released = plan - max(paid, month.fact)
    try useLimit(released, of: contract)
    try fetchFunds(released, to: contract.committed, of: contract)
    try post(agreement.advance, agreement.payable, covered)
    try post(agreement.payable, order.expense, month.fact)
    try post(contract.accepted, contract.committed, month.fact - covered)
    try post(contract.committed, contract.accepted, month.droppedAdvance)
    restoreAdvance(of: month)
    months.update(monthRow) {
      $0.status = month.advance > .zero ? .advanced : .open
      $0.fact = .zero
      $0.droppedAdvance = .zero
    }
  }

  /// What of the advance had fallen away waits again.
  private mutating func restoreAdvance(of month: ContractMonth) {
    guard month.droppedAdvance > .zero, let advance = month.line(.advance) else { return }
    let entry = nextEntry
    claimLines.update(advance) {
      $0.state = .waiting
      $0.due = month.droppedAdvance
      $0.waitingSince = entry
    }
  }

  /// The mirror of `owe`, for refunds of which nothing was used.
  private mutating func forgive(
    _ amount: Money, contract index: Int, monthRow: Int, to account: AccountIndex
  ) throws(RuleFault) {
    guard amount > .zero else { return }
    let contract = contracts[index]
    try post(account, contract.refund, amount)
    try consumeRefund(amount, agreement: contract.agreement) { $0.monthRow == monthRow }
  }

  /// A final is corrected down, paid or not. What is unpaid is no longer owed; the rest is to be
  /// refunded.
  mutating func correct(_ correction: ClaimCorrection) throws(RuleFault) {
    let index = try contract(correction.contract)
    let contract = contracts[index]
    guard contract.contains(correction.month) else {
      throw RuleFault(.monthNotInContract, correction.contract)
    }
    let monthRow = contract.row(of: correction.month)
    let month = months[monthRow]
    guard month.status == .final, let final = month.line(.final) else {
      throw RuleFault(.noAcceptedFinal, correction.contract)
    }
    let lines = [final] + (month.line(.advance).map { [$0] } ?? [])
    for line in lines {
      switch claimLines[line].state {
      case .calculated: throw RuleFault(.claimInCycle, correction.contract)
      case .sent: throw RuleFault(.paymentUnderWay, correction.contract)
      case .claimed, .waiting, .settled: continue
      }
    }
    guard correction.delivered < claimLines[final].amount.percent else {
      throw RuleFault(.notReduced, correction.contract)
    }
    let plan = contract.plan(ofRow: monthRow)
    let fact = correction.delivered.share(of: plan)
    try lower(contract: index, monthRow: monthRow, by: month.fact - fact, unpaidIn: lines)
    claimLines.update(final) { $0.amount = ClaimAmount(correction.delivered) }
    months.update(monthRow) { $0.fact = fact }
  }

  private mutating func lower(
    contract index: Int, monthRow: Int, by amount: Money, unpaidIn lines: [Int]
  ) throws(RuleFault) {
    let contract = contracts[index]
    let agreement = agreements[contract.agreement]
    let expense = orders[agreement.order].expense
    var rest = amount
    for line in lines where claimLines[line].state == .waiting {
      let part = min(rest, claimLines[line].due)
      claimLines.update(line) { $0.due -= part }
      rest -= part
    }
    let unpaid = amount - rest
    try returnFunds(unpaid, from: contract.accepted, of: contract)
    try post(agreement.payable, expense, unpaid)
    try freeLimit(unpaid, of: contract)
    try owe(rest, contract: index, monthRow: monthRow, from: expense)
  }
}
