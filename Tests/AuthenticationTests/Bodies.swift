import Bytes
import LedgerCore

/// Bodies of documents about the `Town`. Most kinds are judged by their signers alone, so that what
/// they say besides need not hold in the books.
enum Bodies {
  static let day = Town.today
  static let month = YearMonth(year: 2023, month: 11)
  static let zero = EntryReference(
    number: 3, hash: Digest(bytes: [UInt8](repeating: 7, count: 32))!)
  static let certificate = Identifier("СЕРТ-0")!
  static let money = Money(kopecks: 12_300)
  static let totals = MonthTotals(order: Town.order, month: month, count: 2, sum: money)

  static let payer = PayerDetails(
    inn: Town.payer, kpp: "990001001", name: "Финансовое управление",
    account: "03231643000000000001", bic: "019900001", bank: "Отделение",
    correspondentAccount: "40102810500000000001", personalAccount: "03193000001",
    oktmo: "99701000")

  static func provider(_ inn: Identifier) -> ProviderDetails {
    ProviderDetails(
      inn: inn, kpp: "990001001", ogrn: "1029900000008", name: "Кружок", kind: .nonprofit,
      services: [Town.service], admittedFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
      licence: "", account: "40702810400000000001", bic: "049900601", bank: "Банк",
      correspondentAccount: "30101810500000000601")
  }

  static func agreement(_ side: Town.Side) -> AgreementTerms {
    AgreementTerms(
      number: side.agreement, provider: side.inn, order: Town.order,
      kbk: "90207030730254910622", from: CalendarDate(year: 2023, month: 1, day: 1)!,
      to: CalendarDate(year: 2023, month: 12, day: 31)!, limit: nil, advance: .usualAdvance,
      offset: true)
  }

  static func contract(_ side: Town.Side) -> ContractTerms {
    ContractTerms(
      number: Identifier("ДОГ-9")!, agreement: side.agreement, certificate: certificate,
      service: Town.service, signedOn: day, start: day, end: day, price: money, normative: money,
      acceptance: "ЗАЯВ-9")
  }

  static func claim(_ side: Town.Side) -> ClaimSubmission {
    ClaimSubmission(
      agreement: side.agreement, month: month, kind: .advance,
      lines: [ClaimLine(contract: side.contract, amount: ClaimAmount(money))])
  }

  static let statement = BankStatement(
    file: zero.hash, account: payer.account, from: day, to: day, opening: .zero, closing: .zero,
    bookUnidentified: false, lines: [])

  /// Documents that need nobody but standing roles.
  static func plain(_ kind: DocumentKind) -> DocumentBody? {
    switch kind {
    case .rulesAdopted: .rulesAdopted(version: 2)
    case .payersRegistered: .payersRegistered([payer])
    case .payersAmended: .payersAmended([Amended(replaces: zero, details: payer)])
    case .ordersApproved:
      .ordersApproved([
        OrderTerms(
          number: Town.order, year: 2023, payer: Town.payer, amount: money,
          services: [Town.service], certificatesMax: 3)
      ])
    case .orderAmended:
      .orderAmended(OrderAmendment(order: Town.order, replaces: zero, amount: money))
    case .orderClosed: .orderClosed(OrderClosing(order: Town.order, count: 0, sum: money))
    case .certificatesIssued:
      .certificatesIssued([
        CertificateTerms(
          number: certificate, order: Town.order, nominal: money, validFrom: day, validTo: day)
      ])
    case .certificateAmended:
      .certificateAmended(
        CertificateAmendment(certificate: certificate, replaces: zero, nominal: money))
    case .certificatesSuspended: .certificatesSuspended([certificate])
    case .certificatesResumed: .certificatesResumed([certificate])
    case .certificatesClosed: .certificatesClosed([certificate])
    case .monthOpened: .monthOpened(totals)
    case .monthClosed: .monthClosed(totals)
    case .claimCorrected:
      .claimCorrected(
        ClaimCorrection(
          contract: Identifier("ДОГ-1")!, month: month, delivered: Percent(hundredths: 100)!))
    case .cycleCalculated: .cycleCalculated(CycleTerms(funds: nil, deferrals: []))
    case .cycleApproved:
      .cycleApproved(
        CycleApproval(
          cycle: zero, envelope: Envelope(count: 0, sum: .zero, digest: zero.hash), payOn: day))
    case .cycleCancelled: .cycleCancelled(cycle: zero)
    case .cycleClosed: .cycleClosed(cycle: zero)
    case .statementImported: .statementImported(statement)
    case .paymentRejected:
      .paymentRejected(
        PaymentRejection(payment: PaymentName(number: 1, year: 2023), reason: "закрыт"))
    case .receiptIdentified:
      .receiptIdentified(
        ReceiptIdentification(
          receipt: ReceiptReference(entry: 3, line: 1),
          meaning: .return(payment: PaymentName(number: 1, year: 2023)), amount: money))
    case .receiptSentBack: .receiptSentBack(ReceiptReference(entry: 3, line: 1))
    case .refundReceived:
      .refundReceived(RefundReceipt(agreement: Identifier("СОГЛ-1")!, amount: money))
    case .entryReversed: .entryReversed(EntryReversal(entry: zero, reason: "ошибка"))
    case .periodSealed: .periodSealed(month: month)
    default: nil
    }
  }

  /// Documents about a provider.
  static func of(_ kind: DocumentKind, _ side: Town.Side) -> DocumentBody? {
    switch kind {
    case .providersAdmitted: .providersAdmitted([provider(side.inn)])
    case .providersAmended:
      .providersAmended([Amended(replaces: zero, details: provider(side.inn))])
    case .providerExcluded:
      .providerExcluded(ProviderExclusion(inn: side.inn, reason: "лицензия"))
    case .agreementsSigned: .agreementsSigned([agreement(side)])
    case .agreementAmended:
      .agreementAmended(
        AgreementAmendment(agreement: side.agreement, replaces: zero, limit: money))
    case .agreementTerminated: .agreementTerminated(agreement: side.agreement)
    case .contractsSigned: .contractsSigned([contract(side)])
    case .contractTerminated: .contractTerminated(contract: side.contract)
    case .claimSubmitted: .claimSubmitted(claim(side))
    case .claimWithdrawn: .claimWithdrawn(claim: side.claim)
    case .claimAccepted:
      .claimAccepted(ClaimAcceptance(claims: [side.claim], reductions: []))
    case .claimRefused: .claimRefused(ClaimRefusal(claim: side.claim, reason: "табель"))
    default: nil
    }
  }
}
