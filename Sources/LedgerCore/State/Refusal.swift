/// Why the rules refuse a document or a line of it, in order of precedence: where several reasons
/// hold, the first is told.
public enum RefusalCode: String, CaseIterable, Sendable {
  // Of the document as a whole.
  case ledgerAlreadyOpened = "ledger-already-opened"
  case ledgerNotOpened = "ledger-not-opened"
  case otherLedger = "other-ledger"
  case unknownRules = "unknown-rules"
  case rulesInForce = "rules-in-force"
  case unknownBasis = "unknown-basis"
  case documentKnown = "document-known"
  case monthSealed = "month-sealed"
  case sealOutOfOrder = "seal-out-of-order"
  case sealOfFuture = "seal-of-future"
  case mixedProviders = "mixed-providers"
  case registerFull = "register-full"
  case paymentNumbersUsed = "payment-numbers-used"
  // Of a number: unknown, or used before.
  case numberUsed = "number-used"
  case acceptanceUsed = "acceptance-used"
  case accountUsed = "account-used"
  case roleNotEnrollable = "role-not-enrollable"
  case keyUsed = "key-used"
  case unknownKey = "unknown-key"
  case keyEnded = "key-ended"
  case unknownPayer = "unknown-payer"
  case unknownOrder = "unknown-order"
  case unknownCertificate = "unknown-certificate"
  case unknownProvider = "unknown-provider"
  case unknownAgreement = "unknown-agreement"
  case unknownContract = "unknown-contract"
  case unknownClaim = "unknown-claim"
  case unknownCycle = "unknown-cycle"
  case unknownPayment = "unknown-payment"
  case unknownReceipt = "unknown-receipt"
  case unknownAccount = "unknown-account"
  case unknownEntry = "unknown-entry"
  // Of standing and dates.
  case orderClosed = "order-closed"
  case orderInUse = "order-in-use"
  case yearDiffers = "year-differs"
  case otherOrder = "other-order"
  case certificateNotActive = "certificate-not-active"
  case certificateNotSuspended = "certificate-not-suspended"
  case certificateClosed = "certificate-closed"
  case certificateHasContracts = "certificate-has-contracts"
  case outsideOrderYear = "outside-order-year"
  case tooManyCertificates = "too-many-certificates"
  case outsideCertificate = "outside-certificate"
  case agreementTerminated = "agreement-terminated"
  case agreementWithoutLimit = "agreement-without-limit"
  case outsideAgreement = "outside-agreement"
  case providerExcluded = "provider-excluded"
  case providerNotAdmitted = "provider-not-admitted"
  case serviceNotOrdered = "service-not-ordered"
  case serviceNotAdmitted = "service-not-admitted"
  case contractTerminated = "contract-terminated"
  case contractEnded = "contract-ended"
  case laterMonthClaimed = "later-month-claimed"
  case otherAgreement = "other-agreement"
  case monthNotInContract = "month-not-in-contract"
  case monthReleased = "month-released"
  case monthNotOpened = "month-not-opened"
  case monthOpened = "month-opened"
  case monthClaimWaits = "month-claim-waits"
  case totalsDiffer = "totals-differ"
  // Of claims.
  case alreadyClaimed = "already-claimed"
  case claimNotSubmitted = "claim-not-submitted"
  case claimOver = "claim-over"
  case noAcceptedFinal = "no-accepted-final"
  case claimInCycle = "claim-in-cycle"
  case claimSettling = "claim-settling"
  case paymentUnderWay = "payment-under-way"
  case monthFinal = "month-final"
  case advanceAfterFinal = "advance-after-final"
  case advanceTooLarge = "advance-too-large"
  case advanceUnderWay = "advance-under-way"
  case claimEffectsUsed = "claim-effects-used"
  case unknownReduction = "unknown-reduction"
  case notReduced = "not-reduced"
  // Of cycles, payments and statements.
  case cycleOpen = "cycle-open"
  case cycleNotCalculated = "cycle-not-calculated"
  case cycleNotApproved = "cycle-not-approved"
  case cyclePaymentsOpen = "cycle-payments-open"
  case envelopeDiffers = "envelope-differs"
  case resultChanged = "result-changed"
  case paymentNotSent = "payment-not-sent"
  case statementDay = "statement-day"
  case statementSums = "statement-sums"
  case statementDiffers = "statement-differs"
  case statementGap = "statement-gap"
  case receiptSpent = "receipt-spent"
  case receiptTooSmall = "receipt-too-small"
  case notReturnable = "not-returnable"
  // Of what is to be changed or reversed.
  case notReversible = "not-reversible"
  case alreadyReversed = "already-reversed"
  case effectChanged = "effect-changed"
  case staleAmendment = "stale-amendment"
  case nothingChanges = "nothing-changes"
  // Of money.
  case nothingAvailable = "nothing-available"
  case refundTooLarge = "refund-too-large"
  case limitExceeded = "limit-exceeded"
  case approvedLimit = "approved-limit"
  case insufficientFunds = "insufficient-funds"
}

/// What is wrong with one line, or with a document that has none.
public struct RuleFault: Error, Hashable, Sendable {
  public let code: RefusalCode
  /// The number, month or account that it is about.
  public let subject: String
  /// What there is, and what is needed, where money falls short.
  public let have: Money?
  public let need: Money?

  init(_ code: RefusalCode, _ subject: String = "", have: Money? = nil, need: Money? = nil) {
    self.code = code
    self.subject = subject
    self.have = have
    self.need = need
  }

  init(_ code: RefusalCode, _ number: Identifier, have: Money? = nil, need: Money? = nil) {
    self.init(code, number.description, have: have, need: need)
  }
}

public struct Refusal: Hashable, Sendable {
  /// The line of the register, from 1; nil where the document as a whole is refused.
  public let line: Int?
  public let fault: RuleFault
}

/// All that is wrong with a document: the first 1 000 refusals, and how many there are.
public struct Refusals: Error, Hashable, Sendable {
  public private(set) var first: [Refusal] = []
  public private(set) var total = 0

  public static let listLimit = 1_000

  init() {}

  init(_ fault: RuleFault) { add(fault, line: nil) }

  mutating func add(_ fault: RuleFault, line: Int?) {
    total += 1
    if first.count < Self.listLimit { first.append(Refusal(line: line, fault: fault)) }
  }
}
