import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import Testing

@testable import Audit

/// Journals whose hashes, chain, tree and checkpoints are all right, made by somebody who holds the
/// log key.
@Suite struct ForgedEntryTests {
  private let town: SampleTown
  private let forge: Forge
  private let contents: [EntryContent]

  init() throws {
    town = try SampleTown.whole.get()
    forge = Forge(town)
    contents = try forge.contents()
  }

  private func index(_ kind: DocumentKind, last: Bool = false) -> Int {
    let found = contents.indices.filter { contents[$0].kind == kind }
    return last ? found.last! : found.first!
  }

  /// The journal up to the entry at `index`, which is changed.
  private func forged(
    _ index: Int, checks: Set<CheckName> = Set(CheckName.allCases),
    _ change: (inout EntryContent) throws -> Void
  ) throws -> VerificationReport {
    var changed = Array(contents[...index])
    try change(&changed[index])
    return try forge.disk(of: changed).verify(checks: checks)
  }

  private func appended(_ entry: EntryContent) throws -> VerificationReport {
    try forge.disk(of: contents + [entry]).verify()
  }

  @Test func putTogetherAgainItIsClean() throws {
    let report = try forge.disk(of: contents).verify()
    #expect(report.isClean)
    #expect(report.root.bytes == (try town.disk.verify().root.bytes))
  }

