import Testing

@testable import LedgerCore

/// How banks name the payment that they send back.
@Suite struct PaymentReferenceTests {
  private let date = CalendarDate(iso: "2023-09-30")!

  private func names(_ purpose: String, _ number: UInt32 = 17) -> Bool {
    PaymentReference(purpose: purpose).names(number: number, date: date)
  }

  @Test(arguments: [
    "Возврат по п/п № 17 от 30.09.2023", "Возврат п/п N17 от 30.09.23 г.: счёт закрыт",
    "VOZVRAT PP 17 OT 2023-09-30", "возврат п.п.000017 от 30.09.2023",
    "Возврат платежа от 30.09.2023 № 17, счёт получателя не найден", "№17 30.09.2023",
  ])
  func named(purpose: String) { #expect(names(purpose)) }

  @Test(arguments: [
    "", "17", "30.09.2023", "Возврат по п/п № 18 от 30.09.2023",
    "Возврат по п/п № 17 от 29.09.2023", "Возврат по п/п № 117 от 30.09.2023",
    "Возврат по п/п № 17 от 130.09.2023", "№ 17 от 30.09.20231",
    "№ 17 по договору от многих лет назад и ещё 30.09.2023", "от 30.09.2023 шт. 17",
    "Субсидия по соглашению № 17 (социальные сертификаты) за сентябрь 2023 г.",
    "№ 99999999999999999999 от 30.09.2023",
  ])
  func notNamed(purpose: String) { #expect(!names(purpose)) }

  @Test func theOriginalNumberAndDateNameItToo() throws {
    let town = try PaymentTables.sent()
    try town.play(PaymentTables.confirmed)
    let books = town.books
    let order = books.payments[0].order
    let line = StatementLine(
      bookedOn: CalendarDate(iso: "2023-11-11")!, side: .credit, amount: order.amount,
      number: "\(order.name.number)", date: order.payOn, counterpartyINN: "",
      counterpartyAccount: "", purpose: "счёт закрыт")
    let opening = books.statementDays.rows.last!.closing
    let statement = BankStatement(
      file: .zero, account: order.payer.account, from: line.bookedOn, to: line.bookedOn,
      opening: opening, closing: opening + line.amount, bookUnidentified: false, lines: [line])
    _ = try town.submit(.statementImported(statement)).get()
    #expect(town.books.payments[0].status == .returned)
  }

  @Test func anAccountThatThePayerGaveUpIsStillAnswered() throws {
    let town = try PaymentTables.sent()
    let payer = town.books.payers[0]
    var details = payer.details
    details.account = "03231643040000001999"
    let replaces = town.books.reference(toEntry: payer.termsEntry)
    let amended = Amended(replaces: replaces, details: details)
    _ = try town.submit(.payersAmended([amended])).get()
    try town.play(
      "statement P1 2023-11-10 account=\(payer.details.account) -1/2023 => lines confirmed:1/2023")
  }
}
