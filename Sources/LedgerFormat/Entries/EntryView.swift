import Bytes
import LedgerCore

/// An encoded entry with its header read and its parts found, and nothing copied or decoded yet.
public struct EntryView: Sendable {
  public let bytes: [UInt8]
  /// Where in `bytes` the entry lies.
  public let range: Range<Int>
  public let header: EntryHeader

  /// Reads the header. The lengths of the parts must add up to the bytes that are there.
  public init(_ bytes: [UInt8], range: Range<Int>? = nil) throws(FormatError) {
    let range = range ?? 0..<bytes.count
    guard range.count <= EntryLimits.byteCount else {
      throw FormatError(
        offset: 0, field: "entry",
        reason: .tooLarge(count: range.count, limit: EntryLimits.byteCount))
    }
    header = try EntryHeader.decode(bytes, range: range)
    self.bytes = bytes
    self.range = range
    var total = EntryHeader.byteCount
    for part in EntryPart.allCases { total += Int(header[part].byteCount) }
    guard total == range.count else {
      throw FormatError(offset: 72, field: "entry", reason: .headerMismatch)
    }
  }

  /// Where in `bytes` a part lies.
  public func range(of part: EntryPart) -> Range<Int> {
    var start = range.lowerBound + EntryHeader.byteCount
    for earlier in EntryPart.allCases[..<part.rawValue] { start += Int(header[earlier].byteCount) }
    return start..<start + Int(header[part].byteCount)
  }

  public func withBytes<Result>(
    of part: EntryPart, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(of: part)])) }
  }

  /// The entry's hash: the RFC 6962 leaf hash of its header.
  public func hash(_ hash: ByteHash) -> Digest {
    bytes.withUnsafeBytes {
      let end = range.lowerBound + EntryHeader.byteCount
      let header = UnsafeRawBufferPointer(rebasing: $0[range.lowerBound..<end])
      return EntryHeader.leafHash(of: header, hash: hash)
    }
  }

  /// The first part whose SHA-256 is not the one in the header; nil where all four are.
  public func checkHashes(hash: ByteHash) -> EntryPart? {
    EntryPart.allCases.first { withBytes(of: $0, hash) != header[$0].hash }
  }

  /// The document, whose kind and rules version must be those of the header.
  public func document() throws(FormatError) -> Document {
    let document = try DocumentCodec.decode(bytes, range: range(of: .document))
    guard header.agrees(with: document) else {
      throw FormatError(field: "document", reason: .headerMismatch)
    }
    return document
  }

  public func documentBytes() -> [UInt8] { Array(bytes[range(of: .document)]) }

  public func signatures() throws(FormatError) -> SignatureList {
    try SignatureList.decode(bytes, range: range(of: .signatures))
  }

  public func postings() throws(FormatError) -> [Posting] {
    let result: Result<[Posting], FormatError> = withBytes(of: .postings) { buffer in
      Result { () throws(FormatError) in try PostingCodec.read(buffer) }
    }
    return try result.get()
  }

  public func results() throws(FormatError) -> Results {
    try ResultsCodec.decode(bytes, range: range(of: .results))
  }
}
