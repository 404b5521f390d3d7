extension Books {
  /// Approves a calculated cycle: offsets are posted, payments numbered and sent. Refused if the
  /// same calculation would now give anything else than what was signed.
  mutating func approve(
    _ approval: CycleApproval, _ date: CalendarDate
  ) throws(RuleFault) -> Outcome {
    let row = try calculatedCycle(approval.cycle)
    let cycle = cycles[row]
    guard approval.envelope == cycle.result.envelope else {
      throw RuleFault(
        .envelopeDiffers, "\(row + 1)", have: cycle.result.envelope.sum,
        need: approval.envelope.sum)
    }
    let now = calculateCycle(cycle.terms, cutOff: cycle.entry)
    guard now.lines == cycle.result.lines, now.taken == cycle.taken else {
      throw RuleFault(.resultChanged, "\(row + 1)")
    }
    let year = UInt16(date.year)
    let sent = payments.rows.count { $0.order.name.year == year }
    let added = cycle.result.lines.count { $0.net > .zero }
    guard sent + added <= PaymentName.numberLimit else {
      throw RuleFault(.paymentNumbersUsed, "\(row + 1)")
    }
    for taken in cycle.taken { try offset(taken) }
    let range = try send(cycle: row, payOn: approval.payOn, year: year, after: UInt32(sent))
    let entry = nextEntry
    cycles.update(row) {
      $0.status = .approved
      $0.approvedBy = entry
      $0.payments = range
    }
    return Outcome(rows: range, results: .payments(payments.rows[range].map(\.order)))
  }

  /// Pays a line's offset out of refunds of the same agreement, oldest first.
  private mutating func offset(_ taken: TakenLine) throws(RuleFault) {
    guard taken.offset > .zero else { return }
    let line = claimLines[taken.line]
    let contract = contracts[Int(line.contract)]
    let agreement = agreements[contract.agreement]
    let owed = isAdvance(line) ? agreement.advance : agreement.payable
    let monthRow = monthRow(ofLine: taken.line)
    for (refundRow, part) in try consumeRefund(taken.offset, agreement: contract.agreement) {
      let refund = refunds[refundRow]
      let old = contracts[refund.contract]
      try post(contract.accepted, contract.executed, part)
      try returnFunds(part, from: old.executed, of: old)
      try post(owed, old.refund, part)
      try freeLimit(part, of: old)
      months.update(monthRow) { $0.executed += part }
      months.update(refund.monthRow) { $0.executed -= part }
    }
  }

  /// One payment for each agreement with a net above zero, by agreement number, numbered from 1
  /// in each year.
  private mutating func send(
    cycle row: Int, payOn: CalendarDate, year: UInt16, after last: UInt32
  ) throws(RuleFault) -> Range<Int> {
    let cycle = cycles[row]
    var items = [[PaymentItem]](repeating: [], count: agreements.count)
    for taken in cycle.taken {
      let agreement = contracts[Int(claimLines[taken.line].contract)].agreement
      if taken.cash > .zero {
        items[agreement].append(PaymentItem(line: taken.line, amount: taken.cash))
      }
      claimLines.update(taken.line) {
        $0.state = taken.cash > .zero ? .sent : .settled
        $0.due = .zero
        $0.wasTaken = true
      }
    }
    let first = payments.count
    var number = last
    for line in cycle.result.lines where line.net > .zero {
      number += 1
      guard let agreement = agreements.find(line.agreement) else {
        preconditionFailure("a cycle pays an agreement that nobody signed")
      }
      try send(
        items[agreement], agreement: agreement, cycle: UInt32(row + 1),
        name: PaymentName(number: number, year: year), payOn: payOn)
    }
    return first..<payments.count
  }

  private mutating func send(
    _ items: [PaymentItem], agreement row: Int, cycle: UInt32, name: PaymentName,
    payOn: CalendarDate
  ) throws(RuleFault) {
    let agreement = agreements[row]
    let months = items.map { claims[Int(claimLines[$0.line].claim)].month }
    guard let firstMonth = months.min(), let lastMonth = months.max() else {
      preconditionFailure("a payment of nothing")
    }
    let order = PaymentOrder(
      name: name, payOn: payOn, amount: items.reduce(.zero) { $0 + $1.amount }, cycle: cycle,
      agreement: agreements.number(row), kbk: texts[agreement.kbk], firstMonth: firstMonth,
      lastMonth: lastMonth, payer: payers[orders[agreement.order].payer].details,
      payee: providers[agreement.provider].details)
    payments.append(Payment(order: order, agreement: row, items: items))
    let split = split(items)
    try post(agreement.payable, agreement.transit, split.finals)
    try post(agreement.advance, agreement.transit, split.advances)
  }

  /// What of a payment stands against the advance account, and what against the payable.
  func split(_ items: [PaymentItem]) -> (advances: Money, finals: Money) {
    var advances = Money.zero
    var finals = Money.zero
    for item in items {
      if isAdvance(claimLines[item.line]) {
        advances += item.amount
      } else {
        finals += item.amount
      }
    }
    return (advances, finals)
  }
}
