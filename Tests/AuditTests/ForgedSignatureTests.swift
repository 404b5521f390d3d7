import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import Testing

@testable import Audit
@testable import HostileBytes

/// Who signed is forged, and everything around it is right.
@Suite struct ForgedSignatureTests {
  private let journal: ForgedJournal
  private var forge: Forge { journal.forge }
  private var town: SampleTown { journal.town }
  private var contents: [EntryContent] { journal.contents }

  init() throws { journal = try ForgedJournal() }

  @Test(arguments: [DocumentKind.cycleApproved, .ordersApproved, .agreementsSigned, .keyEnrolled])
  func aMissingSignature(kind: DocumentKind) throws {
    let place = journal.index(kind)
    for drop in contents[place].signatures.signatures {
      let report = try journal.forged(place) { content in
        content.signatures = SignatureList(
          content.signatures.signatures.filter { $0.key != drop.key })!
      }
      #expect(report.has(.signerMissing, entry: UInt64(place)))
      #expect(report.findingCount == 1)
    }
  }

  @Test(arguments: [
    (DocumentKind.payersRegistered, ["authority"]), (.certificatesIssued, ["first", "operator"]),
    (.cycleApproved, ["first", "authority"]), (.contractsSigned, ["authority"]),
    (.contractsSigned, []), (.claimSubmitted, ["other"]), (.agreementsSigned, ["provider"]),
    (.monthClosed, ["first"]), (.periodSealed, ["first", "second"]), (.keyRevoked, ["operator"]),
  ])
  func aWrongRole(kind: DocumentKind, signers: [String]) throws {
    let place = journal.index(kind)
    let report = try journal.forged(place) { content in
      let document = try forge.document(content)
      (content.document, content.signatures) = try forge.sign(document, by: signers)
    }
    #expect(report.has(.signerMissing, entry: UInt64(place)))
  }

  @Test func keysThatMustNotSign() throws {
    let body = DocumentBody.agreementTerminated(agreement: TownWriter.agreement)
    let revoked = try forge.entry(body, by: ["authority", "other"], after: contents)
    let report = try journal.appended(revoked)
    #expect(report.has(.keyEnded, entry: UInt64(contents.count)))
    #expect(report.has(.signerMissing, entry: UInt64(contents.count)))

    let log = try forge.entry(body, by: ["authority", "provider", "log"], after: contents)
    #expect(try journal.appended(log).findings.map(\.fault) == [.keySignsNothing])

    let late = try forge.entry(
      body, by: ["authority", "provider"], after: contents,
      recordedAt: Timestamp(milliseconds: 1_740_000_000_000))
    #expect(try journal.appended(late).has(.keyNotValid, entry: UInt64(contents.count)))

    let fine = try forge.entry(body, by: ["authority", "provider"], after: contents)
    #expect(try journal.appended(fine).isClean)
  }

  @Test func aSignatureOfOtherBytes() throws {
    let place = journal.index(.ordersApproved)
    let report = try journal.forged(place) { content in
      var document = try forge.document(content)
      document.header.effectiveDate = TownWriter.yearEnd
      content.document = DocumentCodec.encode(document)
    }
    #expect(report.findings.map(\.fault) == [.signatureWrong, .signatureWrong])
    #expect(report.has(.signatureWrong, entry: UInt64(place)))
  }

  @Test func aKeyEnrolledTwice() throws {
    let place = journal.index(.keyRevoked)
    guard case .keyEnrolled(let enrolment) = try forge.document(contents[place - 1]).body else {
      return #expect(Bool(false))
    }
    let again = try forge.entry(
      .keyEnrolled(enrolment), by: ["operator", "authority", "other"],
      after: Array(contents[..<place]))
    let report = try forge.disk(of: contents[..<place] + [again]).verify()
    #expect(report.has(.keyRepeated, entry: UInt64(place)))
    #expect(report.has(.documentRefused, entry: UInt64(place)))
  }

