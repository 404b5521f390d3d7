extension Books {
  /// The statement row that an entry's line booked as unidentified.
  public func receipt(_ reference: ReceiptReference) -> Int? {
    statementRows.rows.firstIndex {
      $0.entry == reference.entry && $0.number == reference.line && $0.kind != .listed
    }
  }

  /// What an identification takes at most: what is owed, and what of the receipt is left.
  public func identifiable(_ row: Int, as meaning: ReceiptMeaning) -> Money {
    let rest = statementRows[row].unidentified
    switch meaning {
    case .refund(let number):
      return agreements.find(number).map { min(rest, agreements[$0].refundDue) } ?? .zero
    case .return(let name):
      return findPayment(name).map { amountToReturn(payment: $0) } ?? .zero
    }
  }

  private func amountToReturn(payment row: Int) -> Money {
    payments[row].status == .sent ? payments[row].order.amount : returnable(payment: row)
  }

  /// An unidentified receipt turns out to be a refund or a returned payment.
  mutating func identify(_ identification: ReceiptIdentification) throws(RuleFault) {
    switch identification.meaning {
    case .refund(let number):
      let agreement = try agreement(number)
      try take(identification, under: agreement)
      try receiveRefund(identification.amount, agreement: agreement)
    case .return(let name):
      let payment = try payment(name)
      try take(identification, under: payments[payment].agreement)
      try takeBack(identified: payment, identification.amount)
    }
  }

  /// Takes the amount out of the receipt, which came to the payer of the agreement.
  private mutating func take(
    _ identification: ReceiptIdentification, under agreement: Int
  ) throws(RuleFault) {
    let row = try receiptRow(identification.receipt)
    let payerRow = payer(ofRow: row)
    guard orders[agreements[agreement].order].payer == payerRow else {
      throw RuleFault(.otherOrder, agreements.number(agreement))
    }
    try checkUnspent(row, identification.receipt)
    let rest = statementRows[row].unidentified
    guard identification.amount <= rest else {
      throw RuleFault(
        .receiptTooSmall, name(identification.receipt), have: rest, need: identification.amount)
    }
    let payer = payers[payerRow]
    try post(payer.unidentified, payer.cash, identification.amount)
    statementRows.update(row) { $0.unidentified -= identification.amount }
  }

  private mutating func takeBack(
    identified row: Int, _ amount: Money
  ) throws(RuleFault) {
    let payment = payments[row]
    let name = payment.order.name.description
    guard payment.status == .sent || payment.status == .confirmed else {
      throw RuleFault(.notReturnable, name)
    }
    let owed = amountToReturn(payment: row)
    guard amount == owed else {
      throw RuleFault(.notReturnable, name, have: amount, need: owed)
    }
    if payment.status == .sent {
      try takeBack(unpaid: row, as: .returned)
    } else {
      _ = try takeBack(paid: row)
    }
  }

  /// The whole rest of a receipt goes back to whoever sent it.
  mutating func sendBack(_ receipt: ReceiptReference) throws(RuleFault) {
    let row = try receiptRow(receipt)
    try checkUnspent(row, receipt)
    let payer = payers[payer(ofRow: row)]
    try post(payer.unidentified, payer.cash, statementRows[row].unidentified)
    statementRows.update(row) { $0.unidentified = .zero }
  }

  private func receiptRow(_ reference: ReceiptReference) throws(RuleFault) -> Int {
    guard let row = receipt(reference) else {
      throw RuleFault(.unknownReceipt, name(reference))
    }
    return row
  }

  private func checkUnspent(_ row: Int, _ reference: ReceiptReference) throws(RuleFault) {
    guard statementRows[row].unidentified > .zero else {
      throw RuleFault(.receiptSpent, name(reference))
    }
  }

  private func payer(ofRow row: Int) -> Int {
    guard let day = statementDays.rows.first(where: { $0.rows.contains(row) }) else {
      preconditionFailure("a statement row without a day")
    }
    return day.payer
  }

  private func name(_ receipt: ReceiptReference) -> String { "\(receipt.entry):\(receipt.line)" }
}
