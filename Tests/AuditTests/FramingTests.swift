import Glibc
import JournalStorage
import LedgerCore
import Testing

@testable import Audit
@testable import HostileBytes

/// Frames that are missing, moved or cut, and files that are missing.
@Suite struct FramingTests {
  private let town: SampleTown
  private let forge: Forge

  init() throws {
    town = try SampleTown.whole.get()
    forge = Forge(town)
  }

  private func faults(_ disk: MemoryDisk) throws -> Set<Fault> {
    Set(try disk.verify().findings.map(\.fault))
  }

  @Test(arguments: 0..<12)
  func aDeletedEntry(number: Int) throws {
    var changed = forge
    changed.frames.remove(at: number * 2)
    let report = try changed.disk.verify()
    #expect(report.has(.entryNumber, entry: UInt64(number)))
    #expect(report.has(.checkpointAlone))
    changed.frames.remove(at: number * 2)
    #expect(try changed.disk.verify().has(.entryNumber, entry: UInt64(number)))
    #expect(report.has(.notDerived))
  }

  @Test(arguments: [0, 1, 7])
  func aDuplicatedCommit(number: Int) throws {
    var changed = forge
    changed.frames.insert(
      contentsOf: forge.frames[number * 2...number * 2 + 1], at: number * 2 + 2)
    let report = try changed.disk.verify()
    #expect(report.has(.entryNumber, entry: UInt64(number + 1)))
    #expect(report.has(.idRepeated, entry: UInt64(number)))
  }

