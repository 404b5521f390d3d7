import Bytes
import LedgerCore

/// Payment orders for the bank: a file of 1CClientBankExchange 1.03 (`1c_to_kl.txt`).
public struct PaymentOrderFile: Hashable, Sendable {
  public var payments: [ClientBankOrder]
  public var createdOn: CalendarDate
  /// `18:05:00`
  public var time: String
  public var sender: String
  public var receiver: String

  public init(
    payments: [ClientBankOrder], createdOn: CalendarDate, time: String, sender: String = "Kazna",
    receiver: String = ""
  ) {
    (self.payments, self.createdOn, self.time) = (payments, createdOn, time)
    (self.sender, self.receiver) = (sender, receiver)
  }

  /// The exact bytes of the file. Throws everything that the format or the bank cannot carry; a
  /// fault's line is the payment's place in `payments` from 1. `file` is the name for messages.
  public func bytes(
    page: CodePage = .windows1251, file: String = "1c_to_kl.txt"
  ) throws(InputFaults) -> [UInt8] {
    var lines = ClientBankText(page: page, log: FaultLog(file: file))
    let dates = payments.map(\.date)
    lines.addHeader(
      sender: sender, receiver: receiver, createdOn: createdOn, time: time,
      from: dates.min() ?? createdOn, to: dates.max() ?? createdOn)
    var accounts: Set<String> = []
    for payment in payments where accounts.insert(payment.payer.account).inserted {
      lines.add("РасчСчет", payment.payer.account)
    }
    lines.add("Документ", "Платежное поручение")
    var firstPlaces: [[String]: Int] = [:]
    for (offset, payment) in payments.enumerated() {
      lines.item = offset + 1
      let key = [String(payment.number), payment.date.iso, payment.payer.account]
      if let first = firstPlaces.updateValue(offset + 1, forKey: key) {
        lines.log.add(
          .statement(.duplicatePayment(first: first)), line: offset + 1, column: "Номер",
          value: String(payment.number))
      }
      payment.write(to: &lines)
    }
    lines.add(ClientBankText.fileEnd)
    try lines.log.throwIfAny()
    return lines.bytes
  }
}

extension ClientBankOrder {
  fileprivate func write(to lines: inout ClientBankText) {
    lines.add(ClientBankText.documentStart, "Платежное поручение")
    if (1...PaymentName.numberLimit).contains(number) {
      lines.add("Номер", String(number))
    } else {
      lines.refuse(
        .notANumber(minimum: 1, maximum: PaymentName.numberLimit), "Номер", String(number))
    }
    lines.add("Дата", date.russian)
    if amount > .zero && amount.isWithinLimit {
      lines.add("Сумма", amount.decimal)
    } else {
      lines.refuse(
        amount > .zero ? .amount(.tooLarge) : .notPositive, "Сумма", amount.decimal)
    }
    payer.write(to: &lines, as: "Плательщик")
    payee.write(to: &lines, as: "Получатель")
    lines.add("ВидПлатежа", "Электронно")
    lines.add("ВидОплаты", "01")
    lines.add("Код", "0")
    if purpose.isEmpty { lines.refuse(.empty, "НазначениеПлатежа", purpose) }
    lines.add("НазначениеПлатежа", purpose, limit: Self.purposeLimit)
    lines.add("НазначениеПлатежа1", purpose, limit: Self.purposeLimit)
    writeBudgetFields(to: &lines)
    lines.add("Очередность", "5")
    lines.add(ClientBankText.documentEnd)
  }

  /// Fields 101 to 109: all of them for a payee with the treasury, else the two КПП only.
  private func writeBudgetFields(to lines: inout ClientBankText) {
    let isBudget = payee.isOfTreasury
    if isBudget { lines.add("СтатусСоставителя", "08") }
    for (key, party) in [("ПлательщикКПП", payer), ("ПолучательКПП", payee)] {
      if let kpp = party.kpp {
        lines.add(key, kpp, .kpp, Requisites.isKPP)
      } else {
        lines.add(key, isBudget ? "0" : "")
      }
    }
    guard isBudget else { return }
    lines.add("ПоказательКБК", kbk ?? "0", .kbk) { $0 == "0" || Requisites.isKBK($0) }
    lines.add("ОКАТО", oktmo ?? "0", .oktmo) { $0 == "0" || Requisites.isOKTMO($0) }
    for key in ["ПоказательОснования", "ПоказательПериода", "ПоказательНомера", "ПоказательДаты"] {
      lines.add(key, "0")
    }
  }
}

extension BankParty {
  fileprivate func write(to lines: inout ClientBankText, as role: String) {
    let name = nameInOrder
    lines.add("\(role)Счет", account, .account, Requisites.isAccountNumber)
    lines.add(role, "ИНН \(inn) \(name)")
    lines.add("\(role)ИНН", inn, .inn, ClientBankText.isINN)
    if self.name.isEmpty { lines.refuse(.empty, "\(role)1", name) }
    lines.add("\(role)1", cutName(to: ClientBankOrder.nameLimit, lines.length))
    lines.add("\(role)РасчСчет", account)
    lines.add("\(role)Банк1", bankAndCity.bank)
    lines.add("\(role)Банк2", bankAndCity.city)
    lines.add("\(role)БИК", bic, .bic, Requisites.isBIC)
    lines.add("\(role)Корсчет", correspondentAccount ?? "", .correspondentAccount) {
      $0.isEmpty || Requisites.isAccountNumber($0)
    }
  }
}
