import SeededNumbers

/// Makes hostile bytes of good ones: flipped bits, extreme numbers, pieces cut out, doubled, moved
/// in from another sample, and the bytes that mean something to texts.
struct Mutator {
  private var numbers: SeededNumbers

  init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

  private static let telling: [UInt8] = [
    0x00, 0x01, 0x7F, 0x80, 0xFF, 0x0A, 0x0D, 0x22, 0x2C, 0x3B, 0x09, 0x2D, 0x2E, 0x3D, 0x20, 0x30,
    0x39, 0xC3, 0xD0, 0xEF, 0x98,
  ]
  private static let texts = [
    "\u{202E}", "\u{2028}", "\u{FEFF}", "\u{0}", "е\u{301}", "99999999999999999999", "-0", "1e9",
    "\"\"", "=1+1", "29.02.2023", "0000-00-00", "92233720368547758.07", "\r\n", "\n\n",
  ].map { Array($0.utf8) }

  private mutating func below(_ count: Int) -> Int {
    count > 0 ? numbers.number(0...count - 1) : 0
  }

  /// One to four changes of one of the samples.
  mutating func mutant(of samples: [[UInt8]]) -> [UInt8] {
    var bytes = samples[below(samples.count)]
    for _ in 0...below(4) { change(&bytes, samples) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ samples: [[UInt8]]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: numbers.next())) }
    let place = below(bytes.count)
    switch below(8) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = Self.telling[below(Self.telling.count)]
    case 2: bytes.insert(Self.telling[below(Self.telling.count)], at: place)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
    case 4:
      let piece = bytes[place..<min(bytes.count, place + 1 + below(64))]
      bytes.insert(contentsOf: piece, at: below(bytes.count))
    case 5:
      let other = samples[below(samples.count)]
      let start = below(other.count)
      let piece = other[start..<min(other.count, start + 1 + below(64))]
      bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
    case 6:
      // The numbers at which counts, amounts and dates go wrong.
      let fill: UInt8 = [0x00, 0x7F, 0x80, 0xFF][below(4)]
      for index in place..<min(bytes.count, place + [1, 2, 4, 8][below(4)]) { bytes[index] = fill }
    default:
      bytes.insert(contentsOf: Self.texts[below(Self.texts.count)], at: place)
    }
  }
}
