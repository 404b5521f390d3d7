import Foundation
import LedgerService

/// Opening a ledger that has no snapshot: every entry is read, hashed, decoded and applied.
struct ReplayScenario: Scenario {
  let name = "replay"
  let title = "replay at opening without a snapshot"

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(certificates: settings.lines, months: 1, seed: settings.seed)
    let finished = try FinishedLedger(region, singles: 0, at: bench.path("ledger"))
    let root = try finished.ledger.root()
    let digest = region.digest(of: finished.ledger.books)
    let bytes = finished.ledger.journalSize
    finished.ledger.close()
    let clock = ContinuousClock()
    var runs: [Double] = []
    for _ in 0..<settings.runs {
      try? FileManager.default.removeItem(atPath: finished.ledger.path + "/snapshots")
      let start = clock.now
      let ledger = try Ledger.read(finished.ledger.path)
      runs.append(Double(finished.postingCount) / clock.now.seconds(since: start))
      try bench.expect(ledger.books, toAgreeWith: finished.model)
      try bench.expect(
        region.digest(of: ledger.books) == digest, "the replayed state has another digest")
    }
    return Measurement(
      size: "\(finished.postingCount) postings, \(bytes >> 20) MiB", unit: "postings/s",
      isRate: true, runs: runs,
      limit: MeasuredLimit(
        meaning: "hashing the journal's bytes on one core"
      ) { Double(finished.postingCount) * $0.hash64K / Double(bytes) },
      target: Target(kind: .atLeast, value: 2_000_000),
      checks: ["every balance as the model has it", "the same digest each time"],
      digest: digest.hex, root: root.hex)
  }
}
