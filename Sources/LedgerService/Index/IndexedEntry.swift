import Bytes
import LedgerFormat
import TransparencyLog

/// What the index keeps of an entry, from its bytes alone.
struct IndexedEntry {
  /// The hash of the entry, which is the leaf of the tree.
  let leaf: Digest
  /// Where its frame starts in its segment, in bytes.
  let offset: UInt64
  /// As its header has it (`Ledger/FORMAT.md`, section 5).
  let kind: UInt8

  init(leaf: Digest, offset: UInt64, kind: UInt8) {
    self.leaf = leaf
    self.offset = offset
    self.kind = kind
  }

  /// Nil where the bytes are too few for an entry's header.
  init?(_ entry: UnsafeRawBufferPointer, offset: UInt64) {
    guard entry.count >= EntryHeader.byteCount else { return nil }
    let header = UnsafeRawBufferPointer(rebasing: entry[..<EntryHeader.byteCount])
    self.init(leaf: MerkleHash.leaf(header), offset: offset, kind: header[Self.kindOffset])
  }

  private static let kindOffset = 20
}
