/// The three ledgers. A document's postings balance inside each of them.
public enum LedgerName: UInt8, CaseIterable, Sendable {
  case funds, settlement, limit

  public var name: String {
    switch self {
    case .funds: "funds"
    case .settlement: "settlement"
    case .limit: "limit"
    }
  }
}

/// The kinds of account. Raw values stand in snapshots and never change.
public enum AccountKind: UInt8, CaseIterable, Sendable {
  case fundsApproved = 1
  case fundsUnallocated = 2
  case fundsAvailable = 3
  case fundsReserved = 4
  case fundsCommitted = 5
  case fundsAccepted = 6
  case fundsExecuted = 7
  case fundsLapsed = 8
  case settlementCash = 20
  case settlementExpense = 21
  case settlementRevenue = 22
  case settlementAdvance = 23
  case settlementPayable = 24
  case settlementTransit = 25
  case settlementRefund = 26
  case settlementUnidentified = 27
  case limitTotal = 40
  case limitFree = 41
  case limitUsed = 42

  public var ledger: LedgerName {
    switch rawValue {
    case ..<20: .funds
    case ..<40: .settlement
    default: .limit
    }
  }

  /// Whether the account grows by debits. The balance of such an account is debits less credits;
  /// of every other one, credits less debits.
  public var isDebitNormal: Bool {
    switch self {
    case .fundsApproved, .settlementExpense, .settlementRevenue, .settlementAdvance,
      .settlementRefund, .limitTotal:
      true
    default: false
    }
  }

  /// Only a control account may fall below zero on its normal side.
  public var isControl: Bool {
    switch self {
    case .fundsApproved, .settlementCash, .settlementExpense, .settlementRevenue,
      .settlementUnidentified, .limitTotal:
      true
    default: false
    }
  }

  public var name: String {
    switch self {
    case .fundsApproved: "funds.approved"
    case .fundsUnallocated: "funds.unallocated"
    case .fundsAvailable: "funds.available"
    case .fundsReserved: "funds.reserved"
    case .fundsCommitted: "funds.committed"
    case .fundsAccepted: "funds.accepted"
    case .fundsExecuted: "funds.executed"
    case .fundsLapsed: "funds.lapsed"
    case .settlementCash: "settlement.cash"
    case .settlementExpense: "settlement.expense"
    case .settlementRevenue: "settlement.revenue"
    case .settlementAdvance: "settlement.advance"
    case .settlementPayable: "settlement.payable"
    case .settlementTransit: "settlement.transit"
    case .settlementRefund: "settlement.refund"
    case .settlementUnidentified: "settlement.unidentified"
    case .limitTotal: "limit.total"
    case .limitFree: "limit.free"
    case .limitUsed: "limit.used"
    }
  }
}

/// An account, by its order of creation.
public typealias AccountIndex = UInt32

/// Moves `amount` (above zero) from the credit account's side to the debit account's: 16 bytes in
/// the journal.
public struct Posting: Hashable, Sendable {
  public var debit: AccountIndex
  public var credit: AccountIndex
  public var amount: Money

  public init(debit: AccountIndex, credit: AccountIndex, amount: Money) {
    self.debit = debit
    self.credit = credit
    self.amount = amount
  }
}

/// One account, in a cache line's quarter: a posting reads and writes all of it.
public struct Account: PagedRow, Equatable {
  /// On the normal side, in kopecks.
  package internal(set) var balance: Int64
  /// The row of the payer, order, certificate, agreement or contract, as the kind tells.
  public let owner: UInt32
  public let kind: AccountKind
  private let groupHigh: UInt8
  private let groupLow: UInt16

  public static var pageShift: Int { 10 }

  /// How many orders there may be, and how many agreements.
  package static let groupLimit = 1 << 24

  /// `group` is below `groupLimit`.
  package init(balance: Int64, owner: UInt32, kind: AccountKind, group: Int) {
    self.balance = balance
    self.owner = owner
    self.kind = kind
    groupHigh = UInt8(group >> 16)
    groupLow = UInt16(truncatingIfNeeded: group)
  }

