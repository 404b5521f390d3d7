import Bytes
import TransparencyLog

/// The entries that an earlier run verified, by the state that the auditor kept of it.
///
/// Everything is read, hashed and derived again. What is left out is whether the signatures of
/// these entries, and of the checkpoints among them, fit. For the entries that follows once the
/// root over their headers is the one kept: a header holds the hash of the signature list and of
/// the document, so both are byte for byte those that were verified then.
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

  func finish(_ log: FindingLog, origin: String, entries: UInt64) {
    let place = Place(file: path)
    guard state.origin == origin else {
      return log.add(.stateOrigin, place, expected: origin, found: state.origin)
    }
    guard let root else {
      return log.add(.stateAhead, place, expected: "\(state.size)", found: "\(entries)")
    }
    if root != state.root {
      log.add(.stateRoot, place, expected: state.root.hex, found: root.hex)
    }
  }
}
