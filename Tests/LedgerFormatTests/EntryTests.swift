import Bytes
import LedgerCore
import LedgerFormat
import Testing

@testable import HostileBytes

struct EntryTests {
  static let document = DocumentCodec.encode(Samples.document(.contractsSigned))
  static let postings = [
    Posting(debit: 9, credit: 11, amount: Samples.money(686_121)),
    Posting(debit: 17, credit: 18, amount: .limit),
  ]

  static let results = Samples.results

  static func content(_ results: Results) -> EntryContent {
    EntryContent(
      number: 41, previous: Samples.digest(0x5A),
      recordedAt: Timestamp(milliseconds: 1_701_331_200_250), kind: .contractsSigned,
      rulesVersion: 1, document: document,
      signatures: SignatureList([SignatureTests.signature(7)])!,
      postings: postings[...], results: results)
  }

  static func encode(_ content: EntryContent) throws -> EncodedEntry {
    try EntryEncoder.encode(content) { ReferenceSHA256.hash($0) }
  }

  @Test(arguments: results)
  func roundTrips(_ results: Results) throws {
    let content = Self.content(results)
    let entry = try Self.encode(content)
    let leaf = ReferenceSHA256.hash([0] + entry.payload[..<EntryHeader.byteCount])
    #expect(entry.hash == leaf && entry.reference == EntryReference(number: 41, hash: leaf))
    #expect(Array(entry.payload[..<EntryHeader.byteCount]) == entry.header.encode())

    let view = try EntryView([1] + entry.payload + [2], range: 1..<1 + entry.payload.count)
    #expect(view.header == entry.header)
    #expect(view.header.number == 41 && view.header.previous == content.previous)
    #expect(view.header.recordedAt == content.recordedAt)
    #expect(view.hash { ReferenceSHA256.hash($0) } == leaf)
    #expect(view.checkHashes { ReferenceSHA256.hash($0) } == nil)
    #expect(view.documentBytes() == content.document)
    #expect(try view.document() == Samples.document(.contractsSigned))
    #expect(try view.signatures() == content.signatures)
    #expect(try view.postings() == Self.postings)
    #expect(try view.results() == results)
  }

  @Test(arguments: results)
  func resultsAreCanonical(_ results: Results) throws {
    let bytes = try ResultsCodec.encode(results)
    for count in bytes.indices {
      #expect(throws: FormatError.self) { try ResultsCodec.decode(Array(bytes[..<count])) }
    }
    #expect(throws: FormatError.self) { try ResultsCodec.decode(bytes + [0]) }
    for position in bytes.indices {
      for mask: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
        var mutated = bytes
        mutated[position] ^= mask
        guard let decoded = try? ResultsCodec.decode(mutated) else { continue }
        #expect(try ResultsCodec.encode(decoded) == mutated, "byte \(position) xor \(mask)")
      }
    }
  }

  @Test func aFlippedBitNamesItsPart() throws {
    let entry = try Self.encode(Self.content(Self.results[1]))
    let view = try EntryView(entry.payload)
    for part in EntryPart.allCases {
      var bytes = entry.payload
      bytes[view.range(of: part).lowerBound] ^= 1
      let damaged = try EntryView(bytes)
      #expect(damaged.checkHashes { ReferenceSHA256.hash($0) } == part)
    }
  }

  @Test func everyMutatedHeaderIsRefusedOrCanonical() throws {
    let entry = try Self.encode(Self.content(.none))
    for position in 0..<EntryHeader.byteCount {
      for mask: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
        var bytes = entry.payload
        bytes[position] ^= mask
        guard let view = try? EntryView(bytes) else { continue }
        #expect(Array(bytes[..<EntryHeader.byteCount]) == view.header.encode())
        #expect(view.hash { ReferenceSHA256.hash($0) } != entry.hash)
      }
    }
    for count in entry.payload.indices {
      #expect(throws: FormatError.self) { try EntryView(entry.payload, range: 0..<count) }
    }
    #expect(throws: FormatError.self) { try EntryView(entry.payload + [0]) }
  }

  @Test(arguments: [
    (0, 0xFF, "wrong-magic", "entry"), (15, 1, "wrong-magic", "entry"),
    (16, 2, "unsupported-version", "format_version"),
    (18, 2, "unsupported-version", "rules_version"),
    (20, 3 as UInt8, "header-mismatch", "document"),
    (20, 9, "unknown-kind", "kind"), (21, 1, "not-zero", "reserved"),
    (71, 0x7F, "date-out-of-range", "recorded_at"), (72, 0, "header-mismatch", "entry"),
    (75, 0xFF, "header-mismatch", "entry"),
  ])
  func namesWhatIsWrongInAHeader(
    _ position: Int, _ byte: UInt8, _ code: String, _ field: String
  ) throws {
    var bytes = try Self.encode(Self.content(.none)).payload
    bytes[position] = byte
    let error = #expect(throws: FormatError.self) { _ = try EntryView(bytes).document() }
    #expect(error?.reason.code == code && error?.field == field, "\(String(describing: error))")
  }

  @Test func onlyTheFirstEntryHasNothingBeforeIt() throws {
    var content = Self.content(.none)
    (content.number, content.previous) = (0, .zero)
    #expect(try EntryView(Self.encode(content).payload).header.previous == .zero)
    content.number = 1
    let orphan = try Self.encode(content).payload
    #expect(throws: FormatError.self) { try EntryView(orphan) }
    (content.number, content.previous) = (0, Samples.digest(1))
    let bound = try Self.encode(content).payload
    #expect(throws: FormatError.self) { try EntryView(bound) }
  }

  @Test(arguments: [
    (Posting(debit: 1, credit: 1, amount: .limit), "credit"),
    (Posting(debit: 1, credit: 2, amount: .zero), "amount"),
    (Posting(debit: 1, credit: 2, amount: Money(kopecks: -1)), "amount"),
    (Posting(debit: 1, credit: 2, amount: Money(kopecks: .max)), "amount"),
  ])
  func refusesPostingsThatMoveNothing(_ posting: Posting, _ field: String) throws {
    var content = Self.content(.none)
    content.postings = [Self.postings[0], posting]
    let view = try EntryView(Self.encode(content).payload)
    let error = #expect(throws: FormatError.self) { try view.postings() }
    #expect(error?.line == 2 && error?.field == field)
  }

  @Test func limits() throws {
    var content = Self.content(.none)
    content.document = [UInt8](repeating: 0, count: Document.byteLimit + 1)
    let document = #expect(throws: FormatError.self) { try Self.encode(content) }
    #expect(document?.field == "document" && document?.reason.code == "too-large")
    let outcomes = Array(repeating: LineOutcome(kind: .listed), count: ResultsCodec.limit + 1)
    let results = #expect(throws: FormatError.self) {
      try ResultsCodec.encode(.statement(outcomes))
    }
    #expect(results?.field == "results" && results?.reason.code == "too-large")
    let promise: [UInt8] = [1, 0, 0, 0, 0xFF, 0xFF, 0, 0]
    let hostile = #expect(throws: FormatError.self) { try ResultsCodec.decode(promise) }
    #expect(hostile?.reason == .truncated)
  }
}
