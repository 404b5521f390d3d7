import LedgerCore
import LedgerService

/// Documents of one line, each signed and verified on its own, durable: one contract each.
struct DocumentsScenario: Scenario {
  let name = "documents"
  let title = "documents of one line, each signed and verified on its own, durable"
  /// Documents that wait for one sync together.
  private static let documentsPerCall = 1_024
  /// So that some are examined while others are on their way to the disk.
  private static let submittersPerCore = 2

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let count = max(10, settings.lines / 10)
    let region = Region(certificates: count * settings.runs, months: 3, seed: settings.seed)
    let (outcomes, ending) = try submit(region, count, bench)
    try bench.expect(Ledger.read(ending.path).books, toAgreeWith: ending.model)
    return Measurement(
      size: "\(count) contracts of one document each", unit: "documents/s", isRate: true,
      runs: outcomes.map { Double(count) / $0.seconds },
      limit: MeasuredLimit(
        meaning: "libcrypto verifying on \(settings.threads) cores", value: \.verifyAll),
      target: Target(kind: .shareOfLimit, value: 0.9),
      latency: Latency(outcomes.flatMap(\.latencies)),
      details: [
        Detail(
          "processor time",
          Spread(outcomes.map { $0.processorSeconds / Double(count) * 1e6 }).median,
          "µs a document")
      ],
      checks: ["every balance as the model has it", "the same after opening the ledger again"],
      digest: ending.digest.hex, root: ending.root.hex)
  }

  private func submit(
    _ region: Region, _ count: Int, _ bench: Bench
  ) throws -> (outcomes: [Submitters.Outcome], ending: LedgerEnding) {
    let ledger = try BenchmarkLedger(region, RegionKeys(region), at: bench.path("ledger"))
    defer { ledger.close() }
    var writer = ledger
    try writer.foundWithoutContracts(region, ledger.keys)
    let batch = bench.settings.batch ?? Self.documentsPerCall
    var outcomes: [Submitters.Outcome] = []
    for first in stride(from: 0, to: region.certificateCount, by: count) {
      let documents = try ledger.sign((first..<first + count).map(region.singleContract))
      outcomes.append(
        try Submitters.run(
          documents.inGroups(of: batch), to: ledger.queue, .each,
          threads: bench.settings.threads * Self.submittersPerCore))
    }
    let model = RegionModel(region)
    try bench.expect(ledger.books, toAgreeWith: model)
    return (outcomes, try ledger.ending(model))
  }
}
