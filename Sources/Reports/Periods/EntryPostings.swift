import LedgerCore

/// What reports over time need of an entry.
public struct EntryPostings: Sendable {
  public let entry: UInt64
  public let kind: DocumentKind
  public let effectiveDate: CalendarDate
  public let recordedAt: Timestamp
  public let postings: [Posting]

  public init(
    entry: UInt64, kind: DocumentKind, effectiveDate: CalendarDate, recordedAt: Timestamp,
    postings: [Posting]
  ) {
    self.entry = entry
    self.kind = kind
    self.effectiveDate = effectiveDate
    self.recordedAt = recordedAt
    self.postings = postings
  }
}

/// Hands over every entry of the journal, in order, one at a time; throws when it cannot be read, and
/// what `body` throws.
public typealias EntryStream = (_ body: (EntryPostings) throws -> Void) throws -> Void

/// Balances added up from postings, on the normal side of each account.
public struct PostedBalances: Sendable {
  private let accounts: Accounts
  private var balances: [Int64]

  /// Every balance is zero. `accounts` are those of books that know all accounts posted to.
  public init(_ accounts: Accounts) {
    self.accounts = accounts
    balances = [Int64](repeating: 0, count: accounts.count)
  }

  /// Those with an effective date up to `day`: what `--as-of` shows.
  public init(_ accounts: Accounts, asOf day: CalendarDate, entries: EntryStream) throws {
    var sum = PostedBalances(accounts)
    try entries { if $0.effectiveDate <= day { sum.add($0.postings) } }
    self = sum
  }

  public mutating func add(_ postings: [Posting]) {
    for posting in postings {
      add(posting.amount, debited: true, posting.debit)
      add(posting.amount, debited: false, posting.credit)
    }
  }

  public subscript(account: AccountIndex) -> Money { Money(kopecks: balances[Int(account)]) }

  mutating func add(_ amount: Money, debited: Bool, _ account: AccountIndex) {
    let isIncrease = accounts.kind(account).isDebitNormal == debited
    balances[Int(account)] += isIncrease ? amount.kopecks : -amount.kopecks
  }
}

/// Opening balances and turnovers of all accounts over a period of effective dates.
struct Turnovers {
  let period: Period
  private(set) var opening: PostedBalances
  private(set) var debits: [Int64]
  private(set) var credits: [Int64]

  init(_ accounts: Accounts, _ period: Period) {
    self.period = period
    opening = PostedBalances(accounts)
    debits = [Int64](repeating: 0, count: accounts.count)
    credits = debits
  }

  mutating func add(_ entry: EntryPostings) {
    if period.isAfter(entry.effectiveDate) { return opening.add(entry.postings) }
    guard period.contains(entry.effectiveDate) else { return }
    for posting in entry.postings {
      debits[Int(posting.debit)] += posting.amount.kopecks
      credits[Int(posting.credit)] += posting.amount.kopecks
    }
  }

  func debit(_ account: AccountIndex) -> Money { Money(kopecks: debits[Int(account)]) }
  func credit(_ account: AccountIndex) -> Money { Money(kopecks: credits[Int(account)]) }
}

/// Days from one to another, both included; nil for no border.
public struct Period: Hashable, Sendable {
  public let from: CalendarDate?
  public let to: CalendarDate?

  public init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether the period begins after `day`.
  func isAfter(_ day: CalendarDate) -> Bool { from.map { day < $0 } ?? false }

  public func contains(_ day: CalendarDate) -> Bool {
    !isAfter(day) && to.map { day <= $0 } ?? true
  }

  var members: JSONObject { ["from": .date(from), "to": .date(to)] }
}

extension Books {
  func name(of account: AccountIndex) -> JSONValue {
    .string(accounts.kind(account).name)
  }
}
