/// What one scenario measured.
struct ScenarioReport: Codable, Sendable {
  let name: String
  let title: String
  /// How much was done in a run, in words.
  let size: String
  let unit: String
  /// Whether more is better.
  let isRate: Bool
  let figure: Spread
  let limit: Limit?
  let target: Target?
  let latency: Latency?
  let details: [Detail]
  /// The most memory that was resident while it ran, in bytes.
  let peakMemory: Int
  /// How many cores other processes kept busy meanwhile, on average. Far from zero, the figures say
  /// little.
  let coresTaken: Double
  /// What was checked and held.
  let checks: [String]
  /// SHA-256 over what came out: the same for the same seed and size, whatever the threads.
  let digest: String
  /// The log's root, where there is a log. It depends on the order of the documents, and so on how
  /// submitters meet.
  let root: String?
  /// The machine's limits: the better of just before and just after.
  let machine: MachineLimits

  /// How much of the limit was reached: 1 is all of it.
  var ratio: Double? {
    guard let limit, figure.median > 0, limit.value > 0 else { return nil }
    return isRate ? figure.median / limit.value : limit.value / figure.median
  }

  var isMet: Bool? {
    guard let target else { return nil }
    switch target.kind {
    case .atLeast: return figure.median >= target.value
    case .atMost: return figure.median <= target.value
    case .shareOfLimit: return ratio.map { $0 >= target.value }
    }
  }
}

/// What the machine alone would give, in the unit of the figure.
struct Limit: Codable, Sendable {
  let meaning: String
  let value: Double
}

/// What the design asks for (section 9), in the unit of the figure, or as a share of the limit.
struct Target: Codable, Sendable {
  enum Kind: String, Codable, Sendable { case atLeast, atMost, shareOfLimit }

  let kind: Kind
  let value: Double
}

struct Detail: Codable, Sendable {
  let name: String
  let value: Double
  let unit: String

  init(_ name: String, _ value: Double, _ unit: String) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// A whole run of the program.
struct BenchmarkReport: Codable, Sendable {
  let machine: Machine
  let lines: Int
  let runs: Int
  let seed: UInt64
  let threads: Int
  let scenarios: [ScenarioReport]
}
