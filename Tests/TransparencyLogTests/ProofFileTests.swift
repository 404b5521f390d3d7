import Bytes
import Cryptography
import Testing

@testable import TransparencyLog

/// A log in memory with a signed checkpoint at every size.
struct TestLog {
  let origin: String
  let signer: NoteSigner
  private(set) var store = NodeStore()
  let leaves: [Digest]

  init(_ count: Int, origin: String = "kazna/test") throws {
    self.origin = origin
    signer = try NoteSigner(name: origin, privateKey: .generate(.ed25519))
    leaves = numberedLeaves(count)
    for leaf in leaves { store.append(leaf) }
  }

  var key: NoteVerifierKey { signer.verifierKey }

  func note(_ size: UInt64) throws -> [UInt8] {
    let checkpoint = Checkpoint(origin: origin, size: size, root: try store.root(size: size))
    return Array(try checkpoint.sign(by: signer).rendered.utf8)
  }

  func inclusion(_ index: UInt64, _ size: UInt64) throws -> InclusionProof {
    try InclusionProof(
      index: index, hashes: store.inclusionProof(index: index, size: size), note: note(size))
  }

  func consistency(_ old: UInt64, _ new: UInt64) throws -> ConsistencyProof {
    try ConsistencyProof(
      oldSize: old, hashes: store.consistencyProof(old: old, new: new), note: note(new))
  }
}

