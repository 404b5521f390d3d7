import CPrefetch

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

/// All accounts: their kinds, the row that owns each, and the balance on the normal side.
public struct Accounts: Sendable {
  public private(set) var kinds: [AccountKind] = []
  /// The row of the payer, order, certificate, agreement or contract, as the kind tells.
  public private(set) var owners: [UInt32] = []
  var balances: [Int64] = []
  /// What was posted since the last `commit`, so that it can be taken back.
  private(set) var log: [Posting] = []

  public init() {}

  public var count: Int { kinds.count }

  public func balance(_ account: AccountIndex) -> Money {
    Money(kopecks: balances[Int(account)])
  }

  /// Asks for the balance of an account that is about to be posted to.
  package func prefetch(_ account: AccountIndex) {
    balances.withUnsafeBufferPointer { kazna_prefetch($0.baseAddress! + Int(account)) }
    kinds.withUnsafeBufferPointer { kazna_prefetch($0.baseAddress! + Int(account)) }
  }

  /// Creates one account of each kind, in order; the first index is returned.
  package mutating func open(_ newKinds: [AccountKind], owner: Int) -> AccountIndex {
    let first = AccountIndex(kinds.count)
    for kind in newKinds {
      kinds.append(kind)
      owners.append(UInt32(owner))
      balances.append(0)
    }
    return first
  }

  /// Books the posting, unless an account that is not a control account would fall below zero, or
  /// a balance would leave 64 bits.
  package mutating func post(_ posting: Posting) -> Bool {
    let debit = Int(posting.debit)
    let credit = Int(posting.credit)
    let amount = posting.amount.kopecks
    precondition(amount > 0 && debit != credit)
    precondition(kinds[debit].ledger == kinds[credit].ledger)
    let (debited, debitOverflows) =
      kinds[debit].isDebitNormal
      ? balances[debit].addingReportingOverflow(amount)
      : balances[debit].subtractingReportingOverflow(amount)
    let (credited, creditOverflows) =
      kinds[credit].isDebitNormal
      ? balances[credit].subtractingReportingOverflow(amount)
      : balances[credit].addingReportingOverflow(amount)
    guard !debitOverflows, !creditOverflows else { return false }
    guard debited >= 0 || kinds[debit].isControl else { return false }
    guard credited >= 0 || kinds[credit].isControl else { return false }
    balances[debit] = debited
    balances[credit] = credited
    log.append(posting)
    return true
  }

  struct Mark {
    let postings: Int
    let accounts: Int
  }

  func mark() -> Mark { Mark(postings: log.count, accounts: kinds.count) }

  func postings(since mark: Mark) -> ArraySlice<Posting> { log[mark.postings...] }

  mutating func rollback(to mark: Mark) {
    while log.count > mark.postings {
      let posting = log.removeLast()
      let amount = posting.amount.kopecks
      let debit = Int(posting.debit)
      let credit = Int(posting.credit)
      balances[debit] += kinds[debit].isDebitNormal ? -amount : amount
      balances[credit] += kinds[credit].isDebitNormal ? amount : -amount
    }
    kinds.removeLast(kinds.count - mark.accounts)
    owners.removeLast(owners.count - mark.accounts)
    balances.removeLast(balances.count - mark.accounts)
  }

  package mutating func commit() { log.removeAll(keepingCapacity: true) }
}
