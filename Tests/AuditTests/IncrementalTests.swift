import Bytes
import JournalStorage
import LedgerCore
import LedgerFormat
import Testing

@testable import Audit
@testable import HostileBytes

/// A run that starts from what the auditor kept of the one before.
@Suite struct IncrementalTests {
  private let journal: ForgedJournal
  private var forge: Forge { journal.forge }
  private var town: SampleTown { journal.town }
  private var contents: [EntryContent] { journal.contents }
  private let first = CalendarDate(iso: "2024-01-31")!
  private let second = CalendarDate(iso: "2024-02-29")!

  init() throws { journal = try ForgedJournal() }

  /// What a full run over these entries leaves; whatever they are, as an auditor might once have
  /// believed them.
  private func state(of entries: [EntryContent]) throws -> VerifiedState {
    let report = try forge.disk(of: entries).verify()
    return VerifiedState(
      origin: report.origin, size: report.size, root: report.root, seal: report.seal, ranOn: first,
      fullRunOn: first)
  }

  /// Up to an entry whose signatures are well formed, and wrong.
  private func wronglySigned(_ place: Int) throws -> [EntryContent] {
    var changed = Array(contents[...place])
    let right = changed[place].signatures.signatures
    let wrong = right.map { Signature(key: $0.key, bytes: [UInt8](repeating: 1, count: 64))! }
    changed[place].signatures = SignatureList(wrong)!
    return changed
  }

  @Test func whatACleanRunLeaves() throws {
    let report = try town.disk.verify()
    let state = try #require(report.state(on: first))
    #expect(state.size == report.entries)
    #expect(state.root == report.root)
    #expect(try VerifiedState(parsing: Array(state.text.utf8)) == state)
    #expect(state.text.split(separator: "\n").count == 9)

    // Nothing new: every byte was read, and no signature verified.
    let again = try town.disk.verify(since: state)
    #expect(again.isClean)
    #expect(again.signatures == report.signatures)
    #expect(again.trustedSignatures == report.signatures)
    #expect(again.bytes == report.bytes)
    #expect(again.postings == report.postings)
    let next = try #require(again.state(on: second))
    #expect(next.ranOn == second)
    #expect(next.fullRunOn == first)
    #expect(report.trustedSignatures == 0)
    #expect(report.since == nil)
  }

  @Test func nothingIsLeftOfARunThatFoundOrLeftOutSomething() throws {
    #expect(try town.disk.verify(checks: [.signatures]).state(on: first) == nil)
    var broken = town.disk
    broken.files[MemoryDisk.latest] = nil
    let report = try broken.verify()
    #expect(report.findings.map(\.fault) == [.latestLost])
    #expect(report.state(on: first) == nil)
  }

  @Test func signaturesAreVerifiedFromThereOn() throws {
    let place = journal.index(.cycleApproved)
    let changed = try wronglySigned(place)
    let disk = try forge.disk(of: changed)
    let faults = [Fault](
      repeating: .signatureWrong, count: contents[place].signatures.signatures.count)
    #expect(try disk.verify().findings.map(\.fault) == faults)
    let before = try disk.verify(since: state(of: Array(changed[..<place])))
    #expect(before.findings.map(\.fault) == faults)
    #expect(before.has(.signatureWrong, entry: UInt64(place)))
    #expect(before.trustedSignatures > 0)
    #expect(before.trustedSignatures < before.signatures)
    // Where the state covers it, the auditor's own earlier run answers for it.
    #expect(try disk.verify(since: state(of: changed)).isClean)
  }

  /// Which signatures there must be is judged again all the same.
  @Test func theSignersNeededAreJudgedAgain() throws {
    let place = journal.index(.ordersApproved)
    var changed = Array(contents[...place])
    changed[place].signatures = SignatureList([])!
    let report = try forge.disk(of: changed).verify(since: state(of: changed))
    #expect(report.findings.map(\.fault) == [.signerMissing])
  }

  /// An earlier entry is another one now, with every hash made anew.
  @Test func aRewrittenStartIsFound() throws {
    let state = try #require(try town.disk.verify().state(on: first))
    let rewritten = try forge.disk(of: wronglySigned(contents.count - 1))
    let report = try rewritten.verify(since: state)
    #expect(report.findings.map(\.fault) == [.stateRoot])
    #expect(report.findings[0].expected == state.root.hex)
    #expect(report.state(on: second) == nil)

    let shorter = try forge.disk(of: Array(contents.dropLast())).verify(since: state)
    #expect(shorter.findings.map(\.fault) == [.stateAhead])
    #expect(shorter.findings[0].expected == "\(contents.count)")

    let other = VerifiedState(
      origin: "kazna/00000000000000000000000000000001", size: state.size, root: state.root,
      seal: state.seal, ranOn: first, fullRunOn: first)
    let foreign = try town.disk.verify(since: other)
    #expect(foreign.findings.map(\.fault) == [.stateOrigin])
    #expect(foreign.trustedSignatures == 0)
  }

