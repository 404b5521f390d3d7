import Bytes
import Testing

@testable import Cryptography

@Suite struct SHA256Tests {
  @Test(
    "FIPS 180-4 examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func vectors(message: String, hex: String) {
    #expect(SHA256.hash(Array(message.utf8)).hex == hex)
  }

  @Test func piecesGiveTheHashOfTheWhole() {
    let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let context = SHA256Context()
    for cut in 0...message.count {
      context.update(Array(message[..<cut]))
      message[cut...].withUnsafeBytes { context.update($0) }
      #expect(context.finish() == SHA256.hash(message))
    }
    #expect(context.finish() == SHA256.hash([]), "begins empty after each hash")
  }

  @Test func digestsAndPrefixesCountAsBytes() {
    let digest = SHA256.hash([1])
    let context = SHA256Context()
    context.update(digest)
    #expect(context.finish() == SHA256.hash(digest.bytes))
    let prefixed = digest.bytes.withUnsafeBytes { SHA256.hash(prefix: 5, $0) }
    #expect(prefixed == SHA256.hash([5] + digest.bytes))
  }

  @Test func threadsDoNotDisturbEachOther() async {
    let expected = (0..<64).map { SHA256.hash([UInt8($0)]) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<500).allSatisfy { SHA256.hash([UInt8($0 % 64)]) == expected[$0 % 64] }
        }
      }
      for await agrees in group { #expect(agrees) }
    }
  }
}

@Suite struct RandomBytesTests {
  @Test func lengthsAndDifference() throws {
    #expect(try RandomBytes.make(0).isEmpty)
    #expect(try RandomBytes.make(33).count == 33)
    #expect(try RandomBytes.make(16) != RandomBytes.make(16))
    #expect(throws: KeyError.self) { try RandomBytes.make(-1) }
    #expect(throws: KeyError.self) { try RandomBytes.make(.max) }
  }
}

@Suite struct SecretBytesTests {
  @Test func movesAndCompares() {
    var source: [UInt8] = [1, 2, 3]
    let secret = SecretBytes(wiping: &source)
    #expect(source.isEmpty)
    #expect(secret.count == 3)
    #expect(secret.withUnsafeBytes { Array($0) } == [1, 2, 3])
    var same: [UInt8] = [1, 2, 3]
    var other: [UInt8] = [1, 2, 4]
    var shorter: [UInt8] = [1, 2]
    #expect(secret == SecretBytes(wiping: &same))
    #expect(secret != SecretBytes(wiping: &other))
    #expect(secret != SecretBytes(wiping: &shorter))
    var none: [UInt8] = []
    #expect(SecretBytes(wiping: &none) == SecretBytes(count: 0) { _ in })
  }

  @Test func sayNothingAboutTheirContent() {
    var source = Array("sesame".utf8)
    let secret = SecretBytes(wiping: &source)
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!"\(secret)\(dumped)".contains("sesame"))
    #expect(!((secret as Any) is any CustomStringConvertible))
  }
}
