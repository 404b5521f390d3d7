import Bytes

/// What stands at the head of every document.
public struct DocumentHeader: Hashable, Sendable {
  /// The version of the byte encoding and of the rules of calculation that the author relied on.
  public var formatVersion: UInt16
  public var rulesVersion: UInt16
  public var ledger: UniqueID
  public var id: UniqueID
  /// The day of the fact; it may lie before the day of recording (a decree can act retroactively).
  public var effectiveDate: CalendarDate
  /// An entry that the author has seen: signatures thereby bind history.
  public var basis: EntryReference

  public static let currentFormat: UInt16 = 1
  public static let currentRules: UInt16 = 1

  public init(
    formatVersion: UInt16 = currentFormat, rulesVersion: UInt16 = currentRules, ledger: UniqueID,
    id: UniqueID, effectiveDate: CalendarDate, basis: EntryReference
  ) {
    self.formatVersion = formatVersion
    self.rulesVersion = rulesVersion
    self.ledger = ledger
    self.id = id
    self.effectiveDate = effectiveDate
    self.basis = basis
  }
}

/// What a party signs: a header and the fields and lines of one kind.
public struct Document: Hashable, Sendable {
  public var header: DocumentHeader
  public var body: DocumentBody

  public var kind: DocumentKind { body.kind }

  public init(header: DocumentHeader, body: DocumentBody) {
    self.header = header
    self.body = body
  }

  /// A register has at most this many lines.
  public static let lineLimit = 65_536
  /// A text is at most this many bytes of UTF-8.
  public static let textLimit = 500
  /// The encoded document is at most this many bytes.
  public static let byteLimit = 16 << 20
}

/// A document whose signatures were judged and found sufficient. Only whoever verifies signatures
/// can make one, and only such a document reaches the rules.
public struct VerifiedDocument: Sendable {
  public let document: Document

  @_spi(Verification) public init(_ document: Document) { self.document = document }
}

/// The fields of a document, by kind.
public enum DocumentBody: Hashable, Sendable {
  case ledgerOpened(LedgerOpening)
  case keyEnrolled(KeyEnrolment)
  case keyRevoked(KeyRevocation)
  case keyReplaced(KeyReplacement)
  case rulesAdopted(version: UInt16)
  case payersRegistered([PayerDetails])
  case payersAmended([Amended<PayerDetails>])
  case ordersApproved([OrderTerms])
  case orderAmended(OrderAmendment)
  case orderClosed(OrderClosing)
  case certificatesIssued([CertificateTerms])
  case certificateAmended(CertificateAmendment)
  case certificatesSuspended([Identifier])
  case certificatesResumed([Identifier])
  case certificatesClosed([Identifier])
  case providersAdmitted([ProviderDetails])
  case providersAmended([Amended<ProviderDetails>])
  case providerExcluded(ProviderExclusion)
  case agreementsSigned([AgreementTerms])
  case agreementAmended(AgreementAmendment)
  case agreementTerminated(agreement: Identifier)
  case contractsSigned([ContractTerms])
  case contractTerminated(contract: Identifier)
  case monthOpened(MonthTotals)
  case monthClosed(MonthTotals)
  case claimSubmitted(ClaimSubmission)
  case claimWithdrawn(claim: EntryReference)
  case claimAccepted(ClaimAcceptance)
  case claimRefused(ClaimRefusal)
  case claimCorrected(ClaimCorrection)
  case cycleCalculated(CycleTerms)
  case cycleApproved(CycleApproval)
  case cycleCancelled(cycle: EntryReference)
  case cycleClosed(cycle: EntryReference)
  case statementImported(BankStatement)
  case paymentRejected(PaymentRejection)
  case receiptIdentified(ReceiptIdentification)
  case receiptSentBack(ReceiptReference)
  case refundReceived(RefundReceipt)
  case entryReversed(EntryReversal)
  case periodSealed(month: YearMonth)

  public var kind: DocumentKind {
    switch self {
    case .ledgerOpened: .ledgerOpened
    case .keyEnrolled: .keyEnrolled
    case .keyRevoked: .keyRevoked
    case .keyReplaced: .keyReplaced
    case .rulesAdopted: .rulesAdopted
    case .payersRegistered: .payersRegistered
    case .payersAmended: .payersAmended
    case .ordersApproved: .ordersApproved
    case .orderAmended: .orderAmended
    case .orderClosed: .orderClosed
    case .certificatesIssued: .certificatesIssued
    case .certificateAmended: .certificateAmended
    case .certificatesSuspended: .certificatesSuspended
    case .certificatesResumed: .certificatesResumed
    case .certificatesClosed: .certificatesClosed
    case .providersAdmitted: .providersAdmitted
    case .providersAmended: .providersAmended
    case .providerExcluded: .providerExcluded
    case .agreementsSigned: .agreementsSigned
    case .agreementAmended: .agreementAmended
    case .agreementTerminated: .agreementTerminated
    case .contractsSigned: .contractsSigned
    case .contractTerminated: .contractTerminated
    case .monthOpened: .monthOpened
    case .monthClosed: .monthClosed
    case .claimSubmitted: .claimSubmitted
    case .claimWithdrawn: .claimWithdrawn
    case .claimAccepted: .claimAccepted
    case .claimRefused: .claimRefused
    case .claimCorrected: .claimCorrected
    case .cycleCalculated: .cycleCalculated
    case .cycleApproved: .cycleApproved
    case .cycleCancelled: .cycleCancelled
    case .cycleClosed: .cycleClosed
    case .statementImported: .statementImported
    case .paymentRejected: .paymentRejected
    case .receiptIdentified: .receiptIdentified
    case .receiptSentBack: .receiptSentBack
    case .refundReceived: .refundReceived
    case .entryReversed: .entryReversed
    case .periodSealed: .periodSealed
    }
  }
}
