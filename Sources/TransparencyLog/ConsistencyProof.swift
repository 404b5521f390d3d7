import Bytes

/// A proof that a log only grew: hashes that lead from the tree of `oldSize` leaves to that of a
/// signed checkpoint. Its text is what a C2SP tlog-witness takes as the body of `add-checkpoint`,
/// so that it can be sent to any witness.
public struct ConsistencyProof: Sendable, Equatable {
  public let oldSize: UInt64
  public let hashes: [Digest]
  /// The newer checkpoint, a signed note, as it came.
  public let note: [UInt8]
  /// What the note says; who signed it is judged elsewhere.
  public let checkpoint: Checkpoint

  public init(oldSize: UInt64, hashes: [Digest], note: [UInt8]) throws(ProofError) {
    checkpoint = try Checkpoint.unverified(note)
    self.oldSize = oldSize
    self.hashes = hashes
    self.note = note
  }

  /// Reads a proof from bytes that nobody vouches for; only the form is checked.
  public init(parsing bytes: [UInt8]) throws(ProofError) {
    var text = try ProofText(bytes)
    let oldSize = try text.number("old")
    let hashes = try text.hashes()
    try self.init(oldSize: oldSize, hashes: hashes, note: text.rest())
  }

  public var rendered: [UInt8] {
    Array("old \(oldSize)\n\(ProofText.lines(hashes))\n".utf8) + note
  }

  /// Returns if the tree of the checkpoint begins with that of `old`, of the same log.
  public func check(old: Checkpoint) throws(ProofError) {
    guard old.origin.utf8.elementsEqual(checkpoint.origin.utf8) else {
      throw .note(.otherOrigin(old.origin))
    }
    guard old.size == oldSize else { throw .otherSize(expected: oldSize, found: old.size) }
    try MerkleProof.checkConsistency(
      hashes, old: (old.size, old.root), new: (checkpoint.size, checkpoint.root))
  }
}
