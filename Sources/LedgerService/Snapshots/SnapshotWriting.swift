import Bytes
import Cryptography
import Dispatch
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// When snapshots are written.
package struct SnapshotPolicy: Sendable {
  /// A session leaves no more than this many postings beyond the newest snapshot; an entry counts
  /// for ten.
  package var distance: UInt64 = 100_000
  /// The same while it goes on, and writing a snapshot slows it down.
  package var distanceUnderLoad: UInt64 = 300_000
  /// With pages in so many files, all are written anew into one.
  package var fileLimit = 16
  /// Whether the ledger goes on meanwhile.
  package var isInBackground = true

  package init() {}
}

/// Writes the snapshots of one open ledger, one at a time. Nothing that is served depends on them:
/// a failure leaves the older ones, and is tried again.
final class SnapshotWriting: Sendable {
  /// The state of the ledger behind a durable commit.
  struct Moment: Sendable {
    let books: Books
    let tree: MerkleTree
    let signer: NoteSigner
  }

  private struct State {
    /// The weight of the books, as they count it, at the newest snapshot.
    var weight: UInt64
    /// Bytes of the newest snapshot's file: what the next may cost.
    var cost: UInt64
    var isWriting = false
    var newest: StateHeader?
    /// The snapshot that the books began with is of no more use, as far as one looked.
    var isReplaced = false
  }

  private let files: SnapshotFiles
  private let state: Guarded<State>
  private let queue = DispatchQueue(label: "kazna.snapshots", qos: .utility)

  /// `opened` is the snapshot that the books began with: the weight counts from there.
  init(_ files: SnapshotFiles, after opened: StateHeader?) {
    self.files = files
    state = Guarded(
      State(
        weight: 10 * (opened?.entryCount ?? 0),
        cost: opened.map { files.byteCount($0.entryCount) } ?? 0,
        newest: opened))
  }

  /// Half of the files' bytes, at most, are of pages that nobody needs any more.
  private static func isWasteful(_ header: StateHeader, _ policy: SnapshotPolicy) -> Bool {
    header.fileBytes > 2 * header.pageBytes + 1 << 20 || header.files.count >= policy.fileLimit
  }

  /// Whether one should be written now. Under load one is worth its cost only once much has
  /// changed; a session that ends leaves little to replay.
  func isDue(_ weight: UInt64, _ policy: SnapshotPolicy, atEnd: Bool) -> Bool {
    state.withLock { state in
      guard !state.isWriting else { return false }
      let least = atEnd ? policy.distance : max(policy.distanceUnderLoad, state.cost / 30)
      return weight - state.weight > least
    }
  }

  func write(_ moment: Moment, _ policy: SnapshotPolicy, _ opened: StateReader?) {
    state.withLock { $0.isWriting = true }
    guard policy.isInBackground else { return run(moment, policy, opened) }
    queue.async { [self] in run(moment, policy, opened) }
  }

  /// Waits for one that is being written.
  func finish() { queue.sync {} }

  private func run(_ moment: Moment, _ policy: SnapshotPolicy, _ opened: StateReader?) {
    let writesAll = state.withLock { state in
      state.newest.map { Self.isWasteful($0, policy) } == true
        || opened?.isDamaged == true && !state.isReplaced
    }
    let written = try? store(moment, writesAll: writesAll)
    state.withLock { state in
      state.isWriting = false
      // After a failure, too, so that it is not tried again with every commit.
      state.weight = moment.books.weight
      guard let written else { return }
      state.cost = written.cost
      state.isReplaced = state.isReplaced || writesAll
      state.newest = written.header
    }
  }

  private func store(
    _ moment: Moment, writesAll: Bool
  ) throws -> (header: StateHeader, cost: UInt64) {
    let number = moment.tree.size
    // The room that the journal may need is left to it.
    let needed = max(2 * state.withLock { $0.cost }, 64 * moment.books.weight) + 1 << 20
    let free = try files.freeBytes()
    guard free >= needed else {
      throw StorageError.diskFull(path: files.path(number), needed: needed, available: free)
    }
    let origin = Checkpoint.origin(ofLedger: moment.books.ledger.bytes)
    let columns = moment.books.columns
    var written: (header: StateHeader, places: StatePlaces)?
    try files.write(number) { store in
      let writer = StateWriter(
        snapshot: number, writesAll: writesAll, digest: { SHA256.hash($0) }, store: store)
      let state = try writer.write(
        moment.books.header, columns, entryCount: number,
        subtrees: moment.tree.subtrees,
        fileBytes: { $0 == number ? 0 : files.byteCount($0) })
      written = state
      let root = state.header.encodeRoot()
      let note = SnapshotNote(
        origin: origin, entryCount: number, logRoot: moment.tree.root,
        stateRoot: SHA256.hash(root))
      let signed = try note.sign(by: moment.signer)
      return SnapshotTail(
        root: root, places: state.header.encodePlaces(), note: Array(signed.rendered.utf8))
    }
    guard let (header, places) = written else {
      preconditionFailure("a snapshot without its header")
    }
    places.remember(in: columns)
    for other in try files.numbers() where other != number && !header.files.contains(other) {
      try files.remove(other)
    }
    return (header, files.byteCount(number))
  }
}

extension Books {
  /// What a replay of everything since the books were made or brought in would cost, in postings.
  var weight: UInt64 { postingCount + 10 * nextEntry }
}
