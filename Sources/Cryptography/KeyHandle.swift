import Bytes
internal import COpenSSL

/// Owns an `EVP_PKEY`. libcrypto reads a key from any number of threads at once as long as nobody
/// changes it, and nothing here does after `init`: hence `@unchecked Sendable`.
final class KeyHandle: @unchecked Sendable {
  let key: OpaquePointer
  /// Contexts of this key that have verified and wait to do so again.
  private let verifiers = Guarded<[Verifier]>([])

  /// A context is used by one thread at a time.
  private struct Verifier: @unchecked Sendable {
    let context: OpaquePointer
  }

  /// Takes over the caller's reference.
  init(owning key: OpaquePointer) { self.key = key }

  deinit {
    for verifier in verifiers.withLock({ $0 }) { EVP_MD_CTX_free(verifier.context) }
    EVP_PKEY_free(key)
  }

  /// A context for one signature. OpenSSL 3.2 refuses a second `EVP_DigestSign` or -`Verify` on a
  /// context without a new start, so each operation makes one.
  func withContext<Result>(_ body: (OpaquePointer) -> Result) -> Result? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    return body(context)
  }

  /// What `body` finds with a context on which a verification by this key was started. Where the
  /// signature fits, the context is kept for the next one: to prepare another costs 2 % of the work.
  ///
  /// A context must never go to another key: where it has one, libcrypto ignores another.
  func withVerifier(digest: OpaquePointer?, _ body: (OpaquePointer) -> Bool) -> Bool {
    let verifier: Verifier
    if let kept = verifiers.withLock({ $0.popLast() }) {
      verifier = kept
    } else {
      guard let context = EVP_MD_CTX_new() else { return false }
      verifier = Verifier(context: context)
      guard EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1 else {
        EVP_MD_CTX_free(context)
        return false
      }
    }
    // Without a key, this starts the context anew with the one that it has.
    let fits = body(verifier.context)
    if fits, EVP_DigestVerifyInit(verifier.context, nil, nil, nil, nil) == 1 {
      verifiers.withLock { $0.append(verifier) }
    } else {
      EVP_MD_CTX_free(verifier.context)
    }
    return fits
  }

  /// Ed25519 hashes for itself; ECDSA is told to.
  static func messageDigest(for algorithm: SignatureAlgorithm) -> OpaquePointer? {
    algorithm == .ecdsaP256 ? sha256Algorithm : nil
  }

  /// SubjectPublicKeyInfo in DER.
  func encodedPublicKey() -> [UInt8]? {
    let count = Int(i2d_PUBKEY(key, nil))
    guard count > 0 else { return nil }
    var der = [UInt8](repeating: 0, count: count)
    let written = der.withUnsafeMutableBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return Int(i2d_PUBKEY(key, &cursor))
    }
    return written == count ? der : nil
  }

  /// The name of the algorithm, and of the curve where it has one, for messages.
  var algorithmName: String {
    let type = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown"
    var group = [CChar](repeating: 0, count: 64)
    var length = 0
    guard EVP_PKEY_get_group_name(key, &group, group.count, &length) == 1 else {
      ERR_clear_error()
      return type
    }
    let name = group.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return "\(type) on \(String(decoding: name, as: UTF8.self))"
  }
}
