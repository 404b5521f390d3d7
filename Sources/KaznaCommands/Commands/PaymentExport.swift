import Exchange
import Foundation
import LedgerCore
import LedgerService

/// The payments of an approved cycle as files. Everything that a file needs was fixed in the entry
/// that approved the cycle.
enum PaymentExport {
  enum Form: String, CaseIterable {
    case clientBank = "1c"
    case creditTransfer = "pain.001"
    case csv
  }

  /// An approved cycle: its number, when its approval was recorded, and its payments.
  struct ApprovedCycle {
    let number: Int
    let approvedAt: Timestamp
    let payments: [PaymentOrder]
  }

  static func cycle(_ number: Int, _ books: Books) throws(LedgerError) -> ApprovedCycle {
    let cycle = try ClearingDrafts.cycle(number, books)
    guard let entry = cycle.approvedBy else { throw .nothingToDo("no-payments-yet") }
    return ApprovedCycle(
      number: number, approvedAt: books.entries[Int(entry)].recordedAt,
      payments: books.payments.rows[cycle.payments].map(\.order))
  }

  /// `file` is the name for messages.
  static func bytes(
    of cycle: ApprovedCycle, as form: Form, ledger: UniqueID, file: String
  ) throws(LedgerError) -> [UInt8] {
    switch form {
    case .clientBank: try clientBank(cycle.payments, file: file)
    case .creditTransfer: try creditTransfer(cycle, ledger: ledger, file: file)
    case .csv: csv(cycle.payments)
    }
  }

  /// The same cycle always gives the same bytes: the file is dated by its approval.
  private static func creditTransfer(
    _ cycle: ApprovedCycle, ledger: UniqueID, file: String
  ) throws(LedgerError) -> [UInt8] {
    guard !cycle.payments.isEmpty else { throw .nothingToDo("cycle-without-payments") }
    let list = CreditTransferFile(
      messageID: "\(ledger.hex.prefix(16))-\(cycle.number)", createdAt: cycle.approvedAt,
      transfers: cycle.payments.map { payment in
        CreditTransfer(
          reference: "\(payment.name.number)-\(payment.name.year)",
          executionDate: payment.payOn, amount: payment.amount, payer: payment.payer.party,
          payee: payment.payee.party, purpose: purpose(of: payment))
      })
    do throws(InputFaults) { return try list.bytes(file: file) } catch { throw .input(error) }
  }

  private static func clientBank(
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

  private static func csv(_ payments: [PaymentOrder]) -> [UInt8] {
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