  @Test func swappedEntries() throws {
    var changed = forge
    changed.frames.swapAt(8, 10)
    let report = try changed.disk.verify()
    for entry in [4, 5, 6] as [UInt64] { #expect(report.has(.entryNumber, entry: entry)) }
    #expect(report.has(.previousHash))
    #expect(report.has(.rootDiffers))
  }

  /// A crash can write a commit's end and not its middle: what was never published is no fault, what
  /// was is one.
  @Test func aHoleInTheLastCommit() throws {
    let checkpoints = forge.frames.filter { $0.type == .checkpoint }
    let entry = try #require(forge.frames.last { $0.type == .entry })
    var holed = town.journal
    for offset in entry.range.upperBound - 48..<entry.range.upperBound - 8 { holed[offset] = 0 }
    let before = checkpoints[checkpoints.count - 2].payload
    let report = try MemoryDisk(journal: holed, latest: before).verify()
    #expect(report.findings.isEmpty, "\(report.findings)")
    #expect(report.notes.map(\.kind) == [.tornTail])
    #expect(report.entries == UInt64(checkpoints.count - 1))
    #expect(try faults(MemoryDisk(journal: holed, latest: town.latest)).contains(.partHash))
    // Behind two commits that are not published there is none that a crash explains.
    let older = checkpoints[checkpoints.count - 3].payload
    #expect(try faults(MemoryDisk(journal: holed, latest: older)).contains(.partHash))
    // What has bytes behind it was published once, wherever the published checkpoint is now.
    #expect(try faults(MemoryDisk(journal: holed + [1, 2, 3], latest: before)).contains(.partHash))
    // Nothing is published any more: the hole is no fault, the loss is.
    #expect(try faults(MemoryDisk(journal: holed, latest: nil)) == [.latestLost])
    // No entry is missing behind a gap: it is the checkpoint of a commit that was whole.
    var lost = town.journal
    lost[checkpointsFrame(-2).lowerBound] ^= 1
    #expect(try !MemoryDisk(journal: lost, latest: older).verify().findings.isEmpty)
    // Whole, it is taken as it is.
    let whole = try MemoryDisk(journal: town.journal, latest: before).verify()
    #expect(whole.isClean && whole.notes.map(\.kind) == [.unpublishedCommit])
  }

  private func checkpointsFrame(_ place: Int) -> Range<Int> {
    let all = forge.frames.filter { $0.type == .checkpoint }
    return all[all.count + place].range
  }

  /// Whatever is published must be there; with nothing published a cut commit is a torn tail.
  @Test func aCutJournal() throws {
    for frame in forge.frames[4...].enumerated().filter({ $0.offset % 5 < 2 }).map(\.element) {
      for end in [frame.range.lowerBound, frame.range.lowerBound + 9, frame.range.upperBound - 9] {
        let cut = Array(town.journal[..<end])
        let report = try MemoryDisk(journal: cut, latest: town.latest).verify()
        #expect(report.has(.latestAhead))
        let last = forge.frames.last { $0.type == .checkpoint && $0.range.upperBound <= end }!
        let crashed = try MemoryDisk(journal: cut, latest: last.payload).verify()
        #expect(crashed.isClean)
        let rest = UInt64(end - last.range.upperBound)
        #expect(crashed.notes.map(\.byteCount) == (rest == 0 ? [] : [rest]))
        #expect(crashed.notes.allSatisfy { $0.kind == .tornTail })
      }
    }
  }

  @Test func thePublishedCheckpoint() throws {
    let lost: [[UInt8]?] = [nil, [], [0, 0, 0]]
    for latest in lost {
      #expect(try faults(MemoryDisk(journal: town.journal, latest: latest)) == [.latestLost])
    }
    let older = forge.frames[3].payload
    #expect(try faults(MemoryDisk(journal: town.journal, latest: older)) == [.latestBehind])
    let journal = Array(town.journal[..<forge.frames[3].range.upperBound])
    #expect(try faults(MemoryDisk(journal: journal, latest: town.latest)) == [.latestAhead])
    #expect(try faults(MemoryDisk(journal: town.journal, latest: [65, 66])) == [.latestForm])
  }

  /// Killed between the sync of a commit and its publication: the next writer publishes it.
  @Test func aLastCommitThatIsNotPublished() throws {
    let checkpoints = forge.frames.filter { $0.type == .checkpoint }
    let before = checkpoints[checkpoints.count - 2].payload
    let first = Array(town.journal[..<checkpoints[0].range.upperBound])
    for disk in [
      MemoryDisk(journal: town.journal, latest: before), MemoryDisk(journal: first, latest: nil),
    ] {
      let report = try disk.verify()
      #expect(report.findings.map { $0.message(russian: false) } == [])
      #expect(report.notes.map(\.kind) == [.unpublishedCommit])
      // It may be gone after a power cut.
      #expect(report.state(on: .latest) == nil)
      #expect(report.notes[0].message(russian: true) != report.notes[0].message(russian: false))
    }
    let third = checkpoints[checkpoints.count - 3].payload
    #expect(try faults(MemoryDisk(journal: town.journal, latest: third)) == [.latestBehind])
  }

  @Test func severalSegments() throws {
    let cut = forge.frames[20].range.lowerBound
    var head = forge.head
    head[40] = 10
    var disk = MemoryDisk(journal: Array(town.journal[..<cut]), latest: town.latest)
    disk.files[MemoryDisk.segment(10)] = head + town.journal[cut...]
    let report = try disk.verify()
    #expect(report.isClean)
    #expect(report.root == (try town.disk.verify().root))

    var damaged = disk
    damaged.files[MemoryDisk.segment(10)]![24] ^= 1
    #expect(try faults(damaged).contains(.segmentLedger))
    damaged = disk
    damaged.files[MemoryDisk.segment(10)]![41] ^= 1
    #expect(try faults(damaged).contains(.segmentHeader))
    damaged = disk
    damaged.files[MemoryDisk.segment(0)] = Array(town.journal[..<(cut - 40)])
    #expect(try faults(damaged).isSuperset(of: [.frameCutShort]))
    damaged = disk
    damaged.files[MemoryDisk.segment(0)] = nil
    #expect(try faults(damaged).isSuperset(of: [.segmentOrder, .notDerived]))
    damaged = disk
    damaged.files[MemoryDisk.segment(12)] = damaged.files.removeValue(
      forKey: MemoryDisk.segment(10))
    #expect(try faults(damaged).isSuperset(of: [.segmentOrder, .segmentHeader]))
  }

  /// A sound header with a length that ends behind the file: what follows it is read all the same.
  @Test(arguments: [10, 11])
  func aFrameThatIsTooLong(number: Int) throws {
    let frame = forge.frames[number]
    var journal = town.journal
    let count = UInt32(town.journal.count)
    let long = Forge.bytes(frame.type, [UInt8](repeating: 0, count: Int(count)))
    journal.replaceSubrange(frame.range.lowerBound..<frame.range.lowerBound + 16, with: long[..<16])
    let report = try MemoryDisk(journal: journal, latest: town.latest).verify()
    #expect(
      report.findings.contains {
        $0.fault == .frameCutShort && $0.offset == UInt64(frame.range.lowerBound)
          && $0.file == MemoryDisk.segment(0)
      })
    #expect(!report.has(.latestAhead))
    let lost: UInt64 = frame.type == .entry ? 1 : 0
    #expect(report.entries == UInt64(forge.frames.count / 2) - lost)
    #expect(report.has(.entryNumber, entry: 5) == (lost == 1))
    #expect(report.has(.notDerived) == (lost == 1))
  }

