import Bytes
import Cryptography

/// The keys of the vectors, made of their names: whoever wants them can make them again, and no
/// private key lies in a file.
struct VectorKey: Sendable {
  let publicKey: PublicKey
  private let algorithm: SignatureAlgorithm
  private let secret: [UInt8]

  init(_ name: String, _ algorithm: SignatureAlgorithm = .ed25519) throws {
    self.algorithm = algorithm
    secret = SHA256.hash(Array("kazna vector key \(name)".utf8)).bytes
    publicKey = try Self.key(secret, algorithm).publicKey
  }

  var spki: [UInt8] { publicKey.spki }
  var id: Digest { publicKey.id }

  /// Ed25519 gives the same signature every time (RFC 8032). libcrypto's ECDSA does not, so the
  /// nonce is made here, of key and message.
  func sign(_ message: [UInt8]) throws -> [UInt8] {
    switch algorithm {
    case .ed25519: try Self.key(secret, .ed25519).sign(message)
    case .ecdsaP256: try signP256(message)
    }
  }

  var privateKey: PrivateKey { get throws { try Self.key(secret, algorithm) } }

  private func signP256(_ message: [UInt8]) throws -> [UInt8] {
    let nonce = SHA256.hash(secret + SHA256.hash(message).bytes).bytes
    let point = try Self.key(nonce, .ecdsaP256).publicKey.raw
    let r = Scalar(point[1..<33]).reduced
    let hash = Scalar(SHA256.hash(message).bytes[...]).reduced
    let s = Scalar(nonce[...]).inverse * (hash + r * Scalar(secret[...]))
    return r.bytes + (Scalar.half < s ? Scalar.zero - s : s).bytes
  }

  /// (r, n − s) holds wherever (r, s) does; only one of the two is allowed.
  static func mirrored(_ signature: [UInt8]) -> [UInt8] {
    Array(signature[..<32]) + (Scalar.zero - Scalar(signature[32...])).bytes
  }

  /// PKCS#8 around the 32 secret bytes (RFC 8410, RFC 5915).
  private static func key(
    _ secret: [UInt8], _ algorithm: SignatureAlgorithm
  ) throws -> PrivateKey {
    let head =
      algorithm == .ed25519
      ? "302e020100300506032b657004220420"
      : "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
    let body = Base64.encode(Hex.decode(head)! + secret)
    let label = "PRIVATE " + "KEY"
    var pem = Array("-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n".utf8)
    return try PrivateKey(pem: SecretBytes(wiping: &pem))
  }
}

/// A number modulo n, the order of P-256's group.
private struct Scalar: Equatable {
  /// The least significant word first.
  private var words: [UInt64]

  static let zero = Scalar(words: [0, 0, 0, 0])
  private static let order: [UInt64] = [
    0xF3B9_CAC2_FC63_2551, 0xBCE6_FAAD_A717_9E84, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_0000_0000,
  ]
  static let half = Scalar(words: shifted(order, carry: false))

  private init(words: [UInt64]) { self.words = words }

  /// 32 bytes, the most significant first.
  init(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    words = (0..<4).reversed().map { word in
      bytes[word * 8..<word * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  var bytes: [UInt8] {
    words.reversed().flatMap { word in (0..<8).reversed().map { UInt8(word >> ($0 * 8) & 0xFF) } }
  }

  var reduced: Scalar {
    let (rest, borrow) = Self.subtracted(words, Self.order)
    return borrow ? self : Scalar(words: rest)
  }

  static func < (a: Scalar, b: Scalar) -> Bool { subtracted(a.words, b.words).borrow }

  static func + (a: Scalar, b: Scalar) -> Scalar {
    let (sum, carry) = added(a.words, b.words)
    let (rest, borrow) = subtracted(sum, order)
    return Scalar(words: borrow && !carry ? sum : rest)
  }

  static func - (a: Scalar, b: Scalar) -> Scalar {
    let (rest, borrow) = subtracted(a.words, b.words)
    return Scalar(words: borrow ? added(rest, order).sum : rest)
  }

  /// Doubles and adds, from the highest bit down.
  static func * (a: Scalar, b: Scalar) -> Scalar {
    var result = zero
    for word in a.words.reversed() {
      for bit in (0..<64).reversed() {
        result = result + result
        if word >> bit & 1 == 1 { result = result + b }
      }
    }
    return result
  }

  /// The binary extended Euclidean algorithm; the order is odd.
  var inverse: Scalar {
    let one: [UInt64] = [1, 0, 0, 0]
    var (u, v) = (words, Self.order)
    var (x, y) = (Scalar(words: one), Scalar.zero)
    while u != one, v != one {
      while u[0] & 1 == 0 {
        u = Self.shifted(u, carry: false)
        x = x.halved
      }
      while v[0] & 1 == 0 {
        v = Self.shifted(v, carry: false)
        y = y.halved
      }
      let (rest, borrow) = Self.subtracted(u, v)
      if borrow {
        v = Self.subtracted(v, u).rest
        y = y - x
      } else {
        u = rest
        x = x - y
      }
    }
    return u == one ? x : y
  }

  private var halved: Scalar {
    guard words[0] & 1 == 1 else { return Scalar(words: Self.shifted(words, carry: false)) }
    let (sum, carry) = Self.added(words, Self.order)
    return Scalar(words: Self.shifted(sum, carry: carry))
  }

  private static func shifted(_ a: [UInt64], carry: Bool) -> [UInt64] {
    (0..<4).map { a[$0] >> 1 | ($0 < 3 ? a[$0 + 1] << 63 : carry ? 1 << 63 : 0) }
  }

  private static func added(_ a: [UInt64], _ b: [UInt64]) -> (sum: [UInt64], carry: Bool) {
    var carry = false
    let sum = (0..<4).map { index -> UInt64 in
      let (first, over) = a[index].addingReportingOverflow(b[index])
      let (second, again) = first.addingReportingOverflow(carry ? 1 : 0)
      carry = over || again
      return second
    }
    return (sum, carry)
  }

  private static func subtracted(
    _ a: [UInt64], _ b: [UInt64]
  ) -> (rest: [UInt64], borrow: Bool) {
    var borrow = false
    let rest = (0..<4).map { index -> UInt64 in
      let (first, under) = a[index].subtractingReportingOverflow(b[index])
      let (second, again) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      borrow = under || again
      return second
    }
    return (rest, borrow)
  }
}