  /// Whoever stole a key cannot revoke it in its owner's name.
  @Test func aRevokedKeyIsNoWitnessOfItsEnd() throws {
    let id = try #require(town.keys["authority"]).publicKey.id
    let body = DocumentBody.keyRevoked(KeyRevocation(key: id, reason: "Утрачен"))
    let alone = try forge.entry(body, by: ["operator", "authority"], after: contents)
    #expect(try journal.appended(alone).findings.map(\.fault) == [.signerMissing])
    for witness in ["first", "second"] {
      let fine = try forge.entry(body, by: ["operator", witness], after: contents)
      #expect(try journal.appended(fine).isClean)
    }
    let both = try forge.entry(body, by: ["operator", "authority", "first"], after: contents)
    #expect(try journal.appended(both).isClean)
  }

  @Test func aRewrittenJournalMeetsAnOlderCheckpoint() throws {
    // The last entry is another one, duly signed by all: nothing in the journal tells.
    let kept = town.latest
    let before = Array(contents.dropLast())
    let other = try forge.entry(
      .periodSealed(month: YearMonth(year: 2023, month: 8)), by: ["first", "operator"],
      after: before)
    let disk = try forge.disk(of: before + [other])
    #expect(try disk.verify().isClean)
    #expect(try disk.verify(kept: kept).findings.map(\.fault) == [.keptRoot])
    let shorter = try forge.disk(of: before)
    #expect(try shorter.verify().isClean)
    #expect(try shorter.verify(kept: kept).findings.map(\.fault) == [.keptAhead])
    // The true one has only grown.
    let older = forge.frames.filter { $0.type == .checkpoint }[4].payload
    #expect(try town.disk.verify(kept: older).isClean)
    #expect(try town.disk.verify(kept: kept).isClean)
    #expect(try disk.verify(kept: older).isClean)
  }

  @Test func aCheckpointByAnotherKey() throws {
    var forged = forge
    let place = forged.frames.count - 1
    var keys = town.keys
    keys["log"] = town.keys["operator"]
    let stranger = Forge(town, keys: keys)
    let journal = try stranger.disk(of: contents)
    let report = try journal.verify()
    #expect(report.findings.allSatisfy { $0.fault == .checkpointSignature })
    #expect(report.findingCount == contents.count)
    let note = journal.files[MemoryDisk.latest]!
    #expect(try town.disk.verify(kept: note).findings.map(\.fault) == [.keptSignature])
    forged.frames[place].payload = note
    #expect(try forged.disk.verify().has(.checkpointSignature, entry: UInt64(contents.count - 1)))
  }

  /// A new log key signs the checkpoint that covers its own entry: the old one may be lost.
  @Test func aReplacedLogKey() throws {
    let key = try PrivateKey.generate(.ed25519)
    var keys = town.keys
    keys["new"] = key
    let forge = Forge(town, keys: keys)
    let replaced = try forge.entry(
      .keyReplaced(KeyReplacement(role: .log, key: key.publicKey.spki)),
      by: ["authority", "first", "second"], after: contents)
    let changed = contents + [replaced]
    let end = UInt64(contents.count)
    let right = try forge.disk(of: changed) { $0 == contents.count ? "new" : "log" }
    #expect(try right.verify().isClean)
    #expect(try right.verify(kept: town.latest).isClean)
    let wrong = try forge.disk(of: changed).verify()
    #expect(wrong.findings.map(\.fault) == [.checkpointSignature])
    #expect(wrong.has(.checkpointSignature, entry: end))
    let lone = try forge.entry(
      .keyReplaced(KeyReplacement(role: .log, key: key.publicKey.spki)),
      by: ["authority", "first"], after: contents)
    let report = try forge.disk(of: contents + [lone]) { $0 == contents.count ? "new" : "log" }
    #expect(try report.verify().findings.map(\.fault) == [.signerMissing])
  }
}
