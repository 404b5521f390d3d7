import Bytes
import LedgerCore

extension DocumentCodec {
  static func readBody(
    _ kind: DocumentKind, _ reader: inout FieldReader
  ) throws(FormatError) -> DocumentBody {
    switch kind {
    case .ledgerOpened: .ledgerOpened(try LedgerOpening(from: &reader))
    case .keyEnrolled: .keyEnrolled(try KeyEnrolment(from: &reader))
    case .keyRevoked: .keyRevoked(try KeyRevocation(from: &reader))
    case .keyReplaced: .keyReplaced(try KeyReplacement(from: &reader))
    case .rulesAdopted: .rulesAdopted(version: try reader.integer("version"))
    case .payersRegistered: .payersRegistered(try reader.list("lines"))
    case .payersAmended: .payersAmended(try reader.list("lines"))
    case .ordersApproved: .ordersApproved(try reader.list("lines"))
    case .orderAmended: .orderAmended(try OrderAmendment(from: &reader))
    case .orderClosed: .orderClosed(try OrderClosing(from: &reader))
    case .certificatesIssued: .certificatesIssued(try reader.list("lines"))
    case .certificateAmended: .certificateAmended(try CertificateAmendment(from: &reader))
    case .certificatesSuspended: .certificatesSuspended(try reader.list("lines"))
    case .certificatesResumed: .certificatesResumed(try reader.list("lines"))
    case .certificatesClosed: .certificatesClosed(try reader.list("lines"))
    case .providersAdmitted: .providersAdmitted(try reader.list("lines"))
    case .providersAmended: .providersAmended(try reader.list("lines"))
    case .providerExcluded: .providerExcluded(try ProviderExclusion(from: &reader))
    case .agreementsSigned: .agreementsSigned(try reader.list("lines"))
    case .agreementAmended: .agreementAmended(try AgreementAmendment(from: &reader))
    case .agreementTerminated:
      .agreementTerminated(agreement: try reader.identifier("agreement"))
    case .contractsSigned: .contractsSigned(try reader.list("lines"))
    case .contractTerminated: .contractTerminated(contract: try reader.identifier("contract"))
    case .monthOpened: .monthOpened(try MonthTotals(from: &reader))
    case .monthClosed: .monthClosed(try MonthTotals(from: &reader))
    case .claimSubmitted: .claimSubmitted(try ClaimSubmission(from: &reader))
    case .claimWithdrawn: .claimWithdrawn(claim: try EntryReference(from: &reader, "claim"))
    case .claimAccepted: .claimAccepted(try ClaimAcceptance(from: &reader))
    case .claimRefused: .claimRefused(try ClaimRefusal(from: &reader))
    case .claimCorrected: .claimCorrected(try ClaimCorrection(from: &reader))
    case .cycleCalculated: .cycleCalculated(try CycleTerms(from: &reader))
    case .cycleApproved: .cycleApproved(try CycleApproval(from: &reader))
    case .cycleCancelled: .cycleCancelled(cycle: try EntryReference(from: &reader, "cycle"))
    case .cycleClosed: .cycleClosed(cycle: try EntryReference(from: &reader, "cycle"))
    case .statementImported: .statementImported(try BankStatement(from: &reader))
    case .paymentRejected: .paymentRejected(try PaymentRejection(from: &reader))
    case .receiptIdentified: .receiptIdentified(try ReceiptIdentification(from: &reader))
    case .receiptSentBack: .receiptSentBack(try ReceiptReference(from: &reader))
    case .refundReceived: .refundReceived(try RefundReceipt(from: &reader))
    case .entryReversed: .entryReversed(try EntryReversal(from: &reader))
    case .periodSealed: .periodSealed(month: try reader.month("month"))
    }
  }

  static func write(_ body: DocumentBody, to writer: inout ByteWriter) {
    switch body {
    case .ledgerOpened(let opening): opening.write(to: &writer)
    case .keyEnrolled(let enrolment): enrolment.write(to: &writer)
    case .keyRevoked(let revocation): revocation.write(to: &writer)
    case .keyReplaced(let replacement): replacement.write(to: &writer)
    case .rulesAdopted(let version): writer.write(version)
    case .payersRegistered(let lines): writer.write(list: lines)
    case .payersAmended(let lines): writer.write(list: lines)
    case .ordersApproved(let lines): writer.write(list: lines)
    case .orderAmended(let amendment): amendment.write(to: &writer)
    case .orderClosed(let closing): closing.write(to: &writer)
    case .certificatesIssued(let lines): writer.write(list: lines)
    case .certificateAmended(let amendment): amendment.write(to: &writer)
    case .certificatesSuspended(let lines), .certificatesResumed(let lines),
      .certificatesClosed(let lines):
      writer.write(list: lines)
    case .providersAdmitted(let lines): writer.write(list: lines)
    case .providersAmended(let lines): writer.write(list: lines)
    case .providerExcluded(let exclusion): exclusion.write(to: &writer)
    case .agreementsSigned(let lines): writer.write(list: lines)
    case .agreementAmended(let amendment): amendment.write(to: &writer)
    case .agreementTerminated(let agreement): writer.write(agreement)
    case .contractsSigned(let lines): writer.write(list: lines)
    case .contractTerminated(let contract): writer.write(contract)
    case .monthOpened(let totals), .monthClosed(let totals): totals.write(to: &writer)
    case .claimSubmitted(let claim): claim.write(to: &writer)
    case .claimAccepted(let acceptance): acceptance.write(to: &writer)
    case .claimRefused(let refusal): refusal.write(to: &writer)
    case .claimCorrected(let correction): correction.write(to: &writer)
    case .cycleCalculated(let terms): terms.write(to: &writer)
    case .cycleApproved(let approval): approval.write(to: &writer)
    case .claimWithdrawn(let entry), .cycleCancelled(let entry), .cycleClosed(let entry):
      writer.write(entry)
    case .statementImported(let statement): statement.write(to: &writer)
    case .paymentRejected(let rejection): rejection.write(to: &writer)
    case .receiptIdentified(let identification): identification.write(to: &writer)
    case .receiptSentBack(let receipt): receipt.write(to: &writer)
    case .refundReceived(let refund): refund.write(to: &writer)
    case .entryReversed(let reversal): reversal.write(to: &writer)
    case .periodSealed(let month): writer.write(month)
    }
  }
}
