import LedgerCore

/// Makes statements of accounts from sections.
struct StatementReader {
  private struct Balances {
    let section: ClientBankSection
    let account: String
    let from: CalendarDate
    let to: CalendarDate
    let opening: Money
    let received: Money?
    let spent: Money?
    let closing: Money
  }

  private let sections: ClientBankSections
  private let sectionCounts: [String: Int]
  private let log: FaultLog

  init(sections: ClientBankSections, log: FaultLog) {
    self.sections = sections
    self.log = log
    sectionCounts = sections.accounts.reduce(into: [:]) { counts, section in
      counts[section.text("РасчСчет") ?? "", default: 0] += 1
    }
  }

  func accounts() -> [StatementOfAccount] {
    guard !sections.accounts.isEmpty else {
      log.add(.statement(.noAccountSection), line: 0)
      return []
    }
    var order: [String] = []
    var balances: [String: [Balances]] = [:]
    for section in sections.accounts {
      guard let read = self.balances(section) else { continue }
      if balances[read.account] == nil { order.append(read.account) }
      balances[read.account, default: []].append(read)
      guard balances[read.account, default: []].count <= StatementOfAccount.lineLimit else {
        log.add(
          .statement(.tooManyLines(limit: StatementOfAccount.lineLimit)), line: section.line)
        return []
      }
    }
    let faults = log.total
    let lines = self.lines(of: Set(sections.accounts.compactMap { $0.text("РасчСчет") }))
    // Sums without the documents that cannot be read would be told as wrong, too.
    let isWhole = log.total == faults
    return order.compactMap { account in
      join(balances[account] ?? [], lines: lines[account] ?? [], isWhole: isWhole)
    }
  }

  private func balances(_ section: ClientBankSection) -> Balances? {
    let reader = SectionReader(section: section, log: log)
    let account = reader.required("РасчСчет")
    if let account, !Requisites.isAccountNumber(account) {
      reader.fault(.statement(.account), "РасчСчет")
      return nil
    }
    let from = reader.date("ДатаНачала")
    let opening = reader.balance("НачальныйОстаток")
    let received = reader.optionalMoney("ВсегоПоступило")
    let spent = reader.optionalMoney("ВсегоСписано")
    var closing = reader.optionalBalance("КонечныйОстаток")
    guard let account, let from, let opening, reader.isSound else { return nil }
    guard let to = lastDay(section, account, from, reader) else { return nil }
    if let received, let spent {
      let expected = opening + received - spent
      if let closing, closing != expected {
        let fault = StatementFault.balance(expected: expected, found: closing)
        reader.fault(.statement(fault), "КонечныйОстаток")
      }
      closing = closing ?? expected
    }
    guard let closing else {
      reader.fault(.statement(.missingKey), "КонечныйОстаток")
      return nil
    }
    return Balances(
      section: section, account: account, from: from, to: to, opening: opening,
      received: received, spent: spent, closing: closing)
  }

  /// A section without its last day is of one day, unless it is the account's only one: then the
  /// header says.
  private func lastDay(
    _ section: ClientBankSection, _ account: String, _ from: CalendarDate, _ reader: SectionReader
  ) -> CalendarDate? {
    var last = from
    if section.text("ДатаКонца") != nil {
      guard let date = reader.date("ДатаКонца") else { return nil }
      last = date
    } else if sections.header.text("ДатаКонца") != nil,
      sectionCounts[account] == 1
    {
      let header = SectionReader(section: sections.header, log: log)
      guard let date = header.date("ДатаКонца") else { return nil }
      last = date
    }
    guard last >= from else {
      reader.fault(.value(.endBeforeStart), "ДатаКонца")
      return nil
    }
    return last
  }

  private func lines(of accounts: Set<String>) -> [String: [ClientBankLine]] {
    var lines: [String: [ClientBankLine]] = [:]
    for section in sections.documents {
      for (account, line) in documentLines(section, accounts) {
        lines[account, default: []].append(line)
        if lines[account, default: []].count == StatementOfAccount.lineLimit + 1 {
          log.add(
            .statement(.tooManyLines(limit: StatementOfAccount.lineLimit)), line: section.line)
          return [:]
        }
      }
    }
    return lines
  }