  /// One bit of any part of an earlier entry, and nothing made anew.
  @Test func aFlippedBitBelowTheStateIsFound() throws {
    let state = try #require(try town.disk.verify().state(on: first))
    let frame = forge.frames.filter { $0.type == .entry }[journal.index(.claimAccepted)]
    for part in EntryPart.allCases {
      let start =
        frame.range.lowerBound + 16 + (try EntryView(frame.payload)).range(of: part).lowerBound
      var bytes = town.journal
      bytes[start + 2] ^= 4
      let report = try MemoryDisk(journal: bytes, latest: town.latest).verify(since: state)
      #expect(report.has(.partHash), "\(part)")
    }
  }

  /// The checkpoint that closes the earlier run is verified, and so are those behind it; those
  /// before it must be the same bytes as then.
  @Test func noCheckpointIsTakenUnseen() throws {
    let forged = forge
    let places = forged.frames.indices.filter { forged.frames[$0].type == .checkpoint }
    let state = try state(of: Array(contents[...9]))
    #expect(try forged.disk.verify(since: state).isClean)
    func report(_ number: Int) throws -> VerificationReport {
      var changed = forged
      var text = String(decoding: changed.frames[places[number]].payload, as: UTF8.self)
      let end = text.index(text.endIndex, offsetBy: -9)
      text.replaceSubrange(end...end, with: text[end] == "A" ? "B" : "A")
      changed.frames[places[number]].payload = Array(text.utf8)
      return try changed.disk.verify(since: state)
    }
    for number in [0, 8] {
      #expect(try report(number).findings.map(\.fault) == [.stateJournal])
      #expect(try report(number).state(on: second) == nil)
    }
    #expect(
      try Set(report(9).findings.map(\.fault)) == [.checkpointSignature, .stateJournal])
    #expect(try report(10).findings.map(\.fault) == [.checkpointSignature])
  }

  /// Any byte of an earlier checkpoint, of its frame and of the padding behind it.
  @Test func noByteBelowTheStateIsTakenUnseen() throws {
    let state = try #require(try town.disk.verify().state(on: first))
    let frame = forge.frames[3]
    for offset in Array(0..<64) + Array(frame.range) {
      var bytes = town.journal
      bytes[offset] ^= 1
      let report = try MemoryDisk(journal: bytes, latest: town.latest).verify(since: state)
      #expect(!report.isClean, "byte \(offset)")
    }
  }

  /// A checkpoint with another root, whoever signed it.
  @Test func aRootBelowTheStateIsCompared() throws {
    let state = try #require(try town.disk.verify().state(on: first))
    var forged = forge
    var lines = String(decoding: forged.frames[5].payload, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    lines[2] = (lines[2].first == "A" ? "B" : "A") + lines[2].dropFirst()
    forged.frames[5].payload = Array(lines.joined(separator: "\n").utf8)
    let report = try forged.disk.verify(since: state)
    #expect(report.has(.checkpointRoot, entry: 2))
    #expect(report.has(.stateJournal))
    #expect(try forged.disk.verify(checks: [.tree]).findings.map(\.fault) == [.checkpointRoot])
  }

  /// As older verifiers wrote it: without the line that tells about all bytes.
  @Test func aStateOfAnOlderVerifierIsNone() throws {
    let lines = try state(of: contents).text.split(separator: "\n")
    let older = ["kazna-verified-v1"] + lines[1...3] + lines[5...]
    let text = older.joined(separator: "\n") + "\n"
    #expect(throws: StateError.outdated) { try VerifiedState(parsing: Array(text.utf8)) }
  }

  @Test func aStateThatWasChangedIsNone() throws {
    let text = try state(of: contents).text
    for place in Array(text.utf8).indices {
      var bytes = Array(text.utf8)
      bytes[place] ^= 1
      #expect(throws: StateError.self) { try VerifiedState(parsing: bytes) }
    }
    for bytes in [[], Array(text.utf8.dropLast()), Array((text + "\n").utf8)] {
      #expect(throws: StateError.self) { try VerifiedState(parsing: bytes) }
    }
    let fewer = text.replacing(",envelopes", with: "")
    #expect(throws: StateError.changed) { try VerifiedState(parsing: Array(fewer.utf8)) }
    var disk = town.disk
    disk.files["/since"] = Array(fewer.utf8)
    var options = VerifierOptions()
    options.since = "/since"
    options.files = disk
    #expect(throws: VerifierError.state(path: "/since", reason: .changed)) {
      try Verifier(ledger: MemoryDisk.ledger, options).run()
    }
  }
}
