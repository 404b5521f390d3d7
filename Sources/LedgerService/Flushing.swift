import Bytes
import JournalStorage
import LedgerCore
import TransparencyLog

/// Finds the keys that sign checkpoints, by the id of the key that the books name.
public final class LogSigners {
  private let find: (Digest) throws(LedgerError) -> NoteSigner
  /// The one that was asked for last: the key that is in force changes hardly ever.
  private var last: (key: Digest, signer: NoteSigner)?

  public init(_ find: @escaping (Digest) throws(LedgerError) -> NoteSigner) { self.find = find }

  func signer(for key: Digest) throws(LedgerError) -> NoteSigner {
    if let last, last.key == key { return last.signer }
    let signer = try find(key)
    last = (key, signer)
    return signer
  }
}

extension Ledger {
  /// Takes back what was staged, and all that was staged after it.
  func discard(_ stage: Stage) { replay.books.rollback(to: stage.mark) }

  /// Writes staged commits after the entries that `tree` holds, each in one write and one sync, and
  /// returns the tree that holds them too. When this returns, all are durable and published; when
  /// it throws, those before the failure are.
  ///
  /// It looks at no books, so that the next documents can be applied meanwhile.
  func write(
    _ commits: [PendingCommit], after tree: MerkleTree
  ) throws(LedgerError) -> MerkleTree {
    guard let writer else { throw .storage(.writerStopped(.closed(path: path))) }
    let origin = Checkpoint.origin(ofLedger: writer.ledgerID)
    var tree = tree
    for commit in commits {
      let treeBefore = tree
      for entry in commit.entries { tree.append(entry.hash) }
      let checkpoint = Checkpoint(origin: origin, size: tree.size, root: tree.root)
      guard let signer = commit.entries.last?.signer else {
        preconditionFailure("a commit without entries, or staged for a dry run")
      }
      let note: SignedNote
      do throws(NoteError) { note = try checkpoint.sign(by: signer) } catch {
        throw .file(path: path, reason: "the checkpoint cannot be signed: \(error)")
      }
      let place = try storage { () throws(StorageError) in
        try writer.append(&commit.frames, checkpoint: Array(note.rendered.utf8))
      }
      recordInIndex(commit.entries, place, after: treeBefore)
    }
    return tree
  }

  /// After a failed write, makes the books what is published: of several commits, those before the
  /// failure stay.
  func abandon(_ stage: Stage) {
    discard(stage)
    // Where even this fails, the writer takes nothing further: its count is ahead of the books.
    if let journal = try? freshJournal() { try? replay.advance(journal) }
    replay.books.commit()
  }
}
