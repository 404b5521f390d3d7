import LedgerCore

@testable import Exchange

/// A bank's answer: a statement as a file of 1CClientBankExchange 1.03 (`kl_to_1c.txt`), for the
/// reader to read again.
struct StatementFile: Hashable, Sendable {
  var accounts: [StatementOfAccount]
  var createdOn: CalendarDate
  /// `18:05:00`
  var time: String
  var sender: String
  var receiver: String

  init(
    accounts: [StatementOfAccount], createdOn: CalendarDate, time: String,
    sender: String = "Bank", receiver: String = "Kazna"
  ) {
    (self.accounts, self.createdOn, self.time) = (accounts, createdOn, time)
    (self.sender, self.receiver) = (sender, receiver)
  }

  /// The exact bytes of the file. Throws what the format cannot carry, and balances that do not
  /// follow from the lines; a fault's line is the account's place from 1.
  func bytes(
    page: CodePage = .windows1251, file: String = "kl_to_1c.txt"
  ) throws(InputFaults) -> [UInt8] {
    var lines = ClientBankText(page: page, log: FaultLog(file: file))
    lines.addHeader(
      sender: sender, receiver: receiver, createdOn: createdOn, time: time,
      from: accounts.map(\.from).min() ?? createdOn, to: accounts.map(\.to).max() ?? createdOn)
    for account in accounts { lines.add("РасчСчет", account.account) }
    for (offset, account) in accounts.enumerated() {
      lines.item = offset + 1
      account.writeBalances(to: &lines)
    }
    for (offset, account) in accounts.enumerated() {
      lines.item = offset + 1
      for line in account.lines { line.write(to: &lines, of: account) }
    }
    lines.add(ClientBankText.fileEnd)
    try lines.log.throwIfAny()
    return lines.bytes
  }
}

extension StatementOfAccount {
  fileprivate func writeBalances(to lines: inout ClientBankText) {
    let expected = opening + total(.credit) - total(.debit)
    if expected != closing {
      let fault = StatementFault.balance(expected: expected, found: closing)
      lines.log.add(.statement(fault), line: lines.item, column: "КонечныйОстаток")
    }
    if from > to { lines.refuse(.endBeforeStart, "ДатаКонца", to.russian) }
    lines.add(ClientBankText.accountStart)
    lines.add("ДатаНачала", from.russian)
    lines.add("ДатаКонца", to.russian)
    lines.add("РасчСчет", account, .account, Requisites.isAccountNumber)
    let amounts = [
      ("НачальныйОстаток", opening), ("ВсегоПоступило", total(.credit)),
      ("ВсегоСписано", total(.debit)), ("КонечныйОстаток", closing),
    ]
    for (key, amount) in amounts {
      // An account may be overdrawn.
      if amount <= .limit && amount >= .zero - .limit {
        lines.add(key, amount.decimal)
      } else {
        lines.refuse(.amount(.tooLarge), key, amount.decimal)
      }
    }
    lines.add(ClientBankText.accountEnd)
  }
}

extension ClientBankLine {
  fileprivate func write(to lines: inout ClientBankText, of statement: StatementOfAccount) {
    lines.add(ClientBankText.documentStart, kind)
    lines.add("Номер", number)
    lines.add("Дата", date.russian)
    if amount > .zero && amount.isWithinLimit {
      lines.add("Сумма", amount.decimal)
    } else {
      lines.refuse(.notPositive, "Сумма", amount.decimal)
    }
    if (direction == .debit ? payer : payee).account != statement.account {
      lines.log.add(
        .statement(.foreignDocument), line: lines.item, column: "Номер", value: number)
    }
    if bookedOn < statement.from || bookedOn > statement.to {
      lines.log.add(
        .statement(.outsideThePeriod), line: lines.item, column: "Номер", value: number)
    }
    payer.write(
      to: &lines, as: "Плательщик", booked: direction == .debit ? bookedOn : nil, "ДатаСписано")
    payee.write(
      to: &lines, as: "Получатель", booked: direction == .credit ? bookedOn : nil,
      "ДатаПоступило")
    lines.add("ВидОплаты", "01")
    lines.add("НазначениеПлатежа", purpose)
    lines.add("Очередность", "5")
    lines.add(ClientBankText.documentEnd)
  }
}

extension StatementParty {
  fileprivate func write(
    to lines: inout ClientBankText, as role: String, booked: CalendarDate?, _ dateKey: String
  ) {
    lines.add("\(role)Счет", account, .account, Requisites.isAccountNumber)
    lines.add(dateKey, booked?.russian ?? "")
    lines.add(role, inn.map { "ИНН \($0) \(name)" } ?? name)
    lines.add("\(role)ИНН", inn ?? "")
    lines.add("\(role)1", name)
    lines.add("\(role)РасчСчет", account)
    lines.add("\(role)БИК", bic ?? "")
  }
}
