import LedgerCore

/// What books in memory take for a certificate with its contract and opened months: what the
/// kernel says is resident, after less what was before.
struct MemoryScenario: Scenario {
  let name = "memory"
  let title = "memory per certificate with its contract"
  private static let monthCount = 3
  /// Certificate, contract and the consumer's application.
  private static let externalNumbers = 3

  func measure(_ bench: Bench) throws -> Measurement {
    let region = Region(
      certificates: bench.settings.lines, months: Self.monthCount, seed: bench.settings.seed)
    let keys = try RegionKeys(region)
    var model = RegionModel(region)
    ProcessMemory.trim()
    let before = ProcessMemory.resident
    var writer = BooksWriter(region)
    try writer.found(region, keys)
    for month in region.months { try writer.openMonth(month, region, &model) }
    ProcessMemory.trim()
    let after = ProcessMemory.resident
    try bench.expect(writer.books, toAgreeWith: model)
    let count = Double(region.certificateCount)
    let target = Double(200 + 32 * Self.monthCount + 48 * Self.externalNumbers)
    return Measurement(
      size: "\(region.certificateCount) certificates, \(Self.monthCount) opened months, "
        + "\(Self.externalNumbers) external numbers each",
      unit: "bytes", isRate: false, runs: [Double(after - before) / count],
      target: Target(kind: .atMost, value: target),
      details: [
        Detail("a contract's row", Double(MemoryLayout<Contract>.stride), "bytes"),
        Detail("a month's row", Double(MemoryLayout<ContractMonth>.stride), "bytes"),
        Detail("a certificate's row", Double(MemoryLayout<Certificate>.stride), "bytes"),
      ],
      checks: ["every balance as the model has it"],
      digest: region.digest(of: writer.books).hex)
  }
}
