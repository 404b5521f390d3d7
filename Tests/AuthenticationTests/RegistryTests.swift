import Authentication
import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import Testing

/// Where the needed signers depend on what the registry holds.
@Suite struct RegistryTests {
  private func fault(_ town: Town, _ body: DocumentBody, _ keys: String...) throws -> Fault? {
    try town.fault(town.document(body), signedBy: keys.map { town.key($0) }).map(Fault.init)
  }

  private func missing(_ roles: KeyRole..., key: Digest? = nil) -> Fault.Missing {
    Fault.Missing(roles: Set(roles), party: nil, key: key)
  }

  private func enrolment(_ town: Town, _ role: KeyRole) throws -> DocumentBody {
    .keyEnrolled(
      KeyEnrolment(
        key: try town.makeKey("new").spki, role: role, party: Town.payer, from: .earliest,
        to: .latest))
  }

  @Test func anOpeningIsSignedByItsOperator() throws {
    let town = try Town()
    let opening = DocumentBody.ledgerOpened(
      LedgerOpening(
        name: "another", operatorKey: town.key("operator").spki, logKey: town.key("log").spki))
    var document = town.document(opening)
    document.header.basis = .none
    let bytes = DocumentCodec.encode(document)
    try town.makeKey("stranger")
    let empty = Books(digest: { SHA256.hash($0) })
    func fault(_ names: String...) throws -> Fault? {
      let signatures = try names.map {
        Signature(key: town.key($0).id, bytes: try town.key($0).pair.sign(bytes))!
      }
      let signed = SignedDocument(document: bytes, signatures: SignatureList(signatures)!)
      let authenticator = Authenticator()
      let examined = try authenticator.examine(signed)
      do throws(SignatureFault) {
        _ = try authenticator.verify(examined, in: empty, on: Town.today)
        return nil
      } catch {
        return Fault(error)
      }
    }
    let id = town.key("operator").id
    #expect(try fault("operator") == nil)
    #expect(try fault() == .missing([missing(.operator, key: id)]))
    for name in ["log", "stranger"] {
      #expect(try fault(name) == .signature(.unknownKey(town.key(name).id)))
      #expect(try fault("operator", name) == .signature(.unknownKey(town.key(name).id)))
    }
    // In a ledger that is open, another opening is one for its own operator, whom nobody knows.
    #expect(
      try town.fault(document, signedBy: []).map(Fault.init)
        == .missing([missing(.operator, key: id)]))
  }

  @Test(arguments: [KeyRole.authority, .financeFirst, .financeSecond, .provider, .auditor])
  func theFirstKeyOfARoleNeedsNoWitness(_ role: KeyRole) throws {
    let town = try Town()
    if role != .authority { try town.enrol(.authority, party: Town.payer, as: "authority") }
    let body = try enrolment(town, role)
    let own = missing(role, key: town.key("new").id)
    #expect(try fault(town, body, "operator", "new") == nil)
    #expect(try fault(town, body, "operator") == .missing([own]))
    #expect(try fault(town, body, "new") == .missing([missing(.operator)]))
    #expect(try fault(town, body) == .missing([missing(.operator), own]))
  }

  @Test(arguments: [KeyRole.authority, .financeFirst, .financeSecond, .provider, .auditor])
  func aFurtherKeyOfARoleNeedsAWitness(_ role: KeyRole) throws {
    let town = try Town()
    // Also where the earlier key has ended: the role was given before.
    let old = try town.enrol(role, party: Town.payer, as: "old")
    try town.enrol(
      role == .authority ? .financeFirst : .authority, party: Town.payer, as: "witness")
    try town.record(.keyRevoked(KeyRevocation(key: old.id, reason: "срок")))
    let body = try enrolment(town, role)
    let witness = missing(.authority, .financeFirst, .financeSecond)
    #expect(try fault(town, body, "operator", "new") == .missing([witness]))
    #expect(try fault(town, body, "operator", "new", "witness") == nil)
    #expect(
      try fault(town, body, "operator", "new", "old") == .signature(.endedKey(old.id)))
  }

  @Test func aNewKeyIsNoWitnessOfItself() throws {
    let town = try Town()
    try town.enrol(.authority, party: Town.payer, as: "authority")
    let body = try enrolment(town, .authority)
    #expect(
      try fault(town, body, "operator", "new")
        == .missing([missing(.authority, .financeFirst, .financeSecond)]))
  }

  @Test func theOperatorRevokesAloneOnlyWhereThereIsNoOtherWitness() throws {
    let town = try Town()
    let provider = try town.enrol(.provider, party: town.here.inn, as: "provider")
    let revoked = { (key: TownKey) in
      DocumentBody.keyRevoked(KeyRevocation(key: key.id, reason: "утрачен"))
    }
    #expect(try fault(town, revoked(provider), "operator") == nil)
    #expect(try fault(town, revoked(provider), "provider") == .missing([missing(.operator)]))
    let authority = try town.enrol(.authority, party: Town.payer, as: "authority")
    let witness = missing(.authority, .financeFirst, .financeSecond)
    #expect(try fault(town, revoked(provider), "operator") == .missing([witness]))
    #expect(try fault(town, revoked(provider), "operator", "authority") == nil)
    // The last witness may be lost.
    #expect(try fault(town, revoked(authority), "operator") == nil)
    try town.enrol(.financeSecond, party: Town.payer, as: "finance-second")
    #expect(try fault(town, revoked(authority), "operator") == .missing([witness]))
    #expect(try fault(town, revoked(authority), "operator", "finance-second") == nil)
    // The key that ends is no witness of its own end.
    #expect(try fault(town, revoked(authority), "operator", "authority") == .missing([witness]))
    #expect(
      try fault(town, revoked(authority), "operator", "authority", "finance-second") == nil)
  }

  /// What names nothing known is left to the rules: any provider may have signed it.
  @Test(arguments: [
    DocumentKind.agreementAmended, .agreementTerminated, .contractsSigned, .contractTerminated,
    .claimSubmitted, .claimWithdrawn,
  ])
  func documentsAboutNothingKnownAreRefusedByTheRules(_ kind: DocumentKind) throws {
    let town = try Town.whole()
    var nowhere = town.here
    nowhere = Town.Side(
      inn: nowhere.inn, agreement: Identifier("НЕТ-1")!, contract: Identifier("НЕТ-2")!,
      claim: town.books.reference(toEntry: 0))
    let body = Bodies.of(kind, nowhere)!
    let keys = kind.name.hasPrefix("agreement") ? ["authority"] : []
    let document = town.document(body)
    for provider in ["provider", "other-provider"] {
      #expect(
        try town.fault(document, signedBy: (keys + [provider]).map { town.key($0) }) == nil)
    }
    var books = town.books
    #expect(throws: Refusals.self) {
      try books.apply(
        Authenticator.recorded(document),
        recordedAt: Timestamp(milliseconds: 1_700_000_000_000))
    }
  }

  /// Bytes of the right shape that are no point of the curve.
  @Test func anUnusableNewKeyIsRefused() throws {
    let town = try Town.whole()
    var spki = try TownKey("p256", .ecdsaP256).spki
    spki[90] ^= 1
    let body = DocumentBody.keyEnrolled(
      KeyEnrolment(
        key: spki, role: .provider, party: Town.payer, from: .earliest, to: .latest))
    #expect(
      try fault(town, body, "operator", "authority")
        == .signature(.unusableKey(SHA256.hash(spki))))
  }

  /// The list of what is needed, as the command line asks for it, names the usual set first.
  @Test func requirementsNameTheUsualSetFirst() throws {
    let town = try Town.whole()
    let document = town.document(Bodies.of(.contractTerminated, town.here)!)
    let sets = Authenticator.requirements(for: document, in: town.books)
    #expect(sets.map { $0.map(\.description) } == [["provider 9900000024"], ["authority"]])
    let finance = Authenticator.requirements(
      for: town.document(Bodies.plain(.ordersApproved)!), in: town.books)
    #expect(
      finance.map { $0.map(\.description) } == [["authority", "finance-first or finance-second"]])
  }
}
