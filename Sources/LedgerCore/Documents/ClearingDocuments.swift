import Bytes

/// An agreement left out of a cycle.
public struct CycleDeferral: Hashable, Sendable {
  public var agreement: Identifier
  public var reason: String

  public init(agreement: Identifier, reason: String) {
    self.agreement = agreement
    self.reason = reason
  }
}

/// What a cycle is calculated with.
public struct CycleTerms: Hashable, Sendable {
  /// The money at hand; nil for enough.
  public var funds: Money?
  public var deferrals: [CycleDeferral]

  public init(funds: Money?, deferrals: [CycleDeferral]) {
    self.funds = funds
    self.deferrals = deferrals
  }
}

/// What the approvers of a cycle sign: how many lines, their net sum, and the SHA-256 over them.
public struct Envelope: Hashable, Sendable {
  public var count: UInt32
  public var sum: Money
  public var digest: Digest

  public init(count: UInt32, sum: Money, digest: Digest) {
    self.count = count
    self.sum = sum
    self.digest = digest
  }
}

public struct CycleApproval: Hashable, Sendable {
  public var cycle: EntryReference
  public var envelope: Envelope
  /// The date that the payment orders carry.
  public var payOn: CalendarDate

  public init(cycle: EntryReference, envelope: Envelope, payOn: CalendarDate) {
    self.cycle = cycle
    self.envelope = envelope
    self.payOn = payOn
  }
}

/// A payment is named by its number within the year of the approval: `17/2023`.
public struct PaymentName: Hashable, Sendable, CustomStringConvertible {
  public var number: UInt32
  public var year: UInt16

  /// Numbers run from 1 to this in each year: six digits, as payment orders have them (762-П).
  public static let numberLimit = 999_999

  public init(number: UInt32, year: UInt16) {
    self.number = number
    self.year = year
  }

  /// Reads `17/2023`.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = CalendarDate.number(parts[0]),
      let year = CalendarDate.number(parts[1]), (1...Self.numberLimit).contains(number),
      (2000...2199).contains(year)
    else { return nil }
    self.init(number: UInt32(number), year: UInt16(year))
  }

  public var description: String { "\(number)/\(year)" }
}

public struct PaymentRejection: Hashable, Sendable {
  public var payment: PaymentName
  public var reason: String

  public init(payment: PaymentName, reason: String) {
    self.payment = payment
    self.reason = reason
  }
}

/// Whether money left the account or came to it.
public enum StatementSide: UInt8, Sendable {
  case debit = 1
  case credit = 2
}

/// One line of a bank statement, as the bank wrote it.
public struct StatementLine: Hashable, Sendable {
  /// The day on which the bank booked it.
  public var bookedOn: CalendarDate
  public var side: StatementSide
  public var amount: Money
  /// The number and date of the bank document; the number is text, at most 24 bytes.
  public var number: String
  public var date: CalendarDate
  /// ИНН and account of the other side; empty where the bank gives none.
  public var counterpartyINN: String
  public var counterpartyAccount: String
  public var purpose: String

  public init(
    bookedOn: CalendarDate, side: StatementSide, amount: Money, number: String,
    date: CalendarDate, counterpartyINN: String, counterpartyAccount: String, purpose: String
  ) {
    self.bookedOn = bookedOn
    self.side = side
    self.amount = amount
    self.number = number
    self.date = date
    self.counterpartyINN = counterpartyINN
    self.counterpartyAccount = counterpartyAccount
    self.purpose = purpose
  }
}

/// A bank statement of one account over a range of days.
public struct BankStatement: Hashable, Sendable {
  /// SHA-256 of the file as received.
  public var file: Digest
  public var account: String
  public var from: CalendarDate
  public var to: CalendarDate
  public var opening: Money
  public var closing: Money
  /// Whether credits that match nothing are booked as unidentified.
  public var bookUnidentified: Bool
  public var lines: [StatementLine]

  /// A statement covers at most this many days.
  public static let dayLimit = 366

  public init(
    file: Digest, account: String, from: CalendarDate, to: CalendarDate, opening: Money,
    closing: Money, bookUnidentified: Bool, lines: [StatementLine]
  ) {
    self.file = file
    self.account = account
    self.from = from
    self.to = to
    self.opening = opening
    self.closing = closing
    self.bookUnidentified = bookUnidentified
    self.lines = lines
  }
}

/// A line that was booked as unidentified: the entry that booked it, and its line there from 1.
public struct ReceiptReference: Hashable, Sendable {
  public var entry: UInt64
  public var line: UInt32

  public init(entry: UInt64, line: UInt32) {
    self.entry = entry
    self.line = line
  }
}

/// What an unidentified receipt turned out to be.
public enum ReceiptMeaning: Hashable, Sendable {
  /// A refund of a provider, under this agreement.
  case refund(agreement: Identifier)
  /// A payment that came back.
  case `return`(payment: PaymentName)
}

public struct ReceiptIdentification: Hashable, Sendable {
  public var receipt: ReceiptReference
  public var meaning: ReceiptMeaning
  public var amount: Money

  public init(receipt: ReceiptReference, meaning: ReceiptMeaning, amount: Money) {
    self.receipt = receipt
    self.meaning = meaning
    self.amount = amount
  }
}

public struct RefundReceipt: Hashable, Sendable {
  public var agreement: Identifier
  public var amount: Money

  public init(agreement: Identifier, amount: Money) {
    self.agreement = agreement
    self.amount = amount
  }
}

public struct EntryReversal: Hashable, Sendable {
  public var entry: EntryReference
  public var reason: String

  public init(entry: EntryReference, reason: String) {
    self.entry = entry
    self.reason = reason
  }
}
