import Audit

/// The full verifier on a ledger of registers, claims and documents of one line: hashes, tree, every
/// signature, every posting derived again.
struct VerificationScenario: Scenario {
  let name = "verification"
  let title = "full verification"

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let region = Region(certificates: settings.lines, months: 1, seed: settings.seed)
    let finished = try FinishedLedger(
      region, singles: settings.lines / 50, at: bench.path("ledger"))
    let root = try finished.ledger.root()
    try bench.expect(finished.ledger.books, toAgreeWith: finished.model)
    finished.ledger.close()
    let clock = ContinuousClock()
    var runs: [Double] = []
    var last: VerificationReport?
    for _ in 0..<settings.runs {
      let start = clock.now
      let report = try Verifier(ledger: finished.ledger.path).run()
      runs.append(clock.now.seconds(since: start))
      try bench.expect(
        report.isClean, "the verifier finds: \(report.findings.first.debugDescription)")
      try bench.expect(report.root == root, "the verifier comes to another root")
      try bench.expect(
        report.postings == finished.postingCount && report.signatures == finished.signatureCount,
        "the verifier sees \(report.postings) postings and \(report.signatures) signatures "
          + "instead of \(finished.postingCount) and \(finished.signatureCount)")
      last = report
    }
    guard let report = last else { throw BenchmarkFault.wrong("nothing was verified") }
    let hashing = { (limits: MachineLimits) in Double(report.bytes) / limits.hashAll }
    let verifying = { (limits: MachineLimits) in Double(report.signatures) / limits.verifyAll }
    return Measurement(
      size:
        "\(report.entries) entries, \(report.postings) postings, \(report.signatures) signatures, "
        + "\(report.bytes >> 20) MiB",
      unit: "s", isRate: false, runs: runs,
      limit: MeasuredLimit(
        meaning: "the larger of hashing all bytes and verifying all signatures, on all cores",
        parts: [("hashing alone", "s", hashing), ("verifying alone", "s", verifying)]
      ) { max(hashing($0), verifying($0)) },
      target: Target(kind: .shareOfLimit, value: 0.9),
      details: [
        Detail("postings", Double(report.postings) / Spread(runs).median, "a second")
      ],
      checks: ["clean", "root, postings and signatures as they were written"],
      digest: root.hex, root: root.hex)
  }
}
