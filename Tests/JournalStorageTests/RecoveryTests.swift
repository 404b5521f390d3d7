import Testing

@testable import JournalStorage

/// How a checkpoint may look after a crash. The ledger in these tests has commits of 2, 1 and 3
/// entries.
enum LatestState: CaseIterable {
  case published, beforeLast, old, missing, empty, zeros, torn, tornWithZeros

  /// Whether the last commit is covered.
  var coversLast: Bool { self == .published }

  func apply(_ ledger: TestLedger) throws {
    switch self {
    case .published: break
    case .beforeLast: try ledger.write(TestContent.checkpoint(3), to: ledger.latest)
    case .old: try ledger.write(TestContent.checkpoint(2), to: ledger.latest)
    case .missing: try ledger.remove(ledger.latest)
    case .empty: try ledger.write([], to: ledger.latest)
    case .zeros: try ledger.write([UInt8](repeating: 0, count: 90), to: ledger.latest)
    case .torn: try ledger.write(TestContent.checkpoint(3).dropLast(5), to: ledger.latest)
    case .tornWithZeros:
      let start = Array(TestContent.checkpoint(3).dropLast(2))
      try ledger.write(start + [UInt8](repeating: 0, count: 9), to: ledger.latest)
    }
  }
}

/// Opening a ledger whose last commit is not as it should be.
@Suite struct RecoveryTests {
  /// A ledger of three commits and the place of the last one, in one segment or in its own.
  struct Case {
    let ledger = TestLedger()
    let segment: String
    let start: Int
    let bytes: [UInt8]
    let contents: [String: [UInt8]]

    init(segmentSize: UInt64 = JournalFormat.segmentSize) throws {
      try ledger.fill([2, 1, 3], segmentSize: segmentSize)
      segment = ledger.segment(segmentSize < 1000 ? 3 : 0)
      bytes = try ledger.bytes(segment)
      start = Int(try ledger.reader().entryOffsets()[3])
      contents = try ledger.contents()
    }

    /// Opens the ledger with other bytes from the start of the last commit on.
    func check(_ tail: [UInt8], _ latest: LatestState, depth: RecoveryDepth = .journal) throws {
      try ledger.restore(contents)
      try ledger.write(Array(bytes[..<start]) + tail, to: segment)
      try latest.apply(ledger)
      if latest.coversLast {
        try expectRefusal(depth)
      } else {
        try expectCut(tail, latest, depth)
      }
    }

    private func expectRefusal(_ depth: RecoveryDepth) throws {
      let before = try ledger.contents()
      let error = storageError { _ = try ledger.open(depth: depth) }
      #expect(error?.isDamage == true, "\(String(describing: error))")
      #expect(try ledger.contents() == before)
    }

    private func expectCut(_ tail: [UInt8], _ latest: LatestState, _ depth: RecoveryDepth) throws {
      let (writer, report) = try ledger.open(depth: depth)
      defer { writer.close() }
      #expect(writer.entryCount == 3)
      #expect(report.isRepublished == (latest != .beforeLast))
      #expect(report.cutTail?.offset == (tail.isEmpty ? nil : UInt64(start)))
      #expect(report.cutTail?.byteCount == (tail.isEmpty ? nil : UInt64(tail.count)))
      if let kept = report.cutTail?.keptAside { #expect(try ledger.bytes(kept) == tail) }
      #expect(try ledger.bytes(segment) == Array(bytes[..<start]))
      try writer.commit(2)
      #expect(try ledger.entryCount() == 5)
    }
  }

  @Test(arguments: LatestState.allCases, [100, JournalFormat.segmentSize])
  func tornAtEveryLength(latest: LatestState, segmentSize: UInt64) throws {
    let test = try Case(segmentSize: segmentSize)
    let tail = Array(test.bytes[test.start...])
    for length in 0..<tail.count { try test.check(Array(tail[..<length]), latest) }
    for length in [0, 1, 50] {
      try test.check(Array(tail[..<length]), latest, depth: .tail)
    }
  }

  @Test(arguments: LatestState.allCases)
  func everyByteFlipped(latest: LatestState) throws {
    let test = try Case()
    let tail = Array(test.bytes[test.start...])
    for index in tail.indices {
      var flipped = tail
      flipped[index] ^= 0x40
      try test.check(flipped, latest)
    }
  }

