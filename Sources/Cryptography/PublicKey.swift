import Bytes
internal import COpenSSL

/// A public key, Ed25519 or P-256, parsed once and free to verify on several threads at a time.
public struct PublicKey: Sendable, Hashable {
  public let algorithm: SignatureAlgorithm
  /// SubjectPublicKeyInfo in DER: the one accepted encoding of this key.
  public let spki: [UInt8]
  /// SHA-256 of `spki`: how signatures name the key.
  public let id: Digest
  /// The key's own bytes: 32 for Ed25519, the uncompressed point's 65 for P-256.
  public let raw: [UInt8]
  private let handle: KeyHandle

  /// Accepts Ed25519, and P-256 with named curve and uncompressed point, in the only DER encoding
  /// that each such key has. A point off the curve or of small order is refused.
  public init(spki: [UInt8]) throws(KeyError) {
    try self.init(spki: spki, source: "SubjectPublicKeyInfo")
  }

  /// An Ed25519 key of its 32 bytes (RFC 8032).
  public init(ed25519 raw: [UInt8]) throws(KeyError) {
    try self.init(spki: SubjectPublicKeyInfo.ed25519Prefix + raw, source: "Ed25519 key")
  }

  /// One PEM block labelled `PUBLIC KEY` (RFC 7468), with nothing but white space around it.
  public init(pem: String) throws(KeyError) {
    try self.init(pem: Array(pem.utf8), source: "PEM text")
  }

  init(pem: [UInt8], source: String) throws(KeyError) {
    let block: PEMBlock
    switch pem.withUnsafeBytes({ PEMBlock.find(in: $0) }) {
    case .success(let found): block = found
    case .failure(let fault):
      throw .notPublicKey(source: source, reason: fault.reason)
    }
    guard block.label == "PUBLIC KEY" else {
      throw .notPublicKey(source: source, reason: "the PEM block holds a \(block.label)")
    }
    let lines = pem[block.body].filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard let der = Base64.decode(utf8: lines) else {
      throw .notPublicKey(source: source, reason: "wrong base64")
    }
    try self.init(spki: der, source: source)
  }

  init(spki: [UInt8], source: String) throws(KeyError) {
    guard let parts = SubjectPublicKeyInfo.parse(spki) else {
      throw Self.refusal(of: spki, source: source)
    }
    switch parts.algorithm {
    case .ed25519:
      if let weakness = SubjectPublicKeyInfo.weakness(ofEd25519: parts.raw) {
        throw .notPublicKey(source: source, reason: weakness)
      }
      // Its 32 bytes are all of the key. To decode the DER takes libcrypto thirty times as long, and a
      // verifier begins with the keys of every provider.
      let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, parts.raw, parts.raw.count)
      guard let key else { throw .notPublicKey(source: source, reason: drainedReason()) }
      handle = KeyHandle(owning: key)
    case .ecdsaP256:
      guard let decoded = Self.decode(spki) else {
        throw .notPublicKey(source: source, reason: drainedReason())
      }
      guard decoded.encodedPublicKey() == spki else {
        throw .notPublicKey(source: source, reason: "not canonically encoded")
      }
      handle = decoded
    }
    (algorithm, raw) = parts
    self.spki = spki
    id = SHA256.hash(spki)
  }

  /// PEM with the label `PUBLIC KEY`, 64 characters a line and a final newline.
  public var pem: String {
    let body = Array(Base64.encode(spki))
    let lines = stride(from: 0, to: body.count, by: 64).map { start in
      String(body[start..<min(start + 64, body.count)])
    }
    return "-----BEGIN PUBLIC KEY-----\n\(lines.joined(separator: "\n"))\n"
      + "-----END PUBLIC KEY-----\n"
  }

  /// Whether `signature`, 64 bytes, is this key's signature of exactly `message`. For P-256 only
  /// the form with low s counts.
  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    message.withUnsafeBytes { verifies(signature, of: $0) }
  }

  public func verifies(_ signature: [UInt8], of message: UnsafeRawBufferPointer) -> Bool {
    guard let encoded = encode(signature) else { return false }
    let digest = KeyHandle.messageDigest(for: algorithm)
    let fits = handle.withVerifier(digest: digest) { context in
      withBase(of: message) { start in
        EVP_DigestVerify(context, encoded, encoded.count, start, message.count) == 1
      }
    }
    // A wrong signature leaves its trace in the queue, where a later failure would report it.
    if !fits { ERR_clear_error() }
    return fits
  }

  public static func == (a: PublicKey, b: PublicKey) -> Bool { a.id == b.id }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  private func encode(_ signature: [UInt8]) -> [UInt8]? {
    switch algorithm {
    case .ed25519: signature.count == SignatureAlgorithm.signatureByteCount ? signature : nil
    case .ecdsaP256: P256Signature.der(signature)
    }
  }

  private static func decode(_ spki: [UInt8]) -> KeyHandle? {
    let key = spki.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_PUBKEY(nil, &cursor, buffer.count)
    }
    guard let key else { return nil }
    let handle = KeyHandle(owning: key)
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    return EVP_PKEY_public_check(context) == 1 ? handle : nil
  }

  /// Tells a key of another algorithm from bytes that are no key at all.
  private static func refusal(of spki: [UInt8], source: String) -> KeyError {
    guard let handle = decode(spki) else {
      return .notPublicKey(source: source, reason: drainedReason())
    }
    let name = handle.algorithmName
    guard name == "ED25519" || name == "EC on prime256v1" else {
      return .unsupportedAlgorithm(source: source, name: name)
    }
    return .notPublicKey(source: source, reason: "not canonically encoded")
  }
}

/// libcrypto takes no null pointer where an empty message has none to give.
func withBase<Result>(
  of bytes: UnsafeRawBufferPointer, _ body: (UnsafePointer<UInt8>) -> Result
) -> Result {
  if let base = bytes.baseAddress { return body(base.assumingMemoryBound(to: UInt8.self)) }
  return withUnsafePointer(to: 0) { body($0) }
}
