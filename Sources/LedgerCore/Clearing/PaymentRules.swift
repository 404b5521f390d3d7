extension Books {
  /// The bank has paid: what was accepted is executed.
  mutating func confirm(payment row: Int) throws(RuleFault) {
    let payment = payments[row]
    let agreement = agreements[payment.agreement]
    for item in payment.items {
      let line = claimLines[item.line]
      let contract = contracts[Int(line.contract)]
      try post(contract.accepted, contract.executed, item.amount)
      months.update(monthRow(ofLine: item.line)) { $0.executed += item.amount }
      claimLines.update(item.line) { $0.state = .settled }
    }
    let cash = payers[orders[agreement.order].payer].cash
    try post(agreement.transit, cash, payment.order.amount)
    payments.update(row) {
      $0.status = .confirmed
      $0.debitSeen = true
    }
  }

  /// A bank refuses an order before it paid it: the lines wait again.
  mutating func reject(_ rejection: PaymentRejection) throws(RuleFault) {
    let row = try payment(rejection.payment)
    guard payments[row].status == .sent else {
      throw RuleFault(.paymentNotSent, rejection.payment.description)
    }
    try takeBack(unpaid: row, as: .rejected)
  }

  /// A payment that was not confirmed comes back.
  mutating func takeBack(unpaid row: Int, as status: PaymentStatus) throws(RuleFault) {
    let payment = payments[row]
    let agreement = agreements[payment.agreement]
    let split = split(payment.items)
    try post(agreement.transit, agreement.payable, split.finals)
    try post(agreement.transit, agreement.advance, split.advances)
    for item in payment.items { wait(again: item.line, for: item.amount) }
    payments.update(row) { $0.status = status }
  }

  private mutating func wait(again line: Int, for amount: Money) {
    let entry = nextEntry
    claimLines.update(line) {
      $0.due += amount
      $0.waitingSince = entry
      $0.state = $0.due > .zero ? .waiting : .settled
    }
  }

  /// A payment that was confirmed comes back. Each line gets back at most what its month still has
  /// executed, and what the month owes is netted. Returns what is not owed by any line.
  mutating func takeBack(paid row: Int) throws(RuleFault) -> Money {
    let payment = payments[row]
    let agreement = agreements[payment.agreement]
    let cash = payers[orders[agreement.order].payer].cash
    var returned = Money.zero
    for item in payment.items {
      let back = min(item.amount, months[monthRow(ofLine: item.line)].executed)
      try takeBack(item.line, back)
      try post(cash, agreement.transit, back)
      let isAdvance = isAdvance(claimLines[item.line])
      try post(agreement.transit, isAdvance ? agreement.advance : agreement.payable, back)
      let netted = try net(item.line, atMost: back, agreement)
      wait(again: item.line, for: back - netted)
      returned += back
    }
    payments.update(row) { $0.status = .returned }
    return payment.order.amount - returned
  }

  /// What of a confirmed payment its lines can take back: each at most what its month still has
  /// executed.
  public func returnable(payment row: Int) -> Money {
    var executed: [Int: Money] = [:]
    var sum = Money.zero
    for item in payments[row].items {
      let month = monthRow(ofLine: item.line)
      let back = min(item.amount, executed[month] ?? months[month].executed)
      executed[month] = (executed[month] ?? months[month].executed) - back
      sum += back
    }
    return sum
  }

  func monthRow(ofLine line: Int) -> Int {
    let row = claimLines[line]
    return contracts[Int(row.contract)].row(of: claims[Int(row.claim)].month)
  }

  private mutating func takeBack(
    _ row: Int, _ amount: Money
  ) throws(RuleFault) {
    let contract = contracts[Int(claimLines[row].contract)]
    try post(contract.executed, contract.accepted, amount)
    months.update(monthRow(ofLine: row)) { $0.executed -= amount }
  }

  /// Money that came back covers first what the same month owes.
  private mutating func net(
    _ row: Int, atMost amount: Money, _ agreement: Agreement
  ) throws(RuleFault) -> Money {
    let contract = contracts[Int(claimLines[row].contract)]
    let monthRow = monthRow(ofLine: row)
    let netted = min(amount, months[monthRow].refundDue)
    guard netted > .zero else { return .zero }
    try consumeRefund(netted, agreement: contract.agreement) { $0.monthRow == monthRow }
    try returnFunds(netted, from: contract.accepted, of: contract)
    try post(agreement.payable, contract.refund, netted)
    try freeLimit(netted, of: contract)
    return netted
  }

  /// Whether every line of a rejected payment still waits for the money that it lost.
  func stillWaits(payment row: Int) -> Bool {
    payments[row].items.allSatisfy {
      let line = claimLines[$0.line]
      return (line.state == .waiting || line.state == .calculated) && line.due == $0.amount
    }
  }

  /// Sends a rejected payment after all: its debit has come.
  mutating func sendAgain(payment row: Int) throws(RuleFault) {
    let payment = payments[row]
    let agreement = agreements[payment.agreement]
    let split = split(payment.items)
    try post(agreement.payable, agreement.transit, split.finals)
    try post(agreement.advance, agreement.transit, split.advances)
    for item in payment.items {
      claimLines.update(item.line) {
        $0.due -= item.amount
        $0.state = .sent
      }
    }
  }

  public func findPayment(_ name: PaymentName) -> Int? {
    payments.rows.firstIndex { $0.order.name == name }
  }

  func payment(_ name: PaymentName) throws(RuleFault) -> Int {
    guard let row = findPayment(name) else {
      throw RuleFault(.unknownPayment, name.description)
    }
    return row
  }
}
