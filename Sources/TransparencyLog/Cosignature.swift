import Bytes
import Cryptography

/// A key that verifies the cosignatures of a witness, of type 0x04 (C2SP tlog-cosignature, Ed25519).
/// It is a type of its own, so that no log key can be taken for a witness, or the other way round.
public struct WitnessKey: Sendable, Hashable {
  private static let cosignatureType: UInt8 = 0x04

  let parts: NoteKeyParts

  public var name: String { parts.name }
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x04 ‖ public key), big-endian.
  public var keyID: UInt32 { parts.keyID }
  public var publicKey: PublicKey { parts.publicKey }
  public var vkey: String { parts.vkey }

  public init(name: String, publicKey: PublicKey) throws(NoteError) {
    parts = try NoteKeyParts(name: name, type: Self.cosignatureType, publicKey: publicKey)
  }

  public init(vkey: String) throws(NoteError) {
    parts = try NoteKeyParts(vkey: vkey, type: Self.cosignatureType)
  }

  /// Whether a signature line says that it is by this witness; whether it is, only its bytes show.
  public func signed(_ signature: NoteSignature) -> Bool { parts.signed(signature) }
}

/// A witness: says under its name which is the largest tree of a log that it has seen.
public struct WitnessSigner: Sendable {
  public let key: WitnessKey
  private let privateKey: PrivateKey

  public init(name: String, privateKey: PrivateKey) throws(NoteError) {
    key = try WitnessKey(name: name, publicKey: privateKey.publicKey)
    self.privateKey = privateKey
  }

  fileprivate func sign(_ text: String, at seconds: UInt64) throws(NoteError) -> NoteSignature {
    do {
      let signature = try privateKey.sign(Cosignature.message(text, at: seconds))
      let time = withUnsafeBytes(of: seconds.bigEndian) { Array($0) }
      return NoteSignature(name: key.name, keyID: key.keyID, bytes: time + signature)
    } catch {
      throw .signingFailed("\(error)")
    }
  }
}

/// What a witness has said of a checkpoint, verified.
public struct Cosignature: Sendable, Hashable {
  public let witness: WitnessKey
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: UInt64

  /// The time and an Ed25519 signature.
  static let byteCount = 8 + 64

  /// The bytes that are signed: two lines, and the text of the note.
  static func message(_ text: String, at seconds: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
  }
}

extension NoteSignature {
  /// The time that a line of the length of a cosignature claims, which nobody has verified.
  public var claimedSeconds: UInt64? {
    guard bytes.count == Cosignature.byteCount else { return nil }
    return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension SignedNote {
  /// Adds the cosignature of a witness; an earlier one by the same key gives way to it.
  ///
  /// Whether the text is a checkpoint that the witness may sign is for the caller to know.
  public mutating func cosign(by witness: WitnessSigner, at seconds: UInt64) throws(NoteError) {
    let others = signatures.filter { !witness.key.signed($0) }
    guard others.count < Self.signatureCountMax else { throw .tooManySignatures(others.count + 1) }
    // The time of a cosignature must not exceed 2^63 - 1.
    guard seconds <= UInt64(Int64.max) else { throw .signingFailed("no such time") }
    signatures = others + [try witness.sign(text, at: seconds)]
  }

  /// What a witness has said of this note: nil where it has said nothing. A line under its name
  /// and key that is not its signature spoils the note.
  public func cosignature(by witness: WitnessKey) throws(NoteError) -> Cosignature? {
    var newest: Cosignature?
    for signature in signatures where witness.signed(signature) {
      guard let seconds = signature.claimedSeconds else {
        throw .wrongSignature(name: witness.name)
      }
      let message = Cosignature.message(text, at: seconds)
      guard seconds <= UInt64(Int64.max),
        witness.publicKey.verifies(Array(signature.bytes.dropFirst(8)), of: message)
      else { throw .wrongSignature(name: witness.name) }
      if newest.map({ $0.seconds < seconds }) ?? true {
        newest = Cosignature(witness: witness, seconds: seconds)
      }
    }
    return newest
  }
}
