import Bytes

/// The two forms of SubjectPublicKeyInfo (RFC 5280, 8410, 5480) that are accepted. For a fixed
/// algorithm and curve all of the DER but the point is constant, so comparing the start and the
/// length leaves exactly one encoding of each key.
enum SubjectPublicKeyInfo {
  // SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING of 32 bytes }
  static let ed25519Prefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 04 and 64 bytes }
  static let p256Prefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08,
    0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
  ]

  /// The algorithm and the key's own bytes: 32 for Ed25519, the point's 65 for P-256. Nil for
  /// every other encoding.
  static func parse(_ spki: [UInt8]) -> (algorithm: SignatureAlgorithm, raw: [UInt8])? {
    if spki.count == ed25519Prefix.count + 32, spki.starts(with: ed25519Prefix) {
      return (.ed25519, Array(spki.suffix(32)))
    }
    if spki.count == p256Prefix.count + 64, spki.starts(with: p256Prefix) {
      return (.ecdsaP256, Array(spki.suffix(65)))
    }
    return nil
  }

  /// Why an Ed25519 point is unfit as a public key, or nil. Under a point of small order one
  /// signature can fit every message, and libcrypto does not refuse it.
  static func weakness(ofEd25519 raw: [UInt8]) -> String? {
    var y = raw
    y[31] &= 0x7F
    let fieldPrime = [UInt8](repeating: 0xFF, count: 32).replacing([(0, 0xED), (31, 0x7F)])
    guard y.reversed().lexicographicallyPrecedes(fieldPrime.reversed()) else {
      return "the point is not canonically encoded"
    }
    return smallOrder.contains(y) ? "the point has a small order" : nil
  }

  /// The y coordinates of the eight points whose order divides 8, least significant byte first.
  static let smallOrder: [[UInt8]] = [
    [UInt8](repeating: 0, count: 32),
    [UInt8](repeating: 0, count: 32).replacing([(0, 1)]),
    [UInt8](repeating: 0xFF, count: 32).replacing([(0, 0xEC), (31, 0x7F)]),
    [
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98,
      0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53,
      0xFC, 0x05,
    ],
    [
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67,
      0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC,
      0x03, 0x7A,
    ],
  ]
}

extension [UInt8] {
  fileprivate func replacing(_ changes: [(index: Int, byte: UInt8)]) -> [UInt8] {
    var copy = self
    for change in changes { copy[change.index] = change.byte }
    return copy
  }
}
