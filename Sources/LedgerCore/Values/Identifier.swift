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
    let words = text.withUTF8 { utf8 -> (UInt64, UInt64, UInt64)? in
      // Zero is what the rest is padded with.
      guard (1...Self.byteCount).contains(utf8.count), !utf8.contains(0) else { return nil }
      return Self.paddedWords(utf8)
    }
    guard let words else { return nil }
    self.init(words: words)
    guard isWellFormed else { return nil }
  }

  public init?(_ text: Substring) { self.init(String(text)) }

  /// Up to 24 bytes as words, with zeros behind them.
  static func paddedWords(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64, UInt64) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
    return (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian)
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
    var letters = LetterScan()
    guard word0 != 0, letters.take(word0), letters.take(word1), letters.take(word2) else {
      return false
    }
    return letters.isWhole && !(letters.hasLatin && letters.hasCyrillic)
  }

  /// Goes through the bytes of an identifier, eight at a time.
  private struct LetterScan {
    private(set) var hasLatin = false
    private(set) var hasCyrillic = false
    /// The first byte of a letter whose second one comes next.
    private var lead: UInt8 = 0
    private var ended = false

    /// No letter lacks its second byte.
    var isWhole: Bool { lead == 0 }

    /// False for what may not stand there.
    mutating func take(_ word: UInt64) -> Bool {
      if lead == 0, !ended, Self.isPlain(word) { return true }
      var rest = word
      for _ in 0..<8 {
        guard rest != 0 else {
          ended = true
          return lead == 0
        }
        guard take(UInt8(truncatingIfNeeded: rest >> 56)) else { return false }
        rest <<= 8
      }
      return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      if lead != 0 {
        guard Identifier.isCyrillic(lead, byte) else { return false }
        hasCyrillic = true
        lead = 0
      } else if byte == 0 {
        ended = true
      } else if ended {
        return false
      } else if (0xD0...0xD4).contains(byte) {
        lead = byte
      } else if !(0x2D...0x39).contains(byte) {
        guard Identifier.isLatin(byte) else { return false }
        hasLatin = true
      }
      return true
    }

    /// Eight bytes from 0x2D to 0x39, as most are: no sum reaches the next byte, as none is above 0x7F.
    private static func isPlain(_ word: UInt64) -> Bool {
      let ones: UInt64 = 0x0101_0101_0101_0101
      let tops = ones << 7
      guard word & tops == 0 else { return false }
      let fromLeast = word &+ (0x80 - 0x2D) &* ones
      let aboveMost = word &+ (0x7F - 0x39) &* ones
      return fromLeast & tops == tops && aboveMost & tops == 0
    }
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
