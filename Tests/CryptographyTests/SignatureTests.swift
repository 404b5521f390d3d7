import Bytes
import Testing

@testable import Cryptography

/// RFC 8032, section 7.1, tests 1 to 3.
let ed25519Vectors: [(seed: String, key: String, message: String, signature: String)] = [
  (
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
      + "d25bf5f0595bbe24655141438e7a100b"
  ),
  (
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
      + "387b2eaeb4302aeeb00d291612bb0c00"
  ),
  (
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
      + "4a7c15e9716ed28dc027beceea1ec40a"
  ),
]

/// RFC 6979, appendix A.2.5: the public key, and the signatures with SHA-256.
enum P256Vectors {
  static let point =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc"
    + "64f2f1b20c2d7e9f5177a3c294d4462299"
  /// Its s is above n / 2.
  static let sample =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65"
    + "f3e900dbb9aff4064dc4ab2f843acda8"
  static let test =
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c64915"
    + "5f267e60d3814b4c0cc84250e46f0083"

  static func key() throws -> PublicKey {
    let prefix = SubjectPublicKeyInfo.p256Prefix.dropLast()
    return try PublicKey(spki: prefix + #require(Hex.decode(point)))
  }
}

/// PKCS#8 PEM of an Ed25519 seed (RFC 8410, section 7).
func pemOfSeed(_ hex: String) throws -> SecretBytes {
  let prefix = try #require(Hex.decode("302e020100300506032b657004220420"))
  let body = Base64.encode(prefix + (try #require(Hex.decode(hex))))
  var text = Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
  return SecretBytes(wiping: &text)
}

@Suite struct SignatureTests {
  @Test(arguments: ed25519Vectors.indices)
  func ed25519Vector(index: Int) throws {
    let vector = ed25519Vectors[index]
    let message = try #require(Hex.decode(vector.message))
    let signature = try #require(Hex.decode(vector.signature))
    let publicKey = try PublicKey(ed25519: #require(Hex.decode(vector.key)))
    #expect(publicKey.verifies(signature, of: message))
    #expect(!publicKey.verifies(signature, of: message + [0]))
    let privateKey = try PrivateKey(pem: pemOfSeed(vector.seed))
    #expect(privateKey.publicKey == publicKey)
    #expect(try privateKey.sign(message) == signature)
  }

  /// What one verification leaves behind must not tell on the next, of the same key or another.
  @Test(arguments: SignatureAlgorithm.allCases)
  func verificationsOfSeveralKeysInTurn(algorithm: SignatureAlgorithm) throws {
    let keys = try (0..<3).map { _ in try PrivateKey.generate(algorithm) }
    let messages = [Array("да".utf8), [], [UInt8](repeating: 0x5A, count: 5_000)]
    let signatures = try keys.map { key in try messages.map { try key.sign($0) } }
    for turn in 0..<200 {
      let (key, signer, message, signed) = (
        turn % 3, turn / 3 % 3, turn / 9 % 3, turn / 27 % 3
      )
      let verifies = keys[key].publicKey.verifies(
        signatures[signer][signed], of: messages[message])
      #expect(verifies == (key == signer && message == signed))
    }
  }

  @Test func verificationsOnManyThreads() async throws {
    let key = try PrivateKey.generate(.ed25519)
    let messages = (0..<64).map { [UInt8](repeating: UInt8($0), count: $0) }
    let signatures = try messages.map { try key.sign($0) }
    let right = await withTaskGroup(of: Int.self) { group in
      for index in messages.indices {
        group.addTask {
          (0..<64).filter {
            key.publicKey.verifies(signatures[index], of: messages[(index + $0) % 64])
          }.count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(right == 64, "each signature fits its own message, and no other")
  }

  @Test func p256OnlyLowS() throws {
    let key = try P256Vectors.key()
    let high = try #require(Hex.decode(P256Vectors.sample))
    let low = try #require(Hex.decode(P256Vectors.test))
    let message = Array("sample".utf8)
    #expect(key.verifies(low, of: Array("test".utf8)))
    #expect(!key.verifies(low, of: message))
    #expect(!key.verifies(high, of: message), "s above half the order")
    let twin = Array(high[..<32]) + P256Signature.mirrored(Array(high[32...]))
    #expect(key.verifies(twin, of: message))
    let lowTwin = Array(low[..<32]) + P256Signature.mirrored(Array(low[32...]))
    #expect(!key.verifies(lowTwin, of: Array("test".utf8)))
  }

  @Test func p256BoundsOfRAndS() {
    let one = [UInt8](repeating: 0, count: 31) + [1]
    let zero = [UInt8](repeating: 0, count: 32)
    let order = P256Signature.order
    let half = P256Signature.halfOrder
    #expect(P256Signature.mirrored(half).last == half.last.map { $0 + 1 }, "n is odd")
    #expect(P256Signature.der(one + half) != nil)
    #expect(P256Signature.der(P256Signature.mirrored(one) + one) != nil)
    #expect(P256Signature.der(one + P256Signature.mirrored(half)) == nil)
    #expect(P256Signature.der(zero + one) == nil)
    #expect(P256Signature.der(one + zero) == nil)
    #expect(P256Signature.der(order + one) == nil)
    #expect(P256Signature.der(one + order) == nil)
    #expect(P256Signature.der([UInt8](repeating: 0xFF, count: 64)) == nil)
    #expect(P256Signature.raw(der: [0x30, 0x01, 0x02]) == nil)
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func eachFlippedByteIsRefused(algorithm: SignatureAlgorithm) throws {
    let key = try PrivateKey.generate(algorithm)
    let message = Array("сто рублей".utf8)
    let signature = try key.sign(message)
    #expect(signature.count == SignatureAlgorithm.signatureByteCount)
    #expect(key.publicKey.verifies(signature, of: message))
    for index in signature.indices {
      var wrong = signature
      wrong[index] ^= 1 << UInt8(index % 8)
      #expect(!key.publicKey.verifies(wrong, of: message))
    }
    for index in message.indices {
      var wrong = message
      wrong[index] ^= 0x10
      #expect(!key.publicKey.verifies(signature, of: wrong))
    }
    for length in [0, 1, 63, 65, 72] {
      let wrong = Array((signature + signature).prefix(length))
      #expect(!key.publicKey.verifies(wrong, of: message))
    }
    #expect(!(try PrivateKey.generate(algorithm)).publicKey.verifies(signature, of: message))
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func manySignaturesIncludingOfNothing(algorithm: SignatureAlgorithm) throws {
    let key = try PrivateKey.generate(algorithm)
    // Enough that for P-256 both halves of s and short integers occur.
    for length in 0..<100 {
      let message = [UInt8](repeating: UInt8(length), count: length)
      #expect(key.publicKey.verifies(try key.sign(message), of: message))
    }
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func severalThreadsShareAKey(algorithm: SignatureAlgorithm) async throws {
    let key = try PrivateKey.generate(algorithm)
    let message: [UInt8] = [1, 2, 3]
    let signature = try key.sign(message)
    let publicKey = key.publicKey
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<50).allSatisfy { round in
            publicKey.verifies(signature, of: message)
              && !publicKey.verifies(signature, of: [UInt8(round)])
          }
        }
      }
      for await agrees in group { #expect(agrees) }
    }
  }

  @Test func names() {
    for algorithm in SignatureAlgorithm.allCases {
      #expect(SignatureAlgorithm(name: algorithm.name) == algorithm)
    }
    #expect(SignatureAlgorithm(name: "rsa") == nil)
    #expect(SignatureAlgorithm.ed25519.rawValue == 1)
    #expect(SignatureAlgorithm.ecdsaP256.rawValue == 2)
  }
}
