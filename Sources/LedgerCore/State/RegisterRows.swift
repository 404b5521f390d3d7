import Bytes

/// A key as the registry knows it.
public struct KeyRecord: PagedRow, Equatable {
  public let id: Digest
  /// SubjectPublicKeyInfo in DER.
  public let spki: [UInt8]
  public let role: KeyRole
  /// Nil for the keys of the ledger itself: operator and log.
  public let party: Identifier?
  public let from: CalendarDate
  public let to: CalendarDate
  public let enrolledBy: UInt64
  /// The entry that revoked or replaced it.
  public internal(set) var endedBy: UInt64?

  public var isActive: Bool { endedBy == nil }

  /// Whether the key may sign an entry recorded on `day`.
  public func isValid(on day: CalendarDate) -> Bool { isActive && from <= day && day <= to }

  package init(
    id: Digest, spki: [UInt8], role: KeyRole, party: Identifier?, from: CalendarDate,
    to: CalendarDate, enrolledBy: UInt64, endedBy: UInt64? = nil
  ) {
    self.id = id
    self.spki = spki
    self.role = role
    self.party = party
    self.from = from
    self.to = to
    self.enrolledBy = enrolledBy
    self.endedBy = endedBy
  }
}

public struct Payer: PagedRow, Equatable {
  public internal(set) var details: PayerDetails
  public internal(set) var termsEntry: UInt64
  package let firstAccount: AccountIndex

  public var cash: AccountIndex { firstAccount }
  public var unidentified: AccountIndex { firstAccount + 1 }
  static let accountKinds: [AccountKind] = [.settlementCash, .settlementUnidentified]

  package init(details: PayerDetails, termsEntry: UInt64, firstAccount: AccountIndex) {
    self.details = details
    self.termsEntry = termsEntry
    self.firstAccount = firstAccount
  }
}

public struct Order: PagedRow, Equatable {
  public let year: UInt16
  public let payer: Int
  public let services: [String]
  public let certificatesMax: UInt32?
  public internal(set) var termsEntry: UInt64
  /// Certificates that are active or suspended.
  package var openCertificates: UInt32 = 0
  package var openedMonths = MonthSet()
  package var closedMonths = MonthSet()
  package var isClosed = false
  /// The newest of all contracts ever signed under it; -1 before the first.
  package var lastContract: Int32 = -1
  package let firstAccount: AccountIndex

  public var approved: AccountIndex { firstAccount }
  public var unallocated: AccountIndex { firstAccount + 1 }
  public var lapsed: AccountIndex { firstAccount + 2 }
  public var expense: AccountIndex { firstAccount + 3 }
  public var revenue: AccountIndex { firstAccount + 4 }
  static let accountKinds: [AccountKind] = [
    .fundsApproved, .fundsUnallocated, .fundsLapsed, .settlementExpense, .settlementRevenue,
  ]

  package init(
    year: UInt16, payer: Int, services: [String], certificatesMax: UInt32?, termsEntry: UInt64,
    firstAccount: AccountIndex
  ) {
    self.year = year
    self.payer = payer
    self.services = services
    self.certificatesMax = certificatesMax
    self.termsEntry = termsEntry
    self.firstAccount = firstAccount
  }
}

/// Months of one year.
public struct MonthSet: Hashable, Sendable {
  package private(set) var bits: UInt16 = 0

  public init() {}

  package init(bits: UInt16) { self.bits = bits }

  /// `month` is 1 to 12.
  public func contains(_ month: Int) -> Bool { bits & 1 << UInt16(month) != 0 }
  mutating func insert(_ month: Int) { bits |= 1 << UInt16(month) }
}

public enum CertificateStatus: UInt8, Sendable {
  case active, suspended, closed

  public var name: String {
    switch self {
    case .active: "active"
    case .suspended: "suspended"
    case .closed: "closed"
    }
  }
}

public struct Certificate: PagedRow, Equatable {
  package internal(set) var nominal: Money
  private let orderRow: UInt32
  private var termsEntryNumber: UInt32
  public let validFrom: CalendarDate
  public let validTo: CalendarDate
  public let available: AccountIndex
  /// Contracts signed and not reversed.
  package var contractCount: UInt32 = 0
  /// The newest of all contracts ever signed for it; -1 before the first.
  package var lastContract: Int32 = -1
  package var status = CertificateStatus.active

  package init(
    order: Int, nominal: Money, validFrom: CalendarDate, validTo: CalendarDate,
    termsEntry: UInt64, available: AccountIndex
  ) {
    orderRow = UInt32(order)
    self.nominal = nominal
    self.validFrom = validFrom
    self.validTo = validTo
    termsEntryNumber = UInt32(termsEntry)
    self.available = available
  }

  public var order: Int { Int(orderRow) }

  package internal(set) var termsEntry: UInt64 {
    get { UInt64(termsEntryNumber) }
    set { termsEntryNumber = UInt32(newValue) }
  }
}

public struct Provider: PagedRow, Equatable {
  public internal(set) var details: ProviderDetails
  public internal(set) var termsEntry: UInt64
  public internal(set) var isExcluded = false

  package init(details: ProviderDetails, termsEntry: UInt64, isExcluded: Bool = false) {
    self.details = details
    self.termsEntry = termsEntry
    self.isExcluded = isExcluded
  }
}

public struct Agreement: PagedRow, Equatable {
  public let provider: Int
  public let order: Int
  /// The КБК, by its place among the ledger's texts.
  package let kbk: Int32
  public let from: CalendarDate
  public let to: CalendarDate
  public let hasLimit: Bool
  public let advancePercent: Percent
  public let offset: Bool
  public internal(set) var termsEntry: UInt64
  package var isTerminated = false
  /// Refunds that are due under its contracts.
  package var refundDue = Money.zero
  package let firstAccount: AccountIndex

  public var advance: AccountIndex { firstAccount }
  public var payable: AccountIndex { firstAccount + 1 }
  public var transit: AccountIndex { firstAccount + 2 }
  /// Only where `hasLimit`.
  public var limitTotal: AccountIndex { firstAccount + 3 }
  public var limitFree: AccountIndex { firstAccount + 4 }
  public var limitUsed: AccountIndex { firstAccount + 5 }

  static func accountKinds(hasLimit: Bool) -> [AccountKind] {
    let settlement: [AccountKind] = [.settlementAdvance, .settlementPayable, .settlementTransit]
    return hasLimit ? settlement + [.limitTotal, .limitFree, .limitUsed] : settlement
  }

  package init(
    provider: Int, order: Int, kbk: Int32, from: CalendarDate, to: CalendarDate, hasLimit: Bool,
    advancePercent: Percent, offset: Bool, termsEntry: UInt64, firstAccount: AccountIndex
  ) {
    self.provider = provider
    self.order = order
    self.kbk = kbk
    self.from = from
    self.to = to
    self.hasLimit = hasLimit
    self.advancePercent = advancePercent
    self.offset = offset
    self.termsEntry = termsEntry
    self.firstAccount = firstAccount
  }
}
