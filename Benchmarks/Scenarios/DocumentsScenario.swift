import LedgerCore
import LedgerService

/// Documents of one line, each signed and verified on its own, durable: one contract each.
struct DocumentsScenario: Scenario {
  let name = "documents"
  let title = "documents of one line, each signed and verified on its own, durable"
  /// Documents that wait for one sync together.
  private static let documentsPerCall = 256

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let count = max(10, settings.lines / 50)
    let region = Region(certificates: count * settings.runs, months: 3, seed: settings.seed)
    let ledger = try BenchmarkLedger(region, RegionKeys(region), at: bench.path("ledger"))
    defer { ledger.close() }
    var writer = ledger
    try writer.foundWithoutContracts(region, ledger.keys)
    var runs: [Double] = []
    var latencies: [Double] = []
    for first in stride(from: 0, to: region.certificateCount, by: count) {
      let documents = try ledger.sign((first..<first + count).map(region.singleContract))
      let outcome = try Submitters.run(
        documents.inGroups(of: Self.documentsPerCall), to: ledger.queue,
        threads: settings.threads)
      runs.append(Double(count) / outcome.seconds)
      latencies += outcome.latencies
    }
    let model = RegionModel(region)
    try bench.expect(ledger.books, toAgreeWith: model)
    try bench.expect(Ledger.read(ledger.path).books, toAgreeWith: model)
    return Measurement(
      size: "\(count) contracts of one document each", unit: "documents/s", isRate: true,
      runs: runs,
      limit: Limit(
        meaning: "libcrypto verifying on \(settings.threads) cores",
        value: bench.limits.verifyAll),
      target: Target(kind: .shareOfLimit, value: 0.9), latency: Latency(latencies),
      checks: ["every balance as the model has it", "the same after opening the ledger again"],
      digest: region.digest(of: ledger.books).hex, root: try ledger.root().hex)
  }
}
