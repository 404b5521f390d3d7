import Bytes
import Testing

@testable import Cryptography

@Suite struct PublicKeyTests {
  @Test(arguments: SignatureAlgorithm.allCases)
  func formsComeBack(algorithm: SignatureAlgorithm) throws {
    let key = try PrivateKey.generate(algorithm).publicKey
    #expect(key.algorithm == algorithm)
    #expect(key.raw.count == (algorithm == .ed25519 ? 32 : 65))
    #expect(key.id == SHA256.hash(key.spki))
    #expect(try PublicKey(spki: key.spki) == key)
    #expect(try PublicKey(pem: key.pem) == key)
    #expect(try PublicKey(pem: "\n  " + key.pem.replacing("\n", with: "\r\n")) == key)
    #expect(try PublicKey(spki: key.spki).hashValue == key.hashValue)
    #expect(key.pem.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 })
    #expect(try PrivateKey.generate(algorithm).publicKey != key)
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func truncatedOrChangedInfoIsRefused(algorithm: SignatureAlgorithm) throws {
    let spki = try PrivateKey.generate(algorithm).publicKey.spki
    for count in 0..<spki.count {
      #expect(throws: KeyError.self) { try PublicKey(spki: Array(spki.prefix(count))) }
    }
    #expect(throws: KeyError.self) { try PublicKey(spki: spki + [0]) }
    let header = spki.count - (algorithm == .ed25519 ? 32 : 64)
    for index in 0..<header {
      for bit in 0..<8 {
        var wrong = spki
        wrong[index] ^= 1 << UInt8(bit)
        #expect(throws: KeyError.self) { try PublicKey(spki: wrong) }
      }
    }
  }

  @Test func randomBytesAreNoKey() throws {
    for count in 0..<400 {
      let bytes = try RandomBytes.make(count)
      #expect(throws: KeyError.self) { try PublicKey(spki: bytes) }
      #expect(throws: KeyError.self) { try PublicKey(spki: [0x30] + bytes) }
      #expect(throws: KeyError.self) {
        try PublicKey(pem: String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  @Test func pointsOffTheCurveAreRefused() throws {
    let spki = try P256Vectors.key().spki
    for index in spki.indices.suffix(64) {
      var wrong = spki
      wrong[index] ^= 1
      #expect(throws: KeyError.self) { try PublicKey(spki: wrong) }
    }
  }

  @Test func compressedPointsAndOtherAlgorithmsAreNamed() throws {
    let raw = try P256Vectors.key().raw
    let prefix = try #require(
      Hex.decode("3039301306072a8648ce3d020106082a8648ce3d030107032200"))
    let compressed = prefix + [2 | raw[64] & 1] + raw[1...32]
    #expect(
      throws: KeyError.notPublicKey(
        source: "SubjectPublicKeyInfo", reason: "not canonically encoded")
    ) { try PublicKey(spki: compressed) }
    var x25519 = SubjectPublicKeyInfo.ed25519Prefix + [UInt8](repeating: 9, count: 32)
    x25519[8] = 0x6E
    #expect(
      throws: KeyError.unsupportedAlgorithm(source: "SubjectPublicKeyInfo", name: "X25519")
    ) { try PublicKey(spki: x25519) }
  }

  @Test func pointsOfSmallOrderAreRefused() throws {
    for y in SubjectPublicKeyInfo.smallOrder {
      for sign: UInt8 in [0, 0x80] {
        var raw = y
        raw[31] |= sign
        #expect(throws: KeyError.self) { try PublicKey(ed25519: raw) }
      }
    }
    // The field's prime is zero once more.
    let prime = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
    #expect(throws: KeyError.self) { try PublicKey(ed25519: prime) }
    #expect(throws: KeyError.self) {
      try PublicKey(ed25519: [UInt8](repeating: 0xFF, count: 32))
    }
  }

  @Test func malformedPEMIsRefused() throws {
    let pem = try P256Vectors.key().pem
    for count in 0..<(pem.utf8.count - 1) {
      #expect(throws: KeyError.self) { try PublicKey(pem: String(pem.prefix(count))) }
    }
    for wrong in [
      pem + pem, "x" + pem, pem + "x", pem.replacing("PUBLIC", with: "PRIVATE"),
      pem.replacing("MF", with: "M F"), pem.replacing("-----\n", with: "-----"),
      pem.replacing("END PUBLIC", with: "END RSA PUBLIC"), pem.replacing("==", with: "="),
      "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
      "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "-----BEGIN -----",
      "-----BEGIN " + String(repeating: "A", count: 100) + "-----\n",
    ] {
      #expect(throws: KeyError.self) { try PublicKey(pem: wrong) }
    }
  }
}
