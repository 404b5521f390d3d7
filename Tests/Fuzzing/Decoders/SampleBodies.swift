import Bytes
import LedgerCore

/// A document of sound form for every kind, made of invented parties with valid check digits.
enum Samples {
  static let ledger = UniqueID(hex: "000102030405060708090a0b0c0d0e0f")!
  static let payerINN = Identifier("9900000017")!
  static let providerINN = Identifier("9900000024")!
  static let day = CalendarDate(year: 2023, month: 10, day: 16)!
  static let yearEnd = CalendarDate(year: 2023, month: 12, day: 31)!
  static let month = YearMonth(year: 2023, month: 11)
  static let agreement = Identifier("С-2023/1")!
  static let contract = Identifier("Д-1/2023")!
  static let certificate = Identifier("2450-000001")!
  static let order = Identifier("1-ДО/2023")!
  static let service = "804200О.99.0.ББ52АЕ04000"
  static let entry = EntryReference(number: 7, hash: digest(0xA7))
  static let payment = PaymentName(number: 17, year: 2023)

  static let ed25519Key = key("302a300506032b6570032100", 32)
  static let otherKey = key("302a300506032b6570032100", 32, fill: 0x22)
  static let p256Key = key("3059301306072a8648ce3d020106082a8648ce3d03010703420004", 64)

  static func digest(_ byte: UInt8) -> Digest {
    Digest(bytes: [UInt8](repeating: byte, count: 32))!
  }

  private static func key(_ prefix: String, _ count: Int, fill: UInt8 = 0x11) -> [UInt8] {
    Hex.decode(prefix)! + [UInt8](repeating: fill, count: count)
  }

