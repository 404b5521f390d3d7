extension Books {
  /// Takes an amount out of the refunds of an agreement that `isMeant` names, oldest first, and
  /// tells what was taken from which. There must be enough of them.
  @discardableResult
  mutating func consumeRefund(
    _ amount: Money, agreement: Int, where isMeant: (Refund) -> Bool = { _ in true }
  ) throws(RuleFault) -> [(refund: Int, amount: Money)] {
    var rest = amount
    var used: [(refund: Int, amount: Money)] = []
    for row in 0..<refunds.count where rest > .zero {
      let refund = refunds[row]
      guard refund.due > .zero, contracts[refund.contract].agreement == agreement,
        isMeant(refund)
      else { continue }
      let part = min(rest, refund.due)
      refunds.update(row) { $0.due -= part }
      months.update(refund.monthRow) { $0.refundDue -= part }
      agreements.update(agreement) { $0.refundDue -= part }
      used.append((row, part))
      rest -= part
    }
    guard rest == .zero else {
      throw RuleFault(
        .refundTooLarge, agreements.number(agreement), have: amount - rest, need: amount)
    }
    return used
  }

  mutating func receive(_ receipt: RefundReceipt) throws(RuleFault) {
    try receiveRefund(receipt.amount, agreement: agreement(receipt.agreement))
  }

  /// Money of a provider that pays all that it owes under some agreements, the oldest debt first.
  mutating func receiveRefunds(agreements rows: [Int]) throws(RuleFault) {
    for index in refunds.rows.indices where refunds[index].due > .zero {
      let agreement = contracts[refunds[index].contract].agreement
      guard rows.contains(agreement) else { continue }
      // The oldest of this agreement, as those before it are paid.
      try receiveRefund(refunds[index].due, agreement: agreement)
    }
  }

  /// Money of a provider that pays what it owes under an agreement. Under a closed order it is
  /// revenue of the budget; the year's funds are not restored.
  mutating func receiveRefund(_ amount: Money, agreement row: Int) throws(RuleFault) {
    let agreement = agreements[row]
    let order = orders[agreement.order]
    let cash = payers[order.payer].cash
    for (refundRow, part) in try consumeRefund(amount, agreement: row) {
      let refund = refunds[refundRow]
      let contract = contracts[refund.contract]
      refundUses.append(
        RefundUse(
          entry: nextEntry, refund: refundRow, amount: part, toRevenue: order.isClosed))
      if order.isClosed {
        try post(order.revenue, contract.refund, part)
      } else {
        try returnFunds(part, from: contract.executed, of: contract)
        try post(cash, contract.refund, part)
        try freeLimit(part, of: contract)
        months.update(refund.monthRow) { $0.executed -= part }
      }
    }
  }

  /// Mirrors what an entry took in as refunds.
  mutating func giveBackRefunds(ofEntry entry: UInt64) throws(RuleFault) {
    for use in refundUses.rows.reversed() where use.entry == entry {
      let refund = refunds[use.refund]
      let contract = contracts[refund.contract]
      let order = orders[agreements[contract.agreement].order]
      guard order.isClosed == use.toRevenue else {
        throw RuleFault(.effectChanged, "\(entry)")
      }
      if use.toRevenue {
        // What was paid for the month may have come back since; nothing is owed of that.
        let month = months[refund.monthRow]
        guard month.refundDue + use.amount <= month.executed else {
          throw RuleFault(.effectChanged, "\(entry)")
        }
        try post(contract.refund, order.revenue, use.amount)
      } else {
        try useLimit(use.amount, of: contract)
        try post(contract.refund, payers[order.payer].cash, use.amount)
        try fetchFunds(use.amount, to: contract.executed, of: contract)
        months.update(refund.monthRow) { $0.executed += use.amount }
      }
      refunds.update(use.refund) { $0.due += use.amount }
      months.update(refund.monthRow) { $0.refundDue += use.amount }
      agreements.update(contract.agreement) { $0.refundDue += use.amount }
    }
  }
}
