import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import Testing

@testable import Audit
@testable import HostileBytes

/// Directories that somebody made to harm the verifier.
@Suite struct HostileLedgerTests {
  private let town: SampleTown
  private let forge: Forge

  init() throws {
    town = try SampleTown.small.get()
    forge = Forge(town)
  }

  /// A snapshot of nothing, beside an entry that is none.
  @Test func aSnapshotBehindNoEntry() throws {
    let journal =
      forge.head + Forge.bytes(.entry, [UInt8](repeating: 1, count: 50))
      + Forge.bytes(.checkpoint, [2])
    var disk = MemoryDisk(journal: journal, latest: [2])
    for number in ["00000000000000000000", "18446744073709551615"] {
      disk.files["/ledger/snapshots/\(number).snapshot"] = []
    }
    let report = try disk.verify()
    #expect(report.has(.entryForm, entry: 0))
    #expect(report.has(.snapshotForm))
  }

  /// Numbers at the end of what 64 bits hold, in headers and in names.
  @Test func numbersWithoutNext() throws {
    let entry = forge.frames[2].payload
    let numbers: [UInt64] = [.max, .max - 1, 1 << 63, 1 << 48]
    for number in numbers {
      var payload = entry
      withUnsafeBytes(of: number.littleEndian) { payload.replaceSubrange(24..<32, with: $0) }
      var changed = forge
      changed.frames[2].payload = payload
      #expect(try changed.disk.verify().has(.entryNumber))
      var head = forge.head
      withUnsafeBytes(of: number.littleEndian) { head.replaceSubrange(40..<48, with: $0) }
      var disk = MemoryDisk(journal: [], latest: town.latest)
      disk.files = ["/ledger/checkpoints/latest": town.latest]
      disk.files["/ledger/journal/\(Self.digits(number)).journal"] =
        head + Forge.bytes(.entry, payload) + Forge.bytes(.checkpoint, forge.frames[3].payload)
      #expect(try disk.verify().has(.segmentOrder))
    }
  }

  /// What is missing takes no room, and may be anything; what is there is known.
  @Test func gapsInTheNumbers() throws {
    let chain = ChainAudit()
    let log = FindingLog(checks: Set(CheckName.allCases), limit: 10_000)
    var number: UInt64 = 0
    let hashes = (0..<100).map { SHA256.hash([UInt8($0)]) }
    for hash in hashes {
      _ = chain.add(number: number, previous: nil, hash: hash, Place(), log)
      number += 1 << 20
    }
    #expect(chain.position == 99 << 20 + 1)
    #expect(chain.contains(EntryReference(number: 98 << 20, hash: hashes[98])))
    #expect(!chain.contains(EntryReference(number: 98 << 20, hash: hashes[97])))
    #expect(chain.contains(EntryReference(number: 98 << 20 + 1, hash: hashes[0])))
    #expect(!chain.contains(EntryReference(number: 99 << 20 + 1, hash: hashes[99])))
    #expect(log.total == 99)
    // A copy of an earlier entry changes nothing about it.
    _ = chain.add(number: 0, previous: nil, hash: hashes[5], Place(), log)
    #expect(chain.contains(EntryReference(number: 0, hash: hashes[0])))
    #expect(!chain.contains(EntryReference(number: 0, hash: hashes[5])))
  }

  private static func digits(_ number: UInt64) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: 20 - digits.count) + digits
  }
}

/// Who stands in the registry, with keys that end.
@Suite struct KeyRegistryTests {
  private let registry = KeyRegistry()
  private static let key = (1...9).map { [UInt8](repeating: $0, count: 44) }

  private func apply(_ body: DocumentBody, entry: UInt64) throws {
    let header = try ForgedJournal().contents[1].document
    _ = registry.apply(
      Document(header: try DocumentCodec.decode(header).header, body: body), entry: entry)
  }

  private func enrol(_ key: Int, _ role: KeyRole, entry: UInt64) throws {
    let enrolment = KeyEnrolment(
      key: Self.key[key], role: role, party: TownWriter.payer, from: .earliest, to: .latest)
    try apply(.keyEnrolled(enrolment), entry: entry)
  }

  private func revoke(_ key: Int, entry: UInt64) throws {
    try apply(.keyRevoked(KeyRevocation(key: SHA256.hash(Self.key[key]), reason: "")), entry: entry)
  }

  @Test func whoStands() throws {
    let witnesses: [KeyRole] = [.authority, .financeFirst, .financeSecond]
    func id(_ key: Int) -> Digest { SHA256.hash(Self.key[key]) }
    #expect(registry.active(.log) == nil)
    #expect(!registry.hasKey(of: .provider))
    #expect(!registry.hasKey(of: witnesses, besides: id(0)))
    try enrol(0, .authority, entry: 1)
    try enrol(1, .provider, entry: 2)
    #expect(registry.hasKey(of: .provider))
    #expect(!registry.hasKey(of: witnesses, besides: id(0)))
    #expect(registry.hasKey(of: witnesses, besides: id(1)))
    try enrol(2, .financeSecond, entry: 3)
    #expect(registry.hasKey(of: witnesses, besides: id(0)))
    try revoke(2, entry: 4)
    try revoke(2, entry: 5)
    #expect(registry.find(id(2))?.endedBy == 4)
    #expect(!registry.hasKey(of: witnesses, besides: id(0)))
    #expect(registry.hasKey(of: witnesses, besides: id(2)))
    for (number, key) in [3, 4, 5].enumerated() {
      let replacement = KeyReplacement(role: .log, key: Self.key[key])
      try apply(.keyReplaced(replacement), entry: UInt64(6 + number))
      #expect(registry.active(.log)?.id == id(key))
    }
    #expect(registry.find(id(4))?.endedBy == 8)
    try revoke(5, entry: 9)
    #expect(registry.active(.log) == nil)
    #expect(registry.hasKey(of: .log))
  }
}
