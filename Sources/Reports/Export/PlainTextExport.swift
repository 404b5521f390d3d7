import Exchange
import LedgerCore

/// The ledger as a file of plain-text accounting: a transaction for each entry and each of the three
/// ledgers that it touches, and at the end the balances of our books, which the program that reads
/// the file has to come to by its own sums.
///
/// With a first day, the balances of the day before come first; with a last day, the balances at
/// the end are those of that day. Days are effective dates; transactions stand in their order, those
/// of a day in the order of the journal. Accounts without balance and posting are left out.
public struct PlainTextExport {
  private let books: Books
  private let period: Period
  private let dialect: PlainTextDialect

  public init(_ books: Books, _ period: Period, _ dialect: PlainTextDialect) {
    (self.books, self.period, self.dialect) = (books, period, dialect)
  }

  /// Writes the text in pieces. Reads the entries twice; in memory are two sums for each account, and
  /// the entries that wait for later ones of an earlier day.
  public func write(
    entries: EntryStream, to sink: @escaping (String) throws -> Void
  ) throws {
    var output = TextOutput(sink)
    try output.write(dialect.header(remarks: remarks))
    let sums = try Sums(books, period, entries)
    if let days = sums.days {
      try declare(sums, on: days.opening ?? days.first, &output)
      if let day = days.opening { try open(sums, on: day, &output) }
      var order = DayOrder(books, period)
      try entries { entry in
        guard period.contains(entry.effectiveDate) else { return }
        for due in order.take(entry) { try write(due, &output) }
      }
      try assert(sums, on: days.last, &output)
    }
    try output.finish()
  }

  private var remarks: [String] {
    let days = [("from", period.from), ("to", period.to)].compactMap { word, day in
      day.map { "\(word) \($0.iso)" }
    }
    let part = days.isEmpty ? "" : ", effective \(days.joined(separator: " "))"
    return [
      "kazna, ledger \(books.ledger.hex), entries 0 to \(books.head.number)\(part)",
      "In names of accounts / stands as ǀ, and . as ǃ; Ø stands before a number that begins with",
      "neither a capital letter nor a digit.",
    ]
  }

  private func declare(_ sums: Sums, on day: CalendarDate, _ output: inout TextOutput) throws {
    if dialect == .beancount { try output.write("\(day.iso) commodity RUB\n") }
    for account in sums.used {
      try output.write(dialect.declaration(self.account(account), on: day))
    }
  }

  private func open(_ sums: Sums, on day: CalendarDate, _ output: inout TextOutput) throws {
    for ledger in LedgerName.allCases {
      let accounts = sums.used(in: ledger).filter { sums.opening($0) != .zero }
      guard !accounts.isEmpty else { continue }
      try output.write(dialect.openingHead(ledger: ledger.name, on: day))
      for account in accounts {
        try output.write(dialect.line(name(account), sums.opening(account)))
      }
    }
  }

  private func write(_ entry: EntryPostings, _ output: inout TextOutput) throws {
    for ledger in LedgerName.allCases {
      var isFirst = true
      for posting in entry.postings
      where books.accounts.kind(posting.debit).ledger == ledger {
        if isFirst {
          let head = dialect.head(
            entry: entry.entry, kind: entry.kind.name, ledger: ledger.name,
            on: entry.effectiveDate, hash: books.entries[Int(entry.entry)].hash.hex,
            recordedAt: entry.recordedAt)
          try output.write(head)
          isFirst = false
        }
        try output.write(dialect.line(name(posting.debit), posting.amount))
        try output.write(dialect.line(name(posting.credit), .zero - posting.amount))
      }
    }
  }

  private func assert(_ sums: Sums, on day: CalendarDate, _ output: inout TextOutput) throws {
    for ledger in LedgerName.allCases {
      let accounts = sums.used(in: ledger)
      guard !accounts.isEmpty else { continue }
      try output.write(dialect.assertionHead(ledger: ledger.name, on: day))
      for account in accounts {
        try output.write(dialect.assertion(name(account), sums.closing(account), on: day))
      }
    }
  }

  private func account(_ account: AccountIndex) -> PlainTextAccount {
    PlainTextAccount(
      kind: books.accounts.kind(account), owner: books.ownerNumber(account))
  }

  private func name(_ account: AccountIndex) -> String { self.account(account).name }
}

/// Puts the entries of a period in the order of their days.
private struct DayOrder {
  private let numbers: [UInt64]
  private var next = 0
  private var waiting: [UInt64: EntryPostings] = [:]

  init(_ books: Books, _ period: Period) {
    let days = books.entries.rows.map(\.effectiveDate)
    numbers = days.indices.filter { period.contains(days[$0]) }
      .sorted { (days[$0], $0) < (days[$1], $1) }.map(UInt64.init)
  }

  /// Those whose turn it is when this one has come.
  mutating func take(_ entry: EntryPostings) -> [EntryPostings] {
    waiting[entry.entry] = entry
    var due: [EntryPostings] = []
    while next < numbers.count, let entry = waiting.removeValue(forKey: numbers[next]) {
      due.append(entry)
      next += 1
    }
    return due
  }
}

/// What has to be known before the first transaction is written. All balances are debits less
/// credits.
private struct Sums {
  /// The day before the period, where it has a first day; the first and last day of the file.
  typealias Days = (opening: CalendarDate?, first: CalendarDate, last: CalendarDate)

  private let books: Books
  private let turnovers: Turnovers
  /// Nil where there is nothing to write.
  let days: Days?
  /// Accounts with a balance or a posting, in order of creation.
  let used: [AccountIndex]

  init(_ books: Books, _ period: Period, _ entries: EntryStream) throws {
    var turnovers = Turnovers(books.accounts, period)
    var span: (first: CalendarDate, last: CalendarDate)?
    try entries { entry in
      turnovers.add(entry)
      guard period.contains(entry.effectiveDate), !entry.postings.isEmpty else { return }
      let day = entry.effectiveDate
      span = span.map { (min($0.first, day), max($0.last, day)) } ?? (day, day)
    }
    self.books = books
    self.turnovers = turnovers
    used = (AccountIndex(0)..<AccountIndex(books.accounts.count)).filter {
      turnovers.opening[$0] != .zero || turnovers.debit($0) != .zero
        || turnovers.credit($0) != .zero
    }
    let opening = period.from?.adding(days: -1)
    let first = span?.first ?? opening
    let last = period.to ?? span?.last ?? opening
    if let first, let last, !used.isEmpty {
      days = (opening, first, last)
    } else {
      days = nil
    }
  }

  func used(in ledger: LedgerName) -> [AccountIndex] {
    used.filter { books.accounts.kind($0).ledger == ledger }
  }

  func opening(_ account: AccountIndex) -> Money {
    onDebitSide(turnovers.opening[account], account)
  }

  /// Without a last day it is the balance that the books hold themselves, summed up by nobody here.
  func closing(_ account: AccountIndex) -> Money {
    if turnovers.period.to == nil {
      return onDebitSide(books.accounts.balance(account), account)
    }
    return opening(account) + turnovers.debit(account) - turnovers.credit(account)
  }

  private func onDebitSide(_ balance: Money, _ account: AccountIndex) -> Money {
    books.accounts.kind(account).isDebitNormal ? balance : .zero - balance
  }
}
