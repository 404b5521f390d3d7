import Bytes
import LedgerCore

/// A signature over the bytes of a document, and the id of the key that made it.
public struct Signature: Hashable, Sendable {
  /// SHA-256 of the key's SubjectPublicKeyInfo.
  public let key: Digest
  /// 64 bytes: Ed25519 as RFC 8032 has it, or r and s of ECDSA P-256 with s in the lower half.
  public let bytes: [UInt8]

  public static let byteCount = 64

  /// Nil unless `bytes` holds exactly 64 bytes.
  public init?(key: Digest, bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.key = key
    self.bytes = bytes
  }
}

/// The signatures of one document: at most 8, by ascending key id, a key at most once, so that a
/// set of signatures has one encoding.
public struct SignatureList: Hashable, Sendable {
  public private(set) var signatures: [Signature]

  public static let limit = 8
  static let headerByteCount = 8
  static let lineByteCount = 32 + Signature.byteCount
  /// No list takes more bytes.
  public static let byteLimit = headerByteCount + limit * lineByteCount

  public init() { signatures = [] }

  /// Sorts what is given. Nil for more than 8 signatures, and for two of one key.
  public init?(_ signatures: [Signature]) {
    self.init()
    for signature in signatures {
      guard add(signature) else { return nil }
    }
  }

  /// Puts a signature in its place. False, and nothing changed, where the list is full or holds
  /// one of that key.
  public mutating func add(_ signature: Signature) -> Bool {
    guard signatures.count < Self.limit, !signatures.contains(where: { $0.key == signature.key })
    else { return false }
    let place = signatures.firstIndex { signature.key < $0.key } ?? signatures.endIndex
    signatures.insert(signature, at: place)
    return true
  }

  public func encode() -> [UInt8] {
    var writer = ByteWriter(
      reserving: Self.headerByteCount + signatures.count * Self.lineByteCount)
    writer.write(UInt32(signatures.count))
    writer.write(zeros: 4)
    for signature in signatures {
      writer.write(signature.key)
      writer.write(raw: signature.bytes)
    }
    return writer.take()
  }

  public static func decode(_ bytes: [UInt8]) throws(FormatError) -> SignatureList {
    try decode(bytes, range: 0..<bytes.count)
  }

  /// The list whose encoding that part of `bytes` is.
  public static func decode(
    _ bytes: [UInt8], range: Range<Int>
  ) throws(FormatError) -> SignatureList {
    var reader = FieldReader(bytes, range: range)
    let list = try SignatureList(from: &reader)
    try reader.finish("signatures")
    return list
  }

  private init(from reader: inout FieldReader) throws(FormatError) {
    let count = try reader.count("signatures", limit: Self.limit, minimum: Self.lineByteCount)
    try reader.zeros(4)
    signatures = []
    for number in 0..<count {
      reader.line = number + 1
      let key = try reader.digest("key")
      if let last = signatures.last, key <= last.key {
        throw reader.error(.notAscending, "key", back: Digest.byteCount)
      }
      let bytes = try reader.raw(Signature.byteCount, "signature")
      signatures.append(Signature(key: key, bytes: bytes)!)
    }
    reader.line = nil
  }
}

/// A document with its signatures, as it travels between those who sign it (`.kzd`). The document's
/// bytes are kept as they came.
public struct SignedDocument: Hashable, Sendable {
  public var document: [UInt8]
  public var signatures: SignatureList

  /// `kazna-signed-document-v1` and a zero byte.
  public static let magic = Array("kazna-signed-document-v1\0".utf8)
  /// No file is larger.
  public static let byteLimit =
    magic.count + 4 + Document.byteLimit + SignatureList.byteLimit

  public init(document: [UInt8], signatures: SignatureList) {
    self.document = document
    self.signatures = signatures
  }

  /// The document must not be above its own limit of 16 MiB.
  public func encode() -> [UInt8] {
    precondition(document.count <= Document.byteLimit)
    var writer = ByteWriter(
      reserving: Self.magic.count + 4 + document.count + SignatureList.byteLimit)
    writer.write(raw: Self.magic)
    writer.write(counted: document)
    writer.write(raw: signatures.encode())
    return writer.take()
  }

  /// Checks the frame and the signature list. The document is for `DocumentCodec` to decode.
  public static func decode(_ bytes: [UInt8]) throws(FormatError) -> SignedDocument {
    guard bytes.count <= byteLimit else {
      throw FormatError(
        offset: 0, field: "file", reason: .tooLarge(count: bytes.count, limit: byteLimit))
    }
    var reader = FieldReader(bytes, range: 0..<bytes.count)
    try reader.magic(magic, "file")
    let count = try reader.count("document", limit: Document.byteLimit, minimum: 1)
    let document = try reader.raw(count, "document")
    let rest = reader.bytes.offset..<bytes.count
    return SignedDocument(
      document: document, signatures: try SignatureList.decode(bytes, range: rest))
  }
}