  /// By the format's text any twenty digits name a segment.
  @Test func aSegmentWithANumberThatNoneCanHave() throws {
    var disk = town.disk
    let path = "/ledger/journal/99999999999999999999.journal"
    disk.files[path] = forge.head
    let report = try disk.verify()
    #expect(report.findings.contains { $0.fault == .segmentOrder && $0.file == path })
    disk.files[path] = []
    #expect(try disk.verify().has(.segmentOrder))
  }

  /// The first commit without its checkpoint, and nothing published: a journal is there.
  @Test func aFirstCommitWithoutItsCheckpoint() throws {
    let journal = Array(town.journal[..<forge.frames[0].range.upperBound])
    #expect(throws: VerifierError.storage(.notPublished(path: MemoryDisk.ledger))) {
      try MemoryDisk(journal: journal, latest: nil).verify()
    }
    #expect(throws: VerifierError.storage(.noLedger(path: MemoryDisk.ledger))) {
      try MemoryDisk(journal: forge.head, latest: nil).verify()
    }
  }

  @Test func rubbishBetweenCommits() throws {
    let place = forge.frames[10].range.lowerBound
    var journal = town.journal
    journal.insert(contentsOf: [UInt8](repeating: 0x5A, count: 24), at: place)
    let report = try MemoryDisk(journal: journal, latest: town.latest).verify()
    #expect(report.findings.map(\.fault) == [.frameHeader])
    #expect(report.findings[0].offset == UInt64(place))
    #expect(report.findings[0].entry == 4)
    #expect(report.entries == UInt64(forge.frames.count / 2))
    #expect(report.signatures == (try town.disk.verify().signatures))
  }

  @Test func whatCannotBeReadIsNoFinding() throws {
    var disk = town.disk
    disk.denied = MemoryDisk.segment(0)
    #expect(
      throws: VerifierError.storage(
        .permissionDenied(call: "open", path: MemoryDisk.segment(0)))
    ) { try disk.verify() }
    let snapshot = "/ledger/snapshots/00000000000000000005.snapshot"
    disk.files[snapshot] = [1]
    for path in ["/ledger/snapshots", snapshot] {
      disk.denied = path
      #expect(throws: VerifierError.self) { try disk.verify() }
      #expect(try disk.verify(checks: [.chain]).isClean)
    }
    disk.denied = nil
    disk.files = ["/elsewhere": []]
    #expect(throws: VerifierError.storage(.noLedger(path: MemoryDisk.ledger))) {
      try disk.verify()
    }
    #expect(throws: VerifierError.self) { try town.disk.verify(kept: [1, 2, 3]) }
    disk = town.disk
    disk.files[MemoryDisk.segment(0)] = nil
    #expect(try faults(disk).contains(.journalMissing))
  }
}
