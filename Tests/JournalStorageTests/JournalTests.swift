import Glibc
import Testing

@testable import JournalStorage

/// Writing and reading while nothing goes wrong.
@Suite struct JournalTests {
  @Test func entriesOfManySegmentsAreReadBack() throws {
    let ledger = TestLedger()
    let commits = [1, 3, 2, 5, 1, 1, 4]
    try ledger.fill(commits, segmentSize: 200)
    let names = try ledger.contents().keys.filter { $0.hasSuffix(".journal") }.sorted()
    #expect(names.count > 3)
    #expect(names.first == ledger.segment(0))

    var numbers: [UInt64] = []
    var checkpoints: [UInt64] = []
    try ledger.reader().forEachFrame { frame in
      switch frame.type {
      case .entry:
        #expect(TestContent.isEntry(frame.payload, frame.number))
        let file = try ledger.bytes(frame.file)
        #expect(file[Int(frame.offset)...].starts(with: "KZNF".utf8))
        numbers.append(frame.number)
      case .checkpoint:
        #expect(frame.bytes == TestContent.checkpoint(frame.number))
        checkpoints.append(frame.number)
      }
    }
    #expect(numbers == Array(0..<17))
    #expect(checkpoints == [1, 4, 6, 11, 12, 13, 17])
    #expect(try ledger.bytes(ledger.latest) == TestContent.checkpoint(17))
  }

  @Test(arguments: [RecoveryDepth.journal, .tail])
  func writerGoesOnWhereItStopped(depth: RecoveryDepth) throws {
    let ledger = TestLedger()
    try ledger.fill([2, 2], segmentSize: 100)
    for round in 0..<4 {
      let (writer, report) = try ledger.open(depth: depth)
      #expect(report == RecoveryReport(cutTail: nil, isRepublished: false))
      #expect(writer.ledgerID == TestContent.ledgerID)
      #expect(writer.entryCount == UInt64(4 + round))
      try writer.commit(1)
    }
    #expect(try ledger.entryCount() == 8)
  }

