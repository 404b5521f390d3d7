import Foundation

/// The program without its process: arguments in, text and an exit code out.
package enum BenchmarkProgram {
  /// Prints the report with `print`, and whatever else there is to say with `complain`.
  package static func run(
    _ arguments: [String], print: (String) -> Void, complain: (String) -> Void
  ) -> Int32 {
    if arguments.contains("--help") || arguments.isEmpty {
      print(help)
      return 0
    }
    do {
      let (name, settings) = try Settings.parse(arguments)
      let scenarios = try Scenarios.named(name)
      if !Machine.isOptimised {
        complain("this is a debug build: its figures mean nothing (swift build -c release)\n")
      }
      let reports = try scenarios.map { scenario in
        if isatty(STDERR_FILENO) != 0 { complain("\(scenario.name): \(scenario.title)\n") }
        return try Scenarios.run(scenario, settings)
      }
      let report = BenchmarkReport(
        machine: Machine(directory: settings.ledgerDirectory), lines: settings.lines,
        runs: settings.runs, seed: settings.seed, threads: settings.threads, scenarios: reports)
      print(try report.render(settings.format))
      return 0
    } catch let fault as BenchmarkFault {
      complain("kazna-benchmark: \(fault)\n")
      return fault.exitCode
    } catch {
      complain("kazna-benchmark: \(error)\n")
      return 6
    }
  }

  private static var help: String {
    let width = Scenarios.all.map(\.name.count).max() ?? 0
    let scenarios = Scenarios.all.map { scenario in
      "  " + scenario.name + String(repeating: " ", count: width + 2 - scenario.name.count)
        + scenario.title
    }.joined(separator: "\n")
    return """
      Measures Kazna beside the limits of the machine, and checks what comes out.

      Usage: kazna-benchmark all|SCENARIO [options]

      Scenarios (all: every one but year):
      \(scenarios)

      Options:
        --lines N             claim lines, certificates, contracts: 10k, 100k, 1M, 10M (default 1M);
                              for year, --certificates N says the same
        --runs N              runs of each scenario, 1 to 12 (default 3)
        --threads N           submitters, and cores of the limits (default: all cores)
        --batch N             documents that a submitter hands over in one call
                              (default: 16 claims, 1024 single documents)
        --seed S              what the made-up data follow from (default 1)
        --format F            table, json or markdown (default table)
        --ledger-directory D  where the ledgers stand, on the disk to be measured; they are removed
                              afterwards (default: the system's directory for temporary files)
        --program PATH        the program `kazna` whose start is measured (default: beside this one)

      Exit codes: 0 measured, 1 a result is wrong, 2 wrong usage, 6 the machine does not serve.

      Examples:
        kazna-benchmark all --lines 100k
        kazna-benchmark claims --lines 10M --runs 1 --ledger-directory /srv
        kazna-benchmark year --certificates 1M --format markdown

      """
  }
}
