import Bytes
import Cryptography

/// The head of a log at one size (C2SP tlog-checkpoint): whoever holds it can later demand a proof
/// that the log still begins with the same entries.
public struct Checkpoint: Equatable, Sendable {
  /// The log's name, which is also the name of the key that signs.
  public let origin: String
  /// The number of leaves.
  public let size: UInt64
  /// The RFC 6962 root over these leaves.
  public let root: Digest
  /// Lines behind the third, kept as they came. Kazna writes none.
  public let extensions: [String]

  public init(origin: String, size: UInt64, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
    extensions = []
  }

  /// `kazna/` and the 32 hexadecimal digits of the ledger's id. `id` has 16 bytes.
  public static func origin(ofLedger id: [UInt8]) -> String {
    precondition(id.count == 16, "a ledger's id has 16 bytes")
    return "kazna/\(Hex.encode(id))"
  }

  /// Reads the text of a note; it is worth nothing before the note was verified.
  public init(body: String) throws(NoteError) {
    let newline = UInt8(ascii: "\n")
    guard body.utf8.count <= SignedNote.byteCountMax else {
      throw .tooLarge(byteCount: body.utf8.count)
    }
    guard body.utf8.last == newline else { throw .malformedCheckpoint("no newline at its end") }
    let lines = body.utf8.dropLast().split(separator: newline, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else {
      throw .malformedCheckpoint("not three lines, or an empty line")
    }
    guard let size = Self.parseSize(lines[1]) else {
      throw .malformedCheckpoint("the size is not a plain decimal number of 64 bits")
    }
    guard let bytes = Base64.decode(lines[2]), let root = Digest(bytes: bytes) else {
      throw .malformedCheckpoint("the root is not base64 of 32 bytes")
    }
    guard size > 0 || root == MerkleHash.emptyRoot else {
      throw .malformedCheckpoint("the root of an empty tree is wrong")
    }
    origin = lines[0]
    self.size = size
    self.root = root
    extensions = Array(lines.dropFirst(3))
  }

  /// Reads a note, checks its signature by `key` and that the key's name is the origin.
  public init(verifying note: [UInt8], with key: NoteVerifierKey) throws(NoteError) {
    let signed = try SignedNote(parsing: note)
    try signed.verify(with: key)
    try self.init(body: signed.text)
    guard origin.utf8.elementsEqual(key.name.utf8) else { throw .otherOrigin(origin) }
  }

  /// The text that is signed.
  public var body: String {
    let lines = [origin, String(size), Base64.encode(root.bytes)] + extensions
    return lines.map { $0 + "\n" }.joined()
  }

  /// The signed note, under the origin as the key's name.
  public func sign(with key: PrivateKey) throws(NoteError) -> SignedNote {
    try sign(by: NoteSigner(name: origin, privateKey: key))
  }

  /// For a signer kept from one checkpoint to the next.
  public func sign(by signer: NoteSigner) throws(NoteError) -> SignedNote {
    guard origin.utf8.elementsEqual(signer.verifierKey.name.utf8) else {
      throw .otherOrigin(origin)
    }
    return try SignedNote(signing: body, by: signer)
  }

  static func parseSize(_ text: String) -> UInt64? {
    let digits = Array(text.utf8)
    guard digits.allSatisfy(\.isDigit),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return UInt64(text)
  }
}
