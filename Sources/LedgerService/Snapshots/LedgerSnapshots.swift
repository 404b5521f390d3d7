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

  /// Called when the books hold what is published, and nothing more.
  func snapshotIfDue(_ signers: LogSigners, atEnd: Bool = false) {
    logSigners = signers
    let writing = snapshots ?? SnapshotWriting(snapshotFiles, after: openedSnapshot?.header)
    snapshots = writing
    guard writing.isDue(replay.books.weight, snapshotPolicy, atEnd: atEnd), stopReason == nil,
      let row = books.activeKey(.log), let signer = try? signers.signer(for: books.keys[row].id)
    else { return }
    let moment = SnapshotWriting.Moment(books: books, tree: replay.tree, signer: signer)
    writing.write(moment, snapshotPolicy, openedSnapshot)
  }

  /// Leaves little to replay to whoever opens the ledger next.
  func finishSnapshots() {
    guard let logSigners else { return }
    snapshots?.finish()
    snapshotIfDue(logSigners, atEnd: true)
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
