/// How a key signs. The raw value stands in documents and never changes its meaning.
public enum SignatureAlgorithm: UInt8, CaseIterable, Sendable, CustomStringConvertible {
  /// Pure Ed25519 (RFC 8032).
  case ed25519 = 1
  /// ECDSA over P-256 and SHA-256 (FIPS 186-5); a signature is r and s, 32 bytes each, big-endian,
  /// with low s, so that there is one signature and not also its mirrored twin.
  case ecdsaP256 = 2

  /// Both algorithms have signatures of the same length.
  public static let signatureByteCount = 64

  public var name: String {
    switch self {
    case .ed25519: "ed25519"
    case .ecdsaP256: "ecdsa-p256"
    }
  }

  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  public var description: String { name }
}
