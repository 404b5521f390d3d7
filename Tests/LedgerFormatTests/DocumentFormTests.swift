import Bytes
import LedgerCore
import LedgerFormat
import Testing

@testable import HostileBytes

/// What is wrong in form is found before signing and after decoding alike, with line and field.
struct DocumentFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let document: Document
    let line: Int?
    let field: String
    let code: String

    var testDescription: String { "\(document.kind), \(field), \(code)" }

    init(_ body: DocumentBody, _ line: Int?, _ field: String, _ code: String) {
      document = Samples.document(body)
      (self.line, self.field, self.code) = (line, field, code)
    }
  }

  @Test(arguments: registers + parties + claims + clearing)
  func isFoundBothWays(_ wrong: Case) {
    let fault = DocumentForm.fault(in: wrong.document)
    #expect(
      fault?.line == wrong.line && fault?.field == wrong.field, "\(String(describing: fault))")
    #expect(fault?.reason.code == wrong.code)
    let error = #expect(throws: FormatError.self) {
      try DocumentCodec.decode(DocumentCodec.encode(wrong.document))
    }
    #expect(error?.line == wrong.line && error?.field == wrong.field)
    #expect(error?.reason.code == wrong.code)
  }

  @Test func headers() {
    var document = Samples.document(.contractsSigned)
    document.header.effectiveDate = CalendarDate(daysSince1970: 0)
    #expect(DocumentForm.fault(in: document)?.field == "effective_date")
    document.header = Samples.header(.ledgerOpened)
    #expect(DocumentForm.fault(in: document)?.field == "basis")
    document.header = Samples.header(.contractsSigned)
    document.header.rulesVersion = 2
    #expect(DocumentForm.fault(in: document)?.reason == .unsupportedVersion(2))
    document.header.formatVersion = 0
    #expect(DocumentForm.fault(in: document)?.reason == .unsupportedVersion(0))
  }

  @Test func textsOfAnyLengthAreJudgedBeforeTheyAreEncoded() {
    let reason = String(repeating: "я", count: 40_000)
    let body = DocumentBody.entryReversed(EntryReversal(entry: Samples.entry, reason: reason))
    #expect(DocumentForm.fault(in: Samples.document(body))?.reason.code == "wrong-text")
  }

  @Test func aRegisterAboveTheByteLimitIsNotSigned() {
    var provider = Samples.provider
    provider.name = String(repeating: "x", count: 500)
    provider.bank = provider.name
    let body = DocumentBody.providersAdmitted(Array(repeating: provider, count: 20_000))
    let fault = DocumentForm.fault(in: Samples.document(body))
    #expect(fault?.field == "document" && fault?.reason.code == "too-large")
  }

  static func edited<Value>(_ value: Value, _ edit: (inout Value) -> Void) -> Value {
    var copy = value
    edit(&copy)
    return copy
  }

  static let zero = Money.zero
  static let huge = Money(kopecks: Money.limit.kopecks + 1)
  static let before = Samples.day.adding(days: -1)

  static func orders(_ edit: (inout OrderTerms) -> Void) -> DocumentBody {
    .ordersApproved([Samples.orderTerms, edited(Samples.orderTerms, edit)])
  }

  static func contracts(_ edit: (inout ContractTerms) -> Void) -> DocumentBody {
    .contractsSigned([Samples.contractTerms, edited(Samples.contractTerms, edit)])
  }

  static func agreements(_ edit: (inout AgreementTerms) -> Void) -> DocumentBody {
    .agreementsSigned([Samples.agreementTerms, edited(Samples.agreementTerms, edit)])
  }

  static func certificates(_ edit: (inout CertificateTerms) -> Void) -> DocumentBody {
    .certificatesIssued([Samples.certificateTerms, edited(Samples.certificateTerms, edit)])
  }

  static let registers: [Case] = [
    Case(.ordersApproved([]), nil, "lines", "empty"),
    Case(.certificatesSuspended([]), nil, "lines", "empty"),
    Case(orders { $0.amount = zero }, 2, "amount", "amount-out-of-range"),
    Case(orders { $0.amount = huge }, 2, "amount", "amount-out-of-range"),
    Case(orders { $0.year = 1999 }, 2, "year", "date-out-of-range"),
    Case(orders { $0.payer = Samples.order }, 2, "payer_inn", "wrong-requisite"),
    Case(orders { $0.certificatesMax = 0 }, 2, "certificates_max", "number-out-of-range"),
    Case(orders { $0.services = [] }, 2, "services", "empty"),
    Case(orders { $0.services += $0.services }, 2, "services", "repeated"),
    Case(
      orders { $0.services = ["804200O.99.0.ББ52АЕ04000"] }, 2, "services",
      "wrong-service-code"),
    Case(certificates { $0.nominal = zero }, 2, "nominal", "amount-out-of-range"),
    Case(certificates { $0.validTo = before }, 2, "valid_to", "wrong-order"),
    Case(
      certificates { $0.validFrom = CalendarDate(year: 1999, month: 12, day: 31)! }, 2,
      "valid_from", "date-out-of-range"),
    Case(agreements { $0.to = before }, 2, "to", "wrong-order"),
    Case(agreements { $0.limit = huge }, 2, "limit", "amount-out-of-range"),
    Case(agreements { $0.limit = zero - .limit }, 2, "limit", "amount-out-of-range"),
    Case(agreements { $0.kbk = "1" }, 2, "kbk", "wrong-requisite"),
    Case(contracts { $0.price = zero }, 2, "price", "amount-out-of-range"),
    Case(contracts { $0.normative = zero }, 2, "normative", "amount-out-of-range"),
    Case(contracts { $0.start = before }, 2, "start", "wrong-order"),
    Case(contracts { $0.end = before }, 2, "end", "wrong-order"),
    Case(contracts { $0.service = "804200" }, 2, "service", "wrong-service-code"),
    Case(contracts { $0.acceptance = "" }, 2, "acceptance", "empty"),
    Case(
      contracts { $0.acceptance = String(repeating: "1", count: 65) }, 2, "acceptance",
      "wrong-text"),
  ]

  static func provider(_ edit: (inout ProviderDetails) -> Void) -> DocumentBody {
    .providersAdmitted([edited(Samples.provider, edit)])
  }

  static func payer(_ edit: (inout PayerDetails) -> Void) -> DocumentBody {
    .payersAmended([Amended(replaces: Samples.entry, details: edited(Samples.payer, edit))])
  }

  static let parties: [Case] = [
    Case(payer { $0.kpp = "" }, 1, "kpp", "wrong-requisite"),
    Case(payer { $0.name = " x" }, 1, "name", "wrong-text"),
    Case(payer { $0.name = "x\u{202E}y" }, 1, "name", "wrong-text"),
    Case(payer { $0.inn = Identifier("990000000115")! }, 1, "inn", "wrong-requisite"),
    Case(payer { $0.oktmo = "" }, 1, "oktmo", "wrong-requisite"),
    Case(
      provider { $0.correspondentAccount = "" }, 1, "correspondent_account", "wrong-requisite"),
    Case(payer { $0.bic = "1" }, 1, "bic", "wrong-requisite"),
    Case(payer { $0.oktmo = "1" }, 1, "oktmo", "wrong-requisite"),
    Case(payer { $0.personalAccount = "-" }, 1, "personal_account", "wrong-requisite"),
    Case(provider { $0.inn = Identifier("9900000025")! }, 1, "inn", "wrong-requisite"),
    Case(provider { $0.kind = .individual }, 1, "inn", "wrong-requisite"),
    Case(provider { $0.ogrn = "" }, 1, "ogrn", "wrong-requisite"),
    Case(
      provider { $0.account = "40702810500000000001" }, 1, "account", "wrong-requisite"),
    Case(
      provider { $0.correspondentAccount = "1" }, 1, "correspondent_account",
      "wrong-requisite"),
    Case(
      .ledgerOpened(
        LedgerOpening(
          name: "", operatorKey: Samples.p256Key, logKey: Samples.ed25519Key)), nil, "name",
      "empty"),
    Case(
      .ledgerOpened(
        LedgerOpening(
          name: "x", operatorKey: Samples.ed25519Key, logKey: Samples.p256Key)), nil, "log_key",
      "not-allowed"),
    Case(
      .ledgerOpened(
        LedgerOpening(
          name: "x", operatorKey: Samples.ed25519Key, logKey: Samples.ed25519Key)), nil,
      "log_key", "repeated"),
    Case(.keyReplaced(KeyReplacement(role: .log, key: [1, 2, 3])), nil, "key", "not-key"),
    Case(
      .keyReplaced(KeyReplacement(role: .auditor, key: Samples.otherKey)), nil, "role",
      "not-allowed"),
    Case(
      .keyEnrolled(
        KeyEnrolment(
          key: Samples.otherKey, role: .operator, party: Samples.payerINN, from: Samples.day,
          to: Samples.day)), nil, "role", "not-allowed"),
    Case(.keyRevoked(KeyRevocation(key: .zero, reason: "")), nil, "reason", "empty"),
    Case(.rulesAdopted(version: 0), nil, "version", "number-out-of-range"),
  ]

  static func advance(_ kopecks: Int64) -> DocumentBody {
    var claim = Samples.advanceClaim
    claim.lines.append(
      ClaimLine(contract: Samples.contract, amount: ClaimAmount(raw: kopecks)))
    return .claimSubmitted(claim)
  }

  static let claims: [Case] = [
    Case(advance(0), 2, "amount", "amount-out-of-range"),
    Case(advance(-1), 2, "amount", "amount-out-of-range"),
    Case(advance(huge.kopecks), 2, "amount", "amount-out-of-range"),
    Case(
      .claimSubmitted(edited(Samples.finalClaim) { $0.lines = [] }), nil, "lines", "empty"),
    Case(
      .claimSubmitted(
        edited(Samples.finalClaim) { $0.lines[0].amount = ClaimAmount(raw: 10_001) }), 1,
      "amount", "number-out-of-range"),
    Case(
      .claimSubmitted(edited(Samples.finalClaim) { $0.month = YearMonth(index: -5) }), nil,
      "month", "date-out-of-range"),
    Case(
      .claimAccepted(ClaimAcceptance(claims: [], reductions: [])), nil, "claims", "empty"),
    Case(
      .claimAccepted(
        ClaimAcceptance(
          claims: [Samples.entry],
          reductions: [
            ClaimReduction(
              claim: 1, contract: Samples.contract, amount: ClaimAmount(zero), reason: "x")
          ])), 1, "claim", "number-out-of-range"),
    Case(
      .claimAccepted(
        ClaimAcceptance(
          claims: [Samples.entry],
          reductions: [
            ClaimReduction(
              claim: 0, contract: Samples.contract, amount: ClaimAmount(zero), reason: "")
          ])), 1, "reason", "empty"),
    Case(.claimRefused(ClaimRefusal(claim: Samples.entry, reason: "")), nil, "reason", "empty"),
  ]

  static func statement(_ edit: (inout BankStatement) -> Void) -> DocumentBody {
    .statementImported(edited(Samples.statement, edit))
  }

  static let clearing: [Case] = [
    Case(
      .cycleCalculated(CycleTerms(funds: huge, deferrals: [])), nil, "funds",
      "amount-out-of-range"),
    Case(
      .cycleCalculated(
        CycleTerms(
          funds: nil, deferrals: [CycleDeferral(agreement: Samples.agreement, reason: "")])), 1,
      "reason", "empty"),
    Case(
      .paymentRejected(
        PaymentRejection(payment: PaymentName(number: 0, year: 2023), reason: "x")), nil,
      "payment", "number-out-of-range"),
    Case(
      .receiptSentBack(ReceiptReference(entry: 1, line: 0)), nil, "receipt", "number-out-of-range"),
    Case(
      .refundReceived(RefundReceipt(agreement: Samples.agreement, amount: zero)), nil, "amount",
      "amount-out-of-range"),
    Case(statement { $0.opening = huge }, nil, "opening", "amount-out-of-range"),
    Case(statement { $0.to = before }, nil, "to", "wrong-order"),
    Case(statement { $0.to = $0.from.adding(days: 366) }, nil, "to", "too-large"),
    Case(statement { $0.account = "0323164300000000000x" }, nil, "account", "wrong-requisite"),
    Case(statement { $0.lines[1].bookedOn = before }, 2, "booked_on", "wrong-order"),
    Case(statement { $0.lines[1].amount = zero }, 2, "amount", "amount-out-of-range"),
    Case(
      statement { $0.lines[0].number = String(repeating: "1", count: 25) }, 1, "number",
      "wrong-text"),
    Case(
      statement { $0.lines[0].counterpartyINN = "1234567890123" }, 1, "counterparty_inn",
      "wrong-requisite"),
    Case(
      statement { $0.lines[0].counterpartyAccount = "\u{1}" }, 1, "counterparty_account",
      "wrong-text"),
    Case(statement { $0.lines[0].purpose = "a\nb" }, 1, "purpose", "wrong-text"),
    Case(.periodSealed(month: YearMonth(index: .max)), nil, "month", "date-out-of-range"),
  ]
}