@Suite struct ProofFileTests {
  @Test func everyInclusionProofComesBackAndHolds() throws {
    let log = try TestLog(21)
    for size in UInt64(1)...21 {
      for index in 0..<size {
        let proof = try log.inclusion(index, size)
        let read = try InclusionProof(parsing: proof.rendered)
        #expect(read == proof)
        try read.check(leaf: log.leaves[Int(index)], logs: [log.key])
        #expect(throws: ProofError.self) {
          try read.check(leaf: log.leaves[(Int(index) + 1) % 21], logs: [log.key])
        }
      }
    }
  }

  @Test func everyConsistencyProofComesBackAndHolds() throws {
    let log = try TestLog(17)
    for new in UInt64(1)...17 {
      for old in 0...new {
        let proof = try log.consistency(old, new)
        let read = try ConsistencyProof(parsing: proof.rendered)
        #expect(read == proof)
        let before = Checkpoint(origin: log.origin, size: old, root: try log.store.root(size: old))
        try read.check(old: before)
        let other = Checkpoint(origin: log.origin, size: old, root: MerkleHash.leaf([9]))
        #expect(throws: ProofError.self) { try read.check(old: other) }
        let elsewhere = Checkpoint(origin: "other", size: old, root: before.root)
        #expect(throws: ProofError.note(.otherOrigin("other"))) { try read.check(old: elsewhere) }
      }
    }
    let proof = try log.consistency(4, 9)
    let smaller = Checkpoint(origin: log.origin, size: 3, root: try log.store.root(size: 3))
    #expect(throws: ProofError.otherSize(expected: 4, found: 3)) { try proof.check(old: smaller) }
  }

  /// The text is the one of C2SP tlog-proof.
  @Test func theTextIsAsSpecified() throws {
    let log = try TestLog(3)
    let hashes = try log.store.inclusionProof(index: 0, size: 3)
    let note = try log.note(3)
    let proof = try InclusionProof(index: 0, hashes: hashes, note: note, extra: [1, 2, 3])
    let expected =
      "c2sp.org/tlog-proof@v1\nextra AQID\nindex 0\n\(Base64.encode(hashes[0].bytes))\n"
      + "\(Base64.encode(hashes[1].bytes))\n\n" + String(decoding: note, as: UTF8.self)
    #expect(String(decoding: proof.rendered, as: UTF8.self) == expected)
    #expect(try InclusionProof(parsing: proof.rendered).extra == [1, 2, 3])
    let growth = try log.consistency(3, 3)
    #expect(String(decoding: growth.rendered, as: UTF8.self).hasPrefix("old 3\n\nkazna/test\n3\n"))
  }

  @Test func signaturesOfOthersDoNotCount() throws {
    let log = try TestLog(5)
    let leaf = log.leaves[2]
    let proof = try log.inclusion(2, 5)
    let stranger = try NoteVerifierKey(
      name: log.origin, publicKey: PrivateKey.generate(.ed25519).publicKey)
    #expect(throws: ProofError.note(.unsigned)) { try proof.check(leaf: leaf, logs: [stranger]) }
    #expect(throws: ProofError.note(.unsigned)) { try proof.check(leaf: leaf, logs: []) }
    let named = try NoteVerifierKey(name: "kazna/b", publicKey: log.key.publicKey)
    #expect(throws: ProofError.note(.otherOrigin(log.origin))) {
      try proof.check(leaf: leaf, logs: [named])
    }
    try proof.check(leaf: leaf, logs: [stranger, log.key])
  }

  private static let head = "c2sp.org/tlog-proof@v1\n"
  private static let hash = Base64.encode([UInt8](repeating: 7, count: 32)) + "\n"
  @Test(
    arguments: [
      "", "\n", "\n\n\n", "c2sp.org/tlog-proof@v1", head, head + "index 0", head + "index 0\n",
      "c2sp.org/tlog-proof@v2\nindex 0\n\n", head + "index\n\n", head + "index 00\n\n",
      head + "index -1\n\n", head + "index 1 \n\n", head + "index 18446744073709551616\n\n",
      head + "extra !\nindex 0\n\n", head + "extra AA=\nindex 0\n\n",
      head + "extra AQID\nextra AQID\nindex 0\n\n", head + "index 0\nextra AQID\n\n",
      head + "index 0\nAQID\n\n", head + "index 0\n " + hash + "\n", head + "index 0\n\n\n",
      head + "index 0\r\n\n", "old 3\n\n", "old\n\n", "old 03\n\n", "old 3\nAQID\n\n",
      head + "index 0\n" + String(repeating: hash, count: 65) + "\n",
      "old 3\n" + String(repeating: hash, count: 65) + "\n",
    ])
  func hostileProofsAreRefused(text: String) throws {
    let note = try TestLog(1).note(1)
    let bytes = Array(text.utf8)
    #expect(throws: ProofError.self) { try InclusionProof(parsing: bytes) }
    #expect(throws: ProofError.self) { try ConsistencyProof(parsing: bytes) }
    // With a checkpoint behind it, the head alone decides.
    let isWhole = text == "old 3\n\n"
    #expect(throws: ProofError.self) { try InclusionProof(parsing: bytes + note) }
    if !isWhole { #expect(throws: ProofError.self) { try ConsistencyProof(parsing: bytes + note) } }
  }

  @Test func everyCutAndEveryFlippedBitIsNoticed() throws {
    let log = try TestLog(6)
    let leaf = log.leaves[4]
    let inclusion = try log.inclusion(4, 6).rendered
    let growth = try log.consistency(3, 6).rendered
    let old = Checkpoint(origin: log.origin, size: 3, root: try log.store.root(size: 3))
    for count in inclusion.indices {
      #expect(throws: ProofError.self) { try InclusionProof(parsing: Array(inclusion[..<count])) }
    }
    for position in 0..<inclusion.count {
      var bytes = inclusion
      bytes[position] ^= 1
      #expect(throws: ProofError.self, "byte \(position)") {
        try InclusionProof(parsing: bytes).check(leaf: leaf, logs: [log.key])
      }
    }
    for position in 0..<growth.count {
      var bytes = growth
      bytes[position] ^= 1
      #expect(throws: ProofError.self, "byte \(position)") {
        let proof = try ConsistencyProof(parsing: bytes)
        try Checkpoint.check(proof.note, by: [log.key])
        try proof.check(old: old)
      }
    }
  }

  @Test func aProofTooLargeIsNotRead() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 2_000_000)
    #expect(throws: ProofError.self) { try InclusionProof(parsing: bytes) }
    let extra = Base64.encode([UInt8](repeating: 0, count: InclusionProof.extraByteCountMax + 1))
    #expect(throws: ProofError.self) {
      try InclusionProof(parsing: Array("\(Self.head)extra \(extra)\nindex 0\n\n".utf8))
    }
  }
}
