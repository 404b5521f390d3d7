import SeededNumbers
import Testing

@testable import Bytes

@Suite struct Base64Tests {
  @Test(
    "RFC 4648, section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test func everyByteAndLengthComesBack() {
    var generator = SeededNumbers(seed: 5)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    let all = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(all)) == all)
  }

  @Test(
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zm9v====", "Zh==", "Zm9=", "Zm8",
      "Zm9v\n", " Zm9v", "Zm 9", "Zm9-", "Zm9_", "Z=g=", "Zg==Zg==", "Zм9", "Zm9v=",
    ])
  func othersAreRefused(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func whatDecodesEncodesToItself() {
    let characters = Array("ABgh019+/=")
    for a in characters {
      for b in characters {
        for c in characters {
          for d in characters {
            let text = String([a, b, c, d])
            if let bytes = Base64.decode(text) { #expect(Base64.encode(bytes) == text) }
          }
        }
      }
    }
  }
}

@Suite struct DigestTests {
  private let counting = (0..<32).map { UInt8($0) }

  @Test func bytesAndHexComeBack() throws {
    let digest = try #require(Digest(bytes: counting))
    #expect(digest.bytes == counting)
    #expect(digest.hex.hasPrefix("000102030405"))
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(hex: digest.hex.uppercased()) == digest)
    #expect(Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
  }

  @Test func otherLengthsAreRefused() {
    #expect(Digest(bytes: Array(counting.dropLast())) == nil)
    #expect(Digest(bytes: counting + [0]) == nil)
    #expect(Digest(hex: "") == nil)
    #expect(Digest(hex: String(repeating: "0", count: 63)) == nil)
    #expect(Digest(hex: String(repeating: "g", count: 64)) == nil)
  }

  @Test func ordersAsItsBytes() throws {
    var generator = SeededNumbers(seed: 6)
    for _ in 0..<200 {
      let a = (0..<32).map { _ in UInt8.random(in: 0...3, using: &generator) }
      let b = (0..<32).map { _ in UInt8.random(in: 0...3, using: &generator) }
      let (first, second) = (try #require(Digest(bytes: a)), try #require(Digest(bytes: b)))
      #expect((first < second) == a.lexicographicallyPrecedes(b))
      #expect((first == second) == (a == b))
    }
  }

  @Test func storesAtTheStartOfABuffer() throws {
    let digest = try #require(Digest(bytes: counting))
    var buffer = [UInt8](repeating: 0xFF, count: 40)
    buffer.withUnsafeMutableBytes { digest.store(to: $0) }
    #expect(buffer == counting + [UInt8](repeating: 0xFF, count: 8))
  }
}

@Suite struct ReaderTests {
  @Test func readsWhatWasWritten() throws {
    var writer = ByteWriter()
    writer.write(UInt8(7))
    writer.write(Int64(-2))
    writer.write(Digest.zero)
    writer.write(text: "казна")
    writer.write(counted: [1, 2, 3])
    writer.write(UInt32(2))
    writer.write(raw: [9, 9])
    var reader = ByteReader(writer.bytes)
    #expect(try reader.read(UInt8.self) == 7)
    #expect(try reader.read(Int64.self) == -2)
    #expect(try reader.readDigest() == .zero)
    #expect(try reader.skip([10, 0]))
    #expect(try reader.readUTF8(count: 10) == "казна")
    let count = try reader.read(UInt32.self)
    #expect(try reader.read(count: Int(count)) == [1, 2, 3])
    #expect(try reader.readCount(limit: 2, minimum: 1) == 2)
    #expect(try reader.read(count: 2) == [9, 9])
    try reader.finish()
  }

  @Test func limitsHoldBeforeAllocation() {
    let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 1]
    #expect(throws: MalformedBytes.self) {
      var reader = ByteReader(huge)
      _ = try reader.read(count: 6)
    }
    #expect(throws: MalformedBytes.self) {
      var reader = ByteReader(huge)
      _ = try reader.readCount(limit: .max, minimum: 1)
    }
    #expect(throws: MalformedBytes.self) {
      var reader = ByteReader(huge)
      _ = try reader.readUTF8(count: 6)
    }
    #expect(throws: MalformedBytes.self) {
      var reader = ByteReader(huge)
      _ = try reader.read(count: -1)
    }
    #expect(throws: MalformedBytes.self) { try ByteReader(huge).finish() }
  }

  /// Also what decoding would mend to the very bytes of the replacement character, or of its size.
  @Test(
    arguments: [
      [0xC3, 0x28], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0x61, 0xD0],
      [0xEF, 0xBF], [0xFF, 0xEF, 0xBF, 0xBD], [0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func bytesThatAreNoTextAreTold(_ bytes: [UInt8]) throws {
    var reader = ByteReader(bytes)
    #expect(try reader.readUTF8(count: bytes.count) == nil)
  }

  @Test(arguments: ["", "a", "а", "Заявление № 17 от 03.09.2025", "\u{FFFD}", "a\u{0}b", "🙂"])
  func textIsReadAsItIs(_ text: String) throws {
    var reader = ByteReader(Array(text.utf8))
    #expect(try reader.readUTF8(count: text.utf8.count) == text)
    try reader.finish()
  }

  @Test func otherBytesAreNotSkipped() throws {
    var reader = ByteReader([1, 2, 3])
    #expect(try !reader.skip([1, 3]))
    #expect(reader.offset == 0)
    #expect(try reader.skip([1, 2]))
    #expect(throws: MalformedBytes.self) { try reader.skip([3, 4]) }
    #expect(try reader.read(UInt8.self) == 3)
  }

  @Test func eachTruncationIsAnError() {
    var writer = ByteWriter()
    writer.write(UInt64(1))
    writer.write(Digest.zero)
    writer.write(text: "abc")
    for count in 0..<writer.count {
      #expect(throws: MalformedBytes.self) {
        var reader = ByteReader(writer.bytes, range: 0..<count)
        _ = try reader.read(UInt64.self)
        _ = try reader.readDigest()
        _ = try reader.skip([3, 0])
        _ = try reader.readUTF8(count: 3)
      }
    }
  }
}
