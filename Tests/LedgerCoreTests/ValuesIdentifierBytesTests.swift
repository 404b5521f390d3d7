import Bytes
import LedgerCore
import Testing

@Suite struct IdentifierBytesTests {
  private func read(_ bytes: [UInt8]) throws -> Identifier {
    var reader = ByteReader(bytes)
    return try Identifier(from: &reader)
  }

  private func padded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return bytes + Array(repeating: 0, count: 24 - bytes.count)
  }

  @Test(arguments: ["1", "17/2023", "ДО-1", "123456789012345678901234", "абвгдежзиклм"])
  func bytesAreTheTextPaddedWithZeros(_ text: String) throws {
    let identifier = try #require(Identifier(text))
    var writer = ByteWriter()
    identifier.write(to: &writer)
    #expect(writer.bytes == padded(text))
    #expect(try read(writer.bytes) == identifier)
  }

  @Test func nothingElseIsRead() {
    let wrong: [[UInt8]] = [
      Array(repeating: 0, count: 24), padded("1\0002"), padded("\0001"), padded("a b"),
      padded("Aа"), Array(repeating: 0xFF, count: 24), padded("1").dropLast(),
      [0xD0] + Array(repeating: 0, count: 23), Array(repeating: 0, count: 23) + [0x31],
      // An overlong form of a digit.
      [0xC0, 0xB1] + Array(repeating: 0, count: 22),
    ]
    for bytes in wrong { #expect(throws: MalformedBytes.self) { try read(bytes) } }
  }

  /// Whatever bytes are read, they are written back alike: one encoding for each identifier.
  @Test func hostileBytesHaveOneReading() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = padded(["A-1/2023", "ДО-12.3", "1"].randomElement(using: &generator) ?? "1")
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        bytes[Int.random(in: 0..<24, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      guard let identifier = try? read(bytes) else { continue }
      var writer = ByteWriter()
      identifier.write(to: &writer)
      #expect(writer.bytes == bytes)
      #expect(Identifier(identifier.description) == identifier)
    }
  }
}
