import Bytes
import Cryptography
import Testing

@testable import TransparencyLog

/// The definition of RFC 6962, section 2.1, word by word and slow.
enum SlowTree {
  static func root(_ leaves: ArraySlice<Digest>) -> Digest {
    guard leaves.count > 1 else { return leaves.first ?? SHA256.hash([]) }
    let middle = leaves.startIndex + split(leaves.count)
    return SHA256.hash([1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
  }

  static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    let size = split(leaves.count)
    let middle = leaves.startIndex + size
    return index < size
      ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
      : path(index - size, leaves[middle...]) + [root(leaves[..<middle])]
  }

  static func consistency(_ old: Int, _ leaves: ArraySlice<Digest>, whole: Bool) -> [Digest] {
    if old == leaves.count { return whole ? [] : [root(leaves)] }
    let size = split(leaves.count)
    let middle = leaves.startIndex + size
    return old <= size
      ? consistency(old, leaves[..<middle], whole: whole) + [root(leaves[middle...])]
      : consistency(old - size, leaves[middle...], whole: false) + [root(leaves[..<middle])]
  }

  private static func split(_ count: Int) -> Int {
    var size = 1
    while size * 2 < count { size *= 2 }
    return size
  }
}

func numberedLeaves(_ count: Int) -> [Digest] {
  (0..<count).map { MerkleHash.leaf([UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]) }
}

@Suite struct MerkleTreeTests {
  /// The reference vectors of Certificate Transparency: eight leaves, the root after each.
  static let referenceLeaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  static let referenceRoots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  static func referenceStore() throws -> NodeStore {
    var store = NodeStore()
    for hex in referenceLeaves { store.append(MerkleHash.leaf(try #require(Hex.decode(hex)))) }
    return store
  }

  @Test func referenceRootsAreMet() throws {
    var tree = MerkleTree()
    #expect(tree.root.hex == Self.referenceRoots[0])
    for (hex, root) in zip(Self.referenceLeaves, Self.referenceRoots.dropFirst()) {
      tree.append(MerkleHash.leaf(try #require(Hex.decode(hex))))
      #expect(tree.root.hex == root)
    }
    #expect(tree.root == (try Self.referenceStore().root(size: 8)))
  }

  @Test func referenceProofsAreMet() throws {
    let store = try Self.referenceStore()
    let fromOne = [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    let fromSix = [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    #expect(try store.inclusionProof(index: 0, size: 8).map(\.hex) == fromOne)
    #expect(try store.consistencyProof(old: 1, new: 8).map(\.hex) == fromOne)
    #expect(try store.consistencyProof(old: 6, new: 8).map(\.hex) == fromSix)
  }

  @Test func rootsAgreeWithTheDefinition() throws {
    let leaves = numberedLeaves(200)
    var tree = MerkleTree()
    var store = NodeStore()
    for size in 0...200 {
      let root = SlowTree.root(leaves[..<size])
      #expect(tree.size == UInt64(size))
      #expect(tree.root == root)
      #expect(try store.root(size: UInt64(size)) == root)
      #expect(MerkleTree(size: tree.size, subtrees: tree.subtrees) == tree)
      guard size < 200 else { break }
      tree.append(leaves[size])
      store.append(leaves[size])
    }
  }

  @Test func aCopyIsAStateToGoBackTo() {
    let leaves = numberedLeaves(21)
    var tree = MerkleTree()
    for leaf in leaves.prefix(13) { tree.append(leaf) }
    let kept = tree
    for leaf in leaves.suffix(8) { tree.append(leaf) }
    #expect(tree.root == SlowTree.root(leaves[...]))
    #expect(kept.root == SlowTree.root(leaves[..<13]))
  }

  @Test func subtreesMustFitTheSize() {
    #expect(MerkleTree(size: 3, subtrees: [.zero]) == nil)
    #expect(MerkleTree(size: 0, subtrees: [.zero]) == nil)
    #expect(MerkleTree(size: .max, subtrees: Array(repeating: .zero, count: 64)) != nil)
  }

  @Test func completedNodesAreReportedOnceInOrder() {
    var tree = MerkleTree()
    var seen: [NodePosition] = []
    for leaf in numberedLeaves(64) { tree.append(leaf) { position, _ in seen.append(position) } }
    #expect(seen.count == 127)
    #expect(Set(seen).count == 127)
    #expect(seen.prefix(3).map(\.level) == [0, 0, 1])
    #expect(seen.last == NodePosition(level: 6, index: 0))
  }
}
