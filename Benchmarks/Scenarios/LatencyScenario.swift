import LedgerCore

/// How long one submitter of one document waits for its durable receipt while others submit too:
/// those who wait at the same time share a commit.
struct LatencyScenario: Scenario {
  let name = "latency"
  let title = "one document to its durable receipt, under group commit"
  /// Submitters for each core.
  private static let submittersPerCore = 8

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let submitters = settings.threads * Self.submittersPerCore
    let count = max(64, settings.lines / 500)
    let region = Region(certificates: count * settings.runs, months: 3, seed: settings.seed)
    let ledger = try BenchmarkLedger(region, RegionKeys(region), at: bench.path("ledger"))
    defer { ledger.close() }
    var writer = ledger
    try writer.foundWithoutContracts(region, ledger.keys)
    var medians: [Double] = []
    var rates: [Double] = []
    var latencies: [Double] = []
    for first in stride(from: 0, to: region.certificateCount, by: count) {
      let documents = try ledger.sign((first..<first + count).map(region.singleContract))
      let outcome = try Submitters.run(
        documents.map { [$0] }, to: ledger.queue, threads: submitters)
      medians.append(Latency(outcome.latencies).median)
      rates.append(Double(count) / outcome.seconds)
      latencies += outcome.latencies
    }
    try bench.expect(ledger.books, toAgreeWith: RegionModel(region))
    return Measurement(
      size: "\(count) documents, \(submitters) submitters", unit: "ms", isRate: false,
      runs: medians,
      limit: MeasuredLimit(meaning: "the disk's own sync", value: \.syncMedian),
      latency: Latency(latencies),
      details: [Detail("accepted", Spread(rates).median, "documents/s")],
      checks: ["every balance as the model has it"],
      digest: region.digest(of: ledger.books).hex, root: try ledger.root().hex)
  }
}
