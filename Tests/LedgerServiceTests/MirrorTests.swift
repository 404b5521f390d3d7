import Foundation
import JournalStorage
import Testing

@testable import LedgerService

struct MirrorTests {
  @Test(arguments: [UInt64(1), 1_500, JournalFormat.segmentSize])
  func aGrowingLedgerIsMirroredInSteps(segmentSize: UInt64) throws {
    let source = try MirrorSource.ofTen()
    var written = 0
    for step in [1, 1, 3, 0, 5] {
      try source.write(written..<written + step, segmentSize: segmentSize)
      written += step
      // The source's writer is open all the time.
      let report = try source.mirror(publishBytes: 1_000)
      #expect(report.entries == UInt64(written) && report.copied == UInt64(step))
      #expect(try source.contents(source.from) == source.contents(source.to))
      #expect(source.copiedEntries() == UInt64(written))
    }
    let isTiny = segmentSize < 10_000
    #expect((try source.segments(source.to).count > 3) == isTiny)
  }

  /// Another mirror brings the copy further than the source was when this one looked at it first.
  @Test func twoMirrorsToOneCopy() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<3)
    try source.mirror()
    let disk = FailingFileSystem(after: .max, source: source.from)
    disk.beforeLock = {
      try source.write(3..<4)
      try source.mirror()
    }
    let report = try source.mirror(files: disk)
    #expect(report.entries == 4 && report.copied == 0)
  }

  @Test func noKeyAndNothingElseIsCopied() throws {
    let ledger = try EvidenceLedger()
    try FileManager.default.copyItem(
      atPath: ledger.root + "/keys/log.pem", toPath: ledger.path + "/journal/log.pem")
    let to = ledger.root + "/copy"
    _ = try Mirror(from: ledger.path, to: to).run()
    let all = try FileManager.default.subpathsOfDirectory(atPath: to).sorted()
    #expect(
      all == [
        "checkpoints", "checkpoints/latest", "index", "journal",
        "journal/00000000000000000000.journal", "lock", "snapshots",
      ])
  }

  func aReplacedLogKeySignsFromItsEntryOn() throws {
    let ledger = try EvidenceLedger()
    try ledger.grow()
    let to = ledger.root + "/copy"
    _ = try Mirror(from: ledger.path, to: to).run()
    try ledger.replaceLogKey()
    try ledger.grow()
    let report = try Mirror(from: ledger.path, to: to).run()
    #expect(report.entries == 7 && report.copied == 2)
    #expect(try Mirror(from: ledger.path, to: to).run().copied == 0)
  }

  /// At every call that changes the disk: the copy is a whole ledger or none yet, and the next run
  /// completes it.
  @Test func aRunInterruptedAnywhereIsContinued() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<3)
    try source.mirror()
    try source.write(3..<8)
    let original = try source.contents(source.from)
    let half = source.root + "/half"
    try FileManager.default.copyItem(atPath: source.to, toPath: half)
    for isNew in [true, false] {
      for calls in 0... {
        try FileManager.default.removeItem(atPath: source.to)
        if !isNew { try FileManager.default.copyItem(atPath: half, toPath: source.to) }
        let disk = FailingFileSystem(after: calls, source: source.from)
        let report = try? source.mirror(files: disk)
        guard disk.hasFailed else {
          #expect(report?.entries == 8 && calls > 30)
          break
        }
        #expect(report == nil)
        let seen = source.copiedEntries()
        #expect(isNew ? (seen ?? 1) >= 1 : (seen ?? 0) >= 3, "after \(calls) calls")
        try source.mirror()
        #expect(try source.contents(source.to) == original, "after \(calls) calls")
      }
    }
  }

  /// What an interruption leaves beyond the published checkpoint, at every length.
  @Test func anUnpublishedTailIsWrittenAgain() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<2, segmentSize: JournalFormat.segmentSize)
    try source.mirror()
    let latest = try Data(contentsOf: URL(fileURLWithPath: source.to + "/checkpoints/latest"))
    let segment = try source.segments(source.to)[0]
    let published = try Data(contentsOf: URL(fileURLWithPath: segment)).count
    try source.write(2..<4)
    try source.mirror()
    let original = try source.contents(source.from)
    let whole = try Data(contentsOf: URL(fileURLWithPath: segment))
    for count in stride(from: published, through: whole.count, by: 97) {
      try source.put(whole[..<count], at: segment)
      try source.put(latest, at: source.to + "/checkpoints/latest")
      #expect(source.copiedEntries() == 2)
      try source.mirror()
      #expect(try source.contents(source.to) == original)
    }
  }

  @Test func bytesThatTheSourceDoesNotHoldAreKeptAside() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<2)
    try source.mirror()
    let segment = try #require(try source.segments(source.to).last)
    let published = try Data(contentsOf: URL(fileURLWithPath: segment))
    try source.put(published + Array("somebody's bytes".utf8), at: segment)
    try source.write(2..<4)
    try source.mirror()
    let names = try FileManager.default.contentsOfDirectory(atPath: source.to + "/journal")
    let torn = try #require(names.first { $0.hasPrefix("torn-") })
    let kept = try Data(contentsOf: URL(fileURLWithPath: "\(source.to)/journal/\(torn)"))
    #expect(kept == Data("somebody's bytes".utf8))
    #expect(source.copiedEntries() == 4)
  }

  @Test func whatIsNotPublishedIsNotCopied() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<2, segmentSize: JournalFormat.segmentSize)
    let latest = source.from + "/checkpoints/latest"
    let published = try Data(contentsOf: URL(fileURLWithPath: latest))
    let bytes = try source.contents(source.from)
    try source.write(2..<4)
    try source.put(published, at: latest)
    #expect(try source.mirror().entries == 2)
    #expect(try source.contents(source.to) == bytes)
  }

  @Test func placesThatCannotBeMirroredAreRefused() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<2)
    func fault(_ from: String, _ to: String) -> MirrorFault? {
      #expect(throws: MirrorFault.self) { try Mirror(from: from, to: to).run() }
    }
    let link = source.root + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: source.from)
    for path in [source.from, source.from + "/", source.from + "/copy/x", source.root, link] {
      #expect(fault(source.from, path) == .sameDirectory(path: path))
    }
    #expect(throws: LedgerError.self) { try Mirror(from: "/nowhere", to: source.to).run() }
    #expect(!FileManager.default.fileExists(atPath: source.to))
    let other = try EvidenceLedger()
    let before = try source.contents(source.from)
    #expect(throws: LedgerError.self) { try Mirror(from: other.path, to: source.from).run() }
    #expect(try source.contents(source.from) == before)
  }
}

