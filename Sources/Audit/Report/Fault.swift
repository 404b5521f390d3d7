/// What exactly is wrong. Raw values are stable codes for machine formats.
public enum Fault: String, CaseIterable, Sendable {
  // Framing.
  case journalMissing = "journal-missing"
  case segmentHeader = "segment-header"
  case segmentLedger = "segment-ledger"
  case segmentOrder = "segment-order"
  case frameHeader = "frame-header"
  case frameCutShort = "frame-cut-short"
  case framePadding = "frame-padding"
  case checkpointAlone = "checkpoint-without-entries"
  case commitOpen = "commit-without-checkpoint"
  // Hashes, chain, tree.
  case partHash = "part-hash"
  case entryNumber = "entry-number"
  case previousHash = "previous-hash"
  case rootDiffers = "root-differs"
  case checkpointRoot = "checkpoint-root"
  // Checkpoints.
  case checkpointForm = "checkpoint-form"
  case checkpointOrigin = "checkpoint-origin"
  case checkpointSize = "checkpoint-size"
  case checkpointSignature = "checkpoint-signature"
  case latestLost = "latest-lost"
  case latestForm = "latest-form"
  case latestDiffers = "latest-differs"
  case latestBehind = "latest-behind"
  case latestAhead = "latest-ahead"
  case keptOrigin = "kept-origin"
  case keptSignature = "kept-signature"
  case keptAhead = "kept-ahead"
  case keptRoot = "kept-root"
  case policyMissed = "policy-missed"
  case policySignature = "policy-signature"
  case stateOrigin = "state-origin"
  case stateAhead = "state-ahead"
  case stateRoot = "state-root"
  case stateJournal = "state-journal"
  // Snapshots.
  case snapshotForm = "snapshot-form"
  case snapshotSignature = "snapshot-signature"
  case snapshotRoot = "snapshot-root"
  case snapshotState = "snapshot-state"
  case snapshotBlock = "snapshot-block"
  // Signatures.
  case signatureList = "signature-list"
  case keyUnknown = "key-unknown"
  case keyEnded = "key-ended"
  case keyNotValid = "key-not-valid"
  case keySignsNothing = "key-signs-nothing"
  case keyUnusable = "key-unusable"
  case keyRepeated = "key-repeated"
  case signatureWrong = "signature-wrong"
  case signerMissing = "signer-missing"
  // Documents.
  case entryForm = "entry-form"
  case documentForm = "document-form"
  case otherLedger = "other-ledger"
  case openingMisplaced = "opening-misplaced"
  case idRepeated = "id-repeated"
  case basisUnknown = "basis-unknown"
  case timeBackwards = "time-backwards"
  // Postings.
  case postingForm = "posting-form"
  case resultForm = "result-form"
  case documentRefused = "document-refused"
  case postingDiffers = "posting-differs"
  case resultsDiffer = "results-differ"
  case accountUnknown = "account-unknown"
  case notDerived = "not-derived"
  // Floors.
  case belowZero = "below-zero"
  case balanceOverflow = "balance-overflow"
  // Identities.
  case mixedLedgers = "mixed-ledgers"
  case orderFunds = "order-funds"
  case orderStated = "order-stated"
  case certificateNominal = "certificate-nominal"
  case certificateStated = "certificate-stated"
  case limitTotal = "limit-total"
  case limitUsed = "limit-used"
  case limitStated = "limit-stated"
  case payerCash = "payer-cash"
  case agreementAccepted = "agreement-accepted"
  case ledgerTotals = "ledger-totals"
  // Envelopes.
  case envelopeMissing = "envelope-missing"
  case envelopeCount = "envelope-count"
  case envelopeSum = "envelope-sum"
  case envelopeDigest = "envelope-digest"
  case cycleNumber = "cycle-number"
  case approvalCycle = "approval-cycle"
  case approvalEnvelope = "approval-envelope"
  case paymentSum = "payment-sum"
  case paymentDiffers = "payment-differs"

  /// The check that finds it.
  public var check: CheckName {
    switch self {
    case .journalMissing, .segmentHeader, .segmentLedger, .segmentOrder, .frameHeader,
      .frameCutShort, .framePadding, .checkpointAlone, .commitOpen:
      .framing
    case .partHash: .hashes
    case .entryNumber, .previousHash: .chain
    case .rootDiffers, .checkpointRoot: .tree
    case .checkpointForm, .checkpointOrigin, .checkpointSize, .checkpointSignature, .latestLost,
      .latestForm, .latestDiffers, .latestBehind, .latestAhead, .keptOrigin, .keptSignature,
      .keptAhead, .keptRoot, .policyMissed, .policySignature, .stateOrigin, .stateAhead,
      .stateRoot, .stateJournal:
      .checkpoints
    case .signatureList, .keyUnknown, .keyEnded, .keyNotValid, .keySignsNothing, .keyUnusable,
      .keyRepeated, .signatureWrong, .signerMissing:
      .signatures
    case .entryForm, .documentForm, .otherLedger, .openingMisplaced, .idRepeated, .basisUnknown,
      .timeBackwards:
      .documents
    case .postingForm, .resultForm, .documentRefused, .postingDiffers, .resultsDiffer,
      .accountUnknown, .notDerived:
      .postings
    case .belowZero, .balanceOverflow: .floors
    case .mixedLedgers, .orderFunds, .orderStated, .certificateNominal, .certificateStated,
      .limitTotal, .limitUsed, .limitStated, .payerCash, .agreementAccepted, .ledgerTotals:
      .identities
    case .envelopeMissing, .envelopeCount, .envelopeSum, .envelopeDigest, .cycleNumber,
      .approvalCycle, .approvalEnvelope, .paymentSum, .paymentDiffers:
      .envelopes
    case .snapshotForm, .snapshotSignature, .snapshotRoot, .snapshotState, .snapshotBlock:
      .snapshots
    }
  }

  /// Found whatever checks were asked for: where bytes cannot be read, none of them is complete.
  var isAlwaysTold: Bool {
    check == .framing || self == .entryForm || self == .documentForm || self == .notDerived
  }
}