  @Test(arguments: [LatestState.published, .beforeLast, .missing])
  func zerosAndGarbage(latest: LatestState) throws {
    let test = try Case()
    let tail = Array(test.bytes[test.start...])
    try test.check([UInt8](repeating: 0, count: SegmentCursor.sequentialWindow + 40), latest)
    for length in [1, 8, 15, 16, 4096, 70_000] {
      try test.check([UInt8](repeating: 0, count: length), latest)
      try test.check((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }, latest)
    }
    // Pages reach the disk in any order: any part of the commit may be zero.
    for start in stride(from: 0, to: tail.count, by: 16) {
      var torn = tail
      for index in start..<min(start + 48, tail.count) { torn[index] = 0 }
      try test.check(torn, latest)
    }
  }

  /// A good commit stays; what follows it is another one that never was complete.
  @Test(arguments: LatestState.allCases, [1, 16, 64, 5000])
  func garbageBehindAWholeCommit(latest: LatestState, length: Int) throws {
    let test = try Case()
    try test.ledger.write(
      test.bytes + [UInt8](repeating: 0xA5, count: length), to: test.segment)
    try latest.apply(test.ledger)
    let (writer, report) = try test.ledger.open()
    #expect(writer.entryCount == 6)
    #expect(report.cutTail?.offset == UInt64(test.bytes.count))
    #expect(report.isRepublished == !latest.coversLast)
    #expect(try test.ledger.entryCount() == 6)
  }

  @Test(arguments: LatestState.allCases, [RecoveryDepth.journal, .tail])
  func wholeCommitsAreKeptAndPublished(latest: LatestState, depth: RecoveryDepth) throws {
    for segmentSize in [100, JournalFormat.segmentSize] {
      let test = try Case(segmentSize: segmentSize)
      try latest.apply(test.ledger)
      let (writer, report) = try test.ledger.open(depth: depth)
      #expect(writer.entryCount == 6)
      #expect(report == RecoveryReport(cutTail: nil, isRepublished: !latest.coversLast))
      #expect(try test.ledger.contents() == test.contents)
      writer.close()
      #expect(try test.ledger.open().report.isRepublished == false)
    }
  }

  /// A commit that another one follows was acknowledged: damage in it is never taken for a tear,
  /// even where a crash took its published checkpoint.
  @Test(arguments: LatestState.allCases)
  func damageBeforeAnotherCommitIsRefused(latest: LatestState) throws {
    let test = try Case()
    let offsets = try test.ledger.reader().entryOffsets()
    // From the frame of entry 2, a commit of its own, to the start of the last commit.
    for index in Int(offsets[2])..<test.start {
      try test.ledger.restore(test.contents)
      var flipped = test.bytes
      flipped[index] ^= 1
      try test.ledger.write(flipped, to: test.segment)
      try latest.apply(test.ledger)
      let before = try test.ledger.contents()
      let damage = storageError { _ = try test.ledger.open() }?.damage
      // A frame that cannot be read in the place of the checkpoint may have been entry 3.
      #expect(damage?.file == test.segment && (damage?.entry == 2 || damage?.entry == 3))
      #expect(damage.map { $0.offset <= index && $0.offset >= offsets[2] } == true)
      #expect(try test.ledger.contents() == before)
    }
  }

  @Test func anEmptyLedgerWithATornFirstCommit() throws {
    let ledger = TestLedger()
    try ledger.fill([])
    let header = try ledger.bytes(ledger.segment(0))
    try ledger.write(header + [1, 2, 3], to: ledger.segment(0))
    #expect(try ledger.entryCount() == 0)
    let (writer, report) = try ledger.open()
    #expect(writer.entryCount == 0 && report.cutTail?.byteCount == 3)
    // A second tear at the same offset gets a file of its own.
    writer.close()
    try ledger.write(header + [4], to: ledger.segment(0))
    let again = try ledger.open().report
    #expect(again.cutTail?.keptAside != report.cutTail?.keptAside)
    #expect(again.cutTail?.keptAside.hasSuffix("/journal/torn-64-1.bin") == true)
  }
}
