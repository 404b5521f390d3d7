import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import LedgerFormat
import Testing
import TransparencyLog

@testable import LedgerService

/// A ledger that writes a snapshot at the end of each session that leaves `distance` behind.
private struct SnapshotLedger {
  let ledger: IndexTestLedger
  var directory: String { ledger.path + "/snapshots" }

  init(entries: Int, distance: UInt64 = 30) throws {
    ledger = try IndexTestLedger()
    try grow(to: entries, distance: distance)
  }

  func grow(to entries: Int, distance: UInt64 = 30) throws {
    let session = ledger.session()
    session.snapshotPolicy.distance = distance
    while ledger.entryCount < entries { try ledger.enroll("key-\(ledger.entryCount)", session) }
  }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
  }

  func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
  }

  /// Reads the ledger, and tells how many of its entries the snapshot spared.
  func read() throws -> (ledger: Ledger, spared: UInt64) {
    let ledger = try Ledger.read(ledger.path)
    return (ledger, ledger.openedSnapshot?.header.entryCount ?? 0)
  }

  /// The state root as a replay of the whole journal gives it.
  func replayedRoot() throws -> String {
    let aside = ledger.root + "/aside"
    try FileManager.default.moveItem(atPath: directory, toPath: aside)
    defer { try? FileManager.default.moveItem(atPath: aside, toPath: directory) }
    let (whole, spared) = try read()
    #expect(spared == 0)
    return whole.stateRoot().hex
  }
}

@Suite struct SnapshotTests {
  @Test func aReaderBeginsWithTheNewestSnapshot() throws {
    let test = try SnapshotLedger(entries: 12)
    // Sessions end after each entry; the fourth exceeds the distance.
    #expect(try test.names().last == "00000000000000000012.snapshot")
    try test.grow(to: 14, distance: 1_000)
    let (ledger, spared) = try test.read()
    #expect(spared == 12)
    #expect(ledger.books.nextEntry == 14)
    #expect(ledger.stateRoot().hex == (try test.replayedRoot()))
    #expect(ledger.openedSnapshot?.isDamaged == false)
  }

  @Test func aWriterGoesOnFromASnapshot() throws {
    let test = try SnapshotLedger(entries: 8)
    try test.grow(to: 40)
    let (ledger, spared) = try test.read()
    #expect(spared == 40)
    #expect(ledger.stateRoot().hex == (try test.replayedRoot()))
  }

