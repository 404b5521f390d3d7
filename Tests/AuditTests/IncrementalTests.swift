import Bytes
import Cryptography
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
      fullRunOn: first, books: report.books)
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
    #expect(try VerifiedState(parsing: state.bytes).bytes == state.bytes)

    // Nothing new: every byte was read, and nothing judged.
    let again = try town.disk.verify(since: state)
    #expect(again.isClean)
    #expect(again.signatures == 0 && again.postings == 0)
    #expect(again.entries == report.entries && again.checkpoints == report.checkpoints)
    #expect(again.bytes == report.bytes)
    let next = try #require(again.state(on: second))
    #expect(next.ranOn == second)
    #expect(next.fullRunOn == first)
    #expect(report.since == nil && again.since != nil)
  }

  /// Wherever the earlier run ended, the later one comes to what a full run comes to, to the byte.
  @Test func wheneverTheEarlierRunWas() throws {
    let full = try town.disk.verify()
    let whole = try #require(full.state(on: first)).bytes
    for count in 1..<contents.count {
      let early = try forge.disk(of: Array(contents[..<count])).verify()
      let state = try #require(early.state(on: first), "\(count)")
      let later = try forge.disk.verify(since: state)
      #expect(later.findings == [] && later.since?.size == UInt64(count), "\(count)")
      #expect(early.signatures + later.signatures == full.signatures, "\(count)")
      #expect(early.postings + later.postings == full.postings, "\(count)")
      #expect(later.state(on: first)?.bytes == whole, "\(count)")
    }
  }

  /// What is wrong in a later entry is found all the same, and told in the same words.
  @Test(arguments: [
    DocumentKind.cycleApproved, .claimAccepted, .claimSubmitted, .contractsSigned, .entryReversed,
    .monthClosed, .statementImported,
  ])
  func whatIsWrongLaterIsFound(_ kind: DocumentKind) throws {
    let place = journal.index(kind, last: true)
    for number in 0..<3 {
      var changed = Array(contents[...place])
      switch number {
      case 0: changed[place].signatures = SignatureList([])!
      case 1:
        let posting = Posting(debit: 0, credit: 1, amount: Money(kopecks: 1))
        changed[place].postings.append(posting)
      default: changed[place].results = .statement([])
      }
      let disk = try forge.disk(of: changed)
      let full = try disk.verify()
      #expect(!full.isClean)
      for count in [1, place / 2, place] {
        let state = try state(of: Array(contents[..<count]))
        let later = try disk.verify(since: state)
        #expect(later.findings == full.findings, "\(kind) \(number) after \(count)")
        #expect(later.since != nil)
      }
    }
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
    // Where the state covers it, the auditor's own earlier run answers for it.
    #expect(try disk.verify(since: state(of: changed)).isClean)
  }

  /// An earlier entry is another one now, with every hash made anew.
  @Test func aRewrittenStartIsFound() throws {
    let state = try #require(try town.disk.verify().state(on: first))
    let rewritten = try forge.disk(of: wronglySigned(contents.count - 1))
    let report = try rewritten.verify(since: state)
    // Nothing of the state counts then.
    let signatures = contents[contents.count - 1].signatures.signatures
    let wrong = signatures.map { _ in Fault.signatureWrong }
    #expect(report.findings.map(\.fault) == wrong + [.stateRoot])
    #expect(report.findings.last?.expected == state.root.hex)
    #expect(report.since == nil && report.state(on: second) == nil)

    let shorter = try forge.disk(of: Array(contents.dropLast())).verify(since: state)
    #expect(shorter.findings.map(\.fault) == [.stateAhead])
    #expect(shorter.findings[0].expected == "\(contents.count)")

    let other = VerifiedState(
      origin: "kazna/00000000000000000000000000000001", size: state.size, root: state.root,
      seal: state.seal, ranOn: first, fullRunOn: first, books: state.books)
    let foreign = try town.disk.verify(since: other)
    #expect(foreign.findings.map(\.fault) == [.stateOrigin])
    #expect(foreign.since == nil)
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

  /// Checkpoints of the earlier run must be the same bytes as then; with one that is not, everything
  /// is judged again.
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
    for number in [0, 8, 9] {
      #expect(
        try Set(report(number).findings.map(\.fault)) == [.checkpointSignature, .stateJournal])
      #expect(try report(number).state(on: second) == nil)
    }
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

  /// A snapshot of entries that are not judged again is held against what the earlier run found;
  /// where that saw none, everything is judged again.
  @Test func aSnapshotBelowTheState() throws {
    let journal = try VectorJournal(VectorTown.after(14))
    let early = try VectorTown.after(9)
    var other = early.books.header
    other.name = "Другая"
    func disk(_ snapshot: [UInt8]?) -> MemoryDisk {
      var disk = MemoryDisk(journal: journal.segments[0]!, latest: journal.latest)
      disk.files["/ledger/snapshots/00000000000000000010.snapshot"] = snapshot
      return disk
    }
    let sound = try VectorsOfSnapshots.snapshot(of: early)
    let state = try #require(disk(sound).verify().state(on: first))
    #expect(Array(state.books.snapshots.keys) == [10])
    let again = try disk(sound).verify(since: state)
    #expect(again.isClean && again.notes.isEmpty && again.since != nil)
    #expect(again.state(on: first)?.bytes == state.bytes)
    let forged = try VectorsOfSnapshots.snapshot(of: early, header: other)
    #expect(try disk(forged).verify(since: state).findings.map(\.fault) == [.snapshotState])

    let without = try #require(disk(nil).verify().state(on: first))
    let unseen = try disk(sound).verify(since: without)
    #expect(unseen.isClean && unseen.since == nil)
    #expect(unseen.state(on: first)?.bytes == state.bytes)
    #expect(try disk(forged).verify(since: without).findings.map(\.fault) == [.snapshotState])
  }
}
