import Bytes
import Foundation
import Testing

@testable import Cryptography

private let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// The command-line tool reads what is written here, and writes what is read here.
@Suite(.enabled(if: openssl != nil, "the openssl command is not installed"))
struct OpenSSLAgreementTests {
  private func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(openssl))
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The tool takes P-256 signatures in DER.
  private func encoded(_ signature: [UInt8], _ algorithm: SignatureAlgorithm) -> [UInt8]? {
    algorithm == .ed25519 ? signature : P256Signature.der(signature)
  }

  private func sign(_ message: String, key: String, to file: String) throws -> Int32 {
    try run(["pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", message, "-out", file])
  }

  private func verify(_ message: String, key: String, signature: String) throws -> Int32 {
    try run([
      "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", message, "-sigfile",
      signature,
    ])
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func theToolVerifiesOurs(algorithm: SignatureAlgorithm) throws {
    let directory = try ScratchDirectory()
    let key = try PrivateKey.generate(algorithm)
    _ = try directory.pair("key").create(key)
    let message = try directory.put("месяц закрыт", "message")
    let wrong = try directory.put("месяц открыт", "wrong")
    let signature = try key.sign(Array("месяц закрыт".utf8))
    let file = directory.file("signature")
    try Data(#require(encoded(signature, algorithm))).write(to: URL(fileURLWithPath: file))
    let keyFile = directory.file("key.pub.pem")
    #expect(try verify(message, key: keyFile, signature: file) == 0)
    #expect(try verify(wrong, key: keyFile, signature: file) != 0)
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func weVerifyTheTools(algorithm: SignatureAlgorithm) throws {
    let directory = try ScratchDirectory()
    let (key, file) = (directory.file("key.pem"), directory.file("signature"))
    switch algorithm {
    case .ed25519:
      #expect(try run(["genpkey", "-algorithm", "ed25519", "-out", key]) == 0)
    case .ecdsaP256:
      #expect(
        try run(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key])
          == 0)
    }
    #expect(chmod(key, 0o600) == 0)
    #expect(try run(["pkey", "-in", key, "-pubout", "-out", directory.file("key.pub")]) == 0)
    let message = try directory.put("contract", "message")
    #expect(try sign(message, key: key, to: file) == 0)
    let made = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    let signature = algorithm == .ed25519 ? made : try #require(P256Signature.raw(der: made))
    let publicKey = try KeyFile.readPublic(directory.file("key.pub"))
    #expect(publicKey.verifies(signature, of: Array("contract".utf8)))
    #expect(try KeyFile.readPrivate(key).publicKey == publicKey)
    let ours = directory.file("ours.pem")
    _ = try directory.pair("ours").create(KeyFile.readPrivate(key))
    #expect(FileManager.default.contentsEqual(atPath: ours, andPath: key))
  }

  @Test func encryptedAndForeignKeysOfTheTool() throws {
    let directory = try ScratchDirectory()
    let plain = directory.file("plain.pem")
    _ = try directory.pair("plain").create(PrivateKey.generate(.ed25519))
    let encrypted = directory.file("encrypted.pem")
    #expect(
      try run([
        "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:x", "-in", plain, "-out",
        encrypted,
      ]) == 0)
    #expect(chmod(encrypted, 0o600) == 0)
    #expect(throws: KeyError.encrypted(source: encrypted)) { try KeyFile.readPrivate(encrypted) }

    let foreign: [(name: String, arguments: [String])] = [
      ("ED448", ["ed448"]), ("X25519", ["x25519"]),
      ("EC on secp384r1", ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
      (
        "EC on prime256v1",
        [
          "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit",
        ]
      ),
    ]
    for (index, key) in foreign.enumerated() {
      let path = directory.file("foreign\(index).pem")
      #expect(try run(["genpkey", "-out", path, "-algorithm"] + key.arguments) == 0)
      #expect(chmod(path, 0o600) == 0)
      #expect(throws: KeyError.unsupportedAlgorithm(source: path, name: key.name)) {
        try KeyFile.readPrivate(path)
      }
    }
  }
}
