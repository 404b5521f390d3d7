import LedgerCore

/// Opening balance, turnover and closing balance, debits and credits apart. The balances of single
/// accounts are not set off against each other.
private struct TrialSums {
  var openingDebit = Money.zero
  var openingCredit = Money.zero
  var debit = Money.zero
  var credit = Money.zero
  var closingDebit = Money.zero
  var closingCredit = Money.zero

  /// `opening` is debits less credits.
  mutating func add(opening: Money, debit: Money, credit: Money) {
    let closing = opening + debit - credit
    openingDebit += max(opening, .zero)
    openingCredit += max(.zero - opening, .zero)
    self.debit += debit
    self.credit += credit
    closingDebit += max(closing, .zero)
    closingCredit += max(.zero - closing, .zero)
  }

  var isIdle: Bool {
    [openingDebit, openingCredit, debit, credit].allSatisfy { $0 == .zero }
  }

  var members: JSONObject {
    [
      "opening_debit": .amount(openingDebit), "opening_credit": .amount(openingCredit),
      "turnover_debit": .amount(debit), "turnover_credit": .amount(credit),
      "closing_debit": .amount(closingDebit), "closing_credit": .amount(closingCredit),
    ]
  }
}

extension PeriodReports {
  private static let sumColumns = [
    "opening_debit", "opening_credit", "turnover_debit", "turnover_credit", "closing_debit",
    "closing_credit",
  ]

  /// The trial balance (оборотно-сальдовая ведомость) by kind of account, or by kind and owner.
  /// In each ledger's totals, debits equal credits. Accounts without balance and turnover are left
  /// out.
  public func trialBalance(byOwner: Bool, entries: EntryStream) throws -> Report {
    var turnovers = Turnovers(books.accounts, period)
    try entries { turnovers.add($0) }
    var totals = [TrialSums](repeating: TrialSums(), count: LedgerName.allCases.count)
    var kinds = [AccountKind: TrialSums]()
    var accounts = [AccountKind: [JSONObject]]()
    for account in AccountIndex(0)..<AccountIndex(books.accounts.count) {
      let kind = books.accounts.kind(account)
      let normal = turnovers.opening[account]
      let opening = kind.isDebitNormal ? normal : .zero - normal
      let debit = turnovers.debit(account)
      let credit = turnovers.credit(account)
      totals[Int(kind.ledger.rawValue)].add(opening: opening, debit: debit, credit: credit)
      kinds[kind, default: TrialSums()].add(opening: opening, debit: debit, credit: credit)
      guard byOwner else { continue }
      var sums = TrialSums()
      sums.add(opening: opening, debit: debit, credit: credit)
      guard !sums.isIdle else { continue }
      let owner: JSONObject = ["owner": .number(books.ownerNumber(account))]
      accounts[kind, default: []].append(head(kind) + owner + sums.members)
    }
    let rows = AccountKind.allCases.flatMap { kind -> [JSONObject] in
      if byOwner { return accounts[kind] ?? [] }
      guard let sums = kinds[kind], !sums.isIdle else { return [] }
      return [head(kind) + sums.members]
    }
    let sums = LedgerName.allCases.map { ledger -> JSONObject in
      ["ledger": .string(ledger.name)] + totals[Int(ledger.rawValue)].members
    }
    let columns = ["ledger", "account"] + (byOwner ? ["owner"] : []) + Self.sumColumns
    return Report(
      .trialBalance,
      period.members + ["accounts": .objects(rows), "totals": .objects(sums)],
      detail: .init(key: "accounts", columns: columns, standsAlone: true))
  }

  private func head(_ kind: AccountKind) -> JSONObject {
    ["ledger": .string(kind.ledger.name), "account": .string(kind.name)]
  }
}
