import LedgerCore

extension DocumentGenerator {
  mutating func rejection() -> DocumentBody? {
    let sent = books.payments.rows.filter { $0.status == .sent || chance(10) }
    return pick(sent).map {
      .paymentRejected(PaymentRejection(payment: $0.order.name, reason: "r"))
    }
  }

  mutating func refund() -> DocumentBody? {
    let owing = agreements.filter { model.debt($0) > 0 || chance(5) }
    guard let agreement = pick(owing) else { return nil }
    let debt = model.debt(agreement)
    return .refundReceived(
      RefundReceipt(agreement: agreement, amount: chance(30) ? money(upTo: debt + 1) : amount(debt))
    )
  }

  private func amount(_ kopecks: Int) -> Money { Money(kopecks: Int64(max(1, kopecks))) }

  mutating func receipt() -> DocumentBody? {
    let open = books.statementRows.rows.filter { $0.unidentified != .zero || chance(3) }
    guard let row = pick(open) else { return nil }
    let reference = ReceiptReference(entry: row.entry, line: row.number)
    if chance(15) { return .receiptSentBack(reference) }
    guard let index = books.receipt(reference) else { return nil }
    let payment = pick(Array(books.payments.rows))?.order.name
    let owing = agreements.filter { model.debt($0) > 0 }
    let agreement = pick(owing) ?? agreement()
    let meaning: ReceiptMeaning =
      chance(60)
      ? .refund(agreement: agreement)
      : payment.map { .return(payment: $0) } ?? .refund(agreement: agreement)
    let most = books.identifiable(index, as: meaning)
    return .receiptIdentified(
      ReceiptIdentification(
        receipt: reference, meaning: meaning,
        amount: chance(80) ? max(most, Money(kopecks: 1)) : money(upTo: Int(most.kopecks) + 1)))
  }

  /// A statement of the next day, or one that came before: in another order, or not the same.
  mutating func statement() -> DocumentBody? {
    if let known = pick(statements), chance(20) {
      var again = known
      again.bookUnidentified = chance(50)
      again.lines.shuffle(using: &numbers)
      if chance(10) { again.opening += Money(kopecks: 1) }
      return .statementImported(again)
    }
    let payer = chance(70) ? 0 : 1
    guard !books.payments.rows.isEmpty || chance(10) else { return nil }
    let account = account(of: payer)
    let day = nextDay
    nextDay = day.adding(days: 1)
    let lines = (0..<number(0...4)).compactMap { _ in line(payer, account, day) }
    let opening = books.opening(account, day) + Money(kopecks: chance(3) ? 1 : 0)
    let closing = lines.reduce(opening) {
      $1.side == .credit ? $0 + $1.amount : $0 - $1.amount
    }
    let statement = BankStatement(
      file: .zero, account: account, from: day, to: day, opening: opening, closing: closing,
      bookUnidentified: chance(50), lines: lines)
    statements.append(statement)
    return .statementImported(statement)
  }

  /// The payer's, or at times one that it had.
  private mutating func account(of payer: Int) -> String {
    let old = books.statementDays.rows.filter { $0.payer == payer }.map(\.account)
    let now = books.payers[payer].details.account
    return chance(15) ? pick(old) ?? now : now
  }

  private mutating func line(
    _ payer: Int, _ account: String, _ day: CalendarDate
  ) -> StatementLine? {
    let own = books.payments.rows.filter { $0.order.payer.account == account }
    switch number(1...10) {
    case 1...6:
      let seen = model.payments.filter(\.debitSeen).map(\.name)
      let unseen = own.filter {
        $0.status == .sent || !seen.contains($0.order.name) && chance(20) || chance(3)
      }
      return pick(unseen).map {
        books.statementLine(of: $0.order, .debit, chance(5) ? "sum" : "", day)
      }
    case 7:
      return pick(own).map {
        books.statementLine(of: $0.order, .credit, chance(5) ? "date" : "", day)
      }
    case 8, 9:
      let owing = agreements.filter {
        model.debt($0) > 0 && model.payer(of: $0) == books.payers.number(payer)
      }
      guard let agreement = pick(owing), let provider = model.agreements[agreement]?.provider else {
        return nil
      }
      let all = owing.filter { model.agreements[$0]?.provider == provider }
      let debt = chance(50) ? model.debt(agreement) : all.reduce(0) { $0 + model.debt($1) }
      return credit(debt, from: chance(30) ? "" : provider.description, day)
    default: return credit(number(1...20_000), from: "", day)
    }
  }

  private func credit(_ kopecks: Int, from inn: String, _ day: CalendarDate) -> StatementLine {
    StatementLine(
      bookedOn: day, side: .credit, amount: amount(kopecks), number: "5", date: day,
      counterpartyINN: inn, counterpartyAccount: "", purpose: "purpose")
  }
}
