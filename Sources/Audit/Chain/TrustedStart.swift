import Bytes
import TransparencyLog

/// The entries that an earlier run judged, by the state that the auditor kept of it.
///
/// Their bytes are read and hashed again. Once they have the hash that was kept, they are those that
/// were judged then, and what follows from them stands in the state. Otherwise nothing of it counts:
/// the journal is judged from its first entry on, and the difference is a finding besides.
struct TrustedStart {
  let path: String
  let state: VerifiedState
  /// Whether the run begins with what the state holds.
  let isTrusted: Bool
  /// The root over as many entries, once there are so many.
  private var root: Digest?

  init(path: String, _ state: VerifiedState, isTrusted: Bool) {
    self.path = path
    self.state = state
    self.isTrusted = isTrusted
  }

  mutating func follow(_ tree: MerkleTree) {
    if tree.size == state.size { root = tree.root }
  }

  /// Tells what is different. `seal` is that of the journal where it is as long as it was then.
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
