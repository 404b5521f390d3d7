import Bytes
import LedgerCore

/// The parts of an entry, in the order in which they follow its header.
public enum EntryPart: Int, CaseIterable, Sendable {
  case document, signatures, postings, results

  public var name: String {
    switch self {
    case .document: "document"
    case .signatures: "signatures"
    case .postings: "postings"
    case .results: "results"
    }
  }
}

/// How long a part is, and its SHA-256.
public struct PartSummary: Hashable, Sendable {
  public var byteCount: UInt32
  public var hash: Digest

  public init(byteCount: UInt32, hash: Digest) {
    self.byteCount = byteCount
    self.hash = hash
  }
}

/// The head of an entry. Its hash is the hash of the entry, and binds the parts and all entries
/// before it.
public struct EntryHeader: Hashable, Sendable {
  public var rulesVersion: UInt16
  public var kind: DocumentKind
  /// Entries are numbered from 0.
  public var number: UInt64
  /// The hash of the entry before; zeros in entry 0.
  public var previous: Digest
  public var recordedAt: Timestamp
  /// One for each `EntryPart`, in that order.
  public var document: PartSummary
  public var signatures: PartSummary
  public var postings: PartSummary
  public var results: PartSummary

  /// `kazna-entry-v1` and two zero bytes.
  public static let magic = Array("kazna-entry-v1\0\0".utf8)
  public static let formatVersion: UInt16 = 1
  /// With the leaf's zero byte in front, SHA-256 takes it in four blocks.
  public static let byteCount = 216

  public init(
    rulesVersion: UInt16, kind: DocumentKind, number: UInt64, previous: Digest,
    recordedAt: Timestamp, document: PartSummary, signatures: PartSummary,
    postings: PartSummary, results: PartSummary
  ) {
    self.rulesVersion = rulesVersion
    self.kind = kind
    self.number = number
    self.previous = previous
    self.recordedAt = recordedAt
    self.document = document
    self.signatures = signatures
    self.postings = postings
    self.results = results
  }

  public internal(set) subscript(part: EntryPart) -> PartSummary {
    get {
      switch part {
      case .document: document
      case .signatures: signatures
      case .postings: postings
      case .results: results
      }
    }
    set {
      switch part {
      case .document: document = newValue
      case .signatures: signatures = newValue
      case .postings: postings = newValue
      case .results: results = newValue
      }
    }
  }

  public func encode() -> [UInt8] {
    var writer = ByteWriter(reserving: Self.byteCount)
    writer.write(raw: Self.magic)
    writer.write(Self.formatVersion)
    writer.write(rulesVersion)
    writer.write(kind.rawValue)
    writer.write(zeros: 3)
    writer.write(number)
    writer.write(previous)
    writer.write(recordedAt.milliseconds)
    for part in EntryPart.allCases { writer.write(self[part].byteCount) }
    for part in EntryPart.allCases { writer.write(self[part].hash) }
    return writer.take()
  }

  /// Reads the header at the start of that part of `bytes`; what follows it is not looked at.
  public static func decode(
    _ bytes: [UInt8], range: Range<Int>
  ) throws(FormatError) -> EntryHeader {
    var reader = FieldReader(bytes, range: range)
    try reader.magic(magic, "entry")
    let format = try reader.integer("format_version", as: UInt16.self)
    guard format == formatVersion else {
      throw reader.error(.unsupportedVersion(format), "format_version", back: 2)
    }
    let rules = try reader.integer("rules_version", as: UInt16.self)
    guard (1...DocumentHeader.currentRules).contains(rules) else {
      throw reader.error(.unsupportedVersion(rules), "rules_version", back: 2)
    }
    let rawKind = try reader.integer("kind", as: UInt8.self)
    guard let kind = DocumentKind(rawValue: rawKind) else {
      throw reader.error(.unknownKind(rawKind), "kind", back: 1)
    }
    try reader.zeros(3)
    let number = try reader.integer("number", as: UInt64.self)
    let previous = try reader.digest("previous")
    guard (number == 0) == (previous == .zero) else {
      throw reader.error(.notAllowed, "previous", back: Digest.byteCount)
    }
    let recordedAt = Timestamp(milliseconds: try reader.integer("recorded_at"))
    guard moments.contains(recordedAt.milliseconds) else {
      throw reader.error(.dateOutOfRange, "recorded_at", back: 8)
    }
    let empty = PartSummary(byteCount: 0, hash: .zero)
    var header = EntryHeader(
      rulesVersion: rules, kind: kind, number: number, previous: previous,
      recordedAt: recordedAt, document: empty, signatures: empty, postings: empty, results: empty)
    for part in EntryPart.allCases { header[part].byteCount = try reader.integer(part.name) }
    for part in EntryPart.allCases { header[part].hash = try reader.digest(part.name) }
    return header
  }

  /// The milliseconds of the years that documents may speak of: an entry has no other time.
  public static let moments: Range<Int64> = {
    let day: Int64 = 86_400_000
    let first = Int64(CalendarDate.earliest.daysSince1970) * day
    return first..<(Int64(CalendarDate.latest.daysSince1970) + 1) * day
  }()

  /// Whether the document in the entry is of the kind and the rules that the header names.
  public func agrees(with document: Document) -> Bool {
    kind == document.kind && rulesVersion == document.header.rulesVersion
  }
}

/// A SHA-256 of bytes: this module leaves hashing to its caller.
public typealias ByteHash = (UnsafeRawBufferPointer) -> Digest

/// The limits of an entry.
public enum EntryLimits {
  /// Header and parts.
  public static let byteCount = 256 << 20
  public static let postings = 8_000_000
}

extension EntryHeader {
  /// The RFC 6962 leaf hash of an encoded header: SHA-256 over a zero byte and the header.
  static func leafHash(of header: UnsafeRawBufferPointer, hash: ByteHash) -> Digest {
    precondition(header.count == byteCount)
    return withUnsafeTemporaryAllocation(byteCount: byteCount + 1, alignment: 8) { leaf in
      leaf[0] = 0
      UnsafeMutableRawBufferPointer(rebasing: leaf[1...]).copyMemory(from: header)
      return hash(UnsafeRawBufferPointer(leaf))
    }
  }
}
