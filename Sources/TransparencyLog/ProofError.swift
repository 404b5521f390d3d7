/// Why a proof cannot be made, or does not prove what it should.
public enum ProofError: Error, Equatable, Sendable, CustomStringConvertible {
  case indexOutsideTree(index: UInt64, size: UInt64)
  case sizesOutOfOrder(old: UInt64, new: UInt64)
  case missingNode(NodePosition)
  /// The tree sizes fix the number of hashes in a proof; this one has more or fewer.
  case wrongLength(Int)
  /// The hashes lead to another root than the one to prove.
  case rootMismatch
  /// The proof is about another tree size than the checkpoint at hand.
  case otherSize(expected: UInt64, found: UInt64)
  /// The text is no proof of the kind asked for; the line is from 1.
  case malformed(line: Int, reason: String)
  /// The checkpoint in the proof is malformed, or not signed as it must be.
  case note(NoteError)

  public var description: String {
    switch self {
    case .indexOutsideTree(let index, let size): "no leaf \(index) in a tree of \(size)"
    case .sizesOutOfOrder(let old, let new): "a tree of \(old) does not come before one of \(new)"
    case .missingNode(let position):
      "node \(position.index) of level \(position.level) is not at hand"
    case .wrongLength(let count): "a proof of \(count) hashes does not fit the tree sizes"
    case .rootMismatch: "the proof leads to another root"
    case .otherSize(let expected, let found):
      "the proof is for a tree of \(expected), the checkpoint has \(found)"
    case .malformed(let line, let reason): "not a proof: line \(line): \(reason)"
    case .note(let error): "\(error)"
    }
  }
}
