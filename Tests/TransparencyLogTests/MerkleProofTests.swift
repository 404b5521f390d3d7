import Bytes
import Testing

@testable import TransparencyLog

@Suite struct MerkleProofTests {
  private let leaves = numberedLeaves(200)
  private let roots: [Digest]
  private let store: NodeStore

  init() {
    var tree = MerkleTree()
    var roots = [tree.root]
    var store = NodeStore()
    for leaf in leaves {
      tree.append(leaf)
      store.append(leaf)
      roots.append(tree.root)
    }
    self.roots = roots
    self.store = store
  }

  private func includes(_ proof: [Digest], index: Int, size: Int, leaf: Digest? = nil) -> Bool {
    do throws(ProofError) {
      try MerkleProof.checkInclusion(
        proof, of: leaf ?? leaves[index], index: UInt64(index), size: UInt64(size),
        root: roots[size])
      return true
    } catch {
      return false
    }
  }

  private func isConsistent(_ proof: [Digest], old: Int, new: Int) -> Bool {
    do throws(ProofError) {
      try MerkleProof.checkConsistency(
        proof, old: (UInt64(old), roots[old]), new: (UInt64(new), roots[new]))
      return true
    } catch {
      return false
    }
  }

  /// Other proofs of almost the same content, none of which may pass.
  private func mutations(of proof: [Digest]) -> [[Digest]] {
    var mutants = [proof + [.zero], [.zero] + proof, proof + proof + [.zero]]
    mutants.append(Array(repeating: .zero, count: 65))
    for index in proof.indices {
      var removed = proof
      removed.remove(at: index)
      mutants.append(removed)
      var bytes = proof[index].bytes
      bytes[index % 32] ^= 1
      var changed = proof
      changed[index] = Digest(bytes: bytes) ?? .zero
      mutants.append(changed)
    }
    if let first = proof.first {
      mutants.append([first] + proof)
      mutants.append(proof + [proof[proof.count - 1]])
    }
    if proof.count > 1 { mutants.append(proof.reversed()) }
    return mutants
  }

  @Test func allInclusionProofsOfAllSizes() throws {
    for size in 1...200 {
      // All sizes up to 40, then the surroundings of the powers of two and the last one.
      guard size <= 40 || [63, 64, 65, 127, 128, 129, 200].contains(size) else { continue }
      for index in 0..<size {
        let proof = try store.inclusionProof(index: UInt64(index), size: UInt64(size))
        if size <= 40 { #expect(proof == SlowTree.path(index, leaves[..<size])) }
        #expect(includes(proof, index: index, size: size))
      }
    }
  }

  @Test func allConsistencyProofsOfAllSizes() throws {
    for new in 0...200 {
      for old in 0...new {
        let proof = try store.consistencyProof(old: UInt64(old), new: UInt64(new))
        #expect(isConsistent(proof, old: old, new: new))
        if (1...40).contains(new), old > 0 {
          #expect(proof == SlowTree.consistency(old, leaves[..<new], whole: true))
        }
      }
    }
  }

  @Test func changedInclusionProofsAreRefused() throws {
    for size in 1...33 {
      for index in 0..<size {
        let proof = try store.inclusionProof(index: UInt64(index), size: UInt64(size))
        for mutant in mutations(of: proof) {
          #expect(!includes(mutant, index: index, size: size))
        }
        #expect(!includes(proof, index: index, size: size, leaf: leaves[199]))
        for other in 0..<size where other != index {
          #expect(!includes(proof, index: other, size: size, leaf: leaves[index]))
        }
      }
    }
  }

  @Test func changedConsistencyProofsAreRefused() throws {
    for new in 1...33 {
      for old in 1...new {
        let proof = try store.consistencyProof(old: UInt64(old), new: UInt64(new))
        for mutant in mutations(of: proof) {
          #expect(!isConsistent(mutant, old: old, new: new))
        }
        for side in [0, 1] {
          let oldRoot = side == 0 ? Digest.zero : roots[old]
          let newRoot = side == 1 ? Digest.zero : roots[new]
          #expect(throws: ProofError.self) {
            try MerkleProof.checkConsistency(
              proof, old: (UInt64(old), oldRoot), new: (UInt64(new), newRoot))
          }
        }
      }
    }
  }

  @Test func anInnerNodeIsNoLeaf() {
    // The tree of two leaves, shown as one leaf whose hash is the inner node.
    #expect(!includes([], index: 0, size: 2, leaf: roots[2]))
  }

  @Test func emptyTreesAreConsistentWithAll() {
    #expect(isConsistent([], old: 0, new: 0))
    #expect(isConsistent([], old: 0, new: 7))
    #expect(!isConsistent([.zero], old: 0, new: 7))
    #expect(!isConsistent([], old: 3, new: 7))
    #expect(throws: ProofError.rootMismatch) {
      try MerkleProof.checkConsistency([], old: (0, .zero), new: (7, roots[7]))
    }
    #expect(throws: ProofError.rootMismatch) {
      try MerkleProof.checkConsistency([], old: (7, roots[6]), new: (7, roots[7]))
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 1000])
  func extremeSizesEndInAnError(count: Int) {
    let proof = [Digest](repeating: .zero, count: count)
    let extremes: [UInt64] = [0, 1, 2, 1 << 32, 1 << 63, .max - 1, .max]
    for a in extremes {
      for b in extremes {
        #expect(throws: ProofError.self) {
          try MerkleProof.checkInclusion(proof, of: .zero, index: a, size: b, root: roots[9])
        }
        guard a > 0 else { continue }
        #expect(throws: ProofError.self) {
          try MerkleProof.checkConsistency(proof, old: (a, roots[9]), new: (b, .zero))
        }
      }
    }
  }

  @Test func whatIsNotThereIsNamed() {
    #expect(throws: ProofError.indexOutsideTree(index: 5, size: 5)) {
      try store.inclusionProof(index: 5, size: 5)
    }
    #expect(throws: ProofError.sizesOutOfOrder(old: 6, new: 5)) {
      try store.consistencyProof(old: 6, new: 5)
    }
    #expect(throws: ProofError.missingNode(NodePosition(level: 0, index: 200))) {
      try store.inclusionProof(index: 0, size: 201)
    }
    #expect(throws: ProofError.self) { try store.inclusionProof(index: .max - 1, size: .max) }
    #expect(throws: ProofError.self) { try store.consistencyProof(old: 1 << 63, new: .max) }
  }
}
