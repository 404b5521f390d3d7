import Bytes
import Foundation
import Testing

@testable import Cryptography

/// A directory of its own for each test, removed with it.
final class ScratchDirectory {
  let path: String

  init() throws {
    path =
      try FileManager.default.temporaryDirectory.path + "/keys-"
      + Hex.encode(RandomBytes.make(8))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func pair(_ name: String) -> KeyPairFiles {
    KeyPairFiles(private: file("\(name).pem"), public: file("\(name).pub.pem"))
  }

  func put(_ text: String, _ name: String, mode: mode_t = 0o600) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    #expect(chmod(file(name), mode) == 0)
    return file(name)
  }
}

func mode(of path: String) -> mode_t {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}

@Suite struct KeyFileTests {
  @Test(arguments: [0o640, 0o604, 0o610, 0o602, 0o644, 0o777] as [mode_t])
  func openPermissionsAreRefused(open: mode_t) throws {
    let directory = try ScratchDirectory()
    let path = directory.file("a.pem")
    _ = try directory.pair("a").create(PrivateKey.generate(.ed25519))
    #expect(chmod(path, open) == 0)
    #expect(throws: KeyError.permissionsTooOpen(path: path)) { try KeyFile.readPrivate(path) }
    #expect(chmod(path, 0o400) == 0)
    #expect(throws: Never.self) { try KeyFile.readPrivate(path) }
  }

  @Test func eachFaultHasItsError() throws {
    let directory = try ScratchDirectory()
    let none = directory.file("none")
    #expect(throws: KeyError.missing(path: none)) { try KeyFile.readPrivate(none) }
    #expect(throws: KeyError.missing(path: none)) { try KeyFile.readPublic(none) }
    #expect(throws: KeyError.unreadable(path: directory.path, reason: "not a regular file")) {
      try KeyFile.readPrivate(directory.path)
    }
    let pipe = directory.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: KeyError.unreadable(path: pipe, reason: "not a regular file")) {
      try KeyFile.readPrivate(pipe)
    }
    let large = try directory.put(String(repeating: "a", count: 65_537), "large")
    #expect(throws: KeyError.tooLarge(path: large)) { try KeyFile.readPrivate(large) }
    let empty = try directory.put("", "empty")
    #expect(throws: KeyError.notPrivateKey(source: empty, reason: "the text is empty")) {
      try KeyFile.readPrivate(empty)
    }
    let publicKey = try directory.put(P256Vectors.key().pem, "public")
    #expect(
      throws: KeyError.notPrivateKey(
        source: publicKey, reason: "the PEM block holds a PUBLIC KEY, not PKCS#8")
    ) { try KeyFile.readPrivate(publicKey) }
  }

  @Test(.enabled(if: geteuid() != 0, "root reads every file"))
  func withoutPermissionIsUnreadable() throws {
    let directory = try ScratchDirectory()
    let path = try directory.put("", "closed", mode: 0)
    #expect(throws: KeyError.unreadable(path: path, reason: "Permission denied")) {
      try KeyFile.readPrivate(path)
    }
  }

  @Test func encryptedKeysAreRefusedWithoutAsking() throws {
    let directory = try ScratchDirectory()
    let labelled = try directory.put(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n", "a")
    #expect(throws: KeyError.encrypted(source: labelled)) { try KeyFile.readPrivate(labelled) }
    for label in ["EC PRIVATE KEY", "PRIVATE KEY"] {
      var text = Array(
        """
        -----BEGIN \(label)-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,000102030405060708090A0B0C0D0E0F

        MAAA
        -----END \(label)-----

        """.utf8)
      let pem = SecretBytes(wiping: &text)
      #expect(throws: KeyError.encrypted(source: "PEM text")) { try PrivateKey(pem: pem) }
    }
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func damagedPrivateKeysNeverCrash(algorithm: SignatureAlgorithm) throws {
    let key = try PrivateKey.generate(algorithm)
    let text = try key.pem().withUnsafeBytes { Array($0) }
    for count in 0..<(text.count - 1) {
      var part = Array(text.prefix(count))
      let pem = SecretBytes(wiping: &part)
      #expect(throws: KeyError.self) { try PrivateKey(pem: pem) }
    }
    for index in text.indices {
      var changed = text
      changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let pem = SecretBytes(wiping: &changed)
      // A change inside the secret gives another key, which must then be a whole one.
      guard let other = try? PrivateKey(pem: pem) else { continue }
      #expect(other.publicKey.verifies(try other.sign([1]), of: [1]))
    }
  }
}
