import Foundation
import Testing

@testable import Benchmarks

/// Every scenario at a size of seconds: what it checks holds, and its report is whole. How long
/// anything took is of no interest here.
@Suite(.serialized) struct ScenarioTests {
  /// Those that the design sets no figure for.
  private static let withoutTarget: Set = ["latency", "verification-since", "year"]

  private static func settings(threads: Int = 2, seed: UInt64 = 1) -> Settings {
    var settings = Settings()
    settings.lines = 100
    settings.runs = 2
    settings.threads = threads
    settings.seed = seed
    // Nothing here is about a disk.
    if FileManager.default.isWritableFile(atPath: "/dev/shm") {
      settings.ledgerDirectory = "/dev/shm"
    }
    return settings
  }

  private func run(_ name: String, _ settings: Settings) throws -> ScenarioReport {
    try Scenarios.run(Scenarios.named(name)[0], settings)
  }

  @Test(arguments: Scenarios.all.map(\.name))
  func whatItChecksHoldsAndItsReportIsWhole(_ name: String) throws {
    let report = try run(name, Self.settings())
    #expect(report.name == name)
    #expect(!report.checks.isEmpty)
    #expect(report.digest.count == 64)
    #expect(report.figure.runs.allSatisfy { $0.isFinite })
    // So few certificates may fit into memory that was there before.
    #expect(report.figure.median > 0 || name == "memory")
    #expect(report.limit.map { $0.value > 0 && $0.value.isFinite } ?? (name == "memory"))
    #expect((report.target == nil) == Self.withoutTarget.contains(name))
    #expect(report.details.allSatisfy { $0.value.isFinite && !$0.name.isEmpty })
    #expect(report.peakMemory > 0)
  }

  /// The state depends on the seed and the size, and on nothing else; with one submitter, the log
  /// does so too.
  @Test(arguments: ["claims", "documents", "latency", "year"])
  func threadsDoNotChangeTheState(_ name: String) throws {
    let one = try run(name, Self.settings(threads: 1))
    let three = try run(name, Self.settings(threads: 3))
    #expect(one.digest == three.digest)
    #expect(try run(name, Self.settings(threads: 1, seed: 2)).digest != one.digest)
    switch name {
    // Eight submitters on each core meet as they may.
    case "latency": break
    case "year": #expect(one.root == three.root)
    default: #expect(try run(name, Self.settings(threads: 1)).root == one.root)
    }
  }

  /// A model that foresees anything else is told from the books, whatever the account.
  @Test func wrongBalancesAreSeen() throws {
    let region = Region(certificates: 40, months: 2, seed: 7)
    var writer = BooksWriter(region)
    try writer.found(region, RegionKeys(region))
    var model = RegionModel(region)
    #expect(model.difference(from: writer.books) == nil)
    try writer.openMonth(11, region, &model)
    #expect(model.difference(from: writer.books) == nil)
    var paid = model
    paid.payAdvances(11)
    #expect(paid.difference(from: writer.books) != nil)
    try writer.claim(.final, 11, region, model, acceptedBy: 8)
    #expect(model.difference(from: writer.books) != nil)
    model.acceptFinals(11, advancePaid: false)
    #expect(model.difference(from: writer.books) == nil)
    let other = RegionModel(Region(certificates: 40, months: 2, seed: 8))
    #expect(other.difference(from: writer.books) != nil)
  }
}
