import Bytes
import LedgerCore
import LedgerFormat
import SeededNumbers
import Testing

@testable import HostileBytes

struct DocumentCodecTests {
  @Test(arguments: Samples.documents)
  func decodesWhatItEncodes(_ document: Document) throws {
    #expect(DocumentForm.fault(in: document) == nil)
    let bytes = DocumentCodec.encode(document)
    #expect(bytes.starts(with: DocumentCodec.magic))
    #expect(try DocumentCodec.decode(bytes) == document)
    #expect(DocumentCodec.encode(try DocumentCodec.decode(bytes)) == bytes)
  }

  @Test func everyKindHasASample() {
    for kind in DocumentKind.allCases { #expect(Samples.body(kind).kind == kind) }
  }

  @Test func decodesAPartOfALargerArray() throws {
    let document = Samples.document(.contractsSigned)
    let bytes = DocumentCodec.encode(document)
    let padded = [1, 2, 3] + bytes + [4]
    #expect(try DocumentCodec.decode(padded, range: 3..<3 + bytes.count) == document)
    let error = #expect(throws: FormatError.self) {
      try DocumentCodec.decode(padded, range: 3..<padded.count)
    }
    #expect(error?.offset == bytes.count && error?.reason == .trailingBytes(1))
  }

  @Test(arguments: Samples.documents)
  func refusesEveryTruncation(_ document: Document) {
    let bytes = DocumentCodec.encode(document)
    for count in bytes.indices {
      #expect(throws: FormatError.self) { try DocumentCodec.decode(bytes, range: 0..<count) }
    }
    #expect(throws: FormatError.self) { try DocumentCodec.decode(bytes + [0]) }
  }

  /// Whatever is accepted has the bytes that its value encodes to: nothing signed means two things.
  @Test(arguments: Samples.documents)
  func everyAcceptedMutationIsCanonical(_ document: Document) {
    let original = DocumentCodec.encode(document)
    for position in original.indices {
      for mask: UInt8 in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF] {
        var bytes = original
        bytes[position] ^= mask
        guard let decoded = try? DocumentCodec.decode(bytes) else { continue }
        let isCanonical = DocumentCodec.encode(decoded) == bytes
        let isSound = DocumentForm.fault(in: decoded) == nil
        #expect(
          isCanonical && isSound && decoded != document,
          "\(document.kind), byte \(position) xor \(mask)")
      }
    }
  }

  @Test func randomSplicesAreRefusedOrCanonical() {
    var generator = SeededNumbers(seed: 42)
    let all = Samples.documents.map(DocumentCodec.encode)
    for _ in 0..<5_000 {
      let head = all.randomElement(using: &generator)!
      let tail = all.randomElement(using: &generator)!
      let cut = Int.random(in: 0...head.count, using: &generator)
      let from = Int.random(in: 0...tail.count, using: &generator)
      let bytes = Array(head[..<cut] + tail[from...])
      guard let decoded = try? DocumentCodec.decode(bytes) else { continue }
      #expect(DocumentCodec.encode(decoded) == bytes)
    }
  }

  @Test(arguments: [
    (0, UInt8(ascii: "K"), "wrong-magic", "document"),
    (17, 1, "wrong-magic", "document"),
    (18, 2, "unsupported-version", "format_version"),
    (20, 2, "unsupported-version", "rules_version"),
    (20, 0, "unsupported-version", "rules_version"),
    (22, 0, "unknown-kind", "kind"),
    (22, 255, "unknown-kind", "kind"),
    (23, 1, "not-zero", "reserved"),
    (59, 0x7F, "date-out-of-range", "effective_date"),
    (60, 1, "not-zero", "reserved"),
    (132, 3, "unknown-value", "kind"),
    (128, 0, "date-out-of-range", "month"),
    (133, 9, "not-zero", "reserved"),
    (139, 9, "too-large", "lines"),
    (136, 200, "truncated", "lines"),
    (104, 0, "not-identifier", "agreement"),
    (104, 0x20, "not-identifier", "agreement"),
  ])
  func namesWhatIsWrong(_ position: Int, _ byte: UInt8, _ code: String, _ field: String) {
    var bytes = DocumentCodec.encode(Samples.document(.claimSubmitted))
    bytes[position] = byte
    if position == 128 { bytes[129] = 0 }
    let error = #expect(throws: FormatError.self) { try DocumentCodec.decode(bytes) }
    #expect(error?.reason.code == code && error?.field == field, "\(String(describing: error))")
  }

  @Test func namesTheLineOfARegister() {
    let bytes = DocumentCodec.encode(Samples.document(.claimSubmitted))
    var wrong = bytes
    wrong[144 + 32] = 0xFF
    let error = #expect(throws: FormatError.self) { try DocumentCodec.decode(wrong) }
    #expect(
      error
        == FormatError(offset: 176, line: 2, field: "contract", reason: .notIdentifier))
    wrong = bytes
    wrong[144 + 32 + 26] = 1
    let amount = #expect(throws: FormatError.self) { try DocumentCodec.decode(wrong) }
    #expect(amount == FormatError(line: 2, field: "amount", reason: .numberOutOfRange))
  }

  /// A count is believed only as far as the bytes behind it go.
  @Test(arguments: Samples.documents)
  func hostileCountsDoNotAllocate(_ document: Document) {
    let original = DocumentCodec.encode(document)
    for position in DocumentCodec.headerByteCount..<max(104, original.count - 4) {
      var bytes = original
      for (index, byte) in [UInt8]([0x00, 0x00, 0x01, 0x00]).enumerated() {
        bytes[position + index] = byte
      }
      if let decoded = try? DocumentCodec.decode(bytes) {
        #expect(DocumentCodec.encode(decoded) == bytes)
      }
    }
  }

  @Test func limitsOfSize() throws {
    let line = Samples.finalClaim.lines[0]
    var claim = Samples.finalClaim
    claim.lines = Array(repeating: line, count: Document.lineLimit)
    let document = Samples.document(.claimSubmitted(claim))
    #expect(try DocumentCodec.decode(DocumentCodec.encode(document)) == document)

    claim.lines.append(line)
    let longer = Samples.document(.claimSubmitted(claim))
    #expect(DocumentForm.fault(in: longer)?.reason.code == "too-large")
    let error = #expect(throws: FormatError.self) {
      try DocumentCodec.decode(DocumentCodec.encode(longer))
    }
    #expect(error?.field == "lines" && error?.offset == 136)

    let zeros = [UInt8](repeating: 0, count: Document.byteLimit + 1)
    let large = #expect(throws: FormatError.self) { try DocumentCodec.decode(zeros) }
    #expect(large?.reason.code == "too-large" && large?.field == "document")
  }
}
