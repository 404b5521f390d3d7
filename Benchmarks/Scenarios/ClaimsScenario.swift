import LedgerCore
import LedgerFormat
import LedgerService

/// Final claims of a thousand lines, submitted and accepted, durable: signatures verified, rules
/// checked, posted, hashed, chained, synced. Each run takes another month of the same contracts.
/// Everything is signed before the clock starts; between submitting and accepting it stands.
struct ClaimsScenario: Scenario {
  let name = "claims"
  let title = "final claims of 1 000 lines, submitted and accepted, durable"
  /// Documents that a submitter hands over in one call: they wait for one sync together.
  private static let documentsPerCall = 16

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(
      certificates: settings.lines, months: settings.runs, seed: settings.seed)
    let (runs, ending) = try self.runs(region, bench)
    try bench.expect(Ledger.read(ending.path).books, toAgreeWith: ending.model)
    let lines = Double(region.certificateCount)
    let middle = runs[runs.count / 2]
    return Measurement(
      size: "\(region.certificateCount) lines, \(region.agreementCount) claims",
      unit: "lines/s", isRate: true, runs: runs.map { lines / $0.seconds },
      limit: MeasuredLimit(
        meaning: "libcrypto hashing the journal's bytes and verifying two signatures a claim"
      ) { lines * Double(settings.threads) / middle.coreSeconds($0) },
      target: Target(kind: .atLeast, value: 1_000_000),
      latency: Latency(runs.flatMap(\.latencies)),
      details: [
        Detail("submitted", Spread(runs.map { lines / $0.submitting }).median, "lines/s"),
        Detail("accepted", Spread(runs.map { lines / $0.accepting }).median, "lines/s"),
        Detail("journal", Double(middle.bytes) / lines, "bytes a line"),
      ],
      checks: ["every balance as the model has it", "the same after opening the ledger again"],
      digest: ending.digest.hex, root: ending.root.hex)
  }

  private func runs(
    _ region: Region, _ bench: Bench
  ) throws -> (runs: [ClaimsRun], ending: LedgerEnding) {
    let ledger = try BenchmarkLedger(region, RegionKeys(region), at: bench.path("ledger"))
    defer { ledger.close() }
    var writer = ledger
    try writer.found(region, ledger.keys)
    var model = RegionModel(region)
    var runs: [ClaimsRun] = []
    for month in region.months {
      try writer.openMonth(month, region, &model)
      runs.append(try run(month, ledger, model, bench))
      model.acceptFinals(month, advancePaid: false)
      try bench.expect(ledger.books, toAgreeWith: model)
    }
    return (runs, try ledger.ending(model))
  }

  private struct ClaimsRun {
    var submitting = 0.0
    var accepting = 0.0
    var latencies: [Double] = []
    var bytes = 0
    var signatures = 0

    var seconds: Double { submitting + accepting }

    /// What hashing and verifying alone would take on one core.
    func coreSeconds(_ limits: MachineLimits) -> Double {
      Double(bytes) / limits.hash64K + Double(signatures) / limits.verifyOne
    }
  }

  private func run(
    _ month: Int, _ ledger: BenchmarkLedger, _ model: RegionModel, _ bench: Bench
  ) throws -> ClaimsRun {
    let region = ledger.region
    let threads = bench.settings.threads
    let batch = bench.settings.batch ?? Self.documentsPerCall
    let claims = try ledger.sign(
      (0..<region.agreementCount).map { region.claim(.final, month, agreement: $0, model) })
    // Opening the month may have begun a snapshot, which is not what is measured here.
    ledger.awaitSnapshot()
    var run = ClaimsRun(bytes: -ledger.journalSize, signatures: 2 * claims.count)
    let submitted = try Submitters.run(
      claims.inGroups(of: batch), to: ledger.queue, threads: threads)
    let acceptances = try ledger.sign(
      submitted.receipts.joined().map { receipt in
        region.acceptance([EntryReference(number: receipt.entry, hash: receipt.hash)])
      })
    try bench.expect(acceptances.count == claims.count, "some claims have no receipt")
    let accepted = try Submitters.run(
      acceptances.inGroups(of: batch), to: ledger.queue, threads: threads)
    run.submitting = submitted.seconds
    run.accepting = accepted.seconds
    run.latencies = submitted.latencies + accepted.latencies
    run.bytes += ledger.journalSize
    return run
  }
}

extension Array {
  func inGroups(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
