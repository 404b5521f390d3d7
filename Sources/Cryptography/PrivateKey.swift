import Bytes
internal import COpenSSL

/// A private key and its public half. It has no description; its bytes leave only as PKCS#8 PEM in
/// `SecretBytes`.
public struct PrivateKey: Sendable {
  public let publicKey: PublicKey
  private let handle: KeyHandle

  public var algorithm: SignatureAlgorithm { publicKey.algorithm }

  public static func generate(_ algorithm: SignatureAlgorithm) throws(KeyError) -> PrivateKey {
    let name = algorithm == .ed25519 ? "ED25519" : "EC"
    guard let context = EVP_PKEY_CTX_new_from_name(nil, name, nil) else {
      throw .failure("prepare a key")
    }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1 else { throw .failure("prepare a key") }
    if algorithm == .ecdsaP256 {
      guard EVP_PKEY_CTX_set_group_name(context, "P-256") == 1 else {
        throw .failure("choose the curve")
      }
    }
    var key: OpaquePointer?
    guard EVP_PKEY_generate(context, &key) == 1, let key else { throw .failure("make a key") }
    return try PrivateKey(KeyHandle(owning: key), source: "new key")
  }

  /// One unencrypted PKCS#8 block labelled `PRIVATE KEY`. `source` is named in errors.
  public init(pem: SecretBytes, source: String = "PEM text") throws(KeyError) {
    let found = pem.withUnsafeBytes { text in
      PEMBlock.find(in: text).map { block in
        // The headers of the old format for encrypted keys (RFC 1421) are the only use of a colon.
        (block.label, text[block.body].contains(UInt8(ascii: ":")))
      }
    }
    switch found {
    case .failure(let fault): throw .notPrivateKey(source: source, reason: fault.reason)
    case .success(("PRIVATE KEY", false)): break
    case .success(("ENCRYPTED PRIVATE KEY", _)), .success((_, true)):
      throw .encrypted(source: source)
    case .success((let label, _)):
      throw .notPrivateKey(source: source, reason: "the PEM block holds a \(label), not PKCS#8")
    }
    guard let key = pem.withUnsafeBytes({ Self.decode($0) }) else {
      throw .notPrivateKey(source: source, reason: drainedReason())
    }
    try self.init(KeyHandle(owning: key), source: source)
  }

  /// The unencrypted PKCS#8 block labelled `PRIVATE KEY`.
  public func pem() throws(KeyError) -> SecretBytes {
    // Memory of this kind of buffer is wiped by libcrypto when it is freed.
    guard let buffer = BIO_new(BIO_s_mem()) else { throw .failure("encode the key") }
    defer { BIO_free(buffer) }
    guard PEM_write_bio_PKCS8PrivateKey(buffer, handle.key, nil, nil, 0, nil, nil) == 1 else {
      throw .failure("encode the key")
    }
    return try SecretBytes(count: BIO_ctrl_pending(buffer)) { bytes throws(KeyError) in
      guard BIO_read(buffer, bytes.baseAddress, Int32(bytes.count)) == bytes.count else {
        throw .failure("encode the key")
      }
    }
  }

  /// A signature of 64 bytes; for P-256 with low s.
  public func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8] {
    try Self.sign(message, with: handle, algorithm)
  }

  private init(_ handle: KeyHandle, source: String) throws(KeyError) {
    guard let spki = handle.encodedPublicKey(), SubjectPublicKeyInfo.parse(spki) != nil else {
      throw .unsupportedAlgorithm(source: source, name: handle.algorithmName)
    }
    publicKey = try PublicKey(spki: spki, source: source)
    self.handle = handle
    // A file can carry a public half that is not the private one's; signatures would never verify.
    let probe = Array("kazna key check".utf8)
    guard publicKey.verifies(try sign(probe), of: probe) else {
      throw .notPrivateKey(source: source, reason: "its public half belongs to another key")
    }
  }

  private static func sign(
    _ message: [UInt8], with handle: KeyHandle, _ algorithm: SignatureAlgorithm
  ) throws(KeyError) -> [UInt8] {
    // DER of a P-256 signature takes 72 bytes at most.
    var signature = [UInt8](repeating: 0, count: 72)
    var count = signature.count
    let signed = handle.withContext { context in
      let digest = KeyHandle.messageDigest(for: algorithm)
      guard EVP_DigestSignInit(context, nil, digest, nil, handle.key) == 1 else { return false }
      return message.withUnsafeBytes { bytes in
        withBase(of: bytes) { start in
          EVP_DigestSign(context, &signature, &count, start, bytes.count) == 1
        }
      }
    }
    guard signed == true else { throw .failure("sign") }
    signature.removeLast(signature.count - count)
    let raw = algorithm == .ed25519 ? signature : P256Signature.raw(der: signature)
    guard let raw, raw.count == SignatureAlgorithm.signatureByteCount else {
      throw .failure("sign")
    }
    return raw
  }

  private static func decode(_ text: UnsafeRawBufferPointer) -> OpaquePointer? {
    guard let buffer = BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else { return nil }
    defer { BIO_free(buffer) }
    // Without this callback libcrypto would ask for a passphrase on the terminal.
    let refuse:
      @convention(c) (
        UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?
      ) -> Int32 = { _, _, _, _ in -1 }
    guard let info = PEM_read_bio_PKCS8_PRIV_KEY_INFO(buffer, nil, refuse, nil) else { return nil }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    return EVP_PKCS82PKEY(info)
  }
}
