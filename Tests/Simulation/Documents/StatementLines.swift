import LedgerCore

/// What a bank would write of a payer's account.
extension Books {
  /// What the account holds before a day, as far as statements tell.
  package func opening(_ account: String, _ from: CalendarDate) -> Money {
    let days = statementDays.rows.filter { $0.account == account }
    if let known = days.first(where: { $0.day == from }) { return known.opening }
    let before = days.filter { $0.day < from }.max { $0.day < $1.day }
    return before?.closing ?? Money(kopecks: 100_000_000)
  }

  /// The line that pays a payment, or brings it back; `wrong` names a part to spoil: `sum`, `date`,
  /// `number` or `account`.
  package func statementLine(
    of order: PaymentOrder, _ side: StatementSide, _ wrong: String, _ bookedOn: CalendarDate
  ) -> StatementLine {
    let number = order.name.number + (wrong == "number" ? 100 : 0)
    let date = wrong == "date" ? order.payOn.adding(days: 1) : order.payOn
    let amount = wrong == "sum" ? order.amount + Money(kopecks: 1) : order.amount
    let isReturn = side == .credit
    return StatementLine(
      bookedOn: bookedOn, side: side, amount: amount, number: isReturn ? "900" : "\(number)",
      date: isReturn ? bookedOn : date,
      counterpartyINN: order.payee.inn.description,
      counterpartyAccount: wrong == "account" ? "other" : order.payee.account,
      purpose: isReturn ? "Возврат по п/п № \(number) от \(date.russian)" : "Оплата")
  }
}