  /// What did not change is not written again, and what nobody needs any more is removed.
  @Test func filesShareTheirPagesUntilHalfIsWaste() throws {
    let test = try SnapshotLedger(entries: 300, distance: 20)
    let names = try test.names()
    #expect(names.count > 1 && names.count <= 16)
    let opened = try #require(try test.read().ledger.openedSnapshot)
    #expect(
      opened.header.files.map { SnapshotFiles(ledger: test.ledger.path).path($0) }
        == names.map { "\(test.directory)/\($0)" })
    // A full page of entries stands in an older file.
    #expect(opened.header.fileBytes > opened.header.pageBytes)
    #expect(try test.read().ledger.stateRoot().hex == (try test.replayedRoot()))
  }

  /// The same where each session writes one snapshot, as commands do.
  @Test func sessionsCleanUpAfterEachOther() throws {
    let test = try SnapshotLedger(entries: 2, distance: 1_000_000)
    for round in 0..<5 {
      let session = test.ledger.session()
      session.snapshotPolicy.distance = 20
      session.snapshotPolicy.fileLimit = 3
      try test.ledger.enrollTogether((0..<256).map { "key-\(round)-\($0)" }, session)
    }
    let header = try #require(try test.read().ledger.openedSnapshot).header
    #expect(header.entryCount == 2 + 5 * 256)
    #expect(header.files.count <= 3)
    #expect(try test.read().ledger.stateRoot().hex == (try test.replayedRoot()))
  }

  /// Whatever is wrong with the files, the answers are those of the journal.
  @Test func damageIsIgnored() throws {
    let test = try SnapshotLedger(entries: 20)
    let root = try test.replayedRoot()
    let name = try #require(try test.names().last)
    let whole = try test.bytes(name)
    let step = max(1, whole.count / 120)
    var served = 0
    for position in stride(from: 0, to: whole.count, by: step) {
      var changed = whole
      changed[position] ^= 1 << UInt8(position % 8)
      try test.put(changed, name)
      let (ledger, spared) = try test.read()
      #expect(ledger.stateRoot().hex == root, "byte \(position)")
      if spared > 0, ledger.openedSnapshot?.isDamaged == true { served += 1 }
    }
    #expect(served > 0, "no damaged page was made good")
    for count in stride(from: 0, to: whole.count, by: max(1, whole.count / 20)) {
      try test.put(Array(whole[..<count]), name)
      #expect(try test.read().ledger.stateRoot().hex == root, "\(count) bytes")
    }
  }

  @Test func aDamagedSnapshotIsReplacedByTheNextWriter() throws {
    let test = try SnapshotLedger(entries: 20)
    let name = try #require(try test.names().last)
    var bytes = try test.bytes(name)
    for position in 16..<1_000 { bytes[position] ^= 0xFF }
    try test.put(bytes, name)
    try test.grow(to: 24)
    let (ledger, spared) = try test.read()
    #expect(spared == 24)
    #expect(ledger.stateRoot().hex == (try test.replayedRoot()))
    #expect(ledger.openedSnapshot?.isDamaged == false)
    #expect(try test.names() == ["00000000000000000024.snapshot"])
  }

  @Test func aMissingPartOfASnapshotIsIgnored() throws {
    let test = try SnapshotLedger(entries: 300, distance: 20)
    let root = try test.replayedRoot()
    let first = try #require(try test.names().first)
    try FileManager.default.removeItem(atPath: "\(test.directory)/\(first)")
    #expect(try test.read().ledger.stateRoot().hex == root)
  }

  /// Made by the same code with a key that is not the ledger's.
  @Test func aForgedSnapshotIsIgnored() throws {
    let test = try SnapshotLedger(entries: 12)
    let (ledger, _) = try test.read()
    let origin = Checkpoint.origin(ofLedger: ledger.books.ledger.bytes)
    let signer = try NoteSigner(name: origin, privateKey: PrivateKey.generate(.ed25519))
    for name in try test.names() {
      try FileManager.default.removeItem(atPath: "\(test.directory)/\(name)")
    }
    var policy = SnapshotPolicy()
    policy.isInBackground = false
    let writing = SnapshotWriting(SnapshotFiles(ledger: test.ledger.path), after: nil)
    writing.write(
      SnapshotWriting.Moment(books: ledger.books, tree: ledger.replay.tree, signer: signer),
      policy, nil)
    #expect(try test.names().count == 1)
    #expect(try test.read().spared == 0)
  }

  /// A ledger restored from a backup does not begin with a state that it has not come to; nor does
  /// one that went another way from there.
  @Test func aSnapshotOfAnotherHistoryIsIgnored() throws {
    let test = try SnapshotLedger(entries: 8, distance: 1_000)
    let other = try IndexTestLedger(forking: test.ledger)
    try test.grow(to: 12)
    let names = try test.names()
    #expect(!names.isEmpty)
    let target = other.path + "/snapshots"
    for name in names {
      try FileManager.default.copyItem(
        atPath: "\(test.directory)/\(name)", toPath: "\(target)/\(name)")
    }
    #expect(try Ledger.read(other.path).openedSnapshot == nil)
    for number in 8..<14 { try other.enroll("fork-\(number)", other.session()) }
    let forked = try Ledger.read(other.path)
    #expect(forked.openedSnapshot == nil)
    #expect(forked.books.nextEntry == 14)
  }

  /// A snapshot that cannot be written takes nothing from what was committed.
  @Test func failuresWhileWritingHarmNothing() throws {
    let test = try SnapshotLedger(entries: 6, distance: 1_000)
    let ledger = try Ledger.read(test.ledger.path)
    let signer = try NoteSigner(
      name: Checkpoint.origin(ofLedger: ledger.books.ledger.bytes),
      privateKey: try test.ledger.session().ring.privateKey("log"))
    let moment = SnapshotWriting.Moment(
      books: ledger.books, tree: ledger.replay.tree, signer: signer)
    var policy = SnapshotPolicy()
    policy.isInBackground = false
    var failures = 0
    for calls in 0..<200 {
      let files = FailingFileSystem(after: calls, source: "/no/source")
      let writing = SnapshotWriting(
        SnapshotFiles(ledger: test.ledger.path, files: files), after: nil)
      writing.write(moment, policy, nil)
      if files.hasFailed { failures += 1 }
      let (read, _) = try test.read()
      #expect(read.stateRoot() == ledger.stateRoot())
      if !files.hasFailed { break }
    }
    #expect(failures > 3)
    #expect(try test.names() == ["00000000000000000006.snapshot"])
    #expect(try test.read().spared == 6)
  }
}
