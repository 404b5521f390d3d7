import Bytes

/// Gives the hashes of perfect subtrees, from wherever they are kept. The leaf hashes are level 0.
public protocol NodeReader {
  func hash(at position: NodePosition) throws -> Digest
}

/// All nodes of a tree in memory: 64 bytes for each leaf.
public struct NodeStore: NodeReader, Sendable {
  public private(set) var tree = MerkleTree()
  private var levels: [[Digest]] = []

  public init() {}

  public mutating func append(_ leaf: Digest) {
    var completed = levels
    levels = []
    tree.append(leaf) { position, hash in
      if position.level == completed.count { completed.append([]) }
      completed[position.level].append(hash)
    }
    levels = completed
  }

  public func hash(at position: NodePosition) throws -> Digest {
    guard levels.indices.contains(position.level),
      position.index < UInt64(levels[position.level].count)
    else { throw ProofError.missingNode(position) }
    return levels[position.level][Int(position.index)]
  }
}
