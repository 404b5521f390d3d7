import Bytes
import JournalStorage
import LedgerCore
import TransparencyLog

/// Finds the keys that sign checkpoints, by the id of the key that the books name.
public final class LogSigners {
  private let find: (Digest) throws(LedgerError) -> NoteSigner
  private var found: [Digest: NoteSigner] = [:]

  public init(_ find: @escaping (Digest) throws(LedgerError) -> NoteSigner) { self.find = find }

  func signer(for key: Digest) throws(LedgerError) -> NoteSigner {
    if let signer = found[key] { return signer }
    let signer = try find(key)
    found[key] = signer
    return signer
  }
}

extension Ledger {
  func makeStage() -> Stage { Stage(mark: replay.books.mark(), tree: replay.tree) }

  /// Takes back what was staged.
  func discard(_ stage: Stage) {
    replay.books.rollback(to: stage.mark)
    replay.tree = stage.tree
  }

  /// Writes what was staged, each commit in one write and one sync, and makes it final. When this
  /// returns, everything is durable and published. When it throws, the books are what is published:
  /// of several commits, those before the failure stay.
  func flush(_ stage: Stage, signers: LogSigners) throws(LedgerError) {
    guard !stage.items.isEmpty else { return }
    do throws(LedgerError) {
      try write(stage, signers)
      replay.books.commit()
      logSigners = signers
      snapshotIfDue(atEnd: false)
    } catch {
      discard(stage)
      // Where even this fails, the writer takes nothing further: its count is ahead of the books.
      if let journal = try? freshJournal() { try? replay.advance(journal) }
      throw error
    }
  }

  private func write(_ stage: Stage, _ signers: LogSigners) throws(LedgerError) {
    guard let writer else { preconditionFailure("the ledger is open for reading") }
    let origin = Checkpoint.origin(ofLedger: books.ledger.bytes)
    var tree = stage.tree
    var treeBefore = tree
    var hashes: [Digest] = []
    var frames = FrameBuffer()
    for (index, item) in stage.items.enumerated() {
      try storage { () throws(StorageError) in try frames.append(entry: item.payload) }
      tree.append(item.hash)
      hashes.append(item.hash)
      let isLast = index == stage.items.count - 1
      guard isLast || frames.byteCount > commitTarget else { continue }
      let checkpoint = Checkpoint(origin: origin, size: tree.size, root: tree.root)
      let signer = try signers.signer(for: item.logKey)
      let note: SignedNote
      do throws(NoteError) { note = try checkpoint.sign(by: signer) } catch {
        throw .file(path: path, reason: "the checkpoint cannot be signed: \(error)")
      }
      let place = try storage { () throws(StorageError) in
        try writer.append(&frames, checkpoint: Array(note.rendered.utf8))
      }
      recordInIndex(hashes, place, after: treeBefore)
      (treeBefore, hashes) = (tree, [])
    }
  }
}