  /// The order of a certificate's account, the agreement of a contract's; 0 for the others.
  package var group: Int { Int(groupHigh) << 16 | Int(groupLow) }
}

/// All accounts, in order of creation.
public struct Accounts: Sendable {
  public private(set) var rows = PagedArray<Account>()
  package private(set) var totals = AccountTotals()
  /// What was posted since the last `commit`, so that it can be taken back.
  private(set) var log: [Posting] = []
  private var committedCount: UInt64 = 0

  public init() {}

  package init(rows: PagedArray<Account>, totals: AccountTotals) {
    self.rows = rows
    self.totals = totals
  }

  public var count: Int { rows.count }

  public subscript(account: AccountIndex) -> Account { rows[Int(account)] }

  public func kind(_ account: AccountIndex) -> AccountKind { rows[Int(account)].kind }

  public func balance(_ account: AccountIndex) -> Money {
    Money(kopecks: rows[Int(account)].balance)
  }

  /// Asks for an account that is about to be posted to.
  package func prefetch(_ account: AccountIndex) { rows.prefetch(Int(account)) }

  /// Creates one account of each kind, in order; the first index is returned.
  package mutating func open(
    _ newKinds: [AccountKind], owner: Int, group: Int = 0
  ) -> AccountIndex {
    let first = AccountIndex(rows.count)
    for kind in newKinds {
      rows.append(Account(balance: 0, owner: UInt32(owner), kind: kind, group: group))
    }
    return first
  }

  /// Begin the totals of the next order, and of the next agreement.
  package mutating func openOrderTotals() { totals.openOrder() }
  package mutating func openAgreementTotals() { totals.openAgreement() }

  /// Books the posting, unless an account that is not a control account would fall below zero, or
  /// a balance would leave 64 bits.
  package mutating func post(_ posting: Posting) -> Bool {
    precondition(posting.amount > .zero && posting.debit != posting.credit)
    let debit = rows.place(Int(posting.debit))
    let credit = rows.place(Int(posting.credit))
    precondition(debit.pointee.kind.ledger == credit.pointee.kind.ledger)
    let amount = posting.amount.kopecks
    guard let debited = debit.pointee.balance(debitedBy: amount),
      let credited = credit.pointee.balance(debitedBy: -amount)
    else { return false }
    totals.add(debited - debit.pointee.balance, to: debit.pointee)
    totals.add(credited - credit.pointee.balance, to: credit.pointee)
    debit.pointee.balance = debited
    credit.pointee.balance = credited
    log.append(posting)
    return true
  }

  struct Mark {
    let postings: Int
    let accounts: Int
    let totals: AccountTotals.Mark
  }

  func mark() -> Mark {
    Mark(postings: log.count, accounts: rows.count, totals: totals.mark())
  }

  func postings(since mark: Mark) -> ArraySlice<Posting> { log[mark.postings...] }

  mutating func rollback(to mark: Mark) {
    while log.count > mark.postings {
      let posting = log.removeLast()
      let amount = posting.amount.kopecks
      takeBack(posting.debit, debit: amount)
      takeBack(posting.credit, debit: -amount)
    }
    rows.removeLast(rows.count - mark.accounts)
    totals.rollback(to: mark.totals)
  }

  private mutating func takeBack(_ account: AccountIndex, debit amount: Int64) {
    let place = rows.place(Int(account))
    let change = place.pointee.kind.isDebitNormal ? -amount : amount
    place.pointee.balance += change
    totals.add(change, to: place.pointee)
  }

  package mutating func commit() {
    committedCount += UInt64(log.count)
    log.removeAll(keepingCapacity: true)
  }

  /// Postings since the accounts were made or brought in.
  package var postingCount: UInt64 { committedCount + UInt64(log.count) }
}

extension Account {
  /// The balance after a debit of `amount` kopecks (a credit where it is negative); nil where the
  /// account must not come to that.
  fileprivate func balance(debitedBy amount: Int64) -> Int64? {
    let (sum, overflows) =
      kind.isDebitNormal
      ? balance.addingReportingOverflow(amount) : balance.subtractingReportingOverflow(amount)
    return !overflows && (sum >= 0 || kind.isControl) ? sum : nil
  }
}
