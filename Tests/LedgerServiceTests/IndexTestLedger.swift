import Bytes
import Foundation
import JournalStorage
import LedgerCore
import LedgerFormat
import Testing
import TransparencyLog

@testable import LedgerService

/// A small real ledger in a temporary directory that goes with it: keys, and one entry for each key
/// that is enrolled.
final class IndexTestLedger {
  let root: String
  let path: String
  let keys: String
  private(set) var entryCount: UInt64 = 1
  private var authority: String?
  private let start = Timestamp(milliseconds: 1_700_000_000_000)

  init(entries: Int = 1) throws {
    root = NSTemporaryDirectory() + "kazna-index-\(UUID().uuidString)"
    path = root + "/ledger"
    keys = root + "/keys"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    _ = try session().create(name: "Проба", WriteOptions())
    try grow(to: entries)
  }

  /// A copy, with the same keys, to go another way.
  init(forking other: IndexTestLedger) throws {
    root = NSTemporaryDirectory() + "kazna-index-\(UUID().uuidString)"
    path = root + "/ledger"
    keys = root + "/keys"
    try FileManager.default.copyItem(atPath: other.root, toPath: root)
    (entryCount, authority) = (other.entryCount, other.authority)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func session() -> Session {
    let start = start
    return Session(
      ledgerPath: path, keysPath: keys, clock: { start }, today: start.date)
  }

  /// Enrols keys, each in a commit of its own.
  func grow(to count: Int) throws {
    let session = session()
    while entryCount < count {
      try enroll("key-\(entryCount)", session)
    }
  }

  func enroll(_ name: String, _ session: Session) throws {
    let (enrolment, signers) = try enrolment(name, session)
    var options = WriteOptions()
    options.signers = signers
    _ = try session.write(options) { _ in [Draft(.keyEnrolled(enrolment))] }
    entryCount += 1
  }

  /// The first key is the authority's, which then signs with the operator.
  private func enrolment(
    _ name: String, _ session: Session
  ) throws -> (KeyEnrolment, signers: [String]) {
    let key = try session.ring.create(name, .ed25519)
    let isFirst = authority == nil
    if isFirst { authority = name }
    let enrolment = KeyEnrolment(
      key: key.spki, role: isFirst ? .authority : .auditor, party: Identifier("2450001015")!,
      from: CalendarDate(iso: "2023-01-01")!, to: CalendarDate(iso: "2030-01-01")!)
    return (enrolment, isFirst ? ["operator"] : ["operator", authority!])
  }

  /// Enrols keys in one commit.
  func enrollTogether(_ names: [String], _ session: Session? = nil) throws {
    let session = session ?? self.session()
    var signed: [SignedDocument] = []
    for name in names {
      let (enrolment, signers) = try enrolment(name, session)
      var options = WriteOptions()
      options.signers = signers + [name]
      signed += try session.draw(options) { _ in [Draft(.keyEnrolled(enrolment))] }
    }
    entryCount += UInt64(try session.submit(signed, WriteOptions()).count)
  }

  var index: LedgerIndex { LedgerIndex(ledger: path) }

  func log() throws -> LedgerLog { try LedgerLog.open(path) }

  /// A copy of the index's files, to compare or to put back.
  func indexFiles() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path + "/index") {
      files[name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/index/\(name)")))
    }
    return files
  }

  func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/index/\(name)"))
  }

  func putIndex(_ files: [String: [UInt8]]) throws {
    try? FileManager.default.removeItem(atPath: path + "/index")
    try FileManager.default.createDirectory(
      atPath: path + "/index", withIntermediateDirectories: true)
    for (name, bytes) in files { try put(bytes, name) }
  }

  /// The nodes as a slow reader of the journal makes them.
  func slowNodes() throws -> (store: NodeStore, leaves: [Digest]) {
    let ledger = try Ledger.read(path)
    var store = NodeStore()
    var leaves: [Digest] = []
    try ledger.forEachEntry { entry in
      store.append(entry.hash)
      leaves.append(entry.hash)
    }
    return (store, leaves)
  }

  /// Every proof of every entry at every size, by one log.
  func checkAllProofs(_ log: LedgerLog) throws {
    let (store, leaves) = try slowNodes()
    let trust = try Ledger.read(path).logKeys()
    let size = UInt64(leaves.count)
    #expect(log.checkpoint.size == size)
    for tree in 1...size {
      for number in 0..<tree {
        let proof = try log.proveInclusion(ofEntry: number, size: tree)
        #expect(proof.hashes == (try store.inclusionProof(index: number, size: tree)))
        try proof.check(leaf: leaves[Int(number)], logs: trust)
        #expect(proof.extra.map { MerkleHash.leaf($0) } == leaves[Int(number)])
      }
      for old in 0...tree {
        let proof = try log.proveConsistency(old: old, new: tree)
        try proof.check(
          old: Checkpoint(
            origin: log.checkpoint.origin, size: old, root: store.root(size: old)))
      }
    }
  }
}
