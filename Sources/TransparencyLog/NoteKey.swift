import Bytes
import Cryptography

/// What a verifier key is made of, whatever it verifies: a name, a type byte and an Ed25519 public
/// key (C2SP signed-note). Its text form, the vkey, is
/// `name+hex(key ID)+base64(type ‖ public key)`.
struct NoteKeyParts: Sendable, Hashable {
  static let nameByteCountMax = 256

  let name: String
  let type: UInt8
  let publicKey: PublicKey
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian.
  let keyID: UInt32

  init(name: String, type: UInt8, publicKey: PublicKey) throws(NoteError) {
    guard Self.isName(Array(name.utf8)) else {
      throw .malformedKey("a name is 1 to \(Self.nameByteCountMax) bytes without spaces or +")
    }
    guard publicKey.algorithm == .ed25519 else {
      throw .malformedKey("notes are signed with ed25519, not \(publicKey.algorithm)")
    }
    self.name = name
    self.type = type
    self.publicKey = publicKey
    let hash = SHA256.hash(Array(name.utf8) + [UInt8(ascii: "\n"), type] + publicKey.raw)
    keyID = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  init(vkey: String, type: UInt8) throws(NoteError) {
    let text = Array(vkey.utf8)
    guard text.count <= 2 * Self.nameByteCountMax else { throw .malformedKey("too long") }
    let plus = UInt8(ascii: "+")
    // The base64 part may contain a plus too.
    let parts = text.split(separator: plus, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let data = Base64.decode(utf8: Array(parts[2])) else {
      throw .malformedKey("not of the form name+hash+key")
    }
    guard data.count == 33, data[0] == type else {
      throw .malformedKey("not an Ed25519 key of type \(type)")
    }
    let publicKey: PublicKey
    do {
      publicKey = try PublicKey(ed25519: Array(data.dropFirst()))
    } catch {
      throw .malformedKey("\(error)")
    }
    try self.init(
      name: String(decoding: parts[0], as: UTF8.self), type: type, publicKey: publicKey)
    guard self.vkey.utf8.elementsEqual(text) else {
      throw .malformedKey("its hash does not belong to its name and key")
    }
  }

  var vkey: String {
    let key = Base64.encode([type] + publicKey.raw)
    return "\(name)+\(Hex.encode(Self.bigEndian(keyID)))+\(key)"
  }

  /// Names are compared as bytes: two strings that Swift takes for equal can differ in them.
  func signed(_ signature: NoteSignature) -> Bool {
    signature.keyID == keyID && signature.name.utf8.elementsEqual(name.utf8)
  }

  static func bigEndian(_ keyID: UInt32) -> [UInt8] {
    withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
  }

  static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    guard (1...nameByteCountMax).contains(bytes.count),
      let text = String(validating: bytes, as: UTF8.self)
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
    }
  }
}

/// A key that verifies notes, of type 0x01: for a log, the key that signs its checkpoints.
public struct NoteVerifierKey: Sendable, Hashable {
  public static let nameByteCountMax = NoteKeyParts.nameByteCountMax
  private static let ed25519Type: UInt8 = 0x01

  let parts: NoteKeyParts

  public var name: String { parts.name }
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), big-endian.
  public var keyID: UInt32 { parts.keyID }
  public var publicKey: PublicKey { parts.publicKey }

  public init(name: String, publicKey: PublicKey) throws(NoteError) {
    parts = try NoteKeyParts(name: name, type: Self.ed25519Type, publicKey: publicKey)
  }

  public init(vkey: String) throws(NoteError) {
    parts = try NoteKeyParts(vkey: vkey, type: Self.ed25519Type)
  }

  public var vkey: String { parts.vkey }

  /// Whether a signature line says that it is by this key; whether it is, only its bytes show.
  public func signed(_ signature: NoteSignature) -> Bool { parts.signed(signature) }
}

/// A key that signs notes under its name. A class, as every entry of a commit holds the one in force.
public final class NoteSigner: Sendable {
  public let verifierKey: NoteVerifierKey
  private let privateKey: PrivateKey

  public init(name: String, privateKey: PrivateKey) throws(NoteError) {
    verifierKey = try NoteVerifierKey(name: name, publicKey: privateKey.publicKey)
    self.privateKey = privateKey
  }

  func sign(_ text: String) throws(NoteError) -> NoteSignature {
    do {
      let bytes = try privateKey.sign(Array(text.utf8))
      return NoteSignature(name: verifierKey.name, keyID: verifierKey.keyID, bytes: bytes)
    } catch {
      throw .signingFailed("\(error)")
    }
  }
}