  @Test func rangesGiveTheirEntriesAndTheirCheckpoints() throws {
    let ledger = TestLedger()
    try ledger.fill([1, 3, 2, 4], segmentSize: 150)
    let reader = try ledger.reader()
    let ends: [UInt64] = [1, 4, 6, 10]
    for start in 0...10 as ClosedRange<UInt64> {
      for end in start...10 {
        var entries: [UInt64] = []
        var checkpoints: [UInt64] = []
        try reader.forEachFrame(from: start, to: end) { frame in
          if frame.type == .entry { entries.append(frame.number) }
          if frame.type == .checkpoint { checkpoints.append(frame.number) }
        }
        #expect(entries == Array(start..<end))
        #expect(checkpoints == ends.filter { $0 > start && $0 <= end })
      }
    }
    #expect(
      storageError { try reader.forEachFrame(to: 11) { _ in } }
        == .noSuchEntry(entry: 11, published: 10))
  }

  @Test func entriesAreFoundByTheirOffsets() throws {
    let ledger = TestLedger()
    let writer = try ledger.create(segmentSize: 300)
    var places: [UInt64] = []
    for count in [3, 1, 4, 2] { places += try writer.commit(count, size: 5000).entryOffsets }
    let reader = try ledger.reader()
    let offsets = try reader.entryOffsets()
    #expect(offsets == places)
    #expect(try reader.entryOffsets(from: 4) == Array(places[4...]))
    for number in offsets.indices.reversed() {
      let entry = try reader.entry(UInt64(number), offset: offsets[number])
      #expect(entry == TestContent.entry(UInt64(number), size: 5000))
    }
    #expect(
      storageError { _ = try reader.entry(10, offset: 64) }
        == .noSuchEntry(entry: 10, published: 10))
    for offset in [0, 63, 65, 72, 1 << 40] as [UInt64] {
      let error = storageError { _ = try reader.entry(0, offset: offset) }
      #expect(error?.damage?.offset == offset)
    }
  }

  @Test func entriesLargerThanTheWindow() throws {
    let ledger = TestLedger()
    let writer = try ledger.create()
    let large = [UInt8](repeating: 7, count: SegmentCursor.sequentialWindow + 4099)
    try writer.append(
      entries: [[1], large, [2]], checkpoint: TestContent.checkpoint(3))
    var sizes: [Int] = []
    try ledger.reader().forEachFrame { sizes.append($0.payload.count) }
    #expect(sizes == [1, large.count, 1, TestContent.checkpoint(3).count])
    let reader = try ledger.reader()
    #expect(try reader.entry(1, offset: reader.entryOffsets()[1]) == large)
  }

  @Test func readerSeesOnlyWhatIsPublished() throws {
    let ledger = TestLedger()
    let writer = try ledger.create(segmentSize: 150)
    var reader = try ledger.reader()
    #expect(reader.published == nil && reader.entryCount == 0)
    for round in 1...6 as ClosedRange<UInt64> {
      try writer.commit(2)
      #expect(reader.entryCount == 2 * (round - 1))
      try reader.forEachFrame { #expect($0.number <= 2 * (round - 1)) }
      try reader.refresh()
      #expect(reader.published?.bytes == TestContent.checkpoint(2 * round))
      #expect(try ledger.entryCount() == 2 * round)
    }
    // Written and not published: more bytes are there, and nobody reads them.
    try ledger.write(TestContent.checkpoint(10), to: ledger.latest)
    #expect(try ledger.entryCount() == 10)
  }

  @Test func readersRunBesideAWriter() async throws {
    let ledger = TestLedger()
    let writer = try ledger.create(segmentSize: 500)
    let first = try ledger.reader()
    try await withThrowingTaskGroup(of: UInt64.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var reader = first
          var seen: UInt64 = 0
          while seen < 120 {
            try reader.refresh()
            try reader.forEachFrame(from: seen) { frame in
              guard frame.type == .entry else { return }
              #expect(TestContent.isEntry(frame.payload, frame.number))
              seen += 1
            }
            await Task.yield()
          }
          return seen
        }
      }
      for _ in 0..<40 { try writer.commit(3) }
      for try await seen in group { #expect(seen == 120) }
    }
  }

  @Test func secondWriterIsRefusedAtOnceOrAfterItsWait() throws {
    let ledger = TestLedger()
    let writer = try ledger.create()
    try writer.commit(1)
    #expect(storageError { _ = try ledger.open() } == .busy(path: ledger.directory))
    #expect(ledger.files.pauses == 0)
    let error = storageError {
      _ = try JournalWriter.open(
        ledger.directory, rules: TestContent.rules, waitMilliseconds: 25, files: ledger.files)
    }
    #expect(error == .busy(path: ledger.directory))
    #expect(ledger.files.pauses == 3)
    writer.close()
    writer.close()
    #expect(try ledger.open().writer.entryCount == 1)
    #expect(
      storageError { try writer.commit(1) }
        == .writerStopped(.closed(path: ledger.directory)))
  }

  @Test func realFileSystem() throws {
    let ledger = TestLedger()
    let writer = try JournalWriter.create(
      ledger.directory + "/deeper/main", ledgerID: TestContent.ledgerID, size: TestContent.size)
    try writer.commit(2)
    writer.close()
    let (again, _) = try JournalWriter.open(
      ledger.directory + "/deeper/main", rules: TestContent.rules)
    #expect(again.entryCount == 2)
    #expect(try ledger.contents().keys.contains(ledger.directory + "/deeper/main/lock"))
  }

  /// After a power cut a file that was written over may hold old bytes among the new: a draft that
  /// a failure left behind makes room for a new file.
  @Test func aDraftLeftBehindIsNotWrittenOver() throws {
    let ledger = TestLedger()
    try ledger.fill([1])
    let (draft, other) = (ledger.latest + ".new", ledger.directory + "-other")
    let left = TestContent.checkpoint(123_456)
    let files = PosixFileSystem()
    try files.withFile(draft, .createNew) { (file) throws(StorageError) in
      try files.write(file, left, at: 0)
    }
    #expect(link(draft, other) == 0)
    defer { unlink(other) }
    let (writer, _) = try ledger.open()
    try writer.commit(1)
    #expect(try ledger.bytes(other) == left)
    #expect(try ledger.bytes(ledger.latest) == TestContent.checkpoint(2))
    #expect(access(draft, F_OK) != 0)
  }
}
