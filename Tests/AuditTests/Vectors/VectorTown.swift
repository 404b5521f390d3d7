import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import LedgerService

@_spi(Verification) import struct LedgerCore.VerifiedDocument

/// A ledger that is made of nothing but constants: every id, key and time follows from a name or a
/// number, so that the same bytes come out each time. It is a value all through.
struct VectorTown: @unchecked Sendable {
  var books = Books(digest: { SHA256.hash($0) })
  var contents: [EntryContent] = []
  var entries: [EncodedEntry] = []
  var keys: [String: VectorKey] = [:]
  var time = Self.start

  static let ledger = id("ledger")
  /// 2023-09-01T08:00:00Z; each entry is a minute later.
  static let start = Timestamp(milliseconds: 1_693_555_200_000)

  static let payer = Identifier("9900000017")!
  static let provider = Identifier("9900000024")!
  static let order = Identifier("1-ДО/2023")!
  static let certificate = Identifier("2450-000001")!
  static let agreement = Identifier("С-2023/1")!
  static let contract = Identifier("Д-1/2023")!
  static let service = "804200О.99.0.ББ52АЕ04000"
  static let day = CalendarDate(iso: "2023-10-16")!
  static let yearEnd = CalendarDate(iso: "2023-12-31")!
  static let november = YearMonth(year: 2023, month: 11)
  static let account = "03231643000000000001"
  static let payee = "40702810400000000001"

  static func id(_ name: String) -> UniqueID {
    UniqueID(bytes: Array(SHA256.hash(Array("kazna vector \(name)".utf8)).bytes[..<16]))!
  }

  /// What may be changed of an entry before it is written.
  struct Edits {
    var header: (inout DocumentHeader) -> Void = { _ in }
    var document: (inout [UInt8]) -> Void = { _ in }
    /// Added to the minute that an entry usually takes.
    var milliseconds: Int64 = 0
    var content: (inout EntryContent) -> Void = { _ in }
    /// The rules refuse the document; it is written without postings all the same.
    var isRefused = false
  }

  /// The rules refuse what they should not.
  struct Refused: Error {
    let number: UInt64
    let kind: DocumentKind
  }

  mutating func key(_ name: String, _ algorithm: SignatureAlgorithm = .ed25519) throws
    -> VectorKey
  {
    if let key = keys[name] { return key }
    let key = try VectorKey(name, algorithm)
    keys[name] = key
    return key
  }

  /// Writes what the rules make of the document.
  mutating func write(
    _ body: DocumentBody, by names: [String], on day: CalendarDate = Self.day,
    _ edits: Edits = Edits()
  ) throws {
    let number = UInt64(contents.count)
    var header = DocumentHeader(
      ledger: Self.ledger, id: Self.id("document \(number)"), effectiveDate: day,
      basis: entries.last?.reference ?? .none)
    edits.header(&header)
    let document = Document(header: header, body: body)
    var bytes = DocumentCodec.encode(document)
    edits.document(&bytes)
    time = Timestamp(milliseconds: time.milliseconds + 60_000 + edits.milliseconds)
    let effects = try? books.apply(VerifiedDocument(document), recordedAt: time)
    guard effects != nil || edits.isRefused else { throw Refused(number: number, kind: body.kind) }
    var content = EntryContent(
      number: number, previous: entries.last?.hash ?? .zero, recordedAt: time, kind: body.kind,
      rulesVersion: header.rulesVersion, document: bytes, signatures: try sign(bytes, names),
      postings: effects?.postings[...] ?? [], results: effects?.results ?? .none)
    edits.content(&content)
    let entry = try EntryEncoder.encode(content) { SHA256.hash($0) }
    if effects != nil {
      books.seal(hash: entry.hash)
      books.commit()
    }
    contents.append(content)
    entries.append(entry)
  }

  func sign(_ bytes: [UInt8], _ names: [String]) throws -> SignatureList {
    SignatureList(
      try names.map { Signature(key: keys[$0]!.id, bytes: try keys[$0]!.sign(bytes))! })!
  }

  mutating func enrol(
    _ name: String, _ role: KeyRole, _ party: Identifier, by more: [String] = [],
    _ algorithm: SignatureAlgorithm = .ed25519, _ edits: Edits = Edits()
  ) throws {
    let key = try key(name, algorithm)
    try write(
      .keyEnrolled(
        KeyEnrolment(
          key: key.spki, role: role, party: party, from: CalendarDate(iso: "2023-01-01")!,
          to: CalendarDate(iso: "2024-12-31")!)), by: ["operator", name] + more, edits)
  }
}

extension VectorTown {
  /// The town after each of its entries: `states[9]` has the entries 0 to 9.
  static let states = Result { try makeStates() }

