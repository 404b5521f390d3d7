/// Base 64 with the standard alphabet and padding (RFC 4648, section 4), in its one canonical
/// form: text that decodes encodes to itself again.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let pad = UInt8(ascii: "=")

  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        append(group, sextets: 4, to: &text)
        (group, held) = (0, 0)
      }
    }
    if held > 0 {
      append(group << UInt32(8 * (3 - held)), sextets: held + 1, to: &text)
      for _ in held..<3 { text.append(pad) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything but the canonical form: no white space, no missing padding, and no set bits
  /// behind the last byte.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(utf8: Array(text.utf8))
  }

  public static func decode(utf8 text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == pad }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var held = 0
    for character in text.dropLast(padding) {
      guard let value = sextet(character) else { return nil }
      group = group << 6 | value
      held += 1
      if held == 4 {
        for shift: UInt32 in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: group >> shift)) }
        (group, held) = (0, 0)
      }
    }
    switch (held, padding) {
    case (0, 0): break
    case (2, 2) where group & 0xF == 0: bytes.append(UInt8(group >> 4))
    case (3, 1) where group & 0x3 == 0:
      bytes.append(UInt8(group >> 10))
      bytes.append(UInt8(truncatingIfNeeded: group >> 2))
    default: return nil
    }
    return bytes
  }

  private static func append(_ group: UInt32, sextets: Int, to text: inout [UInt8]) {
    for index in 0..<sextets { text.append(alphabet[Int(group >> UInt32(18 - 6 * index) & 63)]) }
  }

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
