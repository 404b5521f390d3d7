import Bytes
import Cryptography

extension Decoder {
  /// Also verifies with the key: a bad point must not reach libcrypto's arithmetic.
  static let publicKey = Decoder(name: "public-key", samples: KeySamples.public.map(\.spki)) {
    bytes in
    try reading {
      let key = try PublicKey(spki: bytes)
      _ = key.verifies([UInt8](repeating: 1, count: 64), of: bytes)
      return key.spki == bytes
    }
  }

  static let publicKeyText = Decoder(
    name: "public-key-pem", samples: KeySamples.public.map { Array($0.pem.utf8) }
  ) { bytes in
    try reading {
      let key = try PublicKey(pem: String(decoding: bytes, as: UTF8.self))
      return try PublicKey(pem: key.pem) == key
    }
  }

  static let privateKeyText = Decoder(name: "private-key-pem", samples: KeySamples.private) {
    bytes in
    var copy = bytes
    return try reading {
      let key = try PrivateKey(pem: SecretBytes(wiping: &copy))
      let signature = try key.sign([1, 2, 3])
      return key.publicKey.verifies(signature, of: [1, 2, 3])
    }
  }

  private static func reading(_ body: () throws -> Bool) throws -> Bool {
    do {
      try promise(try body(), "an accepted key is not itself")
      return true
    } catch let error as KeyError {
      try checkShown(error.description)
      return false
    }
  }
}

private enum KeySamples {
  static let keys: [PrivateKey] = SignatureAlgorithm.allCases.map { try! .generate($0) }
  static let `public`: [PublicKey] = keys.map(\.publicKey)
  static let `private`: [[UInt8]] = keys.map { try! $0.pem().withUnsafeBytes { Array($0) } }
}
