/// Numbers that look random and are the same in every run and on every machine. Each is a function
/// of the seed and of what it is for, so that no part of a workload depends on the order in which
/// the parts are made.
struct SeededValues: Sendable {
  let seed: UInt64

  /// What a number is for: two uses with the same index are independent of each other.
  enum Purpose: UInt64, Sendable {
    case nominal = 1
    case price, delivered, debit, credit, amount, asked
  }

  func value(_ purpose: Purpose, _ index: Int, _ part: Int = 0) -> UInt64 {
    var state = Self.mix(seed &+ purpose.rawValue &* 0x9E37_79B9_7F4A_7C15)
    state = Self.mix(state ^ UInt64(bitPattern: Int64(index)))
    return Self.mix(state &+ UInt64(bitPattern: Int64(part)) &* 0xD6E8_FEB8_6659_FD93)
  }

  /// A number of the range. The bias of the remainder is far below what a benchmark could show.
  func number(
    _ range: ClosedRange<Int64>, _ purpose: Purpose, _ index: Int, _ part: Int = 0
  ) -> Int64 {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(value(purpose, index, part) % width)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
