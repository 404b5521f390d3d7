import Foundation
import SeededNumbers
import Testing

@testable import Benchmarks

/// The program as its user sees it.
@Suite(.serialized) struct ProgramTests {
  private func run(_ arguments: String...) -> (exitCode: Int32, out: String, err: String) {
    var out = ""
    var err = ""
    let code = BenchmarkProgram.run(arguments, print: { out += $0 }, complain: { err += $0 })
    return (code, out, err)
  }

  @Test func theHelpNamesEveryScenario() {
    let help = run("--help")
    #expect(help.exitCode == 0)
    for scenario in Scenarios.all { #expect(help.out.contains("  \(scenario.name) ")) }
  }

  @Test(arguments: [
    ["nothing"], ["claims", "postings"], ["claims", "--lines"], ["claims", "--lines", "0"],
    ["claims", "--lines", "10G"], ["claims", "--lines", "9999999999999999999M"],
    ["claims", "--format", "xml"], ["claims", "--speed", "high"], ["claims", "--runs", "13"],
    ["--lines", "10k"],
  ])
  func wrongUsageIsToldSo(_ arguments: [String]) {
    var err = ""
    let code = BenchmarkProgram.run(arguments, print: { _ in }, complain: { err += $0 })
    #expect(code == 2 && err.hasPrefix("kazna-benchmark: "))
  }

  @Test func sizesAreWrittenAsPeopleSayThem() throws {
    #expect(try Settings.parse(["claims", "--lines", "10k"]).settings.lines == 10_000)
    #expect(try Settings.parse(["year", "--certificates", "18M"]).settings.lines == 18_000_000)
    #expect(try Settings.parse(["--runs", "2", "claims"]).name == "claims")
  }

  @Test func theJSONIsWhole() throws {
    let outcome = run("postings", "--lines", "200", "--runs", "2", "--format", "json")
    #expect(outcome.exitCode == 0)
    let report = try JSONDecoder().decode(BenchmarkReport.self, from: Data(outcome.out.utf8))
    #expect(report.lines == 200 && report.runs == 2 && report.seed == 1)
    #expect(report.scenarios.map(\.name) == ["postings"])
    #expect(!report.machine.processor.isEmpty && report.machine.cores > 0)
    let limits = try #require(report.scenarios.first?.machine)
    #expect(limits.hashOne.map(\.size) == MachineLimits.recordSizes)
    let rates = [
      limits.signOne, limits.signAll, limits.verifyOne, limits.verifyAll, limits.hashAll,
      limits.copy, limits.updates, limits.syncMedian, limits.sync99,
    ]
    #expect(rates.allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test func tablesHoldTheSameFigures() throws {
    for format in ["table", "markdown"] {
      let outcome = run("postings", "--lines", "200", "--runs", "1", "--format", format)
      #expect(outcome.exitCode == 0)
      for text in [
        "postings/s", "Ed25519 verify, one core", "400 postings, 200 accounts", "limit:",
      ] {
        #expect(outcome.out.contains(text), "\(format): \(text)")
      }
    }
  }

  /// A wrong answer is exit 1, a program that cannot be started exit 6; no ledger stays behind.
  @Test func whatIsWrongFails() throws {
    let directory = FileManager.default.temporaryDirectory.path + "/wrong-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (program, code) in [("/bin/echo", Int32(1)), ("/nowhere/kazna", 6)] {
      let outcome = run(
        "balance", "--lines", "20", "--runs", "1", "--program", program, "--ledger-directory",
        directory)
      #expect(outcome.exitCode == code, "\(outcome)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
    }
  }

  @Test func percentilesAreOfTheNearestRank() {
    var numbers = SeededNumbers(seed: 1)
    let latency = Latency((1...200).map(Double.init).shuffled(using: &numbers))
    #expect(latency.median == 100.5 && latency.p99 == 198 && latency.most == 200)
    #expect(Latency([3]).p99 == 3)
    #expect(Spread([3, 1, 2]).median == 2)
  }

  @Test func figuresAreGroupedForReading() {
    #expect(
      [1_234_567, 12.34, 0.01234, 999, -4_000].map(\.short) == [
        "1 234 567", "12.3", "0.0123", "999", "-4 000",
      ])
  }
}
