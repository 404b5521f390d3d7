import Bytes
import Cryptography
import Testing

@testable import TransparencyLog

@Suite struct CheckpointTests {
  /// The example of C2SP tlog-checkpoint.
  static let example =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
  static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  @Test func theExampleComesBack() throws {
    let checkpoint = try Checkpoint(body: Self.example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(Base64.encode(checkpoint.root.bytes) == Self.root)
    #expect(checkpoint.extensions.isEmpty)
    #expect(checkpoint.body == Self.example)
  }

  @Test func extensionLinesAreKept() throws {
    let body = Self.example + "one\nдва\n"
    let checkpoint = try Checkpoint(body: body)
    #expect(checkpoint.extensions == ["one", "два"])
    #expect(checkpoint.body == body)
  }

  @Test func signedAndReadAgain() throws {
    let key = try PrivateKey.generate(.ed25519)
    let origin = Checkpoint.origin(ofLedger: (0..<16).map { UInt8($0) })
    #expect(origin == "kazna/000102030405060708090a0b0c0d0e0f")
    var tree = MerkleTree()
    for leaf in numberedLeaves(5) { tree.append(leaf) }
    let checkpoint = Checkpoint(origin: origin, size: tree.size, root: tree.root)
    let note = try checkpoint.sign(with: key)
    let verifier = try NoteVerifierKey(name: origin, publicKey: key.publicKey)
    let bytes = Array(note.rendered.utf8)
    #expect(try Checkpoint(verifying: bytes, with: verifier) == checkpoint)
    #expect(note.rendered.hasPrefix("\(origin)\n5\n"))

    let stranger = try NoteVerifierKey(
      name: origin, publicKey: PrivateKey.generate(.ed25519).publicKey)
    #expect(throws: NoteError.unsigned) { try Checkpoint(verifying: bytes, with: stranger) }
    let larger = Array(note.rendered.replacing("\n5\n", with: "\n6\n").utf8)
    #expect(throws: NoteError.wrongSignature(name: origin)) {
      try Checkpoint(verifying: larger, with: verifier)
    }
  }

  @Test func theOriginIsTheKeysName() throws {
    let signer = try NoteSigner(name: "kazna/b", privateKey: .generate(.ed25519))
    let checkpoint = Checkpoint(origin: "kazna/a", size: 0, root: MerkleHash.emptyRoot)
    #expect(throws: NoteError.otherOrigin("kazna/a")) { try checkpoint.sign(by: signer) }
    let note = try SignedNote(signing: checkpoint.body, by: signer)
    #expect(throws: NoteError.otherOrigin("kazna/a")) {
      try Checkpoint(verifying: Array(note.rendered.utf8), with: signer.verifierKey)
    }
    let p256 = try PrivateKey.generate(.ecdsaP256)
    #expect(throws: NoteError.self) { try checkpoint.sign(with: p256) }
  }

  @Test(
    arguments: [
      "", "\n", "\n\n\n", "a\n1\n", "a\n1\n\(root)", "\n1\n\(root)\n", "a\n\n\(root)\n",
      "a\n01\n\(root)\n", "a\n+1\n\(root)\n", "a\n-1\n\(root)\n", "a\n1 \n\(root)\n",
      "a\n0x1\n\(root)\n", "a\n١\n\(root)\n", "a\n00\n\(root)\n", "a\n0\n\(root)\n",
      "a\n18446744073709551616\n\(root)\n", "a\n1e3\n\(root)\n", "a\n1\n\(root)=\n",
      "a\n1\nCsUY\n", "a\n1\n \(root)\n", "a\n1\n\(root)\n\n", "a\n1\n\(root)\n\nx\n",
      "a\n1\n\(root.dropLast())\n", "a\r\n1\r\n\(root)\r\n",
    ])
  func hostileBodiesAreRefused(body: String) {
    #expect(throws: NoteError.self) { try Checkpoint(body: body) }
  }

  @Test func theGreatestSizeIsRead() throws {
    #expect(try Checkpoint(body: "a\n18446744073709551615\n\(Self.root)\n").size == .max)
  }
}
