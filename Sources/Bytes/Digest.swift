/// A SHA-256 value, or an identifier made of one: 32 bytes kept as four words, so that it is copied
/// and compared without touching the heap.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  @usableFromInline var word0: UInt64
  @usableFromInline var word1: UInt64
  @usableFromInline var word2: UInt64
  @usableFromInline var word3: UInt64

  public static let byteCount = 32
  public static let zero = Digest()

  @inlinable public init() {
    word0 = 0
    word1 = 0
    word2 = 0
    word3 = 0
  }

  /// Reads 32 bytes at the start of `bytes`. Shorter input is a programming error.
  @inlinable public init(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count >= 32)
    word0 = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian
    word1 = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
    word2 = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self).bigEndian
    word3 = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self).bigEndian
  }

  /// Nil unless `bytes` holds exactly 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self = bytes.withUnsafeBytes { Digest($0) }
  }

  /// Nil unless `hex` is exactly 64 hexadecimal digits.
  public init?(hex: String) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  public var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      store(to: UnsafeMutableRawBufferPointer(buffer))
      count = 32
    }
  }

  /// Writes the 32 bytes to the start of `buffer`. A shorter buffer is a programming error.
  @inlinable public func store(to buffer: UnsafeMutableRawBufferPointer) {
    precondition(buffer.count >= 32)
    buffer.storeBytes(of: word0.bigEndian, toByteOffset: 0, as: UInt64.self)
    buffer.storeBytes(of: word1.bigEndian, toByteOffset: 8, as: UInt64.self)
    buffer.storeBytes(of: word2.bigEndian, toByteOffset: 16, as: UInt64.self)
    buffer.storeBytes(of: word3.bigEndian, toByteOffset: 24, as: UInt64.self)
  }

  /// The first 24 bytes.
  package var leadingWords: (UInt64, UInt64, UInt64) { (word0, word1, word2) }

  public var hex: String { Hex.encode(bytes) }
  public var description: String { hex }

  @inlinable public static func < (a: Digest, b: Digest) -> Bool {
    (a.word0, a.word1, a.word2, a.word3) < (b.word0, b.word1, b.word2, b.word3)
  }
}

/// Lower-case hexadecimal.
public enum Hex {
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for an odd length or a character that is not a hexadecimal digit.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
