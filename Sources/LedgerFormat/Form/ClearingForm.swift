import Bytes
import LedgerCore

extension CycleDeferral: Formed {
  func check(_ form: FormCheck) throws(FormatError) { try form.text(reason, "reason") }
}

extension CycleTerms {
  func check(_ form: FormCheck) throws(FormatError) {
    // No money at all is a fact too: such a cycle settles by offsets alone.
    if let funds { try form.amount(funds, "funds") }
    try form.lines(deferrals, "deferrals")
  }
}

extension CycleApproval {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.amount(envelope.sum, "sum")
    try form.date(payOn, "pay_on")
  }
}

extension PaymentRejection {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.payment(payment)
    try form.text(reason, "reason")
  }
}

extension ReceiptReference {
  func check(_ form: FormCheck) throws(FormatError) { try form.require(line > 0, "receipt") }
}

extension ReceiptIdentification {
  func check(_ form: FormCheck) throws(FormatError) {
    try receipt.check(form)
    try form.positive(amount, "amount")
    if case .return(let payment) = meaning { try form.payment(payment) }
  }
}

extension StatementLine: Formed {
  /// What a bank writes of the other side is not ours to correct: a foreign number and an account
  /// of any shape pass.
  func check(_ form: FormCheck) throws(FormatError) {
    try form.positive(amount, "amount")
    try form.date(date, "date")
    try form.text(
      number, "number", limit: DocumentForm.documentNumberLimit, allowsEmpty: true)
    try form.require(
      counterpartyINN.utf8.count <= 12 && counterpartyINN.isAllDigits,
      "counterparty_inn", .wrongRequisite)
    try form.text(counterpartyAccount, "counterparty_account", allowsEmpty: true)
    try form.text(purpose, "purpose", allowsEmpty: true)
  }
}

extension BankStatement {
  /// A statement of days on which nothing moved has no lines.
  func check(_ form: FormCheck) throws(FormatError) {
    try form.balance(opening, "opening")
    try form.balance(closing, "closing")
    try form.dates([(from, "from"), (to, "to")])
    let days = Int(to.daysSince1970 - from.daysSince1970) + 1
    try form.require(
      days <= Self.dayLimit, "to", .tooLarge(count: days, limit: Self.dayLimit))
    // Without the bank's code, of which a statement says nothing, its key cannot be checked.
    try form.require(
      Requisites.isAccountNumber(account), "account", .wrongRequisite)
    try form.lines(lines, "lines")
    for (index, line) in lines.enumerated() where line.bookedOn < from || line.bookedOn > to {
      throw FormCheck(line: index + 1).error(.wrongOrder, "booked_on")
    }
  }
}
