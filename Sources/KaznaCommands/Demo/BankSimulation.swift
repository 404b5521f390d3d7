import Foundation
import LedgerCore

/// A bank that pays what it is told, but for the cases of its plan, and writes its statements. The
/// balances chain from the first statement to the last.
struct BankSimulation {
  let account: String
  /// Before the first line of the next statement, in kopecks.
  private(set) var balance: Money

  /// Enough for all payments of the example.
  init(account: String, opening: Money = Money(kopecks: 5_000_000_000)) {
    self.account = account
    balance = opening
  }

  private struct Movement {
    var fields: [ClientBankText.Field]
    var amount: Money
    var isDebit: Bool
  }

  /// The statement on one list of payments, in Windows-1251.
  /// - Parameter debts: what is owed under the agreements that the plan's credits name.
  mutating func statement(
    _ plan: StatementPlan, of payments: ClientBankText, debts: [String: Money]
  ) throws -> Data {
    var movements: [Movement] = []
    var returns: [(on: String, movement: Movement)] = []
    for document in payments.documents where !plan.rejected.contains(document["ПолучательИНН"]) {
      let debit = try debited(document, plan)
      movements.append(debit)
      guard let special = plan.returned.first(where: { $0.inn == document["ПолучательИНН"] }) else {
        continue
      }
      let number = 9_000 + movements.count
      returns.append((special.on, returned(document, debit.amount, special, number: number)))
    }
    let missing = (plan.returned.map(\.inn) + plan.rejected).filter {
      payments.document(toINN: $0) == nil
    }
    guard missing.isEmpty else {
      throw DemoFault.malformedFile(path: plan.payments, reason: "no payment to \(missing)")
    }
    let credits = try plan.credits.map { (on: $0.on, movement: try credited($0, debts)) }
    // Credits in the order of their days; a sort in place would not keep equal days in order.
    let dated = (returns + credits).enumerated()
      .sorted { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }
    movements += dated.map(\.element.movement)
    return try render(movements, plan)
  }

  private func debited(
    _ document: ClientBankText.BankDocument, _ plan: StatementPlan
  ) throws -> Movement {
    guard let amount = Money(decimal: document["Сумма"]), document["ПлательщикСчет"] == account,
      let date = document.date
    else {
      throw DemoFault.malformedFile(
        path: plan.payments, reason: "no sum, date or account in payment \(document["Номер"])")
    }
    var fields = document.fields
    let place = fields.firstIndex { $0.key == "ПлательщикСчет" }.map { $0 + 1 } ?? fields.count
    fields.insert(("ДатаСписано", date.russian), at: place)
    return Movement(fields: fields, amount: amount, isDebit: true)
  }

  /// The payee's bank sends the money back; what came back stands in the purpose alone.
  private func returned(
    _ document: ClientBankText.BankDocument, _ amount: Money, _ special: StatementPlan.Return,
    number: Int
  ) -> Movement {
    let purpose =
      "Возврат по платежному поручению № \(document["Номер"]) от \(document["Дата"]): "
      + special.reason
    return credit(
      number: String(number), on: special.on, amount: amount,
      inn: InventedRequisites.organisationINN("249900004"), payer: document["ПолучательБанк1"],
      account: document["ПолучательКорсчет"], purpose: purpose)
  }

  private func credited(
    _ plan: StatementPlan.Credit, _ debts: [String: Money]
  ) throws -> Movement {
    let amount: Money
    switch plan.amount {
    case .kopecks(let kopecks): amount = Money(kopecks: kopecks)
    case .debt(let agreement):
      guard let debt = debts[agreement], debt > .zero else {
        throw DemoFault.unknownReference("a debt under \(agreement)")
      }
      amount = debt
    }
    let payer = ExampleProvider.all.first { $0.inn == plan.inn }
    return credit(
      number: plan.document, on: plan.on, amount: amount, inn: plan.inn, payer: plan.payer,
      account: payer?.account ?? "30223810000000000901", purpose: plan.purpose)
  }

  private func credit(
    number: String, on day: String, amount: Money, inn: String, payer: String,
    account other: String,
    purpose: String
  ) -> Movement {
    let date = CalendarDate(iso: day)?.russian ?? day
    let fields: [ClientBankText.Field] = [
      ("Номер", number), ("Дата", date), ("Сумма", amount.decimal), ("ПлательщикСчет", other),
      ("Плательщик", "ИНН \(inn) \(payer)"), ("ПлательщикИНН", inn), ("Плательщик1", payer),
      ("ПлательщикРасчСчет", other), ("ПолучательСчет", account), ("ДатаПоступило", date),
      ("Получатель", "ИНН \(ExampleTown.payerINN) Финансовое управление города (пример)"),
      ("ПолучательИНН", ExampleTown.payerINN),
      ("Получатель1", "Финансовое управление города (пример)"), ("ПолучательРасчСчет", account),
      ("ПолучательБИК", ExampleTown.treasuryBIC),
      ("ПолучательКорсчет", ExampleTown.treasuryAccount),
      ("ВидПлатежа", "Электронно"), ("ВидОплаты", "01"), ("НазначениеПлатежа", purpose),
    ]
    return Movement(fields: fields, amount: amount, isDebit: false)
  }

  private mutating func render(_ movements: [Movement], _ plan: StatementPlan) throws -> Data {
    let out = movements.filter(\.isDebit).reduce(Money.zero) { $0 + $1.amount }
    let into = movements.filter { !$0.isDebit }.reduce(Money.zero) { $0 + $1.amount }
    let closing = balance + into - out
    guard closing >= .zero, let from = CalendarDate(iso: plan.from),
      let to = CalendarDate(iso: plan.to)
    else {
      throw DemoFault.malformedFile(path: plan.file, reason: "no money or no days")
    }
    let days = ["ДатаНачала=\(from.russian)", "ДатаКонца=\(to.russian)", "РасчСчет=\(account)"]
    var lines =
      [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows",
        "Отправитель=Банк-пример", "Получатель=Kazna", "ДатаСоздания=\(to.russian)",
        "ВремяСоздания=18:00:00",
      ] + days + ["СекцияРасчСчет"] + days
    lines += [
      "НачальныйОстаток=\(balance.decimal)", "ВсегоПоступило=\(into.decimal)",
      "ВсегоСписано=\(out.decimal)", "КонечныйОстаток=\(closing.decimal)", "КонецРасчСчет",
    ]
    for movement in movements {
      lines.append("СекцияДокумент=Платежное поручение")
      lines += movement.fields.map { "\($0.key)=\($0.value)" }
      lines.append("КонецДокумента")
    }
    lines.append("КонецФайла")
    let text = lines.map { $0 + "\r\n" }.joined()
    guard let data = text.data(using: .windowsCP1251) else {
      throw DemoFault.malformedFile(path: plan.file, reason: "not writable in Windows-1251")
    }
    balance = closing
    return data
  }
}
