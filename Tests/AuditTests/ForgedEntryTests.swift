import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import SeededNumbers
import Testing

@testable import Audit

/// What the entries say is forged, and everything around it is right.
@Suite struct ForgedEntryTests {
  private let journal: ForgedJournal
  private var forge: Forge { journal.forge }
  private var town: SampleTown { journal.town }
  private var contents: [EntryContent] { journal.contents }

  init() throws { journal = try ForgedJournal() }

  @Test func putTogetherAgainItIsClean() throws {
    let report = try forge.disk(of: contents).verify()
    #expect(report.isClean)
    #expect(report.root.bytes == (try town.disk.verify().root.bytes))
  }

  @Test func aPostingOfAnotherAmount() throws {
    let place = journal.index(.claimAccepted, last: true)
    for row in contents[place].postings.indices {
      let report = try journal.forged(place) { $0.postings[row].amount.kopecks -= 1 }
      let finding = report.findings.first { $0.fault == .postingDiffers }
      #expect(finding?.entry == UInt64(place))
      #expect(finding?.found.hasPrefix("\(row + 1): ") == true)
    }
    let longer = try journal.forged(place) { $0.postings.append($0.postings[0]) }
    #expect(longer.has(.postingDiffers, entry: UInt64(place)))
  }

  @Test(arguments: [
    DocumentKind.ordersApproved, .certificatesIssued, .agreementsSigned, .contractsSigned,
    .statementImported, .refundReceived, .cycleApproved, .certificateAmended, .entryReversed,
  ])
  func aPostingLessBreaksAnIdentity(kind: DocumentKind) throws {
    let place = journal.index(kind)
    let report = try journal.forged(place, checks: [.identities]) { $0.postings.removeFirst() }
    #expect(report.findings.contains { $0.check == .identities && $0.entry == UInt64(place) })
  }

  @Test func anAccountBelowZero() throws {
    let place = journal.index(.certificatesIssued)
    let report = try journal.forged(place, checks: [.floors]) {
      $0.postings[0].amount = Money(kopecks: 60_000_000)
    }
    #expect(report.findings.map(\.fault) == [.belowZero])
    #expect(report.findings[0].entry == UInt64(place))
    #expect(report.findings[0].found.contains("funds.unallocated 1-ДО/2023"))
  }

  @Test func accountsOutOfPlace() throws {
    let place = journal.index(.contractsSigned)
    let unknown = try journal.forged(place) { $0.postings[0].credit = 4_000 }
    #expect(unknown.has(.accountUnknown, entry: UInt64(place)))
    let mixed = try journal.forged(place, checks: [.identities]) { $0.postings[0].credit = 0 }
    #expect(mixed.has(.mixedLedgers, entry: UInt64(place)))
  }

  @Test func anEnvelopeThatIsNotItsLines() throws {
    let place = journal.index(.cycleCalculated)
    func report(_ change: (inout CycleResult) -> Void) throws -> [Fault] {
      try journal.forged(place, checks: [.envelopes]) { content in
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
    let rules = try journal.forged(place) { $0.results = .none }
    #expect(rules.has(.resultsDiffer, entry: UInt64(place)))
    #expect(rules.has(.envelopeMissing, entry: UInt64(place)))
  }

  @Test func anApprovalOfSomethingElse() throws {
    let place = journal.index(.cycleApproved)
    func report(_ change: (inout CycleApproval, inout [PaymentOrder]) -> Void) throws -> [Fault] {
      try journal.forged(place, checks: [.envelopes]) { content in
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
    #expect(try journal.appended(twice).has(.idRepeated, entry: end))

    let early = try forge.entry(
      body, by: signers, after: contents,
      recordedAt: Timestamp(milliseconds: contents[0].recordedAt.milliseconds))
    #expect(try journal.appended(early).findings.map(\.fault) == [.timeBackwards])

    let stranger = EntryReference(number: 3, hash: Digest(bytes: [UInt8](repeating: 1, count: 32))!)
    let baseless = try forge.entry(body, by: signers, after: contents, basis: stranger)
    #expect(try journal.appended(baseless).has(.basisUnknown, entry: end))

    let foreign = try forge.entry(
      body, by: signers, after: contents, ledger: UniqueID(bytes: [UInt8](1...16))!)
    #expect(try journal.appended(foreign).has(.otherLedger, entry: end))

    let skipped = DocumentBody.periodSealed(month: YearMonth(year: 2023, month: 11))
    let refused = try journal.appended(try forge.entry(skipped, by: signers, after: contents))
    #expect(refused.has(.documentRefused, entry: end))
    #expect(refused.findings.contains { $0.found.contains("seal-out-of-order") })
  }

  /// Documents changed anywhere, with every hash and signature made anew: never a crash, and never
  /// clean where the postings would be others.
  @Test(arguments: 0..<4)
  func documentsOfAnyContent(seed: UInt64) throws {
    var random = SeededNumbers(seed: seed)
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
}
