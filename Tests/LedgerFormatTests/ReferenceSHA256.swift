import Bytes
import LedgerFormat
import Testing

/// SHA-256 straight from FIPS 180-4, slow and plain: the format leaves hashing to its caller, and
/// its tests need no other module.
enum ReferenceSHA256 {
  static func hash(_ buffer: UnsafeRawBufferPointer) -> Digest { hash(Array(buffer)) }

  static func hash(_ message: [UInt8]) -> Digest {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    withUnsafeBytes(of: UInt64(message.count * 8).bigEndian) { padded.append(contentsOf: $0) }
    var state = roots(2, count: 8).map { UInt32(truncatingIfNeeded: $0) }
    for start in stride(from: 0, to: padded.count, by: 64) {
      compress(&state, Array(padded[start..<start + 64]))
    }
    var writer = ByteWriter()
    for word in state { writer.write(word.byteSwapped) }
    return Digest(bytes: writer.bytes)!
  }

  private static let constants = roots(3, count: 64).map { UInt32(truncatingIfNeeded: $0) }

  private static func compress(_ state: inout [UInt32], _ block: [UInt8]) {
    var words = (0..<16).map { index in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[index * 4 + $1]) }
    }
    for index in 16..<64 {
      let (early, late) = (words[index - 15], words[index - 2])
      let low = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
      let high = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
      words.append(words[index - 16] &+ low &+ words[index - 7] &+ high)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let high = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let first = h &+ high &+ ((e & f) ^ (~e & g)) &+ constants[index] &+ words[index]
      let low = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let second = low &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractions of the square or cube roots of the first primes.
  private static func roots(_ power: Int, count: Int) -> [UInt64] {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < count {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The largest root of which the power is at most the prime, in units of 2^-32.
      var root: UInt64 = 0
      for bit in (0..<40).reversed() {
        let trial = root | 1 << UInt64(bit)
        let square = trial.multipliedFullWidth(by: trial)
        let fits: Bool
        if power == 2 {
          fits = square.high < prime
        } else {
          // trial³ < prime · 2^96, with trial² = high · 2^64 + low.
          let low = square.low.multipliedFullWidth(by: trial)
          let upper = UInt64(square.high) * trial + low.high
          fits = upper < prime << 32
        }
        if fits { root = trial }
      }
      return root & 0xFFFF_FFFF
    }
  }
}

struct ReferenceSHA256Tests {
  @Test func knownAnswers() {
    #expect(
      ReferenceSHA256.hash([]).hex
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      ReferenceSHA256.hash(Array("abc".utf8)).hex
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
