import Bytes

/// The place of a perfect subtree: it covers the leaves from `index << level` up to, and not
/// including, `(index + 1) << level`.
public struct NodePosition: Hashable, Sendable {
  public let level: Int
  public let index: UInt64

  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }
}

/// An RFC 6962 tree as far as one needs it to append: the roots of its perfect subtrees, at most
/// 64 of them. A copy is cheap and keeps the state to go back to.
public struct MerkleTree: Equatable, Sendable {
  public private(set) var size: UInt64 = 0
  /// The roots of the perfect subtrees from left to right, one for each bit set in `size`.
  public private(set) var subtrees: [Digest] = []

  public init() {}

  /// A tree taken up again where it was left. Nil unless there is one subtree for each bit of
  /// `size`.
  public init?(size: UInt64, subtrees: [Digest]) {
    guard subtrees.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  public var root: Digest { MerkleHash.fold(subtrees) }

  public mutating func append(_ leaf: Digest) {
    append(leaf) { _, _ in }
  }

  /// Appends a leaf hash and reports each node that it completes, the leaf first, so that a store
  /// of nodes can follow the tree.
  public mutating func append(_ leaf: Digest, completing: (NodePosition, Digest) -> Void) {
    var hash = leaf
    var position = NodePosition(level: 0, index: size)
    completing(position, hash)
    // Each trailing one of the size is a subtree as large as the one in hand, to its left.
    while !position.index.isMultiple(of: 2) {
      hash = MerkleHash.node(subtrees.removeLast(), hash)
      position = NodePosition(level: position.level + 1, index: position.index / 2)
      completing(position, hash)
    }
    subtrees.append(hash)
    size += 1
  }
}
