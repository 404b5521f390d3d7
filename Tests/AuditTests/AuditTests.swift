import Foundation
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

  /// Over files, and with the keys of the ledger itself replaced on the way.
  @Test func aLedgerWithReplacedKeysIsClean() throws {
    let town = try TownWriter()
    defer { town.remove() }
    try town.enrolKeys()
    for (name, role) in [("log-2", KeyRole.log), ("operator-2", .operator)] {
      let key = try town.session.ring.create(name, .ed25519)
      try town.write(by: ["authority", "first", "second"]) { _ in
        .keyReplaced(KeyReplacement(role: role, key: key.spki))
      }
    }
    try town.register()
    town.session.close()
    var steps: [UInt64] = []
    let report = try Verifier(ledger: town.ledger).run { steps.append($0.entries) }
    #expect(report.findings.map { $0.message(russian: false) } == [])
    #expect(report.entries == 13)
    #expect(steps.last == 13)

    // What a crash or a foreign hand leaves beside the segments is not read.
    let stray = town.ledger + "/journal/torn-64-0.bin"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: stray))
    #expect(try Verifier(ledger: town.ledger).run().isClean)
    #expect(throws: VerifierError.storage(.noLedger(path: town.root + "/none"))) {
      try Verifier(ledger: town.root + "/none").run()
    }
    #expect(throws: VerifierError.self) { try Verifier(ledger: stray).run() }
  }

  /// Each check alone reads the whole ledger and finds it clean.
  @Test(arguments: CheckName.allCases)
  func oneCheckAlone(check: CheckName) throws {
    let report = try SampleTown.whole.get().disk.verify(checks: [check])
    #expect(report.isClean)
    #expect(report.checks == [check])
  }

  @Test func aWriterAtWork() throws {
    let town = try SampleTown.whole.get()
    let frames = Forge(town).frames.filter { $0.type == .checkpoint }
    var disk = town.disk
    disk.files[MemoryDisk.latest] = frames[frames.count - 2].payload
    disk.later = MemoryDisk.Later(latest: town.latest)
    let report = try disk.verify()
    #expect(report.isClean)
    #expect(report.notes.map(\.kind) == [.writerAtWork])
    #expect(report.notes[0].message(russian: true) != report.notes[0].message(russian: false))
  }
}
