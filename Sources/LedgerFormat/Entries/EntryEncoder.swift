import Bytes
import LedgerCore

/// An entry as the journal keeps it.
public struct EncodedEntry: Hashable, Sendable {
  /// Header, document, signatures, postings, results.
  public let payload: [UInt8]
  /// The RFC 6962 leaf hash of the header.
  public let hash: Digest
  public let header: EntryHeader

  public var reference: EntryReference { EntryReference(number: header.number, hash: hash) }
}

/// What an entry is made of.
public struct EntryContent {
  public var number: UInt64
  /// The hash of the entry before; zeros for entry 0.
  public var previous: Digest
  public var recordedAt: Timestamp
  public var kind: DocumentKind
  public var rulesVersion: UInt16
  /// The document's bytes as received.
  public var document: [UInt8]
  /// SHA-256 of `document`, where it is known already; otherwise it is computed here.
  public var documentHash: Digest?
  public var signatures: SignatureList
  public var postings: ArraySlice<Posting>
  public var results: Results

  public init(
    number: UInt64, previous: Digest, recordedAt: Timestamp, kind: DocumentKind,
    rulesVersion: UInt16, document: [UInt8], documentHash: Digest? = nil,
    signatures: SignatureList, postings: ArraySlice<Posting>, results: Results
  ) {
    self.number = number
    self.previous = previous
    self.recordedAt = recordedAt
    self.kind = kind
    self.rulesVersion = rulesVersion
    self.document = document
    self.documentHash = documentHash
    self.signatures = signatures
    self.postings = postings
    self.results = results
  }
}

public enum EntryEncoder {
  /// Builds the payload in one buffer and hashes its parts there.
  ///
  /// Throws where a limit would be passed: 16 MiB for the document, 8 000 000 postings, 256 MiB for
  /// the whole.
  public static func encode(
    _ content: EntryContent, hash: ByteHash
  ) throws(FormatError) -> EncodedEntry {
    let layout = try EntryLayout(content)
    var made: (header: EntryHeader, hash: Digest)?
    let payload = [UInt8](unsafeUninitializedCapacity: layout.byteCount) { buffer, count in
      made = layout.write(to: UnsafeMutableRawBufferPointer(buffer), hash: hash)
      count = layout.byteCount
    }
    return EncodedEntry(payload: payload, hash: made!.hash, header: made!.header)
  }
}

/// An entry about to be written: its parts encoded, or at least measured.
public struct EntryLayout {
  /// Header and parts.
  public let byteCount: Int
  private let content: EntryContent
  private let signatures: [UInt8]
  private let results: [UInt8]

  /// Throws where a limit would be passed, as `EntryEncoder.encode` says.
  public init(_ content: EntryContent) throws(FormatError) {
    try Self.limit(content.document.count, Document.byteLimit, "document")
    try Self.limit(content.postings.count, EntryLimits.postings, "postings")
    self.content = content
    signatures = content.signatures.encode()
    results = try ResultsCodec.encode(content.results)
    byteCount =
      EntryHeader.byteCount + content.document.count + signatures.count
      + content.postings.count * PostingCodec.byteCount + results.count
    try Self.limit(byteCount, EntryLimits.byteCount, "entry")
  }

  /// Writes the entry to `bytes`, which has room for exactly it. Returns its header and the leaf
  /// hash of that.
  public func write(
    to bytes: UnsafeMutableRawBufferPointer, hash: ByteHash
  ) -> (header: EntryHeader, hash: Digest) {
    precondition(bytes.count == byteCount)
    var position = EntryHeader.byteCount
    func part(
      _ count: Int, _ known: Digest? = nil, _ write: (UnsafeMutableRawBufferPointer) -> Void
    ) -> PartSummary {
      let part = UnsafeMutableRawBufferPointer(rebasing: bytes[position..<position + count])
      write(part)
      position += count
      return PartSummary(
        byteCount: UInt32(count), hash: known ?? hash(UnsafeRawBufferPointer(part)))
    }
    let header = EntryHeader(
      rulesVersion: content.rulesVersion, kind: content.kind, number: content.number,
      previous: content.previous, recordedAt: content.recordedAt,
      document: part(content.document.count, content.documentHash) {
        $0.copyBytes(from: content.document)
      },
      signatures: part(signatures.count) { $0.copyBytes(from: signatures) },
      postings: part(content.postings.count * PostingCodec.byteCount) {
        PostingCodec.write(content.postings, to: $0)
      },
      results: part(results.count) { $0.copyBytes(from: results) })
    bytes.copyBytes(from: header.encode())
    let encoded = UnsafeRawBufferPointer(rebasing: bytes[..<EntryHeader.byteCount])
    return (header, EntryHeader.leafHash(of: encoded, hash: hash))
  }

  private static func limit(
    _ count: Int, _ limit: Int, _ field: String
  ) throws(FormatError) {
    guard count <= limit else {
      throw FormatError(field: field, reason: .tooLarge(count: count, limit: limit))
    }
  }
}

/// A posting: debit account, credit account, amount in kopecks, 16 bytes.
enum PostingCodec {
  static let byteCount = 16

  static func write(_ postings: ArraySlice<Posting>, to buffer: UnsafeMutableRawBufferPointer) {
    precondition(buffer.count == postings.count * byteCount)
    var position = 0
    for posting in postings {
      buffer.storeBytes(
        of: posting.debit.littleEndian, toByteOffset: position, as: UInt32.self)
      buffer.storeBytes(
        of: posting.credit.littleEndian, toByteOffset: position + 4, as: UInt32.self)
      buffer.storeBytes(
        of: posting.amount.kopecks.littleEndian, toByteOffset: position + 8, as: Int64.self)
      position += byteCount
    }
  }

  /// Offsets in errors count from the start of the postings.
  static func read(_ buffer: UnsafeRawBufferPointer) throws(FormatError) -> [Posting] {
    let count = buffer.count / byteCount
    guard buffer.count.isMultiple(of: byteCount) else {
      throw FormatError(offset: count * byteCount, field: "postings", reason: .truncated)
    }
    guard count <= EntryLimits.postings else {
      throw FormatError(
        offset: 0, field: "postings",
        reason: .tooLarge(count: count, limit: EntryLimits.postings))
    }
    var postings: [Posting] = []
    postings.reserveCapacity(count)
    for index in 0..<count {
      let start = index * byteCount
      let posting = Posting(
        debit: UInt32(
          littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt32.self)),
        credit: UInt32(
          littleEndian: buffer.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)),
        amount: Money(
          kopecks: Int64(
            littleEndian: buffer.loadUnaligned(fromByteOffset: start + 8, as: Int64.self))))
      guard posting.amount > .zero, posting.amount <= .limit else {
        throw FormatError(
          offset: start + 8, line: index + 1, field: "amount", reason: .amountOutOfRange)
      }
      guard posting.debit != posting.credit else {
        throw FormatError(
          offset: start, line: index + 1, field: "credit", reason: .notAllowed)
      }
      postings.append(posting)
    }
    return postings
  }
}
