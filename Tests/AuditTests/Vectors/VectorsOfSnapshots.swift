import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

@testable import Audit

/// Ledgers whose journal is sound, with a snapshot that is, or is not.
enum VectorsOfSnapshots {
  static func all() throws -> [Vector] {
    let town = try VectorTown.after(19)
    let sound = try snapshot(of: town)
    var damaged = sound
    damaged[20] ^= 1
    var renamed = town.books.header
    renamed.name = "Другая"
    func journal(_ bytes: [UInt8]) throws -> VectorJournal {
      var journal = try VectorJournal(town)
      journal.snapshots[20] = bytes
      return journal
    }
    var older = try snapshot(of: .after(9))
    var both = try journal(sound)
    both.snapshots[10] = older
    older[20] ^= 1
    var worn = try journal(sound)
    worn.snapshots[10] = older
    func found(_ fault: Fault) -> [Vector.Found] { [.init(fault: fault, entry: 19)] }
    return [
      .ledger("ok-snapshot", "The state behind all 20 entries is kept.", try journal(sound)),
      .ledger("ok-snapshots", "The states behind 10 and behind all 20 entries are kept.", both),
      .ledger(
        "snapshot-older-page", "Of the older of two snapshots one bit of a page is another.",
        [.init(fault: .snapshotBlock, entry: 9)], worn),
      .ledger(
        "snapshot-cut", "The file lacks its last byte.", found(.snapshotForm),
        try journal(sound.dropLast())),
      .ledger(
        "snapshot-other-key", "A key that is not the log key signed it.",
        found(.snapshotSignature), try journal(try snapshot(of: town, by: "operator"))),
      .ledger(
        "snapshot-other-log", "It is signed for the root of another journal.",
        found(.snapshotRoot), try journal(try snapshot(of: town, logRoot: SHA256.hash([1])))),
      .ledger(
        "snapshot-other-state", "The log key signed a state that the entries do not lead to.",
        found(.snapshotState), try journal(try snapshot(of: town, header: renamed))),
      .ledger(
        "snapshot-page", "One bit of the first page is another.", found(.snapshotBlock),
        try journal(damaged)),
    ]
  }

  /// The bytes of a snapshot file behind the town's last entry.
  static func snapshot(
    of town: VectorTown, by key: String = "log", logRoot: Digest? = nil,
    header: BooksHeader? = nil
  ) throws -> [UInt8] {
    let directory = NSTemporaryDirectory() + "kazna-vectors-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var tree = MerkleTree()
    for entry in town.entries { tree.append(entry.hash) }
    let files = SnapshotFiles(ledger: directory)
    try files.write(tree.size) { store in
      let writer = StateWriter(
        snapshot: tree.size, writesAll: true, digest: { SHA256.hash($0) }, store: store)
      let (state, _) = try writer.write(
        header ?? town.books.header, town.books.columns, entryCount: tree.size,
        subtrees: tree.subtrees)
      let root = state.encodeRoot()
      let note = SnapshotNote(
        origin: VectorJournal.origin, entryCount: tree.size, logRoot: logRoot ?? tree.root,
        stateRoot: SHA256.hash(root))
      let signer = try NoteSigner(
        name: VectorJournal.origin, privateKey: town.keys[key]!.privateKey)
      let signed = try note.sign(by: signer)
      return SnapshotTail(
        root: root, places: state.encodePlaces(), note: Array(signed.rendered.utf8))
    }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: files.path(tree.size))))
  }
}