struct MirrorFaultTests {
  private func fault(_ source: MirrorSource) -> MirrorFault? {
    #expect(throws: MirrorFault.self) { try source.mirror() }
  }

  /// The same log key signs two histories: the difference is found, and the copy stays.
  @Test(arguments: [6, 7, 10])
  func aForkIsNamed(commits: Int) throws {
    let ledger = try EvidenceLedger()
    let twin = try ledger.twin()
    let source = try MirrorSource(MirrorSource.ledger(ofTen: ledger))
    let other = try MirrorSource(MirrorSource.ledger(ofTen: twin))
    try other.write(0..<7)
    try other.mirror()
    try FileManager.default.moveItem(atPath: other.to, toPath: source.to)
    try source.write(0..<commits)
    let before = try source.contents(source.to)
    let found = fault(source)
    guard case .forked(let entry, let there, let here) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(entry == 4 && there != here)
    #expect(try source.contents(source.to) == before)
  }

  @Test func aRollbackIsNamed() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<7)
    try source.mirror()
    let before = try source.contents(source.to)
    let shorter = source.root + "/shorter"
    try FileManager.default.moveItem(atPath: source.to, toPath: shorter)
    let rolled = try source.sibling()
    try rolled.write(0..<5)
    try FileManager.default.moveItem(atPath: shorter, toPath: rolled.to)
    #expect(throws: MirrorFault.rolledBack(published: 5, copied: 7)) {
      try Mirror(from: rolled.from, to: rolled.to).run()
    }
    #expect(try source.contents(rolled.to) == before)
    try FileManager.default.removeItem(atPath: rolled.from + "/checkpoints/latest")
    #expect(throws: MirrorFault.rolledBack(published: 0, copied: 7)) {
      try Mirror(from: rolled.from, to: rolled.to).run()
    }
    #expect(try source.contents(rolled.to) == before)
  }

  /// A byte here and there in the source: the copy keeps what came before, and nothing else.
  @Test func aChangedByteIsFoundAndWhatCameBeforeIsKept() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<4)
    try source.mirror()
    let whole = try source.contents(source.from)
    for path in try source.segments(source.from) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for offset in stride(from: 0, to: bytes.count, by: 31) {
        try? FileManager.default.removeItem(atPath: source.to)
        try source.change(path, at: offset)
        let error = #expect(throws: (any Error).self) { try source.mirror() }
        // A ledger's own id is a matter of which ledger it is.
        if offset >= 64 {
          guard case .damaged(let file, _, _, _) = error as? MirrorFault else {
            Issue.record("\(path) at \(offset): \(String(describing: error))")
            continue
          }
          #expect(file.hasPrefix(source.from))
        }
        try source.put(bytes, at: path)
        // What is there is a prefix, and the next run completes it.
        try source.mirror()
        #expect(try source.contents(source.to) == whole)
      }
    }
  }

  @Test func damageBelowTheCopyDoesNotSpreadAndDamageBeyondItIsNamed() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<4, segmentSize: JournalFormat.segmentSize)
    try source.mirror()
    let segment = try source.segments(source.from)[0]
    let start = try Data(contentsOf: URL(fileURLWithPath: segment)).count
    try source.write(4..<6)
    try source.change(segment, at: start + 16 + 300)
    guard case .damaged(_, _, let entry, _) = fault(source) else {
      Issue.record("no damage found")
      return
    }
    #expect(entry == 4 && source.copiedEntries() == 4)
  }

  @Test func aCheckpointOfAnotherKeyIsDamage() throws {
    let ledger = try MirrorSource.ledger(ofTen: EvidenceLedger())
    let source = try MirrorSource(ledger)
    try source.write(0..<3)
    let latest = source.from + "/checkpoints/latest"
    var note = try String(contentsOfFile: latest, encoding: .utf8)
    let place = note.index(note.endIndex, offsetBy: -20)
    note.replaceSubrange(place...place, with: note[place] == "A" ? "B" : "A")
    try source.put(note.utf8, at: latest)
    guard case .damaged = fault(source) else {
      Issue.record("no damage found")
      return
    }
  }

  @Test func aDamagedCopyIsNotTheSourcesFault() throws {
    let source = try MirrorSource.ofTen()
    try source.write(0..<4)
    try source.mirror()
    try source.change(try source.segments(source.to)[0], at: 200)
    #expect(throws: LedgerError.self) { try source.mirror() }
  }
}
