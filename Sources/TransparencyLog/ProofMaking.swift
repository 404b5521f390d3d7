import Bytes

extension NodeReader {
  /// The hashes beside the path from leaf `index` to the root of the first `size` leaves, lowest
  /// first (RFC 9162, section 2.1.3.1).
  public func inclusionProof(index: UInt64, size: UInt64) throws -> [Digest] {
    guard index < size else { throw ProofError.indexOutsideTree(index: index, size: size) }
    var proof: [Digest] = []
    var range = 0..<size
    while range.upperBound - range.lowerBound > 1 {
      let middle = split(range)
      if index < middle {
        proof.append(try root(of: middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        proof.append(try root(of: range.lowerBound..<middle))
        range = middle..<range.upperBound
      }
    }
    return proof.reversed()
  }

  /// The hashes that show the tree of `new` leaves to begin with the tree of `old` leaves, lowest
  /// first (RFC 9162, section 2.1.4.1). Empty where there is nothing to show: for an empty old
  /// tree and for equal sizes.
  public func consistencyProof(old: UInt64, new: UInt64) throws -> [Digest] {
    guard old <= new else { throw ProofError.sizesOutOfOrder(old: old, new: new) }
    guard old > 0 else { return [] }
    var proof: [Digest] = []
    var range = 0..<new
    while range.upperBound != old {
      let middle = split(range)
      if old <= middle {
        proof.append(try root(of: middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        proof.append(try root(of: range.lowerBound..<middle))
        range = middle..<range.upperBound
      }
    }
    // The old root itself is known to whoever checks, and is left out.
    if range.lowerBound > 0 { proof.append(try root(of: range)) }
    return proof.reversed()
  }

  /// The root of the first `size` leaves.
  public func root(size: UInt64) throws -> Digest { try root(of: 0..<size) }

  /// The range is one that occurs in the tree: it starts at a multiple of the power of two that
  /// holds it.
  private func root(of range: Range<UInt64>) throws -> Digest {
    var subtrees: [Digest] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let level = 63 - (range.upperBound - start).leadingZeroBitCount
      let position = NodePosition(level: level, index: start >> UInt64(level))
      subtrees.append(try hash(at: position))
      start += 1 << UInt64(level)
    }
    return MerkleHash.fold(subtrees)
  }

  /// Where the left part ends: it has the largest power of two below the number of leaves.
  private func split(_ range: Range<UInt64>) -> UInt64 {
    let last = range.upperBound - range.lowerBound - 1
    return range.lowerBound + 1 << UInt64(63 - last.leadingZeroBitCount)
  }
}
