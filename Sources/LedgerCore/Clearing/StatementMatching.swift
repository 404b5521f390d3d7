extension Books {
  /// The payments out of an account, by their numbers.
  func paymentsByNumber(account: String) -> [UInt32: [Int]] {
    var rows: [UInt32: [Int]] = [:]
    for (row, payment) in payments.rows.enumerated()
    where payment.order.payer.account == account {
      rows[payment.order.name.number, default: []].append(row)
    }
    return rows
  }

  /// A debit confirms the payment that it matches on number, date, sum and payee account together.
  mutating func book(
    debit line: StatementLine, row: Int, _ byNumber: [UInt32: [Int]]
  ) throws(RuleFault) -> LineOutcome {
    let candidates = UInt32(line.number).flatMap { byNumber[$0] } ?? []
    let match = candidates.first {
      let order = payments[$0].order
      return order.payOn == line.date && order.amount == line.amount
        && order.payee.account == line.counterpartyAccount && !payments[$0].debitSeen
    }
    guard let match else { return LineOutcome(kind: .listed) }
    let name = payments[match].order.name
    switch payments[match].status {
    case .sent:
      try confirm(payment: match)
    case .rejected:
      guard stillWaits(payment: match) else {
        try bookUnidentified(debit: line.amount, row: row, payment: match)
        return LineOutcome(kind: .unidentified, payment: name)
      }
      try sendAgain(payment: match)
      try confirm(payment: match)
    case .returned, .confirmed:
      // It came back before its debit was seen: both together moved nothing.
      payments.update(match) { $0.debitSeen = true }
    }
    return LineOutcome(kind: .confirmed, payment: name)
  }

  /// A payment that the bank had refused was paid after all, when its lines were sent again.
  private mutating func bookUnidentified(
    debit amount: Money, row: Int, payment: Int
  ) throws(RuleFault) {
    let agreement = agreements[payments[payment].agreement]
    let payer = payers[orders[agreement.order].payer]
    try post(payer.unidentified, payer.cash, amount)
    payments.update(payment) { $0.debitSeen = true }
    statementRows.update(row) { $0.unidentified = .zero - amount }
  }

  /// A credit returns the payment that it names, or pays a provider's whole debt or that of one
  /// agreement; otherwise it is listed, or booked as unidentified where the statement asks for it.
  mutating func book(
    credit line: StatementLine, row: Int, _ payer: Int, _ statement: BankStatement
  ) throws(RuleFault) -> LineOutcome {
    if let payment = returnedPayment(line, account: statement.account) {
      let name = payments[payment].order.name
      if payments[payment].status == .sent {
        try takeBack(unpaid: payment, as: .returned)
      } else {
        let rest = try takeBack(paid: payment)
        try bookUnidentified(credit: rest, row: row, payer)
      }
      return LineOutcome(kind: .returned, payment: name)
    }
    let debts = matchingDebts(line, payer: payer)
    if !debts.isEmpty {
      try receiveRefunds(agreements: debts)
      return LineOutcome(kind: .refund)
    }
    guard statement.bookUnidentified else { return LineOutcome(kind: .listed) }
    try bookUnidentified(credit: line.amount, row: row, payer)
    return LineOutcome(kind: .unidentified)
  }

  private mutating func bookUnidentified(
    credit amount: Money, row: Int, _ payer: Int
  ) throws(RuleFault) {
    try post(payers[payer].cash, payers[payer].unidentified, amount)
    statementRows.update(row) { $0.unidentified = amount }
  }

  /// The payment that a credit names by number and date, with its sum. Two such, of two years, would
  /// be a guess.
  private func returnedPayment(_ line: StatementLine, account: String) -> Int? {
    let purpose = PaymentReference(purpose: line.purpose)
    let named = payments.rows.indices.filter { row in
      let payment = payments[row]
      guard payment.order.amount == line.amount, payment.order.payer.account == account,
        payment.status == .sent || payment.status == .confirmed
      else { return false }
      let number = payment.order.name.number
      let date = payment.order.payOn
      // Some banks send the order back under its own number and date.
      return purpose.names(number: number, date: date)
        || (line.date == date && UInt32(line.number) == number)
    }
    return named.count == 1 ? named[0] : nil
  }

  /// The agreements whose debts a provider's money pays exactly: all of them, or the only one with
  /// this debt. Two with the same debt would be a guess.
  private func matchingDebts(_ line: StatementLine, payer: Int) -> [Int] {
    guard let inn = Identifier(line.counterpartyINN), let provider = providers.find(inn) else {
      return []
    }
    let owing = agreements.rows.indices.filter {
      agreements[$0].provider == provider && agreements[$0].refundDue > .zero
        && orders[agreements[$0].order].payer == payer
    }
    let debt = owing.reduce(Money.zero) { $0 + agreements[$1].refundDue }
    if debt == line.amount { return owing }
    let exact = owing.filter { agreements[$0].refundDue == line.amount }
    return exact.count == 1 ? exact : []
  }
}
