import Bytes

public enum CycleStatus: UInt8, Sendable {
  case calculated, cancelled, approved, closed

  public var name: String {
    switch self {
    case .calculated: "calculated"
    case .cancelled: "cancelled"
    case .approved: "approved"
    case .closed: "closed"
    }
  }
}

/// What a cycle does with one claim line: offsets some of it, and pays the rest.
struct TakenLine: Hashable, Sendable {
  let line: Int
  let offset: Money
  let cash: Money
}

public struct Cycle: PagedRow, Equatable {
  /// The entry that calculated it: its cut-off.
  public let entry: UInt64
  public let terms: CycleTerms
  public let result: CycleResult
  let taken: [TakenLine]
  public internal(set) var status = CycleStatus.calculated
  public internal(set) var approvedBy: UInt64?
  public internal(set) var payments: Range<Int> = 0..<0
}

public enum PaymentStatus: UInt8, Sendable {
  case sent, confirmed, rejected, returned

  public var name: String {
    switch self {
    case .sent: "sent"
    case .confirmed: "confirmed"
    case .rejected: "rejected"
    case .returned: "returned"
    }
  }
}

/// The money of one claim line within a payment.
struct PaymentItem: Equatable, Sendable {
  let line: Int
  let amount: Money
}

public struct Payment: PagedRow, Equatable {
  public let order: PaymentOrder
  public let agreement: Int
  let items: [PaymentItem]
  public internal(set) var status = PaymentStatus.sent
  /// A statement showed its debit.
  var debitSeen = false
}

/// A line of an imported statement.
public struct StatementRow: PagedRow, Equatable {
  public let line: StatementLine
  /// Where it was booked, or last listed.
  public internal(set) var entry: UInt64
  public internal(set) var number: UInt32
  public internal(set) var kind: LineOutcome.Kind
  /// What of it is booked as unidentified: above zero for a receipt, below for money that left.
  public internal(set) var unidentified = Money.zero
}

/// What a statement said of one day of one account.
public struct StatementDay: PagedRow, Equatable {
  public let payer: Int
  public let account: String
  public let day: CalendarDate
  public let opening: Money
  public let closing: Money
  public let rows: Range<Int>
}

/// What the books keep of an entry.
public struct EntrySummary: PagedRow, Equatable {
  public let kind: DocumentKind
  public let document: UniqueID
  public let effectiveDate: CalendarDate
  public let recordedAt: Timestamp
  /// The leaf hash.
  public let hash: Digest
  /// The rows that it created, or the single row that it concerns: what a reversal needs.
  let rows: Range<Int>
  public internal(set) var reversedBy: UInt64?
}

/// A change of terms, so that it can be reversed.
struct Amendment: PagedRow, Equatable {
  let entry: UInt64
  let row: Int
  let previousEntry: UInt64
  /// New amount less old.
  let change: Money
}

/// What a refund document used up, so that it can be reversed.
struct RefundUse: PagedRow, Equatable {
  let entry: UInt64
  let refund: Int
  let amount: Money
  let toRevenue: Bool
}
