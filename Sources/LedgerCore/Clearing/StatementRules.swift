extension Books {
  /// Enters a bank statement and books what it proves: debits first, then credits. Nothing is
  /// guessed: what matches nothing is listed.
  mutating func importStatement(_ statement: BankStatement) throws(Refusals) -> Outcome {
    do throws(RuleFault) {
      guard let payer = payer(ofAccount: statement.account) else {
        throw RuleFault(.unknownAccount, statement.account)
      }
      try checkSums(statement)
      let rows = try enterDays(statement, payer: payer)
      var outcomes = [LineOutcome?](repeating: nil, count: statement.lines.count)
      let byNumber = paymentsByNumber(account: statement.account)
      for side in [StatementSide.debit, .credit] {
        for (index, line) in statement.lines.enumerated() where line.side == side {
          guard statementRows[rows[index]].kind == .listed else {
            outcomes[index] = LineOutcome(kind: .bookedBefore)
            continue
          }
          let outcome =
            side == .debit
            ? try book(debit: line, row: rows[index], byNumber)
            : try book(credit: line, row: rows[index], payer, statement)
          note(outcome, row: rows[index], line: index)
          outcomes[index] = outcome
        }
      }
      return Outcome(results: .statement(outcomes.compactMap { $0 }))
    } catch {
      throw Refusals(error)
    }
  }

  /// Whose account it is, or was when payments were sent from it or statements of it imported: a
  /// payer may change its account while the old one is still answered.
  public func payer(ofAccount account: String) -> Int? {
    if let row = payers.rows.firstIndex(where: { $0.details.account == account }) { return row }
    if let day = statementDays.rows.first(where: { $0.account == account }) { return day.payer }
    let payment = payments.rows.first { $0.order.payer.account == account }
    return payment.map { orders[agreements[$0.agreement].order].payer }
  }

  private func checkSums(_ statement: BankStatement) throws(RuleFault) {
    var closing = statement.opening
    var day = statement.from
    for line in statement.lines {
      guard line.bookedOn >= day, line.bookedOn <= statement.to else {
        throw RuleFault(.statementDay, line.bookedOn.iso)
      }
      day = line.bookedOn
      closing = line.side == .credit ? closing + line.amount : closing - line.amount
    }
    guard closing == statement.closing else {
      throw RuleFault(
        .statementSums, statement.account, have: closing, need: statement.closing)
    }
  }

  /// Enters every day of the statement, new or seen before, and gives the row of each line.
  private mutating func enterDays(
    _ statement: BankStatement, payer: Int
  ) throws(RuleFault) -> [Int] {
    var rows: [Int] = []
    var balance = statement.opening
    var next = 0
    var day = statement.from
    while day <= statement.to {
      let first = next
      while next < statement.lines.count, statement.lines[next].bookedOn == day { next += 1 }
      let lines = Array(statement.lines[first..<next])
      let closing = lines.reduce(balance) {
        $1.side == .credit ? $0 + $1.amount : $0 - $1.amount
      }
      let known = statementDays.rows.first { $0.account == statement.account && $0.day == day }
      if let known {
        rows += try match(lines, known, opening: balance)
      } else {
        rows += try enter(
          lines, day, (balance, closing), account: statement.account, payer: payer)
      }
      balance = closing
      day = day.adding(days: 1)
    }
    try checkNext(statement)
    return rows
  }

  /// A day that comes again must have identical lines, in whatever order.
  private func match(
    _ lines: [StatementLine], _ known: StatementDay, opening: Money
  ) throws(RuleFault) -> [Int] {
    // Of equal lines the first come first, whatever the sorting does with them.
    let sortedRows = known.rows.sorted {
      (statementRows[$0].line, $0) < (statementRows[$1].line, $1)
    }
    let sortedLines = lines.indices.sorted { (lines[$0], $0) < (lines[$1], $1) }
    guard known.opening == opening,
      sortedRows.map({ statementRows[$0].line }) == sortedLines.map({ lines[$0] })
    else { throw RuleFault(.statementDiffers, known.day.iso) }
    var rows = [Int](repeating: 0, count: lines.count)
    for (row, line) in zip(sortedRows, sortedLines) { rows[line] = row }
    return rows
  }

  /// Balances chain: a new day opens with what the day before it closed with.
  private mutating func enter(
    _ lines: [StatementLine], _ day: CalendarDate, _ balance: (opening: Money, closing: Money),
    account: String, payer: Int
  ) throws(RuleFault) -> [Int] {
    let before = statementDays.rows.filter { $0.account == account && $0.day < day }
      .max { $0.day < $1.day }
    if let before, before.closing != balance.opening {
      throw RuleFault(.statementGap, day.iso, have: balance.opening, need: before.closing)
    }
    let first = statementRows.count
    for line in lines {
      statementRows.append(
        StatementRow(line: line, entry: nextEntry, number: 0, kind: .listed))
    }
    statementDays.append(
      StatementDay(
        payer: payer, account: account, day: day, opening: balance.opening,
        closing: balance.closing, rows: first..<statementRows.count))
    return Array(first..<statementRows.count)
  }

  /// A statement that comes late closes with what the next known day opened with, however far off.
  private func checkNext(_ statement: BankStatement) throws(RuleFault) {
    let after = statementDays.rows.filter {
      $0.account == statement.account && $0.day > statement.to
    }.min { $0.day < $1.day }
    if let after, after.opening != statement.closing {
      throw RuleFault(
        .statementGap, after.day.iso, have: statement.closing, need: after.opening)
    }
  }

  private mutating func note(_ outcome: LineOutcome, row: Int, line: Int) {
    let entry = nextEntry
    statementRows.update(row) {
      $0.kind = outcome.kind
      $0.entry = entry
      $0.number = UInt32(line + 1)
    }
  }
}

extension StatementLine: Comparable {
  /// Any fixed order that tells different lines apart.
  public static func < (a: StatementLine, b: StatementLine) -> Bool {
    if a.side != b.side { return a.side.rawValue < b.side.rawValue }
    if a.amount != b.amount { return a.amount < b.amount }
    if a.date != b.date { return a.date < b.date }
    if a.bookedOn != b.bookedOn { return a.bookedOn < b.bookedOn }
    return (a.number, a.counterpartyINN, a.counterpartyAccount, a.purpose)
      < (b.number, b.counterpartyINN, b.counterpartyAccount, b.purpose)
  }
}
