import Bytes

/// The number of a certificate, contract, agreement or order: 1 to 24 bytes of digits, `-`, `/`,
/// `.` and letters of one script (Latin or Cyrillic), kept as 24 bytes padded with zeros.
public struct Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  public static let byteCount = 24

  // Big-endian words, so that comparing words compares bytes.
  @usableFromInline let word0: UInt64
  @usableFromInline let word1: UInt64
  @usableFromInline let word2: UInt64

  @inlinable init(words: (UInt64, UInt64, UInt64)) { (word0, word1, word2) = words }

  /// Nil for empty text, more than 24 bytes of UTF-8, a character that is not allowed, or letters
  /// of two scripts.
  public init?(_ text: String) {
    var text = text
    let words = text.withUTF8 { Self.words($0) }
    guard let words else { return nil }
    self.init(words: words)
    guard isWellFormed else { return nil }
  }

  public init?(_ text: Substring) { self.init(String(text)) }

  private static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64, UInt64)? {
    guard (1...byteCount).contains(bytes.count) else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    for (position, byte) in bytes.enumerated() {
      // Zero is what the rest is padded with.
      guard byte != 0 else { return nil }
      let shifted = UInt64(byte) << UInt64(56 - position % 8 * 8)
      switch position / 8 {
      case 0: words.0 |= shifted
      case 1: words.1 |= shifted
      default: words.2 |= shifted
      }
    }
    return words
  }

  /// The padded bytes, as documents carry them. Throws where they are no identifier.
  public init(from reader: inout ByteReader) throws(MalformedBytes) {
    let malformed = reader.malformed("not an identifier")
    let words = (
      try reader.read(UInt64.self).byteSwapped, try reader.read(UInt64.self).byteSwapped,
      try reader.read(UInt64.self).byteSwapped
    )
    self.init(words: words)
    guard isWellFormed else { throw malformed }
  }

  public func write(to writer: inout ByteWriter) {
    writer.write(word0.byteSwapped)
    writer.write(word1.byteSwapped)
    writer.write(word2.byteSwapped)
  }

  public var description: String { String(decoding: significantBytes, as: UTF8.self) }

  @inlinable public static func < (a: Identifier, b: Identifier) -> Bool {
    (a.word0, a.word1, a.word2) < (b.word0, b.word1, b.word2)
  }

  var paddedBytes: [UInt8] {
    [word0, word1, word2].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) }
    }
  }

  private var significantBytes: [UInt8] {
    var bytes = paddedBytes
    while bytes.last == 0 { bytes.removeLast() }
    return bytes
  }

  /// The rule for what an identifier holds, over its padded bytes: documents bring one in every
  /// line, and no string is made of it.
  private var isWellFormed: Bool {
    var hasLatin = false
    var hasCyrillic = false
    var lead: UInt8 = 0
    var ended = false
    for word in [word0, word1, word2] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        let byte = UInt8(truncatingIfNeeded: word >> shift)
        if lead != 0 {
          guard Self.isCyrillic(lead, byte) else { return false }
          hasCyrillic = true
          lead = 0
        } else if byte == 0 {
          ended = true
        } else if ended {
          return false
        } else if (0xD0...0xD4).contains(byte) {
          lead = byte
        } else if !(0x2D...0x39).contains(byte) {
          guard Self.isLatin(byte) else { return false }
          hasLatin = true
        }
      }
    }
    return lead == 0 && word0 != 0 && !(hasLatin && hasCyrillic)
  }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  /// Two bytes of UTF-8 that stand for U+0400 to U+0481 or U+048A to U+052F.
  private static func isCyrillic(_ lead: UInt8, _ trail: UInt8) -> Bool {
    guard (0x80...0xBF).contains(trail) else { return false }
    let scalar = UInt32(lead & 0x1F) << 6 | UInt32(trail & 0x3F)
    return (0x400...0x481).contains(scalar) || (0x48A...0x52F).contains(scalar)
  }
}
