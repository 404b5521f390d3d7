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
package struct TakenLine: Hashable, Sendable {
  package let line: Int
  package let offset: Money
  package let cash: Money

  package init(line: Int, offset: Money, cash: Money) {
    self.line = line
    self.offset = offset
    self.cash = cash
  }
}

public struct Cycle: PagedRow, Equatable {
  /// The entry that calculated it: its cut-off.
  public let entry: UInt64
  public let terms: CycleTerms
  public let result: CycleResult
  package let taken: [TakenLine]
  package var status = CycleStatus.calculated
  package var approvedBy: UInt64?
  package var payments: Range<Int> = 0..<0

  package init(entry: UInt64, terms: CycleTerms, result: CycleResult, taken: [TakenLine]) {
    self.entry = entry
    self.terms = terms
    self.result = result
    self.taken = taken
  }
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
package struct PaymentItem: Equatable, Sendable {
  package let line: Int
  package let amount: Money

  package init(line: Int, amount: Money) {
    self.line = line
    self.amount = amount
  }
}

public struct Payment: PagedRow, Equatable {
  public let order: PaymentOrder
  public let agreement: Int
  package let items: [PaymentItem]
  package var status = PaymentStatus.sent
  /// A statement showed its debit.
  package var debitSeen = false

  package init(order: PaymentOrder, agreement: Int, items: [PaymentItem]) {
    self.order = order
    self.agreement = agreement
    self.items = items
  }
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

  package init(
    line: StatementLine, entry: UInt64, number: UInt32, kind: LineOutcome.Kind,
    unidentified: Money = .zero
  ) {
    self.line = line
    self.entry = entry
    self.number = number
    self.kind = kind
    self.unidentified = unidentified
  }
}

/// What a statement said of one day of one account.
public struct StatementDay: PagedRow, Equatable {
  public let payer: Int
  public let account: String
  public let day: CalendarDate
  public let opening: Money
  public let closing: Money
  public let rows: Range<Int>

  package init(
    payer: Int, account: String, day: CalendarDate, opening: Money, closing: Money, rows: Range<Int>
  ) {
    self.payer = payer
    self.account = account
    self.day = day
    self.opening = opening
    self.closing = closing
    self.rows = rows
  }
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
  package let rows: Range<Int>
  public internal(set) var reversedBy: UInt64?

  package init(
    kind: DocumentKind, document: UniqueID, effectiveDate: CalendarDate, recordedAt: Timestamp,
    hash: Digest, rows: Range<Int>, reversedBy: UInt64? = nil
  ) {
    self.kind = kind
    self.document = document
    self.effectiveDate = effectiveDate
    self.recordedAt = recordedAt
    self.hash = hash
    self.rows = rows
    self.reversedBy = reversedBy
  }
}

/// A change of terms, so that it can be reversed.
package struct Amendment: PagedRow, Equatable {
  package let entry: UInt64
  package let row: Int
  package let previousEntry: UInt64
  /// New amount less old.
  package let change: Money

  package init(entry: UInt64, row: Int, previousEntry: UInt64, change: Money) {
    self.entry = entry
    self.row = row
    self.previousEntry = previousEntry
    self.change = change
  }
}

/// What a refund document used up, so that it can be reversed.
package struct RefundUse: PagedRow, Equatable {
  package let entry: UInt64
  package let refund: Int
  package let amount: Money
  package let toRevenue: Bool

  package init(entry: UInt64, refund: Int, amount: Money, toRevenue: Bool) {
    self.entry = entry
    self.refund = refund
    self.amount = amount
    self.toRevenue = toRevenue
  }
}
