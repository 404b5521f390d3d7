import Bytes
import TransparencyLog

/// The entries that an earlier run verified, by the state that the auditor kept of it.
///
/// Everything is read, hashed and derived again. What is left out is whether the signatures of
/// these entries, and of the checkpoints among them, fit. That follows once the journal's bytes up
/// to there have the hash that was kept: they are those that were verified then.
struct TrustedStart {
  let path: String
  let state: VerifiedState
  /// Entries whose signatures are taken from the earlier run, and checkpoints of fewer than so many
  /// entries; none in another ledger.
  let size: UInt64
  /// The root over as many entries, once there are so many.
  private var root: Digest?

  init(path: String, _ state: VerifiedState, origin: String) {
    self.path = path
    self.state = state
    size = state.origin == origin ? state.size : 0
  }

  mutating func follow(_ tree: MerkleTree) {
    if tree.size == state.size { root = tree.root }
  }

  /// `seal` is that of the journal where it is as long as it was then.
  func finish(_ log: FindingLog, origin: String, entries: UInt64, seal: JournalSeal?) {
    let place = Place(file: path)
    guard state.origin == origin else {
      return log.add(.stateOrigin, place, expected: origin, found: state.origin)
    }
    guard let root else {
      return log.add(.stateAhead, place, expected: "\(state.size)", found: "\(entries)")
    }
    guard root == state.root else {
      return log.add(.stateRoot, place, expected: state.root.hex, found: root.hex)
    }
    if seal != state.seal {
      log.add(
        .stateJournal, place, expected: state.seal.digest.hex, found: seal?.digest.hex ?? "")
    }
  }
}
