import Bytes

/// What follows from a document beside its postings, and is written into its entry.
public enum Results: Hashable, Sendable {
  case none
  /// Of a contract register: a share for each line.
  case shares([ContractShare])
  /// Of a calculated cycle.
  case cycle(CycleResult)
  /// Of an approved cycle: the payments sent.
  case payments([PaymentOrder])
  /// Of a bank statement: an outcome for each line.
  case statement([LineOutcome])
}

/// What the certificate and what the parents pay of a contract's price.
public struct ContractShare: Hashable, Sendable {
  public var certificate: Money
  public var parent: Money

  public init(certificate: Money, parent: Money) {
    self.certificate = certificate
    self.parent = parent
  }
}

/// What a cycle settles under one agreement: 64 bytes in the envelope.
public struct CycleLine: Hashable, Sendable {
  public var agreement: Identifier
  /// How many claim lines are taken.
  public var count: UInt32
  public var advances: Money
  /// Finals net of the advances paid for the same months.
  public var finals: Money
  /// Refunds offset against them.
  public var offset: Money

  /// What is paid in money.
  public var net: Money { advances + finals - offset }

  public init(
    agreement: Identifier, count: UInt32, advances: Money, finals: Money, offset: Money
  ) {
    self.agreement = agreement
    self.count = count
    self.advances = advances
    self.finals = finals
    self.offset = offset
  }

  /// The bytes that the envelope's SHA-256 runs over: agreement (24), count and zero (4 + 4),
  /// advances, finals, offset, net (8 each), little-endian.
  public func write(to writer: inout ByteWriter) {
    agreement.write(to: &writer)
    writer.write(count)
    writer.write(UInt32(0))
    for amount in [advances, finals, offset, net] { writer.write(amount.kopecks) }
  }
}

public struct CycleResult: Hashable, Sendable {
  /// Cycles are numbered from 1 in the order of their calculation.
  public var number: UInt32
  /// By agreement number, bytewise; only agreements of which something is taken.
  public var lines: [CycleLine]
  public var envelope: Envelope
  /// What waits for the next cycle: claim lines, and the money they need before offsets.
  public var carriedCount: UInt32
  public var carriedSum: Money

  public init(
    number: UInt32, lines: [CycleLine], envelope: Envelope, carriedCount: UInt32,
    carriedSum: Money
  ) {
    self.number = number
    self.lines = lines
    self.envelope = envelope
    self.carriedCount = carriedCount
    self.carriedSum = carriedSum
  }
}

/// A payment order (платёжное поручение) as fixed by the approval of a cycle.
public struct PaymentOrder: Hashable, Sendable {
  public var name: PaymentName
  public var payOn: CalendarDate
  public var amount: Money
  public var cycle: UInt32
  public var agreement: Identifier
  public var kbk: String
  /// The months that the paid claim lines are for.
  public var firstMonth: YearMonth
  public var lastMonth: YearMonth
  public var payer: PayerDetails
  public var payee: ProviderDetails

  public init(
    name: PaymentName, payOn: CalendarDate, amount: Money, cycle: UInt32, agreement: Identifier,
    kbk: String, firstMonth: YearMonth, lastMonth: YearMonth, payer: PayerDetails,
    payee: ProviderDetails
  ) {
    self.name = name
    self.payOn = payOn
    self.amount = amount
    self.cycle = cycle
    self.agreement = agreement
    self.kbk = kbk
    self.firstMonth = firstMonth
    self.lastMonth = lastMonth
    self.payer = payer
    self.payee = payee
  }
}

/// What became of a statement line.
public struct LineOutcome: Hashable, Sendable {
  public enum Kind: UInt8, CaseIterable, Sendable {
    /// Nothing matched; the line is listed and can be booked later.
    case listed = 0
    /// An earlier statement brought the same line and booked it.
    case bookedBefore = 1
    /// A debit that confirms a payment.
    case confirmed = 2
    /// A credit that returns a payment.
    case returned = 3
    /// A credit that pays a provider's debt.
    case refund = 4
    /// Money not yet identified: a credit, or the second debit of a payment sent again.
    case unidentified = 5
  }

  public var kind: Kind
  /// Of a line that confirms or returns one.
  public var payment: PaymentName?

  public init(kind: Kind, payment: PaymentName? = nil) {
    self.kind = kind
    self.payment = payment
  }
}
