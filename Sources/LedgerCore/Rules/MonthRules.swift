extension Books {
  /// What opening a month of an order would commit now: contract months, and their plans.
  public func openingTotals(order row: Int, month: YearMonth) -> (count: UInt32, sum: Money) {
    totals(order: row, month: month) { $0.status == .planned }
  }

  /// What closing a month of an order would release now: contract months without a final, and
  /// their plans.
  public func closingTotals(
    order row: Int, month: YearMonth
  ) -> (count: UInt32, sum: Money) {
    totals(order: row, month: month) { $0.status == .open || $0.status == .advanced }
  }

  private func totals(
    order: Int, month: YearMonth, _ isConcerned: (ContractMonth) -> Bool
  ) -> (count: UInt32, sum: Money) {
    var count: UInt32 = 0
    var sum = Money.zero
    for contract in contracts.rows
    where agreements[contract.agreement].order == order && contract.contains(month) {
      let row = contract.row(of: month)
      guard isConcerned(months[row]) else { continue }
      count += 1
      sum += contract.plan(ofRow: row)
    }
    return (count, sum)
  }

  mutating func openMonth(_ totals: MonthTotals) throws(RuleFault) {
    let row = try checkMonth(totals)
    guard !orders[row].openedMonths.contains(totals.month.month) else {
      throw RuleFault(.monthOpened, totals.month.iso)
    }
    try check(totals, openingTotals(order: row, month: totals.month))
    orders.update(row) { $0.openedMonths.insert(totals.month.month) }
    for index in 0..<contracts.count {
      let contract = contracts[index]
      guard agreements[contract.agreement].order == row, contract.contains(totals.month) else {
        continue
      }
      let monthRow = contract.row(of: totals.month)
      guard months[monthRow].status == .planned else { continue }
      let plan = contract.plan(ofRow: monthRow)
      try post(contract.reserved, contract.committed, plan)
      months.update(monthRow) { $0.status = .open }
    }
  }

  /// What was never claimed counts as not delivered: a month without a final is treated as a final
  /// of zero. It can be repeated, for contracts signed late.
  mutating func closeMonth(_ totals: MonthTotals) throws(RuleFault) {
    let row = try checkMonth(totals)
    guard orders[row].openedMonths.contains(totals.month.month) else {
      throw RuleFault(.monthNotOpened, totals.month.iso)
    }
    let waits = claims.rows.contains {
      $0.status == .submitted && $0.month == totals.month
        && agreements[$0.agreement].order == row
    }
    guard !waits else { throw RuleFault(.monthClaimWaits, totals.month.iso) }
    try check(totals, closingTotals(order: row, month: totals.month))
    orders.update(row) { $0.closedMonths.insert(totals.month.month) }
    for index in 0..<contracts.count {
      let contract = contracts[index]
      guard agreements[contract.agreement].order == row, contract.contains(totals.month) else {
        continue
      }
      let monthRow = contract.row(of: totals.month)
      let month = months[monthRow]
      guard month.status == .open || month.status == .advanced else { continue }
      try checkAdvanceAtRest(month, contract: index)
      try acceptFinal(contract: index, monthRow: monthRow, fact: .zero)
      months.update(monthRow) { $0.isClosedUnclaimed = true }
    }
  }

  private func checkMonth(_ totals: MonthTotals) throws(RuleFault) -> Int {
    let row = try openOrder(totals.order)
    guard totals.month.year == Int(orders[row].year) else {
      throw RuleFault(.yearDiffers, totals.month.iso)
    }
    return row
  }

  private func check(
    _ seen: MonthTotals, _ now: (count: UInt32, sum: Money)
  ) throws(RuleFault) {
    guard seen.count == now.count, seen.sum == now.sum else {
      throw RuleFault(.totalsDiffer, seen.month.iso, have: now.sum, need: seen.sum)
    }
  }
}
