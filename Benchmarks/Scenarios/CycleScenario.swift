import Bytes
import Cryptography
import LedgerCore

/// A cycle calculated over all claim lines that wait, on one thread, in books in memory.
struct CycleScenario: Scenario {
  let name = "cycle"
  let title = "cycle calculation, one thread"

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(certificates: settings.lines, months: 1, seed: settings.seed)
    var writer = BooksWriter(region)
    try writer.found(region, RegionKeys(region))
    var model = RegionModel(region)
    try writer.openMonth(12, region, &model)
    try writer.claim(.final, 12, region, model, acceptedBy: 64)
    model.acceptFinals(12, advancePaid: false)
    try bench.expect(writer.books, toAgreeWith: model)
    var runs: [Double] = []
    var digest: Digest?
    for _ in 0..<settings.runs {
      let (seconds, effects) = try writer.rehearse(region.calculation)
      runs.append(seconds)
      guard case .cycle(let result) = effects.results else {
        throw BenchmarkFault.wrong("the calculation has no result")
      }
      try check(result, region, model, bench)
      try bench.expect(
        digest == nil || digest == result.envelope.digest, "two runs give two envelopes")
      digest = result.envelope.digest
    }
    // What must be read of a line: its own row and its contract's.
    let bytes = MemoryLayout<ClaimLineRow>.stride + MemoryLayout<Contract>.stride
    return Measurement(
      size: "\(region.certificateCount) claim lines, \(region.agreementCount) agreements",
      unit: "s", isRate: false, runs: runs,
      limit: MeasuredLimit(
        meaning: "copying the rows of the lines and of their contracts once"
      ) { Double(region.certificateCount * bytes) / $0.copy },
      target: Target(kind: .atMost, value: 0.2 * Double(region.certificateCount) / 1_000_000),
      details: [
        Detail(
          "per line", Spread(runs).median * 1e9 / Double(region.certificateCount), "ns")
      ],
      checks: [
        "every agreement's count and sum as the model has them", "the same envelope each run",
      ],
      digest: digest?.hex ?? "")
  }

  private func check(
    _ result: CycleResult, _ region: Region, _ model: RegionModel, _ bench: Bench
  ) throws {
    try bench.expect(result.lines.count == region.agreementCount, "agreements are missing")
    try bench.expect(result.carriedCount == 0, "\(result.carriedCount) lines are carried")
    for (index, line) in result.lines.enumerated() {
      try bench.expect(line.agreement == region.agreement(index), "agreements are out of order")
      try bench.expect(
        Int(line.count) == region.contracts(ofAgreement: index).count
          && line.finals.kopecks == model.payable[index] && line.net == line.finals,
        "agreement \(line.agreement) gets \(line.net.kopecks) kopecks instead of \(model.payable[index])"
      )
    }
    let sum = model.payable.reduce(0, +)
    try bench.expect(result.envelope.sum.kopecks == sum, "the envelope's sum is wrong")
  }
}
