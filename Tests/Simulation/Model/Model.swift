import Bytes
import LedgerCore

/// A slow second opinion on the books, written from the design alone. It keeps facts in plain
/// dictionaries by number and works every balance out from them anew; a document is accepted when
/// its rules hold and no balance falls below zero.
package struct Model: Sendable {
  var orders: [Identifier: ModelOrder] = [:]
  var certificates: [Identifier: ModelCertificate] = [:]
  var agreements: [Identifier: ModelAgreement] = [:]
  var contracts: [Identifier: ModelContract] = [:]
  var providers: [Identifier: ModelProvider] = [:]
  var payers: [Identifier: ModelPayer] = [:]
  var claims: [UInt64: ModelClaim] = [:]
  var lines: [ModelLine] = []
  var refunds: [ModelRefund] = []
  var cycles: [UInt64: ModelCycle] = [:]
  var payments: [ModelPayment] = []
  var receipts: [ModelReceipt] = []
  var amendments: [UInt64: ModelAmendment] = [:]
  /// The entry of the first terms of what can be amended.
  var firstTerms: [ModelAmendment.Subject: UInt64] = [:]
  var issues: [UInt64: [Identifier]] = [:]
  var signings: [UInt64: [Identifier]] = [:]
  var refundEntries: Set<UInt64> = []
  var reversed: Set<UInt64> = []
  var keys: [Digest: ModelKey] = [:]
  /// The last sealed month, and the month in which each entry took effect.
  var sealedThrough: Int?
  var effectiveMonths: [UInt64: Int] = [:]
  /// The day on which everything is recorded.
  var today = CalendarDate(year: 2023, month: 12, day: 1)!
  /// The number of the entry that is being judged.
  var entry: UInt64 = 0

  package init() {}
}

extension YearMonth {
  /// Months in a row, over years.
  var index: Int { year * 12 + month }
}

package struct ModelKey: Sendable {
  package var role: KeyRole
  package var party: Identifier?
  var from: CalendarDate
  var to: CalendarDate
  var hasEnded = false
}

struct ModelPayer {
  var details: PayerDetails
  var termsEntry: UInt64
  /// Money that left the account, and money that came to it below zero.
  var cash: [Int] = []
  /// Of each account that statements told of.
  var days: [String: [CalendarDate: (opening: Int, closing: Int)]] = [:]
}

struct ModelOrder {
  var payer: Identifier
  var year: Int
  var amount: Int
  var isClosed = false
  var opened: Set<Int> = []
}

struct ModelCertificate {
  var order: Identifier
  var granted: Int
  var status = CertificateStatus.active
}

struct ModelProvider {
  var details: ProviderDetails
  var termsEntry: UInt64
  var isExcluded = false
}

struct ModelAgreement {
  var provider: Identifier
  var order: Identifier
  var limit: Int?
  var percent: Int
  var offset: Bool
  var isTerminated = false
}

struct ModelContract {
  var agreement: Identifier
  var certificate: Identifier
  var share: Int
  /// The entry that signed it.
  var entry: UInt64
  var months: [Int: ModelMonth]
  var isTerminated = false
  var isReversed = false
}

struct ModelMonth {
  enum State { case planned, open, final, released }
  var plan: Int
  var state = State.planned
  var wasClosedUnclaimed = false
  var advance = 0
  var fact = 0
  /// What was paid when the final was accepted.
  var paidBefore = 0
  /// What stays executed of payments that came back, since their money had been refunded.
  var kept = 0
}

struct ModelClaim {
  var agreement: Identifier
  var month: Int
  var kind: ClaimKind
  var lines: [Int]
  var status = ClaimStatus.submitted
}

struct ModelLine {
  var claim: UInt64
  var contract: Identifier
  var month: Int
  var kind: ClaimKind
  var amount: Int
  var isAccepted = false
  /// Waits for a cycle, since the entry.
  var isOpen = false
  var since: UInt64 = 0
  var inCycle = false
  var wasTaken = false
  /// All that the line is to get, and what of it was offset; payments are counted by themselves.
  var owed = 0
  var offsets: [Int] = []
}

struct ModelRefund {
  enum Use { case offset, received, revenue, netted }
  var contract: Identifier
  var month: Int
  var entry: UInt64
  var amount: Int
  var uses: [(use: Use, amount: Int, entry: UInt64)] = []
  var due: Int { amount - uses.reduce(0) { $0 + $1.amount } }
}

struct ModelCycle {
  var terms: CycleTerms
  var taken: [ModelTaken]
  var status = CycleStatus.calculated
  var payments: [PaymentName] = []
}

struct ModelTaken: Equatable {
  var line: Int
  var offset: Int
  var cash: Int
}

struct ModelPayment {
  var name: PaymentName
  var agreement: Identifier
  var items: [(line: Int, amount: Int)]
  var payOn: CalendarDate
  var payerAccount: String
  var payeeAccount: String
  var status = PaymentStatus.sent
  var debitSeen = false
  var amount: Int { items.reduce(0) { $0 + $1.amount } }
}

struct ModelReceipt {
  var payer: Identifier
  var account: String
  var line: StatementLine
  var isBooked = false
  var entry: UInt64 = 0
  var place: UInt32 = 0
  var rest = 0
}

struct ModelAmendment {
  enum Subject: Hashable {
    case order(Identifier)
    case certificate(Identifier)
    case agreement(Identifier)
  }
  var subject: Subject
  var change: Int
}
