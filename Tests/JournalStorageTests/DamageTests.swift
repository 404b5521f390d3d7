import Testing

@testable import JournalStorage

/// What no crash explains is refused with its place, and nothing is changed.
@Suite struct DamageTests {
  /// Seven commits of two entries, each in its own segment.
  private func ledger() throws -> TestLedger {
    let ledger = TestLedger()
    try ledger.fill([2, 2, 2, 2, 2, 2, 2], segmentSize: 100)
    return ledger
  }

  private func refusal(
    _ ledger: TestLedger, depth: RecoveryDepth = .journal
  ) throws -> (file: String, offset: UInt64, entry: UInt64, reason: String)? {
    let before = try ledger.contents()
    let damage = storageError { _ = try ledger.open(depth: depth) }?.damage
    #expect(try ledger.contents() == before)
    return damage
  }

  @Test func missingSegments() throws {
    let ledger = try ledger()
    let contents = try ledger.contents()
    for first in stride(from: 0, through: 12, by: 2) as StrideThrough<UInt64> {
      try ledger.restore(contents)
      try ledger.remove(ledger.segment(first))
      let damage = try refusal(ledger)
      #expect(damage != nil)
      if first == 12 {
        #expect(damage?.file == ledger.segment(10) && damage?.entry == 12)
      } else if first > 0 {
        #expect(damage?.file == ledger.segment(first + 2) && damage?.entry == first)
      }
      #expect(storageError { _ = try ledger.entryCount() }?.isDamage == true)
    }
  }

  /// The last segment's commit was written after this one was acknowledged, so that a lost
  /// checkpoint changes nothing.
  @Test(arguments: [true, false])
  func everyByteOfAPublishedSegment(isLatestKept: Bool) throws {
    let ledger = try ledger()
    if !isLatestKept { try ledger.remove(ledger.latest) }
    let bytes = try ledger.bytes(ledger.segment(4))
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= 0x10
      try ledger.write(flipped, to: ledger.segment(4))
      let damage = try refusal(ledger)
      #expect(damage?.file == ledger.segment(4))
      #expect(damage.map { (4...6).contains($0.entry) && $0.offset <= index } == true)
    }
  }

  @Test(arguments: [true, false])
  func everyCutOfAPublishedSegment(isLatestKept: Bool) throws {
    let ledger = try ledger()
    if !isLatestKept { try ledger.remove(ledger.latest) }
    let bytes = try ledger.bytes(ledger.segment(4))
    for length in bytes.indices {
      try ledger.write(Array(bytes[..<length]), to: ledger.segment(4))
      #expect(try refusal(ledger) != nil)
      if isLatestKept { #expect(storageError { _ = try ledger.entryCount() }?.isDamage == true) }
    }
    try ledger.write(bytes + [0], to: ledger.segment(4))
    #expect(try refusal(ledger)?.offset == UInt64(bytes.count))
  }

  @Test func segmentsOfAnotherLedgerOrPlace() throws {
    let ledger = try ledger()
    let bytes = try ledger.bytes(ledger.segment(6))
    var other = bytes
    other[24] ^= 1
    try ledger.write(other, to: ledger.segment(6))
    #expect(try refusal(ledger)?.reason == "the segment belongs to another ledger")
    try ledger.write(bytes, to: ledger.segment(8))
    try ledger.write(bytes, to: ledger.segment(6))
    #expect(try refusal(ledger)?.reason == "the header gives 6 as the first entry")
  }

  @Test(arguments: [RecoveryDepth.journal, .tail])
  func publishedCheckpointsThatDoNotFit(depth: RecoveryDepth) throws {
    let ledger = try ledger()
    // Ahead of the journal: it was cut or rolled back.
    try ledger.write(TestContent.checkpoint(16), to: ledger.latest)
    var damage = try refusal(ledger, depth: depth)
    #expect(damage?.file == ledger.segment(12) && damage?.entry == 14)
    // Within a commit.
    try ledger.write(TestContent.checkpoint(13), to: ledger.latest)
    #expect(try refusal(ledger, depth: depth)?.file == ledger.latest)
    // No checkpoint at all.
    try ledger.write([1, 2, 3], to: ledger.latest)
    damage = try refusal(ledger, depth: depth)
    #expect(damage?.file == ledger.latest && damage?.offset == 0)
    #expect(storageError { _ = try ledger.reader() }?.isDamage == true)
    try ledger.write([UInt8](repeating: 1, count: 70_000), to: ledger.latest)
    #expect(try refusal(ledger, depth: depth)?.file == ledger.latest)
  }

  /// Same size, other bytes: what a fork looks like.
  @Test func anotherCheckpointOfTheSameSize() throws {
    let ledger = try ledger()
    let size: CheckpointSize = { try TestContent.size($0.last == 0 ? Array($0.dropLast()) : $0) }

    try ledger.write(TestContent.checkpoint(14) + [0], to: ledger.latest)
    let reader = try JournalReader.open(ledger.directory, size: size, files: ledger.files)
    #expect(storageError { try reader.forEachFrame { _ in } }?.damage?.entry == 14)
    var rules = TestContent.rules
    rules.size = size
    let error = storageError {
      _ = try JournalWriter.open(ledger.directory, rules: rules, files: ledger.files)
    }
    #expect(error?.damage?.file == ledger.latest)
  }

  @Test func aSegmentNumberBeyondAllReason() throws {
    let ledger = try ledger()
    let header = SegmentHeader(ledgerID: TestContent.ledgerID, first: .max - 1)
    try ledger.write(header.bytes, to: ledger.segment(.max - 1))
    try ledger.write(TestContent.checkpoint(.max), to: ledger.latest)
    for depth in [RecoveryDepth.journal, .tail] {
      #expect(try refusal(ledger, depth: depth)?.file == ledger.segment(.max - 1))
    }
    #expect(storageError { try ledger.reader().forEachFrame(from: .max - 1) { _ in } } != nil)
  }

  @Test func theTailDepthReadsOnlyTheTail() throws {
    let ledger = try ledger()
    var bytes = try ledger.bytes(ledger.segment(2))
    bytes[100] ^= 1
    try ledger.write(bytes, to: ledger.segment(2))
    #expect(try ledger.open(depth: .tail).writer.entryCount == 14)
    #expect(try refusal(ledger)?.file == ledger.segment(2))
  }

  @Test func aForgedLengthIsRefused() throws {
    let ledger = TestLedger()
    try ledger.fill([1])
    var bytes = try ledger.bytes(ledger.segment(0))
    bytes.withUnsafeMutableBytes {
      FrameHeader(type: .entry, payloadCount: JournalFormat.entryLimit)
        .encode(into: UnsafeMutableRawBufferPointer(rebasing: $0[64...]))
    }
    try ledger.write(bytes, to: ledger.segment(0))
    let error = storageError { _ = try ledger.entryCount() }
    #expect(
      error
        == .damaged(
          file: ledger.segment(0), offset: 64, entry: 0, reason: "the file ends within a frame"))
  }
}
