import Bytes
import TransparencyLog

/// What a run of entries adds to the index: their kinds, the places of their frames, and the tree
/// nodes that they complete, by level.
struct IndexBatch {
  /// Nodes of one level that stand beside each other.
  struct Nodes {
    let first: UInt64
    var hashes: [Digest]
  }

  let firstEntry: UInt64
  /// Offsets of the entries' frames in their segments, in bytes.
  private(set) var offsets: [UInt64] = []
  private(set) var kinds: [UInt8] = []
  private(set) var levels: [Nodes?] = []
  /// The tree with these entries.
  private(set) var tree: MerkleTree

  /// Begins behind the entries that `tree` holds.
  init(after tree: MerkleTree) {
    self.tree = tree
    firstEntry = tree.size
  }

  var count: Int { offsets.count }

  mutating func add(_ entry: IndexedEntry) {
    offsets.append(entry.offset)
    kinds.append(entry.kind)
    var levels = levels
    self.levels = []
    tree.append(entry.leaf) { position, hash in
      while levels.count <= position.level { levels.append(nil) }
      if levels[position.level]?.hashes.append(hash) == nil {
        levels[position.level] = Nodes(first: position.index, hashes: [hash])
      }
    }
    self.levels = levels
  }
}