  @Test(arguments: [DocumentKind.cycleApproved, .ordersApproved, .agreementsSigned, .keyEnrolled])
  func aMissingSignature(kind: DocumentKind) throws {
    let place = index(kind)
    for drop in contents[place].signatures.signatures {
      let report = try forged(place) { content in
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
    let place = index(kind)
    let report = try forged(place) { content in
      let document = try forge.document(content)
      (content.document, content.signatures) = try forge.sign(document, by: signers)
    }
    #expect(report.has(.signerMissing, entry: UInt64(place)))
  }

  @Test func keysThatMustNotSign() throws {
    let body = DocumentBody.agreementTerminated(agreement: TownWriter.agreement)
    let revoked = try forge.entry(body, by: ["authority", "other"], after: contents)
    let report = try appended(revoked)
    #expect(report.has(.keyEnded, entry: UInt64(contents.count)))
    #expect(report.has(.signerMissing, entry: UInt64(contents.count)))

    let log = try forge.entry(body, by: ["authority", "provider", "log"], after: contents)
    #expect(try appended(log).findings.map(\.fault) == [.keySignsNothing])

    let late = try forge.entry(
      body, by: ["authority", "provider"], after: contents,
      recordedAt: Timestamp(milliseconds: 1_740_000_000_000))
    #expect(try appended(late).has(.keyNotValid, entry: UInt64(contents.count)))

    let fine = try forge.entry(body, by: ["authority", "provider"], after: contents)
    #expect(try appended(fine).isClean)
  }

  @Test func aSignatureOfOtherBytes() throws {
    let place = index(.ordersApproved)
    let report = try forged(place) { content in
      var document = try forge.document(content)
      document.header.effectiveDate = TownWriter.yearEnd
      content.document = DocumentCodec.encode(document)
    }
    #expect(report.findings.map(\.fault) == [.signatureWrong, .signatureWrong])
    #expect(report.has(.signatureWrong, entry: UInt64(place)))
  }

  @Test func aPostingOfAnotherAmount() throws {
    let place = index(.claimAccepted, last: true)
    for row in contents[place].postings.indices {
      let report = try forged(place) { $0.postings[row].amount.kopecks -= 1 }
      let finding = report.findings.first { $0.fault == .postingDiffers }
      #expect(finding?.entry == UInt64(place))
      #expect(finding?.found.hasPrefix("\(row + 1): ") == true)
    }
    let longer = try forged(place) { $0.postings.append($0.postings[0]) }
    #expect(longer.has(.postingDiffers, entry: UInt64(place)))
  }

  @Test(arguments: [
    DocumentKind.ordersApproved, .certificatesIssued, .agreementsSigned, .contractsSigned,
    .statementImported, .refundReceived, .cycleApproved, .certificateAmended, .entryReversed,
  ])
  func aPostingLessBreaksAnIdentity(kind: DocumentKind) throws {
    let place = index(kind)
    let report = try forged(place, checks: [.identities]) { $0.postings.removeFirst() }
    #expect(report.findings.contains { $0.check == .identities && $0.entry == UInt64(place) })
  }

  @Test func anAccountBelowZero() throws {
    let place = index(.certificatesIssued)
    let report = try forged(place, checks: [.floors]) {
      $0.postings[0].amount = Money(kopecks: 60_000_000)
    }
    #expect(report.findings.map(\.fault) == [.belowZero])
    #expect(report.findings[0].entry == UInt64(place))
    #expect(report.findings[0].found.contains("funds.unallocated 1-ДО/2023"))
  }

  @Test func accountsOutOfPlace() throws {
    let place = index(.contractsSigned)
    let unknown = try forged(place) { $0.postings[0].credit = 4_000 }
    #expect(unknown.has(.accountUnknown, entry: UInt64(place)))
    let mixed = try forged(place, checks: [.identities]) { $0.postings[0].credit = 0 }
    #expect(mixed.has(.mixedLedgers, entry: UInt64(place)))
  }

  @Test func anEnvelopeThatIsNotItsLines() throws {
    let place = index(.cycleCalculated)
    func report(_ change: (inout CycleResult) -> Void) throws -> [Fault] {
      try forged(place, checks: [.envelopes]) { content in
        guard case .cycle(var result) = content.results else { return }
        change(&result)
        content.results = .cycle(result)
      }.findings.map(\.fault)
    }
    #expect(try report { $0.envelope.count += 1 } == [.envelopeCount])
    #expect(try report { $0.envelope.sum.kopecks += 1 } == [.envelopeSum])
    #expect(try report { $0.envelope.digest = .zero } == [.envelopeDigest])
    #expect(try report { $0.number = 9 } == [.cycleNumber])
    #expect(
      try report { $0.lines[0].advances.kopecks += 1 } == [.envelopeSum, .envelopeDigest])
    let rules = try forged(place) { $0.results = .none }
    #expect(rules.has(.resultsDiffer, entry: UInt64(place)))
    #expect(rules.has(.envelopeMissing, entry: UInt64(place)))
  }

  @Test func anApprovalOfSomethingElse() throws {
    let place = index(.cycleApproved)
    func report(_ change: (inout CycleApproval, inout [PaymentOrder]) -> Void) throws -> [Fault] {
      try forged(place, checks: [.envelopes]) { content in
        var document = try forge.document(content)
        guard case .cycleApproved(var approval) = document.body,
          case .payments(var payments) = content.results
        else { return }
        change(&approval, &payments)
        document.body = .cycleApproved(approval)
        (content.document, content.signatures) = try forge.sign(document, by: ["first", "second"])
        content.results = .payments(payments)
      }.findings.map(\.fault)
    }
    #expect(try report { _, _ in } == [])
    #expect(
      try report {
        $0.envelope.digest = .zero; _ = $1
      } == [.approvalEnvelope])
    #expect(
      try report {
        $1[0].amount.kopecks += 1; _ = $0
      } == [.paymentSum, .paymentDiffers])
    #expect(
      try report {
        $1[0].name.number = 5; _ = $0
      } == [.paymentDiffers])
    #expect(
      try report {
        $1 = []; _ = $0
      } == [.paymentSum, .paymentDiffers])
  }

  @Test func documentsOutOfPlace() throws {
    let end = UInt64(contents.count)
    let body = DocumentBody.periodSealed(month: YearMonth(year: 2023, month: 10))
    let signers = ["first", "operator"]
    let used = try forge.document(contents[3]).header.id
    let twice = try forge.entry(body, by: signers, after: contents, id: used)
    #expect(try appended(twice).has(.idRepeated, entry: end))

    let early = try forge.entry(
      body, by: signers, after: contents,
      recordedAt: Timestamp(milliseconds: contents[0].recordedAt.milliseconds))
    #expect(try appended(early).findings.map(\.fault) == [.timeBackwards])

    let stranger = EntryReference(number: 3, hash: Digest(bytes: [UInt8](repeating: 1, count: 32))!)
    let baseless = try forge.entry(body, by: signers, after: contents, basis: stranger)
    #expect(try appended(baseless).has(.basisUnknown, entry: end))

    let foreign = try forge.entry(
      body, by: signers, after: contents, ledger: UniqueID(bytes: [UInt8](1...16))!)
    #expect(try appended(foreign).has(.otherLedger, entry: end))

    let skipped = DocumentBody.periodSealed(month: YearMonth(year: 2023, month: 11))
    let refused = try appended(try forge.entry(skipped, by: signers, after: contents))
    #expect(refused.has(.documentRefused, entry: end))
    #expect(refused.findings.contains { $0.found.contains("seal-out-of-order") })
  }

  @Test func aKeyEnrolledTwice() throws {
    let place = index(.keyRevoked)
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

  /// Documents changed anywhere, with every hash and signature made anew: never a crash, and never
  /// clean where the postings would be others.
  @Test(arguments: 0..<4)
  func documentsOfAnyContent(seed: UInt64) throws {
    var random = Numbers(state: seed)
    for _ in 0..<40 {
      let place = Int(random.next() % UInt64(contents.count))
      var bytes = contents[place].document
      for _ in 0..<Int(random.next() % 3) + 1 {
        bytes[100 + Int(random.next() % UInt64(bytes.count - 100))] ^= 1 << UInt8(random.next() % 8)
      }
      guard let document = try? DocumentCodec.decode(bytes) else { continue }
      let names = try contents[place].signatures.signatures.map { signature in
        try #require(town.keys.first { $0.value.publicKey.id == signature.key }).key
      }
      var changed = contents
      (changed[place].document, changed[place].signatures) = try forge.sign(document, by: names)
      let report = try forge.disk(of: changed).verify()
      #expect(report.entries == UInt64(contents.count))
      #expect(report.findings.allSatisfy { $0.check != .framing && $0.check != .hashes })
    }
  }

  /// SplitMix64.
  private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
