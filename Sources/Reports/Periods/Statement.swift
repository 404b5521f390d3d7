import LedgerCore

extension PeriodReports {
  private static let lineColumns = [
    "entry", "effective_date", "recorded_at", "kind", "account", "owner", "counter_account",
    "counter_owner", "debit", "credit", "balance",
  ]

  /// One side of a posting, before its running balance is known.
  private struct Movement {
    let entry: EntryPostings
    let posting: Int
    let account: AccountIndex
    let counter: AccountIndex
    let amount: Money
    let isDebit: Bool
  }

  /// The account statement (выписка): for each account the opening and closing balance and what
  /// moved it, by effective date, then entry. Balances stand on the account's normal side; the
  /// period is of effective dates. Accounts without balance and movement are left out. Nil for an
  /// unknown number.
  public func statement(
    of subject: StatementSubject, entries: EntryStream
  ) throws -> Report? {
    guard let accounts = accounts(of: subject) else { return nil }
    var isOurs = [Bool](repeating: false, count: books.accounts.count)
    for account in accounts { isOurs[Int(account)] = true }
    var turnovers = Turnovers(books.accounts, period)
    var movements: [Movement] = []
    try entries { entry in
      turnovers.add(entry)
      guard period.contains(entry.effectiveDate) else { return }
      for (position, posting) in entry.postings.enumerated() {
        for isDebit in [true, false] {
          let account = isDebit ? posting.debit : posting.credit
          guard isOurs[Int(account)] else { continue }
          let counter = isDebit ? posting.credit : posting.debit
          movements.append(
            Movement(
              entry: entry, posting: position, account: account, counter: counter,
              amount: posting.amount, isDebit: isDebit))
        }
      }
    }
    // Entries come in order, but their effective dates need not.
    movements.sort {
      ($0.entry.effectiveDate, $0.entry.entry, $0.posting, $0.isDebit ? 0 : 1)
        < ($1.entry.effectiveDate, $1.entry.entry, $1.posting, $1.isDebit ? 0 : 1)
    }
    var balances = turnovers.opening
    let lines = movements.map { line(of: $0, &balances) }
    let sums = accounts.compactMap { sum(of: $0, turnovers, balances) }
    let object =
      subject.member + period.members
      + ["accounts": .objects(sums), "lines": .objects(lines)]
    return Report(
      .statement, object, detail: .init(key: "lines", columns: Self.lineColumns, standsAlone: true))
  }

  private func line(of movement: Movement, _ balances: inout PostedBalances) -> JSONObject {
    balances.add(movement.amount, debited: movement.isDebit, movement.account)
    return [
      "entry": .integer(movement.entry.entry),
      "effective_date": .date(movement.entry.effectiveDate),
      "recorded_at": .moment(movement.entry.recordedAt),
      "kind": .string(movement.entry.kind.name), "account": books.name(of: movement.account),
      "owner": .number(books.ownerNumber(movement.account)),
      "counter_account": books.name(of: movement.counter),
      "counter_owner": .number(books.ownerNumber(movement.counter)),
      "debit": .amount(movement.isDebit ? movement.amount : nil),
      "credit": .amount(movement.isDebit ? nil : movement.amount),
      "balance": .amount(balances[movement.account]),
    ]
  }

  private func sum(
    of account: AccountIndex, _ turnovers: Turnovers, _ closing: PostedBalances
  ) -> JSONObject? {
    let debit = turnovers.debit(account)
    let credit = turnovers.credit(account)
    let opening = turnovers.opening[account]
    guard opening != .zero || debit != .zero || credit != .zero else { return nil }
    return [
      "account": books.name(of: account), "owner": .number(books.ownerNumber(account)),
      "opening": .amount(opening), "debit": .amount(debit), "credit": .amount(credit),
      "closing": .amount(closing[account]),
    ]
  }
}
