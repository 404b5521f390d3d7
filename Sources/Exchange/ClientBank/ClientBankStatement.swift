import LedgerCore

/// One side of a booked line, as the bank names it.
public struct StatementParty: Hashable, Sendable {
  /// At most 34 digits and Latin letters; empty when the bank gives no such account.
  public var account: String
  /// Nil when the bank gives none of 10 or 12 digits; not judged by its check digits.
  public var inn: String?
  public var name: String
  public var bic: String?

  public init(account: String, inn: String?, name: String, bic: String? = nil) {
    (self.account, self.inn, self.name, self.bic) = (account, inn, name, bic)
  }
}

/// One booked line of a statement.
public struct ClientBankLine: Hashable, Sendable {
  public enum Direction: String, Hashable, Sendable {
    /// Money left the account.
    case debit
    /// Money came in.
    case credit
  }

  /// Bytes of a document's number; banks write at most a few digits, and what is longer is cut.
  public static let numberLimit = 24

  /// The line of the file where its section begins.
  public var line: Int
  public var direction: Direction
  /// When the bank booked it; not the date of the order.
  public var bookedOn: CalendarDate
  /// The kind of document, as the bank names it.
  public var kind: String
  public var number: String
  public var date: CalendarDate
  public var amount: Money
  public var payer: StatementParty
  public var payee: StatementParty
  public var purpose: String

  public init(
    line: Int = 0, direction: Direction, bookedOn: CalendarDate,
    kind: String = "Платежное поручение", number: String, date: CalendarDate, amount: Money,
    payer: StatementParty, payee: StatementParty, purpose: String
  ) {
    (self.line, self.direction, self.bookedOn) = (line, direction, bookedOn)
    (self.kind, self.number, self.date, self.amount) = (kind, number, date, amount)
    (self.payer, self.payee, self.purpose) = (payer, payee, purpose)
  }
}

/// What happened on one account in a run of days: opening + credits − debits = closing.
public struct StatementOfAccount: Hashable, Sendable {
  public static let lineLimit = 65_536

  public var account: String
  public var from: CalendarDate
  public var to: CalendarDate
  public var opening: Money
  public var closing: Money
  /// In the order of the file.
  public var lines: [ClientBankLine]

  public init(
    account: String, from: CalendarDate, to: CalendarDate, opening: Money, closing: Money,
    lines: [ClientBankLine]
  ) {
    (self.account, self.from, self.to) = (account, from, to)
    (self.opening, self.closing, self.lines) = (opening, closing, lines)
  }

  public func total(_ direction: ClientBankLine.Direction) -> Money {
    lines.reduce(.zero) { $1.direction == direction ? $0 + $1.amount : $0 }
  }
}

/// A statement from the bank: a file of 1CClientBankExchange (`kl_to_1c.txt`), in Windows-1251,
/// CP866 or UTF-8. Several sections of one account, such as one for each day, are joined.
public struct ClientBankStatement: Hashable, Sendable {
  /// In the order in which the file first names them.
  public let accounts: [StatementOfAccount]

  /// Throws everything that is wrong; a statement with a fault is of no use. `file` is the name
  /// for messages.
  public static func read(_ bytes: [UInt8], file: String) throws(InputFaults) -> ClientBankStatement
  {
    let log = FaultLog(file: file)
    var accounts: [StatementOfAccount] = []
    if let sections = ClientBankSections(bytes, log: log) {
      accounts = StatementReader(sections: sections, log: log).accounts()
    }
    try log.throwIfAny()
    return ClientBankStatement(accounts: accounts)
  }

  /// Refuses statements that run beyond `day`, on which they are to take effect: what the bank will
  /// do it cannot know, and days once entered stay.
  public static func checkEnd(
    of accounts: [StatementOfAccount], by day: CalendarDate, file: String
  ) throws(InputFaults) {
    let log = FaultLog(file: file)
    for account in accounts where account.to > day {
      log.add(
        .statement(.early(day: day)), line: 0, column: "ДатаКонца", value: account.to.russian)
    }
    try log.throwIfAny()
  }
}
