extension Books {
  /// What all orders together may be approved for, about 23 quadrillion rubles: whatever is reserved,
  /// owed, paid or due back comes from there, so that no sum of the rules leaves 64 bits.
  public static let approvedLimit = Money(kopecks: 1 << 61)

  private func approvedTotal() -> Money {
    orders.rows.reduce(.zero) { $0 + accounts.balance($1.approved) }
  }

  /// Both are far below where their sum would overflow.
  private func checkApproved(
    _ total: Money, with amount: Money, _ number: Identifier
  ) throws(RuleFault) {
    guard total + amount <= Self.approvedLimit else {
      throw RuleFault(
        .approvedLimit, number, have: Self.approvedLimit - total, need: amount)
    }
  }

  mutating func approve(orders lines: [OrderTerms]) throws(Refusals) -> Outcome {
    try checkRoom(for: lines.count, beside: orders.count)
    let first = orders.count
    var total = approvedTotal()
    try eachLine(lines) { (books, terms) throws(RuleFault) in
      guard books.orders.find(terms.number) == nil else {
        throw RuleFault(.numberUsed, terms.number)
      }
      let payer = try books.payer(terms.payer)
      try books.checkApproved(total, with: terms.amount, terms.number)
      total += terms.amount
      let account = books.accounts.open(Order.accountKinds, owner: books.orders.count)
      books.accounts.openOrderTotals()
      let order = Order(
        year: terms.year, payer: payer, services: terms.services,
        certificatesMax: terms.certificatesMax, termsEntry: books.nextEntry,
        firstAccount: account)
      books.orders.append(order, as: terms.number)
      try books.post(order.approved, order.unallocated, terms.amount)
    }
    return Outcome(rows: first..<orders.count)
  }

  mutating func amend(_ amendment: OrderAmendment) throws(RuleFault) -> Outcome {
    let row = try openOrder(amendment.order)
    let order = orders[row]
    try checkReplaces(amendment.replaces, order.termsEntry, amendment.order)
    let change = amendment.amount - accounts.balance(order.approved)
    guard change != .zero else { throw RuleFault(.nothingChanges, amendment.order) }
    try changeAmount(order: row, by: change)
    record(
      Amendment(
        entry: nextEntry, row: row, previousEntry: order.termsEntry, change: change))
    let entry = nextEntry
    orders.update(row) { $0.termsEntry = entry }
    return Outcome(rows: row..<row + 1)
  }

  mutating func changeAmount(order row: Int, by change: Money) throws(RuleFault) {
    let order = orders[row]
    if change > .zero {
      try checkApproved(approvedTotal(), with: change, orders.number(row))
      try post(order.approved, order.unallocated, change)
    } else {
      try post(order.unallocated, order.approved, .zero - change)
    }
  }

  /// What closing an order would do now: certificates that close, and money that lapses. The
  /// signers of the closing name both.
  public func closingTotals(order row: Int) -> (count: UInt32, sum: Money) {
    let order = orders[row]
    var sum = accounts.balance(order.unallocated)
    for certificate in certificates.rows where certificate.order == row {
      sum += accounts.balance(certificate.available)
    }
    return (order.openCertificates, sum)
  }

  /// The year's end: certificates close, and what was not spent lapses.
  mutating func close(_ closing: OrderClosing) throws(RuleFault) {
    let row = try openOrder(closing.order)
    try checkNothingUnderWay(order: row, closing.order)
    let totals = closingTotals(order: row)
    guard totals.count == closing.count, totals.sum == closing.sum else {
      throw RuleFault(.totalsDiffer, closing.order, have: totals.sum, need: closing.sum)
    }
    for index in 0..<certificates.count where certificates[index].order == row {
      guard certificates[index].status != .closed else { continue }
      try close(certificate: index)
    }
    let order = orders[row]
    try post(order.unallocated, order.lapsed, accounts.balance(order.unallocated))
    orders.update(row) { $0.isClosed = true }
  }

  private func checkNothingUnderWay(order row: Int, _ number: Identifier) throws(RuleFault) {
    let rows = contractRows(ofOrder: row)
    for contract in rows.lazy.map({ contracts[$0] }) {
      for account in [contract.reserved, contract.committed, contract.accepted] {
        guard accounts.balance(account) == .zero else {
          throw RuleFault(.orderInUse, accountName(account), have: accounts.balance(account))
        }
      }
    }
    for agreement in agreements.rows where agreement.order == row {
      for account in [agreement.advance, agreement.payable, agreement.transit] {
        guard accounts.balance(account) == .zero else {
          throw RuleFault(.orderInUse, accountName(account), have: accounts.balance(account))
        }
      }
    }
    let hasOpenClaim = rows.contains { contracts[$0].monthRows.contains(where: claimWaits) }
    guard !hasOpenClaim else { throw RuleFault(.monthClaimWaits, number) }
  }

  func order(_ number: Identifier) throws(RuleFault) -> Int {
    guard let row = orders.find(number) else { throw RuleFault(.unknownOrder, number) }
    return row
  }

  func openOrder(_ number: Identifier) throws(RuleFault) -> Int {
    let row = try order(number)
    guard !orders[row].isClosed else { throw RuleFault(.orderClosed, number) }
    return row
  }

  mutating func record(_ amendment: Amendment) { amendments.append(amendment) }
}
