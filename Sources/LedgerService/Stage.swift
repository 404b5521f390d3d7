import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Entries that are applied to the books and not yet on disk, and how to take them back.
struct Stage {
  /// In the order in which they will be written, each as large as `Ledger.commitTarget` lets it be.
  private(set) var commits: [PendingCommit] = []
  /// The books before the first entry.
  let mark: Books.Mark
  /// The number that the first entry has.
  let firstEntry: UInt64

  /// The number of the entry after its last one.
  var nextEntry: UInt64 { firstEntry + UInt64(commits.reduce(0) { $0 + $1.entries.count }) }
  var byteCount: Int { commits.reduce(0) { $0 + $1.frames.byteCount } }
  var isEmpty: Bool { commits.isEmpty }

  /// The commit that takes the next entry.
  mutating func openCommit(target: Int) -> PendingCommit {
    if let last = commits.last, last.frames.byteCount <= target { return last }
    let commit = PendingCommit()
    commits.append(commit)
    return commit
  }

  /// How far it is filled.
  struct Position {
    fileprivate let commits: Int
    fileprivate let entries: Int
    fileprivate let byteCount: Int
  }

  var position: Position {
    Position(
      commits: commits.count, entries: commits.last?.entries.count ?? 0,
      byteCount: commits.last?.frames.byteCount ?? 0)
  }

  /// Drops what was added since.
  mutating func cut(to position: Position) {
    commits.removeLast(commits.count - position.commits)
    commits.last?.cut(entries: position.entries, byteCount: position.byteCount)
  }

  /// The hash of the document of one of its entries.
  func documentHash(ofEntry number: UInt64) -> Digest {
    var index = Int(number - firstEntry)
    for commit in commits {
      if index < commit.entries.count { return commit.entries[index].documentHash }
      index -= commit.entries.count
    }
    preconditionFailure("entry \(number) is not staged")
  }
}

/// The entries of a commit to come, encoded where they will be written from.
final class PendingCommit {
  struct Entry {
    let hash: Digest
    let documentHash: Digest
    let kind: DocumentKind
    /// Has the log key in force after this entry, which signs the checkpoint that ends with it; nil in
    /// a dry run.
    let signer: NoteSigner?
  }

  private(set) var entries: [Entry] = []
  var frames = FrameBuffer()

  /// Encodes an entry in its place, and gives its hash.
  func add(
    _ layout: EntryLayout, documentHash: Digest, kind: DocumentKind, signer: NoteSigner?
  ) throws(StorageError) -> Digest {
    var hash = Digest.zero
    try frames.appendEntry(byteCount: layout.byteCount) { bytes in
      hash = layout.write(to: bytes) { SHA256.hash($0) }.hash
    }
    entries.append(Entry(hash: hash, documentHash: documentHash, kind: kind, signer: signer))
    return hash
  }

  fileprivate func cut(entries count: Int, byteCount: Int) {
    entries.removeLast(entries.count - count)
    frames.removeFrames(from: byteCount)
  }
}
