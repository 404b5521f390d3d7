import LedgerCore

/// A program for plain-text accounting, and how it wants its files written. Amounts stand on the
/// debit side: debits above zero, credits below.
public enum PlainTextDialect: String, CaseIterable, Sendable {
  case hledger, ledger, beancount

  /// A transaction's line: an account's name and what it is debited.
  public typealias Line = (account: String, amount: Money)

  /// What stands at the top. `remarks` say what the file is.
  public func header(remarks: [String]) -> String {
    let directives =
      switch self {
      case .hledger: "decimal-mark .\ncommodity 1000.00 RUB\n"
      case .ledger: "commodity RUB\n    format 1000.00 RUB\ntag entry-hash\ntag recorded-at\n"
      case .beancount:
        """
        option "operating_currency" "RUB"
        option "inferred_tolerance_default" "RUB:0"
        option "inferred_tolerance_multiplier" "0"

        """
      }
    return remarks.map { "; \($0)\n" }.joined() + "\n" + directives + "\n"
  }

  /// Declares an account, which strict checks demand. `day` is that of the first transaction.
  public func declaration(_ account: PlainTextAccount, on day: CalendarDate) -> String {
    switch self {
    case .hledger: "account \(account.name)  ; \(account.origin)\n"
    case .ledger: "account \(account.name)\n    note \(account.origin)\n"
    case .beancount:
      "\(day.iso) open \(account.name) RUB\n  account: \"\(account.origin)\"\n"
    }
  }

  /// The head of the transaction that an entry is in one of our ledgers.
  public func head(
    entry: UInt64, kind: String, ledger: String, on day: CalendarDate, hash: String,
    recordedAt: Timestamp
  ) -> String {
    switch self {
    case .hledger, .ledger:
      """

      \(day.iso) * (\(entry)) \(kind) | \(ledger)
          ; entry-hash: \(hash)
          ; recorded-at: \(recordedAt.iso)

      """
    case .beancount:
      """

      \(day.iso) * "\(kind)" #\(ledger) ^entry-\(entry)
        entry-hash: "\(hash)"
        recorded-at: "\(recordedAt.iso)"

      """
    }
  }

  /// The head of the transaction with the balances that a period begins with.
  public func openingHead(ledger: String, on day: CalendarDate) -> String {
    switch self {
    case .hledger, .ledger: "\n\(day.iso) * opening balances | \(ledger)\n"
    case .beancount: "\n\(day.iso) * \"opening balances\" #\(ledger)\n"
    }
  }

  /// A line below a head.
  public func line(_ account: String, _ amount: Money) -> String {
    "\(indent)\(account)\(Self.gap(after: account))\(amount.decimal) RUB\n"
  }

  /// What comes before the assertions on the balances of one of our ledgers.
  public func assertionHead(ledger: String, on day: CalendarDate) -> String {
    switch self {
    case .hledger, .ledger: "\n\(day.iso) * balances asserted | \(ledger)\n"
    case .beancount: "\n; balances asserted: \(ledger)\n"
    }
  }

  /// Makes the program prove that the account stands at `balance` at the end of `day`, to the
  /// kopeck. Beancount looks at the beginning of a day, and so at that of the next.
  public func assertion(_ account: String, _ balance: Money, on day: CalendarDate) -> String {
    switch self {
    case .hledger, .ledger:
      "\(indent)\(account)\(Self.gap(after: account))0.00 RUB = \(balance.decimal) RUB\n"
    case .beancount:
      "\(day.adding(days: 1).iso) balance \(account)\(Self.gap(after: account))"
        + "\(balance.decimal) ~ 0 RUB\n"
    }
  }

  private var indent: String { self == .beancount ? "  " : "    " }

  /// Amounts stand below each other after names of usual length.
  private static func gap(after account: String) -> String {
    String(repeating: " ", count: max(2, 48 - account.unicodeScalars.count))
  }
}
