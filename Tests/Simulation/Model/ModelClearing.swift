import LedgerCore

extension Model {
  private func calculation(_ terms: CycleTerms, before cutOff: UInt64) -> [ModelTaken] {
    let deferred = terms.deferrals.map(\.agreement)
    var credit: [Identifier: Int] = [:]
    for refund in refunds where refund.entry < cutOff {
      guard let agreement = contracts[refund.contract]?.agreement else { continue }
      if agreements[agreement]?.offset == true { credit[agreement, default: 0] += refund.due }
    }
    var left = terms.funds.map { Int($0.kopecks) } ?? .max
    var taken: [ModelTaken] = []
    for line in lines.indices where lines[line].isOpen && lines[line].since < cutOff {
      guard let agreement = contracts[lines[line].contract]?.agreement,
        !deferred.contains(agreement)
      else { continue }
      let offset = min(due(line), credit[agreement] ?? 0)
      let cash = due(line) - offset
      if cash > left { break }
      left -= cash
      credit[agreement, default: 0] -= offset
      taken.append(ModelTaken(line: line, offset: offset, cash: cash))
    }
    return taken
  }

  mutating func calculate(_ terms: CycleTerms) throws(Refused) {
    try require(!cycles.values.contains { $0.status == .calculated })
    for deferral in terms.deferrals { _ = try found(agreements[deferral.agreement]) }
    let taken = calculation(terms, before: entry)
    for row in taken { lines[row.line].inCycle = true }
    cycles[entry] = ModelCycle(terms: terms, taken: taken)
  }

  /// The net sum that the approvers sign.
  func net(_ cycle: UInt64) -> Int { cycles[cycle]?.taken.reduce(0) { $0 + $1.cash } ?? 0 }

  mutating func approve(_ approval: CycleApproval, _ year: UInt16) throws(Refused) {
    let number = approval.cycle.number
    let cycle = try found(cycles[number])
    try require(cycle.status == .calculated && approval.envelope.sum.kopecks == net(number))
    try require(calculation(cycle.terms, before: number) == cycle.taken)
    var items: [Identifier: [(line: Int, amount: Int)]] = [:]
    for row in cycle.taken {
      let agreement = try found(contracts[lines[row.line].contract]?.agreement)
      let own = contracts.filter { $0.value.agreement == agreement }.map(\.key)
      try use(row.offset, .offset) { own.contains($0.contract) }
      if row.offset > 0 { lines[row.line].offsets.append(row.offset) }
      lines[row.line].inCycle = false
      lines[row.line].isOpen = false
      lines[row.line].wasTaken = true
      if row.cash > 0 { items[agreement, default: []].append((row.line, row.cash)) }
    }
    for agreement in items.keys.sorted() {
      let next = payments.count { $0.name.year == year } + 1
      let name = PaymentName(number: UInt32(next), year: year)
      let provider = try found(agreements[agreement]).provider
      payments.append(
        ModelPayment(
          name: name, agreement: agreement, items: items[agreement] ?? [], payOn: approval.payOn,
          payerAccount: try found(payer(of: agreement).flatMap { payers[$0] }).details.account,
          payeeAccount: try found(providers[provider]).details.account))
      cycles[number]?.payments.append(name)
    }
    cycles[number]?.status = .approved
  }

  mutating func cancel(_ number: UInt64) throws(Refused) {
    let cycle = try found(cycles[number])
    try require(cycle.status == .calculated)
    for row in cycle.taken { lines[row.line].inCycle = false }
    cycles[number]?.status = .cancelled
  }

  mutating func close(cycle number: UInt64) throws(Refused) {
    let cycle = try found(cycles[number])
    try require(cycle.status == .approved)
    for payment in payments where cycle.payments.contains(payment.name) {
      try require(payment.status != .sent)
    }
    cycles[number]?.status = .closed
  }

  /// Uses refunds oldest first.
  mutating func use(
    _ amount: Int, _ use: ModelRefund.Use, of isMeant: (ModelRefund) -> Bool
  ) throws(Refused) {
    var rest = amount
    for index in refunds.indices where rest > 0 && isMeant(refunds[index]) {
      let part = min(rest, refunds[index].due)
      if part > 0 { refunds[index].uses.append((use, part, entry)) }
      rest -= part
    }
    try require(rest == 0)
  }

  func debt(_ agreement: Identifier) -> Int {
    refunds.reduce(0) { contracts[$1.contract]?.agreement == agreement ? $0 + $1.due : $0 }
  }

  mutating func receive(_ amount: Int, _ number: Identifier) throws(Refused) {
    let order = try found(orders[found(agreements[number]).order])
    let numbers = contracts.filter { $0.value.agreement == number }.map(\.key)
    try use(amount, order.isClosed ? .revenue : .received) { numbers.contains($0.contract) }
    if !order.isClosed { payers[order.payer]?.cash.append(-amount) }
  }

  mutating func giveBack(refundsOf number: UInt64) throws(Refused) {
    for index in refunds.indices {
      let refund = refunds[index]
      let agreement = try found(contracts[refund.contract]).agreement
      let order = try found(orders[found(agreements[agreement]).order])
      for use in refund.uses where use.entry == number {
        try require((use.use == .revenue) == order.isClosed)
        if use.use == .received { payers[order.payer]?.cash.append(use.amount) }
      }
      let isTouched = refund.uses.contains { $0.entry == number }
      refunds[index].uses.removeAll { $0.entry == number }
      if isTouched {
        let due = refundDue(refund.contract, refund.month)
        try require(due <= executed(refund.contract, refund.month))
      }
    }
  }

  mutating func reject(_ name: PaymentName) throws(Refused) {
    let index = try found(payments.firstIndex { $0.name == name })
    try require(payments[index].status == .sent)
    takeBack(unpaid: index, as: .rejected)
  }

  mutating func takeBack(unpaid index: Int, as status: PaymentStatus) {
    payments[index].status = status
    for item in payments[index].items { wait(item.line) }
  }
}
