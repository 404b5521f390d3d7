import Authentication
import LedgerCore
import LedgerFormat
import Testing

/// Signatures are checked at one time and judged at another.
@Suite struct ExaminationTests {
  private func signed(
    _ town: Town, _ body: DocumentBody, _ names: String...
  ) throws -> SignedDocument {
    let bytes = DocumentCodec.encode(town.document(body))
    let signatures = try names.map {
      Signature(key: town.key($0).id, bytes: try town.key($0).pair.sign(bytes))!
    }
    return SignedDocument(document: bytes, signatures: SignatureList(signatures)!)
  }

  private func fault(_ town: Town, _ examined: ExaminedDocument) -> SignatureFault? {
    do throws(SignatureFault) {
      _ = try town.authenticator.verify(examined, in: town.books, on: Town.today)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [true, false]) func aKeyThatEndedSinceIsRefused(isKnown: Bool) throws {
    let town = try Town.whole()
    if isKnown { town.authenticator.learn(town.books) }
    let body = Bodies.of(.claimSubmitted, town.here)!
    let examined = try town.authenticator.examine(signed(town, body, "provider"))
    #expect(fault(town, examined) == nil)
    try town.record(.keyRevoked(KeyRevocation(key: town.key("provider").id, reason: "утрачен")))
    #expect(fault(town, examined) == .endedKey(town.key("provider").id))
  }

  /// A key that nobody knew when the signature was looked at: it is checked when it is judged.
  @Test func aKeyThatBeganSinceIsAsked() throws {
    let town = try Town.whole()
    try town.makeKey("late")
    let body = Bodies.of(.claimSubmitted, town.here)!
    let good = try signed(town, body, "late")
    var bad = good
    // Over another document of the same content.
    bad.signatures = try signed(town, body, "late").signatures
    let examined = try [good, bad].map { try town.authenticator.examine($0) }
    let id = town.key("late").id
    #expect(examined.map { fault(town, $0) } == [.unknownKey(id), .unknownKey(id)])
    try town.record(
      .keyEnrolled(
        KeyEnrolment(
          key: town.key("late").spki, role: .provider, party: town.here.inn, from: .earliest,
          to: .latest)))
    #expect(examined.map { fault(town, $0) } == [nil, .wrongSignature(id)])
    // The same with the key known, where only what was found before is asked.
    town.authenticator.learn(town.books)
    let again = try [good, bad].map { try town.authenticator.examine($0) }
    #expect(again.map { fault(town, $0) } == [nil, .wrongSignature(id)])
  }

  /// A key cannot vouch for itself by standing in a document: only its enrolment makes it count.
  @Test func theKeyOfARefusedEnrolmentSignsNothing() throws {
    let town = try Town.whole()
    try town.makeKey("own")
    let enrolment = DocumentBody.keyEnrolled(
      KeyEnrolment(
        key: town.key("own").spki, role: .provider, party: town.here.inn, from: .earliest,
        to: .latest))
    let alone = try town.authenticator.examine(signed(town, enrolment, "own"))
    guard case .missing? = fault(town, alone) else {
      Issue.record("a key enrols itself")
      return
    }
    let body = Bodies.of(.claimSubmitted, town.here)!
    let claim = try town.authenticator.examine(signed(town, body, "own"))
    #expect(fault(town, claim) == .unknownKey(town.key("own").id))
  }
}
