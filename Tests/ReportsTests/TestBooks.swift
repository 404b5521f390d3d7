import Bytes
@_spi(Verification) import LedgerCore

@testable import Reports

/// Books with the worked example of the rules in them, built through documents: an order, a
/// certificate of 8 000.00, a contract with a share of 6 861.21, November's advance of 2 174.20
/// paid, its final at 75 % accepted.
struct TestBooks {
  var books = Books(digest: TestBooks.digest)
  var entries: [EntryPostings] = []
  var shown: [ShownEntry] = []

  static let payer = Identifier("5000000001")!
  static let provider = Identifier("5000000019")!
  static let service = "804200О.99.0.ББ52АЕ04000"
  static let providerName = "МБУ ДО \"Радуга\""

  static let digest: DigestFunction = { bytes in
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Digest(bytes: (0..<32).map { UInt8(truncatingIfNeeded: state >> UInt64($0 % 8 * 8)) })!
  }

  static func id(_ number: Int) -> UniqueID {
    UniqueID(bytes: [UInt8](repeating: 0, count: 14) + [UInt8(number >> 8), UInt8(number & 255)])!
  }

  /// Applies a document as the next entry, on the day given.
  @discardableResult
  mutating func add(_ body: DocumentBody, on day: String) throws -> EntryReference {
    let number = Int(books.nextEntry)
    let header = DocumentHeader(
      ledger: Self.id(9_999), id: Self.id(number), effectiveDate: date(day), basis: books.head)
    let document = Document(header: header, body: body)
    let recordedAt = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 1_000)
    let previous = books.head.hash
    let effects = try books.apply(VerifiedDocument(document), recordedAt: recordedAt)
    let hash = Self.digest([UInt8(number & 255), 7])
    books.seal(hash: hash)
    books.commit()
    entries.append(
      EntryPostings(
        entry: UInt64(number), kind: body.kind, effectiveDate: date(day), recordedAt: recordedAt,
        postings: effects.postings))
    let signature = ShownSignature(key: Self.digest([1]), role: .authority, party: Self.payer)
    shown.append(
      ShownEntry(
        reference: EntryReference(number: UInt64(number), hash: hash), previousHash: previous,
        recordedAt: recordedAt, document: document, signatures: [signature],
        postings: effects.postings, results: effects.results))
    return books.head
  }

  var stream: EntryStream {
    { body in for entry in entries { try body(entry) } }
  }

  /// The registers, up to and without the contract. `name` is the provider's.
  init(name: String = providerName, limit: String? = "100000.00") throws {
    try add(
      .ledgerOpened(LedgerOpening(name: "Тест", operatorKey: [1, 2, 3], logKey: [4, 5, 6])),
      on: "2023-01-09")
    try add(
      .payersRegistered([
        PayerDetails(
          inn: Self.payer, kpp: "500001001", name: "Финансовое управление",
          account: "03231643000000010000", bic: "040000001", bank: "Отделение",
          correspondentAccount: "40102810000000000001", personalAccount: "02000000001",
          oktmo: "46000000")
      ]), on: "2023-01-09")
    try add(
      .ordersApproved([
        OrderTerms(
          number: Identifier("З-2023")!, year: 2023, payer: Self.payer,
          amount: money("1234567.89"), services: [Self.service], certificatesMax: nil)
      ]), on: "2023-01-10")
    try add(
      .certificatesIssued([
        CertificateTerms(
          number: Identifier("С-1")!, order: Identifier("З-2023")!, nominal: money("8000.00"),
          validFrom: date("2023-09-01"), validTo: date("2023-12-31"))
      ]), on: "2023-09-01")
    try add(
      .providersAdmitted([
        ProviderDetails(
          inn: Self.provider, kpp: "", ogrn: "", name: name, kind: .municipal,
          services: [Self.service], admittedFrom: date("2023-09-01"), licence: "",
          account: "03234643000000020000", bic: "040000001", bank: "Отделение",
          correspondentAccount: "40102810000000000001")
      ]), on: "2023-09-01")
    try add(
      .agreementsSigned([
        AgreementTerms(
          number: Identifier("А-1")!, provider: Self.provider, order: Identifier("З-2023")!,
          kbk: "90107030000000000244", from: date("2023-09-01"), to: date("2023-12-31"),
          limit: limit.map(money), advance: .usualAdvance, offset: true)
      ]), on: "2023-09-01")
  }

  /// Signs the contract of the worked example.
  mutating func signContract() throws {
    try add(
      .contractsSigned([
        ContractTerms(
          number: Identifier("Д-1")!, agreement: Identifier("А-1")!,
          certificate: Identifier("С-1")!, service: Self.service, signedOn: date("2023-10-10"),
          start: date("2023-10-16"), end: date("2023-12-31"), price: money("6879.42"),
          normative: money("6861.21"), acceptance: "12/4")
      ]), on: "2023-10-10")
  }

  mutating func openNovember() throws {
    try add(
      .monthOpened(
        MonthTotals(
          order: Identifier("З-2023")!, month: month("2023-11"), count: 1, sum: money("2717.75"))),
      on: "2023-11-01")
  }

  @discardableResult
  mutating func claim(_ kind: ClaimKind, _ amount: ClaimAmount, on day: String) throws
    -> EntryReference
  {
    let claim = try add(
      .claimSubmitted(
        ClaimSubmission(
          agreement: Identifier("А-1")!, month: month("2023-11"), kind: kind,
          lines: [ClaimLine(contract: Identifier("Д-1")!, amount: amount)])), on: day)
    try add(.claimAccepted(ClaimAcceptance(claims: [claim], reductions: [])), on: day)
    return claim
  }

  /// Calculates and approves a cycle, and confirms its payment.
  mutating func settle(_ amount: String, on day: String) throws {
    let cycle = try add(.cycleCalculated(CycleTerms(funds: nil, deferrals: [])), on: day)
    let envelope = books.cycles.rows[books.cycles.count - 1].result.envelope
    try add(
      .cycleApproved(CycleApproval(cycle: cycle, envelope: envelope, payOn: date(day))), on: day)
    let payment = books.payments.rows[books.payments.count - 1].order
    try add(
      .statementImported(
        BankStatement(
          file: Self.digest([3]), account: "03231643000000010000", from: date(day), to: date(day),
          opening: money(amount), closing: .zero, bookUnidentified: false,
          lines: [
            StatementLine(
              bookedOn: date(day), side: .debit, amount: money(amount),
              number: "\(payment.name.number)", date: date(day),
              counterpartyINN: Self.provider.description,
              counterpartyAccount: payment.payee.account, purpose: "Субсидия")
          ])), on: day)
  }

  /// The whole of the worked example.
  static func example(name: String = providerName) throws -> TestBooks {
    var test = try TestBooks(name: name)
    try test.signContract()
    try test.openNovember()
    try test.claim(.advance, ClaimAmount(money("2174.20")), on: "2023-11-05")
    try test.settle("2174.20", on: "2023-11-10")
    try test.claim(.final, ClaimAmount(Percent(decimal: "75")!), on: "2023-12-01")
    return test
  }
}

func date(_ text: String) -> CalendarDate { CalendarDate(iso: text)! }
func month(_ text: String) -> YearMonth { YearMonth(iso: text)! }
func money(_ text: String) -> Money { Money(decimal: text)! }