  static func header(_ kind: DocumentKind) -> DocumentHeader {
    DocumentHeader(
      ledger: ledger, id: UniqueID(hex: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")!,
      effectiveDate: day, basis: kind == .ledgerOpened ? .none : entry)
  }

  static func document(_ kind: DocumentKind) -> Document {
    Document(header: header(kind), body: body(kind))
  }

  static func document(_ body: DocumentBody) -> Document {
    Document(header: header(body.kind), body: body)
  }

  static func money(_ kopecks: Int64) -> Money { Money(kopecks: kopecks) }

  static let payer = PayerDetails(
    inn: payerINN, kpp: "990001001", name: "Управление образования",
    account: "03231643000000000001",
    bic: "019900001", bank: "Отделение Северное", correspondentAccount: "40102810500000000001",
    personalAccount: "03193000001", oktmo: "99701000")

  static let provider = ProviderDetails(
    inn: providerINN, kpp: "990001001", ogrn: "1029900000008", name: "Центр «Радуга»",
    kind: .nonprofit, services: [service], admittedFrom: day, licence: "Л035-00001",
    account: "40702810400000000001", bic: "049900601", bank: "Банк",
    correspondentAccount: "30101810500000000601")

  static let orderTerms = OrderTerms(
    number: order, year: 2023, payer: payerINN, amount: money(50_000_000), services: [service],
    certificatesMax: 100)

  static let certificateTerms = CertificateTerms(
    number: certificate, order: order, nominal: money(800_000), validFrom: day, validTo: yearEnd)

  static let agreementTerms = AgreementTerms(
    number: agreement, provider: providerINN, order: order, kbk: "90207030730254910622",
    from: day, to: yearEnd, limit: money(10_000_000), advance: .usualAdvance, offset: true)

  static let contractTerms = ContractTerms(
    number: contract, agreement: agreement, certificate: certificate, service: service,
    signedOn: day, start: day, end: yearEnd, price: money(687_942), normative: money(686_121),
    acceptance: "З-15")

  static let totals = MonthTotals(order: order, month: month, count: 1, sum: money(271_775))

  static let advanceClaim = ClaimSubmission(
    agreement: agreement, month: month, kind: .advance,
    lines: [ClaimLine(contract: contract, amount: ClaimAmount(money(217_420)))])

  static let finalClaim = ClaimSubmission(
    agreement: agreement, month: month, kind: .final,
    lines: [
      ClaimLine(contract: contract, amount: ClaimAmount(Percent(hundredths: 9_000)!)),
      ClaimLine(contract: Identifier("CONTRACT-2")!, amount: ClaimAmount(.zero as Percent)),
    ])

  static let envelope = Envelope(count: 1, sum: money(27_178), digest: digest(0xE1))

  static let statement = BankStatement(
    file: digest(0xF1), account: "03231643000000000001", from: day, to: yearEnd,
    opening: money(0), closing: money(-27_178), bookUnidentified: true,
    lines: [
      StatementLine(
        bookedOn: day, side: .debit, amount: money(27_178), number: "17", date: day,
        counterpartyINN: "9900000024", counterpartyAccount: "40702810400000000001",
        purpose: "Субсидия"),
      StatementLine(
        bookedOn: yearEnd, side: .credit, amount: money(1), number: "", date: yearEnd,
        counterpartyINN: "", counterpartyAccount: "", purpose: ""),
    ])

  static func body(_ kind: DocumentKind) -> DocumentBody {
    switch kind {
    case .ledgerOpened:
      .ledgerOpened(LedgerOpening(name: "Проба", operatorKey: p256Key, logKey: ed25519Key))
    case .keyEnrolled:
      .keyEnrolled(
        KeyEnrolment(key: otherKey, role: .provider, party: providerINN, from: day, to: yearEnd))
    case .keyRevoked: .keyRevoked(KeyRevocation(key: digest(0xCE), reason: "Утрачен"))
    case .keyReplaced: .keyReplaced(KeyReplacement(role: .log, key: otherKey))
    case .rulesAdopted: .rulesAdopted(version: 2)
    case .payersRegistered: .payersRegistered([payer])
    case .payersAmended: .payersAmended([Amended(replaces: entry, details: payer)])
    case .ordersApproved: .ordersApproved([orderTerms])
    case .orderAmended:
      .orderAmended(OrderAmendment(order: order, replaces: entry, amount: money(60_000_000)))
    case .orderClosed: .orderClosed(OrderClosing(order: order, count: 3, sum: money(0)))
    case .certificatesIssued: .certificatesIssued([certificateTerms])
    case .certificateAmended:
      .certificateAmended(
        CertificateAmendment(certificate: certificate, replaces: entry, nominal: money(900_000)))
    case .certificatesSuspended: .certificatesSuspended([certificate, contract])
    case .certificatesResumed: .certificatesResumed([certificate])
    case .certificatesClosed: .certificatesClosed([certificate])
    case .providersAdmitted: .providersAdmitted([provider])
    case .providersAmended: .providersAmended([Amended(replaces: entry, details: provider)])
    case .providerExcluded:
      .providerExcluded(ProviderExclusion(inn: providerINN, reason: "Лицензия отозвана"))
    case .agreementsSigned: .agreementsSigned([agreementTerms])
    case .agreementAmended:
      .agreementAmended(
        AgreementAmendment(agreement: agreement, replaces: entry, limit: money(0)))
    case .agreementTerminated: .agreementTerminated(agreement: agreement)
    case .contractsSigned: .contractsSigned([contractTerms])
    case .contractTerminated: .contractTerminated(contract: contract)
    case .monthOpened: .monthOpened(totals)
    case .monthClosed: .monthClosed(totals)
    default: settlement(kind)
    }
  }

  private static func settlement(_ kind: DocumentKind) -> DocumentBody {
    switch kind {
    case .claimSubmitted: .claimSubmitted(finalClaim)
    case .claimWithdrawn: .claimWithdrawn(claim: entry)
    case .claimAccepted:
      .claimAccepted(
        ClaimAcceptance(
          claims: [entry],
          reductions: [
            ClaimReduction(
              claim: 0, contract: contract, amount: ClaimAmount(Percent(hundredths: 7_500)!),
              reason: "Табель")
          ]))
    case .claimRefused: .claimRefused(ClaimRefusal(claim: entry, reason: "Не тот месяц"))
    case .claimCorrected:
      .claimCorrected(
        ClaimCorrection(contract: contract, month: month, delivered: Percent(hundredths: 5)!))
    case .cycleCalculated:
      .cycleCalculated(
        CycleTerms(
          funds: money(0), deferrals: [CycleDeferral(agreement: agreement, reason: "Сверка")]))
    case .cycleApproved:
      .cycleApproved(CycleApproval(cycle: entry, envelope: envelope, payOn: yearEnd))
    case .cycleCancelled: .cycleCancelled(cycle: entry)
    case .cycleClosed: .cycleClosed(cycle: entry)
    case .statementImported: .statementImported(statement)
    case .paymentRejected:
      .paymentRejected(PaymentRejection(payment: payment, reason: "Счёт закрыт"))
    case .receiptIdentified:
      .receiptIdentified(
        ReceiptIdentification(
          receipt: ReceiptReference(entry: 9, line: 2), meaning: .return(payment: payment),
          amount: money(1)))
    case .receiptSentBack: .receiptSentBack(ReceiptReference(entry: 9, line: 2))
    case .refundReceived:
      .refundReceived(RefundReceipt(agreement: agreement, amount: money(13_589)))
    case .entryReversed: .entryReversed(EntryReversal(entry: entry, reason: "Ошибка"))
    case .periodSealed: .periodSealed(month: month)
    default: preconditionFailure("no sample for \(kind)")
    }
  }

  /// Other shapes of the same kinds: absent values, other cases.
  static let variants: [DocumentBody] = {
    var order = orderTerms
    order.certificatesMax = nil
    var agreement = agreementTerms
    agreement.limit = nil
    agreement.offset = false
    var treasuryPayer = payer
    (treasuryPayer.correspondentAccount, treasuryPayer.personalAccount) = ("", "")
    var person = provider
    person.inn = Identifier("990000000115")!
    (person.kpp, person.ogrn, person.kind) = ("", "", .individual)
    var entrepreneur = provider
    entrepreneur.inn = Identifier("990000000299")!
    (entrepreneur.kpp, entrepreneur.ogrn, entrepreneur.kind) = (
      "", "304990000000002", .entrepreneur
    )
    return [
      .payersRegistered([payer, treasuryPayer]), .ordersApproved([order, orderTerms]),
      .agreementsSigned([agreement, agreementTerms]),
      .providersAdmitted([person, entrepreneur, provider]), .claimSubmitted(advanceClaim),
      .cycleCalculated(CycleTerms(funds: nil, deferrals: [])),
      .receiptIdentified(
        ReceiptIdentification(
          receipt: ReceiptReference(entry: 9, line: 1),
          meaning: .refund(agreement: Samples.agreement), amount: .limit)),
      .keyEnrolled(
        KeyEnrolment(
          key: p256Key, role: .financeFirst, party: payerINN, from: day, to: day)),
    ]
  }()

  static let documents: [Document] =
    DocumentKind.allCases.map(document) + variants.map { document($0) }
}
