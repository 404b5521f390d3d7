extension Books {
  /// What opening a month of an order would commit now: contract months, and their plans.
  public func openingTotals(order row: Int, month: YearMonth) -> (count: UInt32, sum: Money) {
    totals(of: toOpen(order: row, month), month)
  }

  /// What closing a month of an order would release now: contract months without a final, and
  /// their plans.
  public func closingTotals(
    order row: Int, month: YearMonth
  ) -> (count: UInt32, sum: Money) {
    totals(of: toClose(contractRows(ofOrder: row), month), month)
  }

  /// The contracts of an order whose month opening it would commit, in order of signing.
  private func toOpen(order row: Int, _ month: YearMonth) -> [Int] {
    contractRows(ofOrder: row).filter { index in
      contracts[index].contains(month) && status(ofContract: index, month) == .planned
    }
  }

  /// Of some contracts, those whose month closing it would release.
  private func toClose(_ rows: [Int], _ month: YearMonth) -> [Int] {
    rows.filter { index in
      guard contracts[index].contains(month) else { return false }
      let status = status(ofContract: index, month)
      return status == .open || status == .advanced
    }
  }

  private func status(ofContract index: Int, _ month: YearMonth) -> MonthStatus {
    months[contracts[index].row(of: month)].status
  }

  private func totals(of rows: [Int], _ month: YearMonth) -> (count: UInt32, sum: Money) {
    let sum = rows.reduce(Money.zero) {
      $0 + contracts[$1].plan(ofRow: contracts[$1].row(of: month))
    }
    return (UInt32(rows.count), sum)
  }

  mutating func openMonth(_ totals: MonthTotals) throws(RuleFault) {
    let row = try checkMonth(totals)
    let month = totals.month
    guard !orders[row].openedMonths.contains(month.month) else {
      throw RuleFault(.monthOpened, month.iso)
    }
    let concerned = toOpen(order: row, month)
    try check(totals, self.totals(of: concerned, month))
    orders.update(row) { $0.openedMonths.insert(month.month) }
    for index in concerned {
      let contract = contracts[index]
      let monthRow = contract.row(of: month)
      try post(contract.reserved, contract.committed, contract.plan(ofRow: monthRow))
      months.update(monthRow) { $0.status = .open }
    }
  }

  /// What was never claimed counts as not delivered: a month without a final is treated as a final
  /// of zero. It can be repeated, for contracts signed late.
  mutating func closeMonth(_ totals: MonthTotals) throws(RuleFault) {
    let row = try checkMonth(totals)
    let month = totals.month
    guard orders[row].openedMonths.contains(month.month) else {
      throw RuleFault(.monthNotOpened, month.iso)
    }
    let all = contractRows(ofOrder: row)
    let waits = all.contains { index in
      contracts[index].contains(month) && claimWaits(monthRow: contracts[index].row(of: month))
    }
    guard !waits else { throw RuleFault(.monthClaimWaits, month.iso) }
    let concerned = toClose(all, month)
    try check(totals, self.totals(of: concerned, month))
    orders.update(row) { $0.closedMonths.insert(month.month) }
    for index in concerned {
      let monthRow = contracts[index].row(of: month)
      try checkAdvanceAtRest(months[monthRow], contract: index)
      try acceptFinal(contract: index, monthRow: monthRow, fact: .zero)
      months.update(monthRow) { $0.isClosedUnclaimed = true }
    }
  }

  /// Whether a claim of a contract's month waits for acceptance.
  func claimWaits(monthRow: Int) -> Bool {
    let month = months[monthRow]
    return isSubmitted(month.line(.advance)) || isSubmitted(month.line(.final))
  }

  private func isSubmitted(_ line: Int?) -> Bool {
    line.map { claims[Int(claimLines[$0].claim)].status == .submitted } ?? false
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
