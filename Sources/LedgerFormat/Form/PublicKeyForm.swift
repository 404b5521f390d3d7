/// The two shapes of a public key in a document, each with one encoding only: a key has one id.
enum PublicKeyForm {
  enum Algorithm {
    case ed25519
    case ecdsaP256
  }

  /// No key takes more bytes.
  static let byteLimit = 91

  // SubjectPublicKeyInfo up to the key itself: RFC 8410 (Ed25519), RFC 5480 (P-256, with the 4
  // that marks an uncompressed point).
  private static let ed25519Prefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]
  private static let p256Prefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A,
    0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
  ]

  /// Nil for anything but the DER of an Ed25519 key or of a P-256 key with an uncompressed point.
  /// Whether the point lies on its curve is for cryptography to say.
  static func algorithm(of spki: [UInt8]) -> Algorithm? {
    switch spki.count {
    case 44 where spki.starts(with: ed25519Prefix): .ed25519
    case 91 where spki.starts(with: p256Prefix): .ecdsaP256
    default: nil
    }
  }
}
