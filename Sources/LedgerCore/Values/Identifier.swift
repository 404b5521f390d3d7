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
  public init?(_ text: some StringProtocol) {
    guard Self.isAllowed(text), (1...Self.byteCount).contains(text.utf8.count) else { return nil }
    var words: [UInt64] = [0, 0, 0]
    for (position, byte) in text.utf8.enumerated() {
      words[position / 8] |= UInt64(byte) << UInt64(56 - position % 8 * 8)
    }
    (word0, word1, word2) = (words[0], words[1], words[2])
  }

  /// The padded bytes, as documents carry them. Throws what is wrong with them.
  public init(from reader: inout ByteReader) throws(MalformedBytes) {
    let malformed = reader.malformed("not an identifier")
    let words = (
      try reader.read(UInt64.self).byteSwapped, try reader.read(UInt64.self).byteSwapped,
      try reader.read(UInt64.self).byteSwapped
    )
    let candidate = Identifier(words: words)
    if candidate.isPlain { self = candidate; return }
    guard let text = String(validating: candidate.significantBytes, as: UTF8.self),
      let checked = Identifier(text), checked == candidate
    else { throw malformed }
    self = checked
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

  /// Digits, Latin letters and punctuation only, then zeros: the common case, checked without
  /// making a string.
  private var isPlain: Bool {
    var ended = false
    for word in [word0, word1, word2] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        let byte = UInt8(truncatingIfNeeded: word >> shift)
        if byte == 0 {
          ended = true
        } else if ended || !Self.isPlain(byte) {
          return false
        }
      }
    }
    return word0 != 0
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func isAllowed(_ text: some StringProtocol) -> Bool {
    var hasLatin = false
    var hasCyrillic = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x2D...0x39: continue
      case 0x41...0x5A, 0x61...0x7A: hasLatin = true
      case 0x400...0x481, 0x48A...0x52F: hasCyrillic = true
      default: return false
      }
    }
    return !(hasLatin && hasCyrillic)
  }
}
