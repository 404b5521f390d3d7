import Bytes
import Cryptography

/// A key that verifies notes: a name and an Ed25519 public key (C2SP signed-note). Its text form,
/// the vkey, is `name+hex(key ID)+base64(0x01 ‖ public key)`.
public struct NoteVerifierKey: Sendable, Hashable {
  public static let nameByteCountMax = 256
  private static let ed25519Type: UInt8 = 0x01

  public let name: String
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), big-endian.
  public let keyID: UInt32
  public let publicKey: PublicKey

  public init(name: String, publicKey: PublicKey) throws(NoteError) {
    guard Self.isName(Array(name.utf8)) else {
      throw .malformedKey("a name is 1 to \(Self.nameByteCountMax) bytes without spaces or +")
    }
    guard publicKey.algorithm == .ed25519 else {
      throw .malformedKey("notes are signed with ed25519, not \(publicKey.algorithm)")
    }
    self.name = name
    self.publicKey = publicKey
    let prefix = Array(name.utf8) + [UInt8(ascii: "\n")]
    let hash = SHA256.hash(prefix + [Self.ed25519Type] + publicKey.raw)
    keyID = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  public init(vkey: String) throws(NoteError) {
    let text = Array(vkey.utf8)
    guard text.count <= 2 * Self.nameByteCountMax else { throw .malformedKey("too long") }
    let plus = UInt8(ascii: "+")
    // The base64 part may contain a plus too.
    let parts = text.split(separator: plus, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let data = Base64.decode(utf8: Array(parts[2])) else {
      throw .malformedKey("not of the form name+hash+key")
    }
    guard data.count == 33, data[0] == Self.ed25519Type else {
      throw .malformedKey("not an Ed25519 key of type 1")
    }
    let publicKey: PublicKey
    do {
      publicKey = try PublicKey(ed25519: Array(data.dropFirst()))
    } catch {
      throw .malformedKey("\(error)")
    }
    try self.init(name: String(decoding: parts[0], as: UTF8.self), publicKey: publicKey)
    guard self.vkey.utf8.elementsEqual(text) else {
      throw .malformedKey("its hash does not belong to its name and key")
    }
  }

  public var vkey: String {
    let key = Base64.encode([Self.ed25519Type] + publicKey.raw)
    return "\(name)+\(Hex.encode(keyIDBytes))+\(key)"
  }

  var keyIDBytes: [UInt8] { Self.bigEndian(keyID) }

  static func bigEndian(_ keyID: UInt32) -> [UInt8] {
    withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
  }

  /// Names are compared as bytes: two strings that Swift takes for equal can differ in them.
  static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    guard (1...nameByteCountMax).contains(bytes.count),
      let text = String(validating: bytes, as: UTF8.self)
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
    }
  }
}

/// A key that signs notes under its name.
public struct NoteSigner: Sendable {
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
