extension Books {
  mutating func submit(_ submission: ClaimSubmission) throws(Refusals) -> Outcome {
    let agreement: Int
    do throws(RuleFault) {
      agreement = try self.agreement(submission.agreement)
      let order = agreements[agreement].order
      guard !orders[order].isClosed else { throw RuleFault(.orderClosed, orders.number(order)) }
    } catch {
      throw Refusals(error)
    }
    let first = claimLines.count
    let claim = claims.count
    try eachLine(submission.lines, ahead: { $0.warm($1, month: submission.month) }) {
      (books, line) throws(RuleFault) in
      let index = try books.contract(line.contract)
      try books.check(line, of: submission, contract: index, agreement: agreement)
      let row = books.claimLines.append(
        ClaimLineRow(contract: Int32(index), claim: Int32(claim), amount: line.amount))
      let monthRow = books.contracts[index].row(of: submission.month)
      books.months.update(monthRow) { $0.setLine(submission.kind, row) }
    }
    claims.append(
      Claim(
        entry: nextEntry, agreement: agreement, month: submission.month, kind: submission.kind,
        lines: first..<claimLines.count))
    return Outcome(rows: claim..<claim + 1)
  }

  /// Asks for the contracts of some lines, and for their rows of the month.
  private func warm(_ lines: ArraySlice<ClaimLine>, month: YearMonth) {
    var rows: [Int] = []
    rows.reserveCapacity(lines.count)
    contracts.prefetch(lines.lazy.map(\.contract)) { rows.append($0) }
    for row in rows where contracts[row].contains(month) {
      months.prefetch(contracts[row].row(of: month))
    }
  }

  /// A month is claimed at most once as an advance and once as a final, the advance before the
  /// final (rule 4.5).
  private func check(
    _ line: ClaimLine, of submission: ClaimSubmission, contract index: Int, agreement: Int
  ) throws(RuleFault) {
    let contract = contracts[index]
    guard contract.agreement == agreement else { throw RuleFault(.otherAgreement, line.contract) }
    guard contract.contains(submission.month) else {
      throw RuleFault(.monthNotInContract, line.contract)
    }
    let row = contract.row(of: submission.month)
    let month = months[row]
    switch month.status {
    case .planned: throw RuleFault(.monthNotOpened, line.contract)
    case .released: throw RuleFault(.monthReleased, line.contract)
    case .open, .advanced, .final: break
    }
    guard month.line(submission.kind) == nil else {
      throw RuleFault(.alreadyClaimed, line.contract)
    }
    guard month.status != .final else { throw RuleFault(.monthFinal, line.contract) }
    guard submission.kind == .advance else { return }
    guard month.finalLine < 0 else { throw RuleFault(.advanceAfterFinal, line.contract) }
    let most = largestAdvance(contract: index, monthRow: row)
    guard line.amount.money <= most else {
      throw RuleFault(.advanceTooLarge, line.contract, have: most, need: line.amount.money)
    }
  }

  /// The agreement's percentage of the month's plan, half a kopeck up: what an advance claims
  /// unless it says less.
  public func largestAdvance(contract index: Int, monthRow: Int) -> Money {
    let contract = contracts[index]
    let plan = contract.plan(ofRow: monthRow)
    return agreements[contract.agreement].advancePercent.share(of: plan)
  }

  mutating func accept(_ acceptance: ClaimAcceptance) throws(Refusals) -> Outcome {
    try reduce(acceptance)
    try eachLine(acceptance.claims) { (books, reference) throws(RuleFault) in
      let row = try books.claim(reference)
      guard books.claims[row].status == .submitted else {
        throw RuleFault(.claimNotSubmitted, "\(reference.number)")
      }
      books.claims.update(row) { $0.status = .accepted }
      let lines = books.claims[row].lines
      for line in lines {
        if (line - lines.lowerBound).isMultiple(of: Self.batchSize) {
          books.warm(line..<min(line + Self.batchSize, lines.upperBound), of: row)
        }
        try books.accept(line: line, of: row)
      }
    }
    return Outcome()
  }

  /// Replaces what was claimed by what is accepted. A reduction is below the claim, and above zero
  /// for an advance (rule 4.7).
  private mutating func reduce(_ acceptance: ClaimAcceptance) throws(Refusals) {
    var reduced: Set<Int> = []
    try eachLine(acceptance.reductions) { (books, reduction) throws(RuleFault) in
      let contract = try books.contract(reduction.contract)
      guard Int(reduction.claim) < acceptance.claims.count else {
        throw RuleFault(.unknownReduction, reduction.contract)
      }
      let claim = try books.claim(acceptance.claims[Int(reduction.claim)])
      guard let line = books.line(ofContract: contract, claim: claim), reduced.insert(line).inserted
      else {
        throw RuleFault(.unknownReduction, reduction.contract)
      }
      guard reduction.amount.raw < books.claimLines[line].amount.raw,
        reduction.amount.isValid(for: books.claims[claim].kind)
      else { throw RuleFault(.notReduced, reduction.contract) }
      books.claimLines.update(line) { $0.amount = reduction.amount }
    }
  }

