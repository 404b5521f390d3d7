import Bytes

/// Checks of proofs that come from nobody trusted. Each takes at most 64 steps.
public enum MerkleProof {
  /// No tree of at most 2^64 leaves has a longer path.
  public static let hashCountMax = 64

  /// Returns if `proof` shows that the leaf hash stands at `index` in the tree of `size` leaves
  /// with that root (RFC 9162, section 2.1.3.2).
  public static func checkInclusion(
    _ proof: [Digest], of leaf: Digest, index: UInt64, size: UInt64, root: Digest
  ) throws(ProofError) {
    guard index < size else { throw .indexOutsideTree(index: index, size: size) }
    guard proof.count <= hashCountMax else { throw .wrongLength(proof.count) }
    var climb = Climb(node: index, last: size - 1)
    var hash = leaf
    for sibling in proof {
      guard !climb.isAtRoot else { throw .wrongLength(proof.count) }
      hash =
        climb.isSiblingLeft ? MerkleHash.node(sibling, hash) : MerkleHash.node(hash, sibling)
      climb.ascend()
    }
    guard climb.isAtRoot else { throw .wrongLength(proof.count) }
    guard hash == root else { throw .rootMismatch }
  }

  /// Returns if `proof` shows that the new tree begins with the old one (RFC 9162, section
  /// 2.1.4.2).
  public static func checkConsistency(
    _ proof: [Digest], old: (size: UInt64, root: Digest), new: (size: UInt64, root: Digest)
  ) throws(ProofError) {
    guard old.size <= new.size else { throw .sizesOutOfOrder(old: old.size, new: new.size) }
    guard proof.count <= hashCountMax else { throw .wrongLength(proof.count) }
    if old.size == 0 || old.size == new.size {
      guard proof.isEmpty else { throw .wrongLength(proof.count) }
      let expected = old.size == 0 ? MerkleHash.emptyRoot : new.root
      guard old.root == expected, new.size > 0 || new.root == expected else { throw .rootMismatch }
      return
    }

    // An old tree that is one perfect subtree is a node of the new one, and is not repeated.
    let isPerfect = old.size.nonzeroBitCount == 1
    let path = isPerfect ? [old.root] + proof : proof
    guard let first = path.first else { throw .wrongLength(proof.count) }
    var climb = Climb(node: old.size - 1, last: new.size - 1)
    climb.skipCompleted()
    var (oldHash, newHash) = (first, first)
    for sibling in path.dropFirst() {
      guard !climb.isAtRoot else { throw .wrongLength(proof.count) }
      if climb.isSiblingLeft {
        oldHash = MerkleHash.node(sibling, oldHash)
        newHash = MerkleHash.node(sibling, newHash)
      } else {
        newHash = MerkleHash.node(newHash, sibling)
      }
      climb.ascend()
    }
    guard climb.isAtRoot else { throw .wrongLength(proof.count) }
    guard oldHash == old.root, newHash == new.root else { throw .rootMismatch }
  }
}

/// The way up from a node: its index and that of the last node on its level, `fn` and `sn` in the
/// RFC's words.
private struct Climb {
  private var node: UInt64
  private var last: UInt64

  init(node: UInt64, last: UInt64) {
    self.node = node
    self.last = last
  }

  var isAtRoot: Bool { last == 0 }

  /// The last node of a level has its sibling on the left even where its index is even: it went up
  /// through levels on which it had none.
  var isSiblingLeft: Bool { !node.isMultiple(of: 2) || node == last }

  mutating func ascend() {
    if node == last {
      while node.isMultiple(of: 2), node != 0 { shift() }
    }
    shift()
  }

  /// Goes up while the node is a right child: to the largest subtree that ends with it.
  mutating func skipCompleted() {
    while !node.isMultiple(of: 2) { shift() }
  }

  private mutating func shift() {
    node >>= 1
    last >>= 1
  }
}
