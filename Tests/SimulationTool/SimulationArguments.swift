/// What the command line asks for; nil where it makes no sense.
struct SimulationArguments {
  var from: UInt64 = 1
  var seeds: UInt64 = 1_000
  var seconds: Int?
  var groups = 16

  init?(_ words: [String]) {
    guard words.count.isMultiple(of: 2) else { return nil }
    for index in stride(from: 0, to: words.count, by: 2) {
      guard let number = Int(words[index + 1]), number >= 0 else { return nil }
      switch words[index] {
      case "--from": from = UInt64(number)
      case "--seeds": seeds = UInt64(number)
      case "--seconds": seconds = number
      case "--groups": groups = number
      default: return nil
      }
    }
  }
}
