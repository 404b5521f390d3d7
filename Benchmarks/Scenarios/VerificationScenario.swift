import Audit

/// The full verifier on a whole ledger: hashes, tree, every signature, every posting derived again.
struct VerificationScenario: Scenario {
  /// What most of the ledger's contracts came in.
  enum Contracts: Sendable {
    /// Registers of a thousand lines under one signature: deriving postings takes the time.
    case registers
    /// Documents of one line, each with its signature: verifying these takes the time.
    case documents
  }

  let contracts: Contracts

  var name: String {
    switch contracts {
    case .registers: "verification"
    case .documents: "verification-documents"
    }
  }

  var title: String {
    switch contracts {
    case .registers: "full verification of registers and claims of 1 000 lines"
    case .documents: "full verification of documents of one line"
    }
  }

  /// Certificates, and how many of their contracts are documents of their own.
  private func size(_ lines: Int) -> (certificates: Int, singles: Int) {
    switch contracts {
    case .registers: (lines, lines / 50)
    case .documents: (max(10, lines / 20), max(10, lines / 20))
    }
  }

  func measure(_ bench: Bench) throws -> Measurement {
    let settings = bench.settings
    let (certificates, singles) = size(settings.lines)
    let region = Region(certificates: certificates, months: 1, seed: settings.seed)
    let finished = try FinishedLedger(region, singles: singles, at: bench.path("ledger"))
    let root = try finished.ledger.root()
    try bench.expect(finished.ledger.books, toAgreeWith: finished.model)
    finished.ledger.close()
    let clock = ContinuousClock()
    var runs: [Double] = []
    var (entries, bytes) = (UInt64(0), UInt64(0))
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
      (entries, bytes) = (report.entries, report.bytes)
    }
    let (postings, signatures) = (finished.postingCount, finished.signatureCount)
    let hashing = { [bytes] (limits: MachineLimits) in Double(bytes) / limits.hashAll }
    let verifying = { (limits: MachineLimits) in Double(signatures) / limits.verifyAll }
    return Measurement(
      size:
        "\(entries) entries, \(postings) postings, \(signatures) signatures, \(bytes >> 20) MiB",
      unit: "s", isRate: false, runs: runs,
      limit: MeasuredLimit(
        meaning: "the larger of hashing all bytes and verifying all signatures, on all cores",
        parts: [("hashing alone", "s", hashing), ("verifying alone", "s", verifying)]
      ) { max(hashing($0), verifying($0)) },
      target: Target(kind: .shareOfLimit, value: 0.9),
      details: [
        Detail("postings", Double(postings) / Spread(runs).median, "a second")
      ],
      checks: ["clean", "root, postings and signatures as they were written"],
      digest: root.hex, root: root.hex)
  }
}
