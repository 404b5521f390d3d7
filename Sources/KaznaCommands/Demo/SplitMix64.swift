/// The generator of the example: SplitMix64 (Steele, Lea and Flood, 2014). The same seed gives the
/// same town on every machine, which a system generator does not promise.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of the range. The bias of the remainder is far below what an example could show.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True in `percent` of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }

  /// The index of a weight, each as probable as it is heavy.
  mutating func pick(byWeight weights: [Int]) -> Int {
    var left = number(1...weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left <= 0 { return index }
    }
    return weights.count - 1
  }
}
