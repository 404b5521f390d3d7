import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Snapshots as an open ledger uses them.
extension Ledger {
  /// Nil where none serves. Its signature is that of the log key at its size, found without the
  /// books.
  func newestSnapshot(atMost count: UInt64) -> OpenSnapshot? {
    guard count > 0, let numbers = try? snapshotFiles.numbers(), !numbers.isEmpty,
      let log = try? LedgerLog(path, journal, files: files)
    else { return nil }
    return SnapshotOpening(files: snapshotFiles, journal: journal, log: log).newest(atMost: count)
  }

  /// Called when everything that the books hold is durable.
  func snapshotIfDue(atEnd: Bool) {
    guard stopReason == nil, let row = books.activeKey(.log),
      let signer = try? logSigners?.signer(for: books.keys[row].id)
    else { return }
    let moment = SnapshotWriting.Moment(books: books, tree: replay.tree, signer: signer)
    if snapshots == nil {
      // The weight counts from the snapshot that the books began with.
      let weight = 10 * (openedSnapshot?.header.entryCount ?? 0)
      snapshots = SnapshotWriting(snapshotFiles, weight: weight)
    }
    guard let snapshots, snapshots.isDue(moment, snapshotPolicy, atEnd: atEnd) else { return }
    snapshots.write(moment, snapshotPolicy, openedSnapshot)
  }

  func finishSnapshots() {
    snapshots?.finish()
    guard logSigners != nil else { return }
    snapshotIfDue(atEnd: true)
    snapshots?.finish()
  }
}

extension Ledger {
  package var beganWithSnapshot: Bool { openedSnapshot != nil }

  /// The state root of the books as they are: what a snapshot of them would be signed for.
  package func stateRoot() -> Digest { replay.stateRoot() }

  /// The same, of books that the whole journal makes.
  package func replayedStateRoot() throws(LedgerError) -> Digest {
    var whole = Replay()
    try whole.advance(try freshJournal(), to: replay.tree.size)
    return whole.stateRoot()
  }
}

extension Replay {
  fileprivate func stateRoot() -> Digest {
    let writer = StateWriter(snapshot: 0, writesAll: true, digest: { SHA256.hash($0) }) { _ in 0 }
    guard
      let (header, _) = try? writer.write(
        books.header, books.columns, entryCount: tree.size, subtrees: tree.subtrees)
    else { preconditionFailure("nothing here can fail") }
    return SHA256.hash(header.encodeRoot())
  }
}
