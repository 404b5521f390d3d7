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
    return Measurement(
      size: "\(count) certificates, \(whole.entryCount) entries", unit: "s",
      isRate: false, runs: [whole.seconds],
      limit: MeasuredLimit(
        meaning: "libcrypto hashing the journal's bytes and verifying its signatures, all cores"
      ) { whole.coreSeconds($0) / Double(bench.settings.threads) },
      details: Self.phases(whole) + Self.growth(from: tenth, to: whole)
        + Self.country(whole, certificates: count),
      checks: ["every balance as the model has it", "the same after opening the ledger again"],
      digest: whole.ending.digest.hex, root: whole.ending.root.hex)
  }

  private static func phases(_ year: YearResult) -> [Detail] {
    year.phases.flatMap { phase in
      [
        Detail(phase.name, Double(phase.lines) / phase.seconds, "lines/s"),
        Detail("\(phase.name), in all", phase.seconds, "s"),
      ]
    } + [
      Detail("making and signing the documents", year.preparing, "s"),
      Detail("opening the ledger again", year.opening, "s"),
      Detail("journal", Double(year.bytes) / 1e6, "MB"),
      Detail("memory", Double(year.memory) / 1e6, "MB"),
    ]
  }

  /// 1 where a certificate costs in the large what it costs in the small: the test of what is
  /// calculated below.
  private static func growth(from small: YearResult, to large: YearResult) -> [Detail] {
    let scale = Double(large.certificateCount) / Double(small.certificateCount)
    func detail(_ name: String, _ value: (YearResult) -> Double) -> Detail {
      Detail(
        "\(name) a certificate, against a tenth of them", value(large) / value(small) / scale, "x")
    }
    return [
      detail("time", \.seconds), detail("journal") { Double($0.bytes) },
      detail("memory") { Double($0.memory) },
    ]
  }

  /// Calculated, not measured: the same cost for each certificate of the country.
  private static func country(_ year: YearResult, certificates: Int) -> [Detail] {
    let scale = country / Double(certificates)
    return [
      Detail("18 M certificates, calculated: time", year.seconds * scale / 3_600, "hours"),
      Detail("18 M certificates, calculated: journal", Double(year.bytes) * scale / 1e9, "GB"),
      Detail("18 M certificates, calculated: memory", Double(year.memory) * scale / 1e9, "GB"),
    ]
  }

  private func year(_ certificates: Int, _ bench: Bench) throws -> YearResult {
    var result = try lived(certificates, bench)
    let clock = ContinuousClock()
    let start = clock.now
    let ledger = try Ledger.read(result.ending.path)
    result.opening = clock.now.seconds(since: start)
    try bench.expect(ledger.books, toAgreeWith: result.ending.model)
    return result
  }

  private func lived(_ certificates: Int, _ bench: Bench) throws -> YearResult {
    let region = Region(certificates: certificates, months: 12, seed: bench.settings.seed)
    var year = try RegionYear(region, at: bench.path("year-\(certificates)"))
    try year.run()
    return try year.finish(bench)
  }
}
