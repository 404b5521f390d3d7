import Bytes
import LedgerFormat
import TransparencyLog

/// The hash of an entry, which is the leaf of the tree, from its bytes alone.
enum LeafHash {
  /// Nil where the bytes are too few for an entry's header.
  static func of(_ entry: UnsafeRawBufferPointer) -> Digest? {
    guard entry.count >= EntryHeader.byteCount else { return nil }
    return MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: entry[..<EntryHeader.byteCount]))
  }
}
