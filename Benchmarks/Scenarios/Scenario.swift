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
  var limit: Limit?
  var target: Target?
  var latency: Latency?
  var details: [Detail] = []
  var checks: [String] = []
  var digest: String
  var root: String?
}

/// What a scenario works with.
struct Bench: Sendable {
  let settings: Settings
  let limits: MachineLimits
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
    VerificationScenario(), ReplayScenario(), BalanceScenario(), MemoryScenario(),
    LatencyScenario(), YearScenario(),
  ]

  static func named(_ name: String) throws -> [any Scenario] {
    if name == "all" { return Array(all.dropLast()) }
    guard let scenario = all.first(where: { $0.name == name }) else {
      throw BenchmarkFault.usage("there is no scenario \(name)")
    }
    return [scenario]
  }

  /// Measures the limits and then the scenario, in a directory that does not outlive it.
  static func run(_ scenario: any Scenario, _ settings: Settings) throws -> ScenarioReport {
    let directory = settings.ledgerDirectory + "/kazna-benchmark-\(UUID().uuidString)"
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw BenchmarkFault.machine("\(directory): \(error.localizedDescription)")
    }
    defer { try? files.removeItem(atPath: directory) }
    let limits = try MachineLimits.measure(
      threads: settings.threads, directory: directory, seconds: settings.limitSeconds)
    ProcessMemory.resetPeak()
    let found = try scenario.measure(
      Bench(settings: settings, limits: limits, directory: directory))
    return ScenarioReport(
      name: scenario.name, title: scenario.title, size: found.size, unit: found.unit,
      isRate: found.isRate, figure: Spread(found.runs), limit: found.limit, target: found.target,
      latency: found.latency, details: found.details, peakMemory: ProcessMemory.peak,
      checks: found.checks, digest: found.digest, root: found.root, machine: limits)
  }
}
