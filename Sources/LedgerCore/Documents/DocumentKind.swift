/// The kinds of document that a ledger accepts. Raw values stand in the journal and never change.
public enum DocumentKind: UInt8, CaseIterable, Sendable {
  case ledgerOpened = 1
  case keyEnrolled = 2
  case keyRevoked = 3
  case keyReplaced = 4
  case rulesAdopted = 5
  case payersRegistered = 10
  case payersAmended = 11
  case ordersApproved = 12
  case orderAmended = 13
  case orderClosed = 14
  case certificatesIssued = 20
  case certificateAmended = 21
  case certificatesSuspended = 22
  case certificatesResumed = 23
  case certificatesClosed = 24
  case providersAdmitted = 30
  case providersAmended = 31
  case providerExcluded = 32
  case agreementsSigned = 40
  case agreementAmended = 41
  case agreementTerminated = 42
  case contractsSigned = 50
  case contractTerminated = 51
  case monthOpened = 60
  case monthClosed = 61
  case claimSubmitted = 70
  case claimWithdrawn = 71
  case claimAccepted = 72
  case claimRefused = 73
  case claimCorrected = 74
  case cycleCalculated = 80
  case cycleApproved = 81
  case cycleCancelled = 82
  case cycleClosed = 83
  case statementImported = 90
  case paymentRejected = 91
  case receiptIdentified = 92
  case receiptSentBack = 93
  case refundReceived = 94
  case entryReversed = 100
  case periodSealed = 101

  /// The name in machine formats and on the command line: `contract-signed`.
  public var name: String {
    switch self {
    case .ledgerOpened: "ledger-opened"
    case .keyEnrolled: "key-enrolled"
    case .keyRevoked: "key-revoked"
    case .keyReplaced: "key-replaced"
    case .rulesAdopted: "rules-adopted"
    case .payersRegistered: "payer-registered"
    case .payersAmended: "payer-amended"
    case .ordersApproved: "order-approved"
    case .orderAmended: "order-amended"
    case .orderClosed: "order-closed"
    case .certificatesIssued: "certificate-issued"
    case .certificateAmended: "certificate-amended"
    case .certificatesSuspended: "certificate-suspended"
    case .certificatesResumed: "certificate-resumed"
    case .certificatesClosed: "certificate-closed"
    case .providersAdmitted: "provider-admitted"
    case .providersAmended: "provider-amended"
    case .providerExcluded: "provider-excluded"
    case .agreementsSigned: "agreement-signed"
    case .agreementAmended: "agreement-amended"
    case .agreementTerminated: "agreement-terminated"
    case .contractsSigned: "contract-signed"
    case .contractTerminated: "contract-terminated"
    case .monthOpened: "month-opened"
    case .monthClosed: "month-closed"
    case .claimSubmitted: "claim-submitted"
    case .claimWithdrawn: "claim-withdrawn"
    case .claimAccepted: "claim-accepted"
    case .claimRefused: "claim-refused"
    case .claimCorrected: "claim-corrected"
    case .cycleCalculated: "cycle-calculated"
    case .cycleApproved: "cycle-approved"
    case .cycleCancelled: "cycle-cancelled"
    case .cycleClosed: "cycle-closed"
    case .statementImported: "statement-imported"
    case .paymentRejected: "payment-rejected"
    case .receiptIdentified: "receipt-identified"
    case .receiptSentBack: "receipt-sent-back"
    case .refundReceived: "refund-received"
    case .entryReversed: "entry-reversed"
    case .periodSealed: "period-sealed"
    }
  }

  public init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