  /// The line of a contract in a claim that stands; nil where it has none there.
  public func line(ofContract index: Int, claim row: Int) -> Int? {
    let claim = claims[row]
    guard contracts[index].contains(claim.month) else { return nil }
    let month = months[contracts[index].row(of: claim.month)]
    let line = Int(claim.kind == .advance ? month.advanceLine : month.finalLine)
    return claim.lines.contains(line) ? line : nil
  }

  /// Asks for the contracts of some lines, their rows of the month and their accounts.
  private func warm(_ lines: Range<Int>, of claim: Int) {
    let month = claims[claim].month
    for line in lines { contracts.table.prefetch(Int(claimLines[line].contract)) }
    for line in lines {
      let contract = contracts[Int(claimLines[line].contract)]
      months.prefetch(contract.row(of: month))
      accounts.prefetch(contract.firstAccount)
      certificates.table.prefetch(contract.certificate)
    }
    for line in lines {
      let contract = contracts[Int(claimLines[line].contract)]
      accounts.prefetch(certificates[contract.certificate].available)
    }
  }

  private mutating func accept(line: Int, of claim: Int) throws(RuleFault) {
    let index = Int(claimLines[line].contract)
    let contract = contracts[index]
    let monthRow = contract.row(of: claims[claim].month)
    let month = months[monthRow]
    guard month.status != .final else { throw RuleFault(.monthFinal, contracts.number(index)) }
    switch claims[claim].kind {
    case .advance:
      let advance = claimLines[line].amount.money
      try post(contract.committed, contract.accepted, advance)
      months.update(monthRow) {
        $0.status = .advanced
        $0.advance = advance
      }
      wait(line: line, due: advance)
    case .final:
      try checkAdvanceAtRest(month, contract: index)
      let plan = contract.plan(ofRow: monthRow)
      let fact = claimLines[line].amount.percent.share(of: plan)
      let due = try acceptFinal(contract: index, monthRow: monthRow, fact: fact)
      wait(line: line, due: due)
    }
  }

  private mutating func wait(line: Int, due: Money) {
    let entry = nextEntry
    claimLines.update(line) {
      $0.state = .waiting
      $0.due = due
      $0.waitingSince = entry
    }
  }

  /// A final needs the month's advance at rest: neither in a calculated cycle nor in transit.
  func checkAdvanceAtRest(
    _ month: ContractMonth, contract index: Int
  ) throws(RuleFault) {
    guard let line = month.line(.advance) else { return }
    switch claimLines[line].state {
    case .calculated, .sent: throw RuleFault(.advanceUnderWay, contracts.number(index))
    case .claimed, .waiting, .settled: return
    }
  }

  /// The final of a month: its fact replaces the plan and the advance. What of the advance is
  /// unpaid falls away; what is paid above the fact becomes a refund. Returns what is to be paid.
  @discardableResult
  mutating func acceptFinal(
    contract index: Int, monthRow: Int, fact: Money
  ) throws(RuleFault) -> Money {
    let contract = contracts[index]
    let agreement = agreements[contract.agreement]
    let month = months[monthRow]
    let plan = contract.plan(ofRow: monthRow)
    let paid = month.executed
    let dropped = month.advance - paid
    try post(contract.accepted, contract.committed, dropped)
    if let line = month.line(.advance), claimLines[line].state == .waiting {
      claimLines.update(line) {
        $0.state = .settled
        $0.due = .zero
      }
    }
    let covered = min(paid, fact)
    try post(contract.committed, contract.accepted, fact - covered)
    try post(orders[agreement.order].expense, agreement.payable, fact)
    try post(agreement.payable, agreement.advance, covered)
    try giveBack(plan - max(paid, fact), from: contract.committed, of: contract)
    months.update(monthRow) {
      $0.status = .final
      $0.fact = fact
      $0.droppedAdvance = dropped
    }
    try owe(paid - covered, contract: index, monthRow: monthRow, from: agreement.advance)
    return fact - covered
  }

  /// Books that the provider owes an amount for a month.
  mutating func owe(
    _ amount: Money, contract index: Int, monthRow: Int, from account: AccountIndex
  ) throws(RuleFault) {
    guard amount > .zero else { return }
    let contract = contracts[index]
    try post(contract.refund, account, amount)
    refunds.append(Refund(contract: index, monthRow: monthRow, entry: nextEntry, due: amount))
    months.update(monthRow) { $0.refundDue += amount }
    agreements.update(contract.agreement) { $0.refundDue += amount }
  }

  /// The claim that an entry submitted.
  public func claim(ofEntry number: UInt64) -> Int? {
    guard number < nextEntry, entries[Int(number)].kind == .claimSubmitted else { return nil }
    return entries[Int(number)].rows.lowerBound
  }

  func claim(_ reference: EntryReference) throws(RuleFault) -> Int {
    guard isInChain(reference), let row = claim(ofEntry: reference.number) else {
      throw RuleFault(.unknownClaim, "\(reference.number)")
    }
    return row
  }
}
