import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Snapshots as an open ledger uses them.
extension Ledger {
  /// The newest snapshot of at most `count` entries; nil where none serves. Its signature is that of
  /// the log key at its size, found without the books.
  private func newestSnapshot(atMost count: UInt64, _ journal: JournalReader) -> OpenSnapshot? {
    // Most ledgers are small and have none: then nothing else is read for it.
    guard let numbers = try? snapshotFiles.numbers().filter({ $0 <= count }), !numbers.isEmpty,
      let log = try? LedgerLog(path, journal, files: files)
    else { return nil }
    return SnapshotOpening(files: snapshotFiles, journal: journal, log: log).first(of: numbers)
  }

  /// Takes the books from the newest snapshot and what the journal holds beyond it; from the
  /// journal alone where a snapshot does not lead to the newest checkpoint.
  func begin() throws(LedgerError) {
    guard let snapshot = newestSnapshot(atMost: journal.entryCount, journal) else {
      return try readOn()
    }
    replay = snapshot.replay
    openedSnapshot = snapshot.reader
    do throws(LedgerError) {
      try readOn()
    } catch {
      replay = Replay()
      openedSnapshot = nil
      try readOn()
    }
  }

  /// The books as they stood when the journal had `count` entries.
  public func books(atEntryCount count: UInt64) throws(LedgerError) -> Books {
    if count == replay.tree.size { return books }
    let journal = try freshJournal()
    if let snapshot = newestSnapshot(atMost: count, journal) {
      var past = snapshot.replay
      if (try? past.advance(journal, to: count)) != nil,
        (try? snapshot.log.root(size: count)) == past.tree.root
      {
        return past.books
      }
    }
    var past = Replay()
    try past.advance(journal, to: count)
    return past.books
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
  /// Returns when no snapshot is being written.
  package func awaitSnapshot() { snapshots?.finish() }

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
