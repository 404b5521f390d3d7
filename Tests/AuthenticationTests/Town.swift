import Authentication
import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// A key pair with the name that the tests call it by.
struct TownKey {
  let name: String
  let pair: PrivateKey

  init(_ name: String, _ algorithm: SignatureAlgorithm = .ed25519) throws {
    self.name = name
    pair = try PrivateKey.generate(algorithm)
  }

  var id: Digest { pair.publicKey.id }
  var spki: [UInt8] { pair.publicKey.spki }
}

/// Books with keys of every role and standing, and two providers with an agreement, a contract and
/// a claim each, so that "that provider" means something.
final class Town {
  static let today = CalendarDate(year: 2023, month: 11, day: 15)!
  static let ledger = UniqueID(hex: "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a")!
  static let service = "850000О.99.0.АА01АА00000"
  static let order = Identifier("ЗАКАЗ-7")!
  static let payer = Identifier("9900000017")!

  /// What belongs to one of the two providers.
  struct Side {
    let inn: Identifier
    let agreement: Identifier
    let contract: Identifier
    var claim = EntryReference.none
  }

  private(set) var books = Books(digest: { SHA256.hash($0) })
  private(set) var keys: [String: TownKey] = [:]
  var here = Side(
    inn: Identifier("9900000024")!, agreement: Identifier("СОГЛ-1")!,
    contract: Identifier("ДОГ-1")!)
  var there = Side(
    inn: Identifier("9900000031")!, agreement: Identifier("СОГЛ-2")!,
    contract: Identifier("ДОГ-2")!)
  let authenticator = Authenticator()
  private var nextID: UInt8 = 0

  /// Only the opening: operator and log.
  init(name: String = "opened") throws {
    let operatorKey = try makeKey("operator")
    let log = try makeKey("log", .ed25519)
    try record(
      .ledgerOpened(
        LedgerOpening(name: name, operatorKey: operatorKey.spki, logKey: log.spki)))
  }

  /// Every role with an active key, one that is ended, one not valid yet and one not valid any
  /// more.
  static func whole() throws -> Town {
    let town = try Town(name: "whole")
    for role in [KeyRole.authority, .financeFirst, .financeSecond, .auditor] {
      try town.enrolAll(role, party: payer, as: role.name)
    }
    try town.enrolAll(.provider, party: town.here.inn, as: "provider")
    try town.enrolAll(.provider, party: town.there.inn, as: "other-provider")
    for role in [KeyRole.operator, .log] {
      town.keys["\(role.name)-ended"] = town.keys[role.name]
      let new = try town.makeKey(role.name)
      try town.record(.keyReplaced(KeyReplacement(role: role, key: new.spki)))
    }
    try town.fillRegisters()
    return town
  }

  func key(_ name: String) -> TownKey { keys[name]! }
  func has(_ name: String) -> Bool { keys[name] != nil }

  @discardableResult
  func makeKey(_ name: String, _ algorithm: SignatureAlgorithm? = nil) throws -> TownKey {
    // Both algorithms, in turn.
    let next = keys.count.isMultiple(of: 2) ? SignatureAlgorithm.ed25519 : .ecdsaP256
    let key = try TownKey(name, algorithm ?? next)
    keys[name] = key
    return key
  }

  @discardableResult
  func enrol(
    _ role: KeyRole, party: Identifier, as name: String, from: CalendarDate = .earliest,
    to: CalendarDate = .latest
  ) throws -> TownKey {
    let key = try makeKey(name)
    try record(
      .keyEnrolled(KeyEnrolment(key: key.spki, role: role, party: party, from: from, to: to)))
    return key
  }

  private func enrolAll(_ role: KeyRole, party: Identifier, as name: String) throws {
    // An active key may sign on its first and on its last day.
    try enrol(role, party: party, as: name, from: Self.today, to: Self.today)
    let ended = try enrol(role, party: party, as: "\(name)-ended")
    try record(.keyRevoked(KeyRevocation(key: ended.id, reason: "утрачен")))
    try enrol(role, party: party, as: "\(name)-early", from: Self.today.adding(days: 1))
    try enrol(role, party: party, as: "\(name)-late", to: Self.today.adding(days: -1))
  }

  func document(_ body: DocumentBody) -> Document {
    nextID += 1
    return Document(
      header: DocumentHeader(
        ledger: Self.ledger,
        id: UniqueID(bytes: [UInt8](repeating: 0, count: 15) + [nextID])!,
        effectiveDate: Self.today, basis: books.head), body: body)
  }

  /// Enters a document without asking who signed.
  @discardableResult
  func record(_ body: DocumentBody) throws -> EntryReference {
    let document = document(body)
    _ = try books.apply(
      Authenticator.recorded(document), recordedAt: Timestamp(milliseconds: 1_700_000_000_000))
    books.seal(hash: SHA256.hash(DocumentCodec.encode(document)))
    books.commit()
    return books.head
  }

  /// What the authenticator says of the document under these keys' signatures; nil for nothing.
  func fault(_ document: Document, signedBy keys: [TownKey]) throws -> SignatureFault? {
    let bytes = DocumentCodec.encode(document)
    return try fault(
      document, bytes, keys.map { Signature(key: $0.id, bytes: try $0.pair.sign(bytes))! })
  }

  func fault(
    _ document: Document, _ bytes: [UInt8], _ signatures: [Signature]
  ) throws -> SignatureFault? {
    let signed = SignedDocument(document: bytes, signatures: SignatureList(signatures)!)
    let examined = try authenticator.examine(signed)
    do throws(SignatureFault) {
      _ = try authenticator.verify(examined, in: books, on: Self.today)
      return nil
    } catch {
      return error
    }
  }
}

extension Town {
  private func fillRegisters() throws {
    let money = { (rubles: Int64) in Money(kopecks: rubles * 100) }
    let yearStart = CalendarDate(year: 2023, month: 1, day: 1)!
    let yearEnd = CalendarDate(year: 2023, month: 12, day: 31)!
    let month = YearMonth(year: 2023, month: 11)
    try record(.payersRegistered([Bodies.payer]))
    try record(
      .ordersApproved([
        OrderTerms(
          number: Self.order, year: 2023, payer: Self.payer, amount: money(100_000),
          services: [Self.service], certificatesMax: nil)
      ]))
    for (index, side) in [here, there].enumerated() {
      let certificate = Identifier("СЕРТ-\(index)")!
      try record(.providersAdmitted([Bodies.provider(side.inn)]))
      try record(
        .certificatesIssued([
          CertificateTerms(
            number: certificate, order: Self.order, nominal: money(9_000), validFrom: yearStart,
            validTo: yearEnd)
        ]))
      try record(.agreementsSigned([Bodies.agreement(side)]))
      try record(
        .contractsSigned([
          ContractTerms(
            number: side.contract, agreement: side.agreement, certificate: certificate,
            service: Self.service, signedOn: yearStart, start: yearStart, end: yearEnd,
            price: money(6_000), normative: money(6_000), acceptance: "ЗАЯВ-\(index)")
        ]))
    }
    let totals = books.openingTotals(order: 0, month: month)
    try record(
      .monthOpened(
        MonthTotals(order: Self.order, month: month, count: totals.count, sum: totals.sum)))
    here.claim = try record(.claimSubmitted(Bodies.claim(here)))
    there.claim = try record(.claimSubmitted(Bodies.claim(there)))
  }
}