  private static func makeStates() throws -> [VectorTown] {
    var town = VectorTown()
    var states: [VectorTown] = []
    func step(_ write: (inout VectorTown) throws -> Void) throws {
      try write(&town)
      states.append(town)
    }
    try step { try $0.open() }
    try step { try $0.enrol("authority", .authority, payer) }
    try step { try $0.enrol("first", .financeFirst, payer) }
    try step { try $0.enrol("second", .financeSecond, payer) }
    try step { try $0.enrol("provider", .provider, provider, .ecdsaP256) }
    try step { try $0.write(.payersRegistered([payerDetails]), by: ["first"]) }
    try step { try $0.write(.ordersApproved([orderTerms]), by: ["authority", "first"]) }
    try step { try $0.write(.certificatesIssued(certificates), by: ["authority"]) }
    try step { try $0.write(.providersAdmitted([providerDetails]), by: ["authority"]) }
    try step { try $0.write(.agreementsSigned([agreementTerms]), by: ["authority", "provider"]) }
    try step { try $0.write(.contractsSigned([contractTerms]), by: ["provider"]) }
    try step { try $0.draft(by: ["second"]) { try AmendmentDrafts.open(month: november, $0) } }
    try step { try $0.claim(.advance, ClaimAmount(Money(kopecks: 217_420))) }
    try step { try $0.accept(claim: 12) }
    try step {
      try $0.write(.cycleCalculated(CycleTerms(funds: nil, deferrals: [])), by: ["first"])
    }
    try step { try $0.approve(cycle: 1, on: "2023-11-20") }
    try step { try $0.write(.statementImported(statement), by: ["first"]) }
    try step { try $0.claim(.final, ClaimAmount(Percent(hundredths: 7_500)!)) }
    try step { try $0.accept(claim: 17) }
    try step { try $0.write(.refundReceived(refund), by: ["second"]) }
    return states
  }

  static func after(_ number: Int) throws -> VectorTown { try states.get()[number] }

  mutating func open(_ edits: Edits = Edits()) throws {
    let name = "Проба"
    let opening = LedgerOpening(
      name: name, operatorKey: try key("operator").spki, logKey: try key("log").spki)
    try write(.ledgerOpened(opening), by: ["operator"], edits)
  }

  mutating func draft(
    by names: [String], _ make: (Books) throws -> [Draft]
  ) throws {
    for draft in try make(books) { try write(draft.body, by: names) }
  }

  mutating func claim(
    _ kind: ClaimKind, _ amount: ClaimAmount, _ month: YearMonth = november,
    _ contract: Identifier = contract, _ edits: Edits = Edits()
  ) throws {
    let lines = [ClaimLine(contract: contract, amount: amount)]
    let claim = ClaimSubmission(agreement: Self.agreement, month: month, kind: kind, lines: lines)
    try write(.claimSubmitted(claim), by: ["provider"], edits)
  }

  mutating func accept(claim entry: UInt64) throws {
    try draft(by: ["authority"]) { try ClaimDrafts.accept(claims: [entry], $0) }
  }

  mutating func approve(cycle: Int, on day: String) throws {
    let day = CalendarDate(iso: day)!
    for draft in try ClearingDrafts.approve(cycle: cycle, payOn: day, books) {
      try write(draft.body, by: ["first", "second"], on: day)
    }
  }

  static let payerDetails = PayerDetails(
    inn: payer, kpp: "990001001", name: "Управление образования", account: account,
    bic: "019900001", bank: "Отделение Северное", correspondentAccount: "40102810500000000001",
    personalAccount: "03193000001", oktmo: "99701000")

  static let orderTerms = OrderTerms(
    number: order, year: 2023, payer: payer, amount: Money(kopecks: 50_000_000),
    services: [service], certificatesMax: 100)

  static let certificates = [certificate, Identifier("2450-000002")!].map {
    CertificateTerms(
      number: $0, order: order, nominal: Money(kopecks: 800_000), validFrom: day, validTo: yearEnd)
  }

  static let providerDetails = ProviderDetails(
    inn: provider, kpp: "990001001", ogrn: "1029900000008", name: "Центр «Радуга»",
    kind: .nonprofit, services: [service], admittedFrom: day, licence: "Л035-00001",
    account: payee, bic: "049900601", bank: "Банк", correspondentAccount: "30101810500000000601")

  static let agreementTerms = AgreementTerms(
    number: agreement, provider: provider, order: order, kbk: "90207030730254910622", from: day,
    to: yearEnd, limit: Money(kopecks: 10_000_000), advance: .usualAdvance, offset: true)

  static let contractTerms = ContractTerms(
    number: contract, agreement: agreement, certificate: certificate, service: service,
    signedOn: day, start: day, end: yearEnd, price: Money(kopecks: 687_942),
    normative: Money(kopecks: 686_121), acceptance: "З-15")

  static let refund = RefundReceipt(agreement: agreement, amount: Money(kopecks: 13_000))

  static let statement: BankStatement = {
    let day = CalendarDate(iso: "2023-11-21")!
    return BankStatement(
      file: SHA256.hash([1]), account: account, from: day, to: day,
      opening: Money(kopecks: 1_000_000), closing: Money(kopecks: 783_080),
      bookUnidentified: true,
      lines: [
        StatementLine(
          bookedOn: day, side: .debit, amount: Money(kopecks: 217_420), number: "1",
          date: CalendarDate(iso: "2023-11-20")!, counterpartyINN: "\(provider)",
          counterpartyAccount: payee, purpose: "Субсидия"),
        StatementLine(
          bookedOn: day, side: .credit, amount: Money(kopecks: 500), number: "8", date: day,
          counterpartyINN: "", counterpartyAccount: "", purpose: ""),
      ])
  }()
}
