import LedgerCore

extension DocumentBody {
  /// The fields of the document; `lines` where it is a register. The books tell what the amount of
  /// a reduction means.
  public func fields(_ books: Books) -> JSONObject {
    switch self {
    case .ledgerOpened(let opening): opening.members
    case .keyEnrolled(let enrolment): enrolment.members
    case .keyRevoked(let revocation): revocation.members
    case .keyReplaced(let replacement): replacement.members
    case .rulesAdopted(let version): ["rules_version": .count(Int(version))]
    case .payersRegistered(let payers): lines(payers.map(\.members))
    case .payersAmended(let payers): lines(payers.map { $0.members($0.details.members) })
    case .ordersApproved(let orders): lines(orders.map(\.members))
    case .orderAmended(let amendment): amendment.members
    case .orderClosed(let closing): closing.members
    case .certificatesIssued(let certificates): lines(certificates.map(\.members))
    case .certificateAmended(let amendment): amendment.members
    case .certificatesSuspended(let numbers): lines(numbers.map { ["certificate": .number($0)] })
    case .certificatesResumed(let numbers): lines(numbers.map { ["certificate": .number($0)] })
    case .certificatesClosed(let numbers): lines(numbers.map { ["certificate": .number($0)] })
    case .providersAdmitted(let providers): lines(providers.map(\.members))
    case .providersAmended(let providers): lines(providers.map { $0.members($0.details.members) })
    case .providerExcluded(let exclusion):
      ["inn": .number(exclusion.inn), "reason": .string(exclusion.reason)]
    case .agreementsSigned(let agreements): lines(agreements.map(\.members))
    case .agreementAmended(let amendment): amendment.members
    case .agreementTerminated(let agreement): ["agreement": .number(agreement)]
    case .contractsSigned(let contracts): lines(contracts.map(\.members))
    case .contractTerminated(let contract): ["contract": .number(contract)]
    case .monthOpened(let totals): totals.members
    case .monthClosed(let totals): totals.members
    case .claimSubmitted(let submission): submission.members
    case .claimWithdrawn(let claim): ["claim": .reference(claim)]
    case .claimAccepted(let acceptance): acceptance.members(books)
    case .claimRefused(let refusal):
      ["claim": .reference(refusal.claim), "reason": .string(refusal.reason)]
    case .claimCorrected(let correction): correction.members
    case .cycleCalculated(let terms): terms.members
    case .cycleApproved(let approval): approval.members
    case .cycleCancelled(let cycle): ["cycle": .reference(cycle)]
    case .cycleClosed(let cycle): ["cycle": .reference(cycle)]
    case .statementImported(let statement): statement.members
    case .paymentRejected(let rejection): rejection.members
    case .receiptIdentified(let identification): identification.members
    case .receiptSentBack(let receipt): ["receipt": .string(receipt.name)]
    case .refundReceived(let refund):
      ["agreement": .number(refund.agreement), "amount": .amount(refund.amount)]
    case .entryReversed(let reversal):
      ["reversed": .reference(reversal.entry), "reason": .string(reversal.reason)]
    case .periodSealed(let month): ["month": .month(month)]
    }
  }

  private func lines(_ lines: [JSONObject]) -> JSONObject { ["lines": .objects(lines)] }
}
