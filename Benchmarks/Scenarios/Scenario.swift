import Foundation
import LedgerCore

/// One row of the design's section 9: what is done, measured and checked.
protocol Scenario: Sendable {
  var name: String { get }
  var title: String { get }
  func measure(_ bench: Bench) throws -> Measurement
}

/// What a scenario gives back: figures of its runs, and what they stand beside.
struct Measurement {
  var size: String
  var unit: String
  var isRate: Bool
  var runs: [Double]
  var limit: MeasuredLimit?
  var target: Target?
  var latency: Latency?
  var details: [Detail] = []
  var checks: [String]
  var digest: String
  var root: String?
}

/// What the machine alone would give, in the unit of the figure, worked out when the limits are known.
struct MeasuredLimit {
  let meaning: String
  /// What it is made of, told beside it.
  var parts: [(name: String, unit: String, value: (MachineLimits) -> Double)] = []
  let value: (MachineLimits) -> Double
}

/// What a scenario works with.
struct Bench: Sendable {
  let settings: Settings
  /// A directory of its own, on the ledger's disk, removed afterwards.
  let directory: String

  func path(_ name: String) -> String { directory + "/" + name }

  func expect(_ condition: Bool, _ text: @autoclosure () -> String) throws {
    guard condition else { throw BenchmarkFault.wrong(text()) }
  }

  /// Holds books against the model, account by account.
  func expect(_ books: Books, toAgreeWith model: RegionModel) throws {
    if let difference = model.difference(from: books) { throw BenchmarkFault.wrong(difference) }
  }
}

enum Scenarios {
  /// In the order of the design's table; the last one is run only by its name.
  static let all: [any Scenario] = [
    ClaimsScenario(), DocumentsScenario(), PostingsScenario(), CycleScenario(),
    VerificationScenario(contracts: .registers), VerificationScenario(contracts: .documents),
    VerificationSinceScenario(),
    ReplayScenario(), BalanceScenario(), MemoryScenario(), LatencyScenario(), YearScenario(),
  ]

  static func named(_ name: String) throws -> [any Scenario] {
    if name == "all" { return Array(all.dropLast()) }
    guard let scenario = all.first(where: { $0.name == name }) else {
      throw BenchmarkFault.usage("there is no scenario \(name)")
    }
    return [scenario]
  }

  /// Measures the limits, the scenario, and the limits again, of which the better count: other work
  /// on the machine may have taken from either. The directory does not outlive it.
  static func run(_ scenario: any Scenario, _ settings: Settings) throws -> ScenarioReport {
    let directory = settings.ledgerDirectory + "/kazna-benchmark-\(UUID().uuidString)"
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw BenchmarkFault.machine("\(directory): \(error.localizedDescription)")
    }
    defer { try? files.removeItem(atPath: directory) }
    func limits() throws -> MachineLimits {
      try MachineLimits.measure(
        threads: settings.threads, directory: directory, seconds: settings.limitSeconds)
    }
    let use = ProcessorUse()
    let before = try limits()
    // What the scenarios before it left behind is none of its business.
    ProcessMemory.trim()
    ProcessMemory.resetPeak()
    let found = try scenario.measure(Bench(settings: settings, directory: directory))
    let peakMemory = ProcessMemory.peak
    let best = try limits().better(of: before)
    return ScenarioReport(
      name: scenario.name, title: scenario.title, size: found.size, unit: found.unit,
      isRate: found.isRate, figure: Spread(found.runs),
      limit: found.limit.map { Limit(meaning: $0.meaning, value: $0.value(best)) },
      target: found.target, latency: found.latency,
      details: found.details
        + (found.limit?.parts ?? []).map { Detail($0.name, $0.value(best), $0.unit) },
      peakMemory: peakMemory, coresTaken: use.coresTakenByOthers(), checks: found.checks,
      digest: found.digest, root: found.root, machine: best)
  }
}
