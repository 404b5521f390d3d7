import LedgerCore
import Testing

@testable import Audit

@Suite struct CleanLedgerTests {
  @Test func aLedgerThatTheServiceWroteIsClean() throws {
    let town = try SampleTown.whole.get()
    let report = try MemoryDisk(journal: town.journal, latest: town.latest).verify()
    #expect(report.findings.map { $0.message(russian: false) } == [])
    #expect(report.isClean)
    #expect(report.notes == [])
    #expect(report.entries == report.documents)
    #expect(report.checkpoints == report.entries)
    #expect(report.signatures > report.entries)
    #expect(report.postings > 30)
    #expect(report.size == report.entries)
    #expect(report.bytes == UInt64(town.journal.count))
  }
}
