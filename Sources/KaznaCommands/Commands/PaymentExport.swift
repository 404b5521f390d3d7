import Exchange
import Foundation
import LedgerCore
import LedgerService

/// The payments of an approved cycle as files. Everything that a file needs was fixed in the entry
/// that approved the cycle.
enum PaymentExport {
  static func payments(
    ofCycle number: Int, _ books: Books
  ) throws(LedgerError) -> [PaymentOrder] {
    let cycle = try ClearingDrafts.cycle(number, books)
    guard cycle.approvedBy != nil else { throw .nothingToDo("cycle-not-approved") }
    return books.payments.rows[cycle.payments].map(\.order)
  }

  static func clientBank(
    _ payments: [PaymentOrder], file: String
  ) throws(LedgerError) -> [UInt8] {
    let orders = payments.map { payment in
      ClientBankOrder(
        number: Int(payment.name.number), date: payment.payOn, amount: payment.amount,
        payer: payment.payer.party, payee: payment.payee.party, purpose: purpose(of: payment),
        kbk: payment.kbk, oktmo: payment.payer.oktmo)
    }
    let list = PaymentOrderFile(
      payments: orders, createdOn: SystemClock.today(), time: time(), sender: "Kazna",
      receiver: "")
    do throws(InputFaults) { return try list.bytes(file: file) } catch { throw .input(error) }
  }

  /// Names agreement, months and cycle, within the 210 characters that banks take. It carries no
  /// date in figures, so that no bank's answer can be mistaken for another payment's.
  static func purpose(of payment: PaymentOrder) -> String {
    let months =
      payment.firstMonth == payment.lastMonth
      ? "за \(russian(payment.firstMonth))"
      : "за \(russian(payment.firstMonth)) – \(russian(payment.lastMonth))"
    return "Субсидия по соглашению № \(payment.agreement) (социальные сертификаты) \(months), "
      + "расчётный цикл \(payment.cycle). НДС не облагается"
  }

  private static func russian(_ month: YearMonth) -> String {
    let names = [
      "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
      "октябрь", "ноябрь", "декабрь",
    ]
    return "\(names[month.month - 1]) \(month.year) г."
  }

  private static func time() -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.hour, .minute, .second], from: Date())
    return [parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  static func csv(_ payments: [PaymentOrder]) -> [UInt8] {
    var text = CSVText(header: [
      "number", "year", "pay_on", "amount", "agreement", "kbk", "cycle", "payer_inn",
      "payer_account", "payee_inn", "payee_kpp", "payee_name", "payee_account", "payee_bic",
      "payee_bank", "payee_correspondent_account", "purpose",
    ])
    for payment in payments {
      text.add([
        .number("\(payment.name.number)"), .number("\(payment.name.year)"),
        .number(payment.payOn.iso), .number(payment.amount.decimal),
        .text(payment.agreement.description), .text(payment.kbk), .number("\(payment.cycle)"),
        .text(payment.payer.inn.description), .text(payment.payer.account),
        .text(payment.payee.inn.description), .text(payment.payee.kpp),
        .text(payment.payee.name), .text(payment.payee.account), .text(payment.payee.bic),
        .text(payment.payee.bank), .text(payment.payee.correspondentAccount),
        .text(purpose(of: payment)),
      ])
    }
    return text.bytes
  }
}

extension PayerDetails {
  var party: BankParty {
    BankParty(
      name: name, inn: inn.description, kpp: kpp, account: account, bic: bic, bank: bank,
      correspondentAccount: correspondentAccount.isEmpty ? nil : correspondentAccount,
      personalAccount: personalAccount.isEmpty ? nil : personalAccount)
  }
}

extension ProviderDetails {
  var party: BankParty {
    BankParty(
      name: name, inn: inn.description, kpp: kpp.isEmpty ? nil : kpp, account: account,
      bic: bic, bank: bank,
      correspondentAccount: correspondentAccount.isEmpty ? nil : correspondentAccount)
  }
}
