import Bytes

/// A contract as the rules need it: a fixed-size row without references, since every claim line
/// reads one. Its number stands in the register, its acceptance reference among those used.
public struct Contract: PagedRow, Equatable {
  private let agreementRow: Int32
  private let certificateRow: Int32
  private let firstMonthRowIndex: Int32
  package let firstAccount: AccountIndex
  /// The service code, by its place among the ledger's texts.
  package let service: Int32
  /// The contracts that were signed before it, of the same certificate and under the same order; -1
  /// for the first.
  package let previousOfCertificate: Int32
  package let previousOfOrder: Int32
  public let start: CalendarDate
  public let end: CalendarDate
  /// Of all the months that there are; those of documents have room in 16 bits.
  private let firstMonthIndex: UInt16
  private let monthTotal: UInt8
  private var endings: UInt8 = 0
  public let price: Money
  /// What the certificate pays of the price.
  public let share: Money
  /// What is planned for each month after the first.
  private let laterPlan: Money

  package init(
    start: CalendarDate, end: CalendarDate, price: Money, share: Money, agreement: Int,
    certificate: Int, service: Int32, previousOfCertificate: Int32, previousOfOrder: Int32,
    firstMonthRow: Int, firstAccount: AccountIndex
  ) {
    agreementRow = Int32(agreement)
    certificateRow = Int32(certificate)
    firstMonthRowIndex = Int32(firstMonthRow)
    self.firstAccount = firstAccount
    self.service = service
    self.previousOfCertificate = previousOfCertificate
    self.previousOfOrder = previousOfOrder
    self.start = start
    self.end = end
    self.price = price
    self.share = share
    let plan = MonthPlan(sum: share, start: start, end: end)
    laterPlan = plan.later
    firstMonthIndex = UInt16(start.yearMonth.index)
    monthTotal = UInt8(plan.monthCount)
  }

  public var agreement: Int { Int(agreementRow) }
  public var certificate: Int { Int(certificateRow) }
  /// The first of its month rows, one for each calendar month touched.
  public var firstMonthRow: Int { Int(firstMonthRowIndex) }
  public var firstMonth: YearMonth { YearMonth(index: Int32(firstMonthIndex)) }

  package var isTerminated: Bool {
    get { endings & 1 != 0 }
    set { endings = endings & ~1 | (newValue ? 1 : 0) }
  }

  package var isReversed: Bool {
    get { endings & 2 != 0 }
    set { endings = endings & ~2 | (newValue ? 2 : 0) }
  }

  public var reserved: AccountIndex { firstAccount }
  public var committed: AccountIndex { firstAccount + 1 }
  public var accepted: AccountIndex { firstAccount + 2 }
  public var executed: AccountIndex { firstAccount + 3 }
  public var refund: AccountIndex { firstAccount + 4 }
  static let accountKinds: [AccountKind] = [
    .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund,
  ]

  /// The share by calendar months.
  public var plan: MonthPlan { MonthPlan(sum: share, months: monthTotal, later: laterPlan) }
  public var parentShare: Money { price - share }
  public var parentPlan: MonthPlan { MonthPlan(sum: parentShare, start: start, end: end) }
  public var lastMonth: YearMonth { YearMonth(index: firstMonth.index + Int32(monthTotal) - 1) }
  public var monthCount: Int { Int(monthTotal) }
  public var monthRows: Range<Int> { firstMonthRow..<firstMonthRow + monthCount }

  public func contains(_ month: YearMonth) -> Bool {
    (0..<Int32(monthTotal)).contains(month.index - firstMonth.index)
  }

  /// The row of a month that the contract touches.
  public func row(of month: YearMonth) -> Int {
    precondition(contains(month))
    return firstMonthRow + Int(month.index - firstMonth.index)
  }

  public func month(ofRow row: Int) -> YearMonth {
    YearMonth(index: firstMonth.index + Int32(row - firstMonthRow))
  }

  /// What is planned for the month of one of its rows.
  public func plan(ofRow row: Int) -> Money { plan[row - firstMonthRow] }
}

