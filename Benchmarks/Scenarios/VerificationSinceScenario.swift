import Audit
import Foundation
import LedgerService

/// The verifier of an auditor who comes again: the ledger of `verification`, of which everything was
/// judged at the last visit.
struct VerificationSinceScenario: Scenario {
  let name = "verification-since"
  let title = "verification since an earlier run, with nothing new"

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(certificates: settings.lines, months: 1, seed: settings.seed)
    let finished = try FinishedLedger(
      region, singles: settings.lines / 50, at: bench.path("ledger"))
    finished.ledger.close()
    let clock = ContinuousClock()
    let full = try Verifier(ledger: finished.ledger.path).run()
    guard let state = full.state(on: .latest) else {
      throw BenchmarkFault.wrong("the verifier finds: \(full.findings.first.debugDescription)")
    }
    var options = VerifierOptions()
    options.since = bench.path("state")
    let beforeSaving = clock.now
    let stateBytes = try save(state, bench.path("state"))
    let saving = clock.now.seconds(since: beforeSaving)
    var runs: [Double] = []
    for _ in 0..<settings.runs {
      let start = clock.now
      let report = try Verifier(ledger: finished.ledger.path, options).run()
      runs.append(clock.now.seconds(since: start))
      try bench.expect(
        report.isClean && report.since?.size == full.size && report.root == full.root,
        "the later run comes to something else")
      guard let again = report.state(on: .latest) else {
        throw BenchmarkFault.wrong("the later run leaves nothing")
      }
      _ = try save(again, bench.path("again"))
      try bench.expect(
        FileManager.default.contentsEqual(
          atPath: bench.path("state"), andPath: bench.path("again")),
        "the later run keeps another state")
    }
    let bytes = Double(full.bytes) + Double(stateBytes)
    return Measurement(
      size: "\(full.entries) entries, \(full.bytes >> 20) MiB, state of \(stateBytes >> 20) MiB",
      unit: "s", isRate: false, runs: runs,
      limit: MeasuredLimit(
        meaning: "hashing all bytes of the journal and of the state, on all cores"
      ) { bytes / $0.hashAll },
      details: [Detail("saving the state", saving, "s")],
      checks: ["clean", "the state of the earlier run, to the byte"],
      digest: full.root.hex, root: full.root.hex)
  }

  /// The bytes of the file.
  private func save(_ state: VerifiedState, _ path: String) throws -> Int {
    let file = try OutputFile(path)
    var count = 0
    try state.write {
      try file.write($0)
      count += $0.count
    }
    try file.commit()
    return count
  }
}
