import LedgerCore
import LedgerService

/// A year of a region through the durable service, phase by phase; before it a tenth of it, to see
/// whether cost grows with size alone; after it, by calculation, the whole country.
struct YearScenario: Scenario {
  let name = "year"
  let title = "a year of a region: twelve months, two cycles each, durable"
  /// Certificates of the whole country.
  private static let country = 18_000_000.0

  func measure(_ bench: Bench) throws -> Measurement {
    let count = bench.settings.lines
    let tenth = try year(max(1, count / 10), bench)
    let whole = try year(count, bench)
    let scale = Double(count) / Double(max(1, count / 10))
    let country = Self.country / Double(count)
    return Measurement(
      size: "\(count) certificates, \(whole.entryCount) entries", unit: "s",
      isRate: false, runs: [whole.seconds],
      limit: Limit(
        meaning: "libcrypto hashing the journal's bytes and verifying its signatures, all cores",
        value: whole.coreSeconds(bench.limits) / Double(bench.settings.threads)),
      details: whole.phases.map { Detail($0.name, Double($0.lines) / $0.seconds, "lines/s") } + [
        Detail("making and signing the documents", whole.preparing, "s"),
        Detail("opening the ledger again", whole.opening, "s"),
        Detail("journal", Double(whole.bytes) / 1e6, "MB"),
        Detail("memory", Double(whole.memory) / 1e6, "MB"),
        Detail("time, of ten times the tenth's", whole.seconds / (tenth.seconds * scale), "x"),
        Detail(
          "disk, of ten times the tenth's", Double(whole.bytes) / (Double(tenth.bytes) * scale), "x"
        ),
        Detail(
          "memory, of ten times the tenth's", Double(whole.memory) / (Double(tenth.memory) * scale),
          "x"),
        Detail("18 M certificates, calculated: time", whole.seconds * country / 3_600, "hours"),
        Detail("18 M certificates, calculated: journal", Double(whole.bytes) * country / 1e9, "GB"),
        Detail("18 M certificates, calculated: memory", Double(whole.memory) * country / 1e9, "GB"),
      ],
      checks: ["every balance as the model has it", "the same after opening the ledger again"],
      digest: whole.digest, root: whole.root)
  }

  private func year(_ certificates: Int, _ bench: Bench) throws -> YearResult {
    let region = Region(certificates: certificates, months: 12, seed: bench.settings.seed)
    var run = try RegionYear(region, at: bench.path("year-\(certificates)"))
    try run.run()
    return try run.finish(bench)
  }
}
