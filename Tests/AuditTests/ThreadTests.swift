import LedgerCore
import LedgerFormat
import Testing

@testable import Audit
@testable import HostileBytes

/// The same report, whatever the number of threads and however the work is shared out among them.
@Suite struct ThreadTests {
  /// Without further threads, and with more than there are cores; entry by entry, and in batches.
  private static let ways: [(threads: Int, batchCount: Int)] = [
    (0, 1), (1, 1), (1, 7), (3, 1), (3, 5), (8, 2), (8, 128),
  ]

  @Test(arguments: [3, 29, 97] as [UInt64])
  func journalsWithManyFlippedBits(seed: UInt64) throws {
    let town = try SampleTown.whole.get()
    for step in [389, 1_301, 9_973] {
      var journal = town.journal
      for offset in stride(from: Int(seed) * 53, to: journal.count, by: step) {
        journal[offset] ^= 1 << (UInt8(truncatingIfNeeded: offset) & 7)
      }
      let disk = MemoryDisk(journal: journal, latest: town.latest)
      let reports = try expectOneReport(disk, limit: 10_000)
      #expect(reports.findingCount > 3)
      _ = try expectOneReport(disk, limit: 4)
    }
  }

  /// Chain, tree and hashes are right, so that every stage has something to find.
  @Test func forgedEntries() throws {
    let forged = try ForgedJournal()
    var contents = forged.contents
    for index in contents.indices.reversed() where index % 3 == 0 {
      guard !contents[index].postings.isEmpty else { continue }
      contents[index].signatures = contents[(index + 1) % contents.count].signatures
      contents[index].postings = contents[index].postings.dropLast()
    }
    let disk = try forged.forge.disk(of: contents)
    let checks = Set(try expectOneReport(disk, limit: 10_000).findings.map(\.check))
    #expect(checks.isSuperset(of: [.signatures, .postings, .identities]))
  }

  @Test func aCleanJournal() throws {
    let town = try SampleTown.whole.get()
    let report = try expectOneReport(
      MemoryDisk(journal: town.journal, latest: town.latest), limit: 10)
    #expect(report.isClean && report.postings > 0 && report.signatures > 0)
  }

  private func expectOneReport(_ disk: MemoryDisk, limit: Int) throws -> VerificationReport {
    let expected = try run(disk, limit, threads: 0, batchCount: 128)
    for way in Self.ways {
      let report = try run(disk, limit, threads: way.threads, batchCount: way.batchCount)
      #expect(report.findings == expected.findings, "\(way)")
      #expect(report.findingCount == expected.findingCount, "\(way)")
      #expect(report.notes == expected.notes, "\(way)")
      #expect(report.root == expected.root && report.postings == expected.postings, "\(way)")
    }
    return expected
  }

  private func run(
    _ disk: MemoryDisk, _ limit: Int, threads: Int, batchCount: Int
  ) throws -> VerificationReport {
    var options = VerifierOptions()
    options.files = disk
    options.findingLimit = limit
    options.threads = threads
    options.batchCount = batchCount
    return try Verifier(ledger: MemoryDisk.ledger, options).run()
  }
}
