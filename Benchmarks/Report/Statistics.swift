/// Figures of several runs of the same thing.
struct Spread: Codable, Sendable {
  let median: Double
  let least: Double
  let most: Double
  let runs: [Double]

  init(_ runs: [Double]) {
    precondition(!runs.isEmpty)
    let sorted = runs.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    least = sorted[0]
    most = sorted[sorted.count - 1]
    self.runs = runs
  }
}

/// How long single calls took, in milliseconds.
struct Latency: Codable, Sendable {
  let count: Int
  let median: Double
  let p99: Double
  let most: Double

  init(_ milliseconds: [Double]) {
    precondition(!milliseconds.isEmpty)
    let sorted = milliseconds.sorted()
    count = sorted.count
    median = Spread(sorted).median
    // The nearest rank: of a hundred calls, the ninety-ninth.
    p99 = sorted[(sorted.count * 99 + 99) / 100 - 1]
    most = sorted[sorted.count - 1]
  }
}
