import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import Testing

@testable import Audit
@testable import HostileBytes

/// The file that an auditor keeps between two runs.
@Suite struct VerifiedStateTests {
  private let day = CalendarDate(iso: "2024-01-31")!
  private let disk: MemoryDisk
  private let state: VerifiedState

  init() throws {
    disk = try SampleTown.whole.get().disk
    state = try #require(disk.verify().state(on: day))
  }

  /// Where these bytes change, the title in their first line has to rise.
  @Test func theBytesOfAStateStayAsTheyAre() throws {
    let journal = try VectorJournal(VectorTown.everyKind.get())
    let disk = MemoryDisk(journal: journal.segments[0]!, latest: journal.latest)
    let bytes = try #require(disk.verify().state(on: day)).bytes
    #expect(String(decoding: bytes.prefix(17), as: UTF8.self) == "kazna-verified-v3")
    let golden = "22007b1a49d9243c30bdb25431ff4c75fcc6919a5dde9b206ff9cb8f685967de"
    #expect(SHA256.hash(bytes).hex == golden)
  }

  /// As older verifiers wrote it: without the books, or the hash over all bytes.
  @Test func aStateOfAnOlderVerifierIsNone() throws {
    let bytes = state.bytes
    for version in [1, 2] {
      var older = bytes
      older[16] = UInt8(ascii: "0") + UInt8(version)
      #expect(throws: StateError.outdated) { try VerifiedState(parsing: older) }
    }
    let text = "kazna-verified-v1\nkazna/00\n"
    #expect(throws: StateError.outdated) { try VerifiedState(parsing: Array(text.utf8)) }
  }

  @Test func aStateThatWasChangedIsNone() throws {
    let bytes = state.bytes
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      #expect(throws: StateError.self) { try VerifiedState(parsing: changed) }
    }
    for count in [0, 1, 17, 18, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: StateError.self) { try VerifiedState(parsing: Array(bytes[..<count])) }
    }
    #expect(throws: StateError.changed) { try VerifiedState(parsing: bytes + [0]) }
    var disk = self.disk
    disk.files["/since"] = Array(bytes.dropLast())
    var options = VerifierOptions()
    options.since = "/since"
    options.files = disk
    #expect(throws: VerifierError.state(path: "/since", reason: .changed)) {
      try Verifier(ledger: MemoryDisk.ledger, options).run()
    }
  }

  /// With a hash that fits: one that left checks out, one of another length.
  @Test func whatAStateMustHold() throws {
    func parse(_ old: String, _ new: String) throws -> VerifiedState {
      let body = state.bytes.dropLast(Digest.byteCount)
      let at = try #require(body.firstRange(of: Array(old.utf8)))
      let changed = Array(body[..<at.lowerBound]) + Array(new.utf8) + Array(body[at.upperBound...])
      return try VerifiedState(parsing: changed + SHA256.hash(changed).bytes)
    }
    #expect(throws: StateError.checksMissing(["envelopes"])) { try parse(",envelopes", "") }
    #expect(throws: StateError.malformed("its books are of another size")) {
      try parse("\n\(state.size)\n", "\n7\n")
    }
    #expect(throws: StateError.malformed("it is written otherwise")) {
      try parse("checks ", "checks  ")
    }
    #expect(throws: StateError.malformed("its days are no days")) {
      try parse("run 2024-01-31", "run 2024-02-31")
    }
    #expect(try parse("run 2024-01-31", "run 2024-01-30").ranOn < state.ranOn)
  }
}