  /// One line, or two when money went from one account of the file to another.
  private func documentLines(
    _ section: ClientBankSection, _ accounts: Set<String>
  ) -> [(account: String, line: ClientBankLine)] {
    guard case .document(let kind) = section.kind else { return [] }
    let reader = SectionReader(section: section, log: log)
    let date = reader.date("Дата")
    let amount = reader.money("Сумма")
    if amount == .zero { reader.fault(.value(.notPositive), "Сумма") }
    if section.values["Номер"] == nil { reader.fault(.statement(.missingKey), "Номер") }
    let spentOn = reader.optionalDate("ДатаСписано")
    let receivedOn = reader.optionalDate("ДатаПоступило")
    let paying = reader.own("Плательщик", accounts)
    let paid = reader.own("Получатель", accounts)
    if paying == nil && paid == nil {
      reader.fault(.statement(.foreignDocument), "ПлательщикСчет")
    }
    guard let date, let amount, reader.isSound else { return [] }
    func line(_ direction: ClientBankLine.Direction, _ bookedOn: CalendarDate) -> ClientBankLine {
      ClientBankLine(
        line: section.line, direction: direction, bookedOn: bookedOn,
        kind: StatementText.ruled(kind),
        number: StatementText.ruled(section.text("Номер") ?? "", limit: ClientBankLine.numberLimit),
        date: date, amount: amount, payer: reader.party("Плательщик"),
        payee: reader.party("Получатель"), purpose: reader.purpose)
    }
    var lines: [(account: String, line: ClientBankLine)] = []
    if let paying, let spentOn { lines.append((paying, line(.debit, spentOn))) }
    if let paid, let receivedOn { lines.append((paid, line(.credit, receivedOn))) }
    if lines.isEmpty {
      reader.fault(.statement(.notBooked), paying == nil ? "ДатаПоступило" : "ДатаСписано")
    }
    return lines
  }

  private func join(
    _ balances: [Balances], lines: [ClientBankLine], isWhole: Bool
  ) -> StatementOfAccount? {
    let sorted = balances.sorted { ($0.from, $0.section.line) < ($1.from, $1.section.line) }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) {
      if later.from <= earlier.to {
        fault(.overlap, "ДатаНачала", in: later)
      }
      if later.opening != earlier.closing {
        fault(
          .chain(expected: earlier.closing, found: later.opening), "НачальныйОстаток", in: later)
      }
    }
    let statement = StatementOfAccount(
      account: first.account, from: first.from, to: last.to, opening: first.opening,
      closing: last.closing, lines: lines)
    for line in lines where line.bookedOn < statement.from || line.bookedOn > statement.to {
      log.add(
        .statement(.outsideThePeriod), line: line.line, value: line.bookedOn.russian)
    }
    if isWhole { judge(statement, sorted) }
    return statement
  }

  private func judge(_ statement: StatementOfAccount, _ balances: [Balances]) {
    let turnovers: [(ClientBankLine.Direction, [Money?], String)] = [
      (.credit, balances.map(\.received), "ВсегоПоступило"),
      (.debit, balances.map(\.spent), "ВсегоСписано"),
    ]
    var isJudged = true
    for (direction, amounts, key) in turnovers {
      let known = amounts.compactMap(\.self)
      guard known.count == amounts.count else {
        isJudged = false
        continue
      }
      let expected = known.reduce(.zero, +)
      let found = statement.total(direction)
      if expected != found {
        fault(.turnover(expected: expected, found: found), key, in: balances[0])
      }
    }
    let expected = statement.opening + statement.total(.credit) - statement.total(.debit)
    if !isJudged && expected != statement.closing {
      fault(
        .balance(expected: expected, found: statement.closing), "КонечныйОстаток", in: balances[0])
    }
  }

  /// At the line of the key.
  private func fault(_ fault: StatementFault, _ key: String, in balances: Balances) {
    SectionReader(section: balances.section, log: log).fault(.statement(fault), key)
  }
}
