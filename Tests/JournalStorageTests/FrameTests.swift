import Testing

@testable import JournalStorage

@Suite struct FrameTests {
  /// RFC 3720, appendix B.4, and the common check string.
  @Test(arguments: [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0..<32), 0x46DD_794E),
    (Array("123456789".utf8), 0xE306_9283),
  ])
  func checkValueOfPublishedVectors(bytes: [UInt8], expected: Int) {
    #expect(bytes.withUnsafeBytes { checkValue($0) } == UInt32(expected))
  }

  @Test func layoutOfAFrame() throws {
    var frames = FrameBuffer()
    try frames.append(entry: [0xAA, 0xBB, 0xCC])
    #expect(frames.bytes.count == 24)
    #expect(Array(frames.bytes[..<12]) == Array("KZNF".utf8) + [1, 0, 0, 0, 3, 0, 0, 0])
    #expect(Array(frames.bytes[16...]) == [0xAA, 0xBB, 0xCC, 0, 0, 0, 0, 0])
  }

  @Test func layoutOfASegmentHeader() {
    let header = SegmentHeader(ledgerID: TestContent.ledgerID, first: 0x0102)
    #expect(header.bytes.count == 64)
    #expect(header.bytes.starts(with: Array("kazna-journal-v1\0".utf8)))
    #expect(Array(header.bytes[24..<40]) == TestContent.ledgerID)
    #expect(Array(header.bytes[40..<48]) == [2, 1, 0, 0, 0, 0, 0, 0])
    #expect(SegmentHeader(header.bytes) == header)
    for index in header.bytes.indices where !(24..<48).contains(index) {
      var damaged = header.bytes
      damaged[index] ^= 1
      #expect(SegmentHeader(damaged) == nil)
    }
  }

  @Test func everyFlippedBitOfAHeaderIsFound() {
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes.withUnsafeMutableBytes {
      FrameHeader(type: .checkpoint, payloadCount: 4711).encode(into: $0)
    }
    for bit in 0..<128 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: FrameFault.self) {
        try damaged.withUnsafeBytes { FrameHeader.decode($0) }.get()
      }
    }
  }

  @Test(arguments: [0, JournalFormat.checkpointLimit + 1, Int(UInt32.max)])
  func lengthBeyondItsLimitIsRefusedEvenWithAGoodCheckValue(count: Int) {
    var bytes = Array("KZNF".utf8) + [2, 0, 0, 0]
    withUnsafeBytes(of: UInt32(count).littleEndian) { bytes.append(contentsOf: $0) }
    let check = bytes.withUnsafeBytes { checkValue($0) }
    withUnsafeBytes(of: check.littleEndian) { bytes.append(contentsOf: $0) }
    #expect(throws: FrameFault.self) {
      try bytes.withUnsafeBytes { FrameHeader.decode($0) }.get()
    }
  }

  @Test func bufferBuildsInPlaceAndTakesBack() throws {
    var copied = FrameBuffer()
    try copied.append(entry: [1, 2, 3])
    var built = FrameBuffer()
    try built.appendEntry(byteCount: 3) { $0.copyBytes(from: [1, 2, 3]) }
    let end = built.byteCount
    try built.append(entry: [UInt8](repeating: 9, count: 9))
    #expect(built.entryCount == 2)
    built.removeFrames(from: end)
    #expect(built.bytes == copied.bytes)
    #expect(built.entryCount == 1)
    #expect(
      storageError { try built.append(entry: [UInt8]()) }
        == .overLimit(what: "entry", bytes: 0, limit: JournalFormat.entryLimit))
    built.removeAll()
    #expect(built.byteCount == 0 && built.entryCount == 0)
  }

  @Test(
    arguments: [
      ("00000000000000000000.journal", 0), ("00000000000000000123.journal", 123),
      ("0000000000000000123.journal", nil), ("00000000000000000123.journal.bak", nil),
      ("torn-64-0.bin", nil), ("0000000000000000+123.journal", nil),
      ("99999999999999999999.journal", nil),
    ] as [(String, UInt64?)])
  func segmentNames(name: String, number: UInt64?) {
    #expect(Segment.number(ofName: name) == number)
  }

  @Test(arguments: [
    ("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b/", "/a"), ("/", "/"), ("./a", "."),
  ])
  func parents(path: String, parent: String) { #expect(parentDirectory(of: path) == parent) }
}