public enum MonthStatus: UInt8, Sendable {
  /// Reserved, not opened.
  case planned
  /// Committed; an advance may have been claimed.
  case open
  /// An advance was accepted.
  case advanced
  /// A final was accepted, or the month was closed without one.
  case final
  /// Returned by a termination or a reversal.
  case released

  public var name: String {
    switch self {
    case .planned: "planned"
    case .open: "open"
    case .advanced: "advanced"
    case .final: "final"
    case .released: "released"
    }
  }
}

/// What happened to one month of one contract.
public struct ContractMonth: PagedRow, Equatable {
  /// The accepted advance, and the delivered fact; zero where there is none.
  @RowAmount package var advance: Money
  @RowAmount package var fact: Money
  /// What of the advance fell away, unpaid, when the final was accepted.
  @RowAmount package var droppedAdvance: Money
  /// What was paid or offset and not returned.
  @RowAmount package var executed: Money
  @RowAmount package var refundDue: Money
  package var status = MonthStatus.planned
  /// The month was closed without a final.
  package var isClosedUnclaimed = false
  /// Claim lines that are submitted or accepted.
  package var advanceLine: Int32 = -1
  package var finalLine: Int32 = -1

  package init() {}

  public var hasFinal: Bool { status == .final }

  func line(_ kind: ClaimKind) -> Int? {
    let line = kind == .advance ? advanceLine : finalLine
    return line < 0 ? nil : Int(line)
  }

  mutating func setLine(_ kind: ClaimKind, _ line: Int?) {
    let value = Int32(line ?? -1)
    if kind == .advance { advanceLine = value } else { finalLine = value }
  }
}

public enum ClaimStatus: UInt8, Sendable {
  case submitted, accepted, refused, withdrawn
}

public struct Claim: PagedRow, Equatable {
  public let entry: UInt64
  public let agreement: Int
  public let month: YearMonth
  public let kind: ClaimKind
  public let lines: Range<Int>
  public internal(set) var status = ClaimStatus.submitted

  package init(
    entry: UInt64, agreement: Int, month: YearMonth, kind: ClaimKind, lines: Range<Int>,
    status: ClaimStatus = .submitted
  ) {
    self.entry = entry
    self.agreement = agreement
    self.month = month
    self.kind = kind
    self.lines = lines
    self.status = status
  }
}

public enum LineState: UInt8, Sendable {
  /// Claimed, not yet accepted; or withdrawn or refused.
  case claimed
  /// Accepted, to be settled by a cycle.
  case waiting
  /// Taken by a cycle that is calculated and not yet approved.
  case calculated
  /// Its payment is sent and not yet answered by the bank.
  case sent
  /// Paid, offset, or fallen away.
  case settled
}

/// A line of a claim, in the order of entries and lines: the order in which cycles take them.
public struct ClaimLineRow: PagedRow, Equatable {
  public let contract: Int32
  public let claim: Int32
  package internal(set) var amount: ClaimAmount
  /// What is still to be paid or offset.
  package var due = Money.zero
  private var waitingSinceEntry: UInt32 = 0
  package var state = LineState.claimed
  /// An approved cycle took it once.
  package var wasTaken = false

  package init(contract: Int32, claim: Int32, amount: ClaimAmount) {
    self.contract = contract
    self.claim = claim
    self.amount = amount
  }

  /// The entry since which it waits: acceptance, return or rejection.
  package var waitingSince: UInt64 {
    get { UInt64(waitingSinceEntry) }
    set { waitingSinceEntry = UInt32(newValue) }
  }
}

/// Money that a provider owes for a month, in order of origin.
public struct Refund: PagedRow, Equatable {
  public let contract: Int
  public let monthRow: Int
  /// The entry that created it.
  public let entry: UInt64
  package var due: Money

  package init(contract: Int, monthRow: Int, entry: UInt64, due: Money) {
    self.contract = contract
    self.monthRow = monthRow
    self.entry = entry
    self.due = due
  }
}
