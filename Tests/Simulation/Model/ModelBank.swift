import LedgerCore

extension Model {
  mutating func enter(_ statement: BankStatement) throws(Refused) {
    let account = statement.account
    let payer = try found(payer(ofAccount: account))
    let opening = Int(statement.opening.kopecks)
    let closing = statement.lines.reduce(opening) {
      $0 + ($1.side == .credit ? 1 : -1) * Int($1.amount.kopecks)
    }
    // The generator makes statements of one day.
    let day = statement.from
    try require(day == statement.to && closing == statement.closing.kopecks)
    var rows: [Int] = []
    if let known = payers[payer]?.days[account]?[day] {
      try require(known.opening == opening)
      var left = receipts.indices.filter {
        receipts[$0].account == account && receipts[$0].line.bookedOn == day
      }
      try require(left.count == statement.lines.count)
      for line in statement.lines {
        let place = try found(left.firstIndex { receipts[$0].line == line })
        rows.append(left.remove(at: place))
      }
    } else {
      let days = payers[payer]?.days[account] ?? [:]
      let last = days.filter { $0.key < day }.max { $0.key < $1.key }
      try require(last == nil || last?.value.closing == opening)
      let next = days.filter { $0.key > day }.min { $0.key < $1.key }
      try require(next == nil || next?.value.opening == closing)
      for line in statement.lines {
        rows.append(receipts.count)
        receipts.append(ModelReceipt(payer: payer, account: account, line: line))
      }
      payers[payer]?.days[account, default: [:]][day] = (opening, closing)
    }
    for side in [StatementSide.debit, .credit] {
      for (place, row) in rows.enumerated()
      where receipts[row].line.side == side && !receipts[row].isBooked {
        let isBooked =
          side == .debit ? debit(row) : try credit(row, statement.bookUnidentified)
        guard isBooked else { continue }
        receipts[row].isBooked = true
        receipts[row].entry = entry
        receipts[row].place = UInt32(place + 1)
      }
    }
  }

  private mutating func debit(_ row: Int) -> Bool {
    let line = receipts[row].line
    let match = payments.firstIndex {
      "\($0.name.number)" == line.number && $0.payOn == line.date && !$0.debitSeen
        && $0.amount == line.amount.kopecks && $0.payeeAccount == line.counterpartyAccount
        && $0.payerAccount == receipts[row].account
    }
    guard let match else { return false }
    payments[match].debitSeen = true
    let waits = payments[match].items.allSatisfy {
      lines[$0.line].isAccepted && lines[$0.line].isOpen && due($0.line) == $0.amount
    }
    switch payments[match].status {
    case .sent: confirm(match, row)
    case .rejected where waits: confirm(match, row)
    case .rejected:
      payers[receipts[row].payer]?.cash.append(payments[match].amount)
      receipts[row].rest = -payments[match].amount
    case .confirmed, .returned: break
    }
    return true
  }

  private mutating func confirm(_ payment: Int, _ row: Int) {
    payments[payment].status = .confirmed
    payers[receipts[row].payer]?.cash.append(payments[payment].amount)
    for item in payments[payment].items {
      lines[item.line].isOpen = false
      lines[item.line].inCycle = false
    }
  }

  private mutating func credit(_ row: Int, _ booksUnidentified: Bool) throws(Refused) -> Bool {
    let line = receipts[row].line
    let amount = Int(line.amount.kopecks)
    let payer = receipts[row].payer
    let named = payments.indices.filter {
      let payment = payments[$0]
      return payment.amount == amount && payment.payerAccount == receipts[row].account
        && (payment.status == .sent || payment.status == .confirmed)
        && (line.purpose.contains("№ \(payment.name.number) от \(payment.payOn.russian)")
          || line.number == "\(payment.name.number)" && line.date == payment.payOn)
    }
    if named.count == 1 {
      let returned = named[0]
      if payments[returned].status == .sent {
        takeBack(unpaid: returned, as: .returned)
      } else {
        let back = try takeBack(paid: returned)
        payers[payer]?.cash.append(-amount)
        receipts[row].rest = amount - back
      }
      return true
    }
    let owing = agreements.keys.filter {
      agreements[$0]?.provider.description == line.counterpartyINN && debt($0) > 0
        && self.payer(of: $0) == payer
    }
    let isAll = !owing.isEmpty && owing.reduce(0) { $0 + debt($1) } == amount
    let exact = owing.filter { debt($0) == amount }
    if isAll || exact.count == 1 {
      for agreement in isAll ? owing : exact { try receive(debt(agreement), agreement) }
      return true
    }
    guard booksUnidentified else { return false }
    payers[payer]?.cash.append(-amount)
    receipts[row].rest = amount
    return true
  }

  func payer(of agreement: Identifier) -> Identifier? {
    agreements[agreement].flatMap { orders[$0.order]?.payer }
  }

  /// Puts a confirmed payment back: each line as far as its month still has the money executed,
  /// less what the month owes. Returns how much that is.
  private mutating func takeBack(paid index: Int) throws(Refused) -> Int {
    var all = 0
    let before = payments[index].items.map { (lines[$0.line].contract, lines[$0.line].month) }
    var left: [String: Int] = [:]
    for (contract, month) in before { left["\(contract) \(month)"] = executed(contract, month) }
    payments[index].status = .returned
    for item in payments[index].items {
      let (contract, month) = (lines[item.line].contract, lines[item.line].month)
      let back = min(item.amount, left["\(contract) \(month)"] ?? 0)
      left["\(contract) \(month)"]? -= back
      all += back
      contracts[contract]?.months[month]?.kept += item.amount - back
      let netted = min(back, refundDue(contract, month))
      try use(netted, .netted) { $0.contract == contract && $0.month == month }
      lines[item.line].owed -= item.amount - back + netted
      lines[item.line].since = entry
      lines[item.line].isOpen = due(item.line) > 0
    }
    return all
  }

  func openReceipt(_ reference: ReceiptReference) throws(Refused) -> Int {
    let index = receipts.firstIndex {
      $0.isBooked && $0.entry == reference.entry && $0.place == reference.line
    }
    try require(receipts[found(index)].rest > 0)
    return try found(index)
  }

  mutating func identify(_ identification: ReceiptIdentification) throws(Refused) {
    let row = try openReceipt(identification.receipt)
    let amount = Int(identification.amount.kopecks)
    let payer = receipts[row].payer
    try require(amount <= receipts[row].rest)
    receipts[row].rest -= amount
    payers[payer]?.cash.append(amount)
    switch identification.meaning {
    case .refund(let agreement):
      try require(self.payer(of: agreement) == payer)
      try receive(amount, agreement)
    case .return(let name):
      let index = try found(payments.firstIndex { $0.name == name })
      try require(self.payer(of: payments[index].agreement) == payer)
      switch payments[index].status {
      case .sent:
        try require(amount == payments[index].amount)
        takeBack(unpaid: index, as: .returned)
      case .confirmed:
        try require(try takeBack(paid: index) == amount)
        payers[payer]?.cash.append(-amount)
      case .rejected, .returned: throw Refused()
      }
    }
  }
}
