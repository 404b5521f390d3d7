import Foundation
import LedgerCore

/// `kazna balance certificate` as a whole process, from its start to its end, on a large ledger.
struct BalanceScenario: Scenario {
  let name = "balance"
  let title = "`kazna balance` as a whole process"
  /// After so long no further process is started.
  private static let secondsMax = 20.0

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(certificates: settings.lines, months: 1, seed: settings.seed)
    let ledger = try BenchmarkLedger(region, RegionKeys(region), at: bench.path("ledger"))
    var writer = ledger
    try writer.found(region, ledger.keys)
    var model = RegionModel(region)
    try writer.openMonth(12, region, &model)
    let digest = region.digest(of: ledger.books)
    let root = try ledger.root()
    ledger.close()
    let starts = try (0..<min(20, settings.processCount)).map { _ in
      try Spawn.run(settings.program, ["--help"]).seconds * 1_000
    }
    let milliseconds = try calls(region, model, ledger.path, bench)
    let groupSize = (milliseconds.count + settings.runs - 1) / settings.runs
    return Measurement(
      size: "\(region.certificateCount) certificates, \(milliseconds.count) processes",
      unit: "ms", isRate: false,
      runs: milliseconds.inGroups(of: groupSize).map { Spread($0).median },
      limit: MeasuredLimit(meaning: "the same program printing its help") { _ in
        Spread(starts).median
      },
      target: Target(kind: .atMost, value: 50), latency: Latency(milliseconds),
      checks: ["every answer as the model has it"], digest: digest.hex, root: root.hex)
  }

  private func calls(
    _ region: Region, _ model: RegionModel, _ path: String, _ bench: Bench
  ) throws -> [Double] {
    let clock = ContinuousClock()
    let start = clock.now
    var milliseconds: [Double] = []
    while milliseconds.count < bench.settings.processCount {
      let isLate = clock.now.seconds(since: start) > Self.secondsMax
      if isLate && milliseconds.count >= bench.settings.runs { break }
      let value = region.values.value(.asked, milliseconds.count)
      let index = Int(value % UInt64(region.certificateCount))
      let number = region.certificate(index).description
      let answer = try Spawn.run(
        bench.settings.program,
        ["balance", "certificate", number, "--ledger", path, "--format", "json"])
      let available = Money(kopecks: model.available[index]).decimal
      try bench.expect(
        answer.exitCode == 0 && answer.output.contains(#""available":"\#(available)""#),
        "the balance of \(number) is \(answer.output), exit code \(answer.exitCode)")
      milliseconds.append(answer.seconds * 1_000)
    }
    return milliseconds
  }
}
