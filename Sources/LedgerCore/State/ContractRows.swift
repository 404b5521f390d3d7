import Bytes

/// A contract as the rules need it: a fixed-size row without references, since every claim line
/// reads one. Its number stands in the register, its acceptance reference among those used.
public struct Contract: Equatable, Sendable {
  private let agreementRow: Int32
  private let certificateRow: Int32
  private let firstMonthRowIndex: Int32
  let firstAccount: AccountIndex
  /// The service code, by its place among the ledger's texts.
  let service: Int32
  public let start: CalendarDate
  public let end: CalendarDate
  public let firstMonth: YearMonth
  private let monthTotal: UInt8
  public internal(set) var isTerminated = false
  public internal(set) var isReversed = false
  public let price: Money
  /// What the certificate pays of the price.
  public let share: Money
  /// The share by calendar months.
  public let plan: MonthPlan

  init(
    _ terms: ContractTerms, share: Money, agreement: Int, certificate: Int, service: Int32,
    firstMonthRow: Int, firstAccount: AccountIndex
  ) {
    agreementRow = Int32(agreement)
    certificateRow = Int32(certificate)
    firstMonthRowIndex = Int32(firstMonthRow)
    self.firstAccount = firstAccount
    self.service = service
    start = terms.start
    end = terms.end
    price = terms.price
    self.share = share
    plan = MonthPlan(sum: share, start: terms.start, end: terms.end)
    firstMonth = terms.start.yearMonth
    monthTotal = UInt8(plan.monthCount)
  }

  public var agreement: Int { Int(agreementRow) }
  public var certificate: Int { Int(certificateRow) }
  /// The first of its month rows, one for each calendar month touched.
  public var firstMonthRow: Int { Int(firstMonthRowIndex) }

  public var reserved: AccountIndex { firstAccount }
  public var committed: AccountIndex { firstAccount + 1 }
  public var accepted: AccountIndex { firstAccount + 2 }
  public var executed: AccountIndex { firstAccount + 3 }
  public var refund: AccountIndex { firstAccount + 4 }
  static let accountKinds: [AccountKind] = [
    .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund,
  ]

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
public struct ContractMonth: Equatable, Sendable {
  public internal(set) var status = MonthStatus.planned
  /// The month was closed without a final.
  public internal(set) var isClosedUnclaimed = false
  /// The accepted advance, and the delivered fact; zero where there is none.
  public internal(set) var advance = Money.zero
  public internal(set) var fact = Money.zero
  /// What of the advance fell away, unpaid, when the final was accepted.
  var droppedAdvance = Money.zero
  /// What was paid or offset and not returned.
  public internal(set) var executed = Money.zero
  public internal(set) var refundDue = Money.zero
  /// Claim lines that are submitted or accepted.
  public internal(set) var advanceLine: Int32 = -1
  public internal(set) var finalLine: Int32 = -1

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

public struct Claim: Equatable, Sendable {
  public let entry: UInt64
  public let agreement: Int
  public let month: YearMonth
  public let kind: ClaimKind
  public let lines: Range<Int>
  public internal(set) var status = ClaimStatus.submitted
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
public struct ClaimLineRow: Equatable, Sendable {
  public let contract: Int32
  public let claim: Int32
  public internal(set) var amount: ClaimAmount
  /// What is still to be paid or offset.
  public internal(set) var due = Money.zero
  /// The entry since which it waits: acceptance, return or rejection.
  public internal(set) var waitingSince: UInt64 = 0
  public internal(set) var state = LineState.claimed
  /// An approved cycle took it once.
  public internal(set) var wasTaken = false
}

/// Money that a provider owes for a month, in order of origin.
public struct Refund: Equatable, Sendable {
  public let contract: Int
  public let monthRow: Int
  /// The entry that created it.
  public let entry: UInt64
  public internal(set) var due: Money
}
