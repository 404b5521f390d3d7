import Bytes
import Cryptography
import Testing

@testable import TransparencyLog

@Suite struct CosignatureTests {
  private func witness(_ name: String = "witness.example/w1") throws -> WitnessSigner {
    try WitnessSigner(name: name, privateKey: .generate(.ed25519))
  }

  private func note() throws -> SignedNote {
    try SignedNote(parsing: TestLog(5).note(5))
  }

  @Test func aCosignatureComesBack() throws {
    let witness = try witness()
    var note = try note()
    #expect(try note.cosignature(by: witness.key) == nil)
    try note.cosign(by: witness, at: 1_679_315_147)
    let read = try parse(note.rendered)
    #expect(
      try read.cosignature(by: witness.key)
        == Cosignature(witness: witness.key, seconds: 1_679_315_147))
    #expect(read.signatures.count == 2)
    #expect(try WitnessKey(vkey: witness.key.vkey) == witness.key)
  }

  /// The bytes of C2SP tlog-cosignature, put together by hand.
  @Test func theBytesAreAsSpecified() throws {
    let key = try PrivateKey.generate(.ed25519)
    let witness = try WitnessSigner(name: "w", privateKey: key)
    var note = try note()
    try note.cosign(by: witness, at: 258)
    let line = try #require(note.signatures.last)
    #expect(Array(line.bytes.prefix(8)) == [0, 0, 0, 0, 0, 0, 1, 2])
    let message = Array("cosignature/v1\ntime 258\n\(note.text)".utf8)
    #expect(key.publicKey.verifies(Array(line.bytes.dropFirst(8)), of: message))
    let id = SHA256.hash(Array("w\n".utf8) + [4] + key.publicKey.raw).bytes.prefix(4)
    #expect(line.keyID == id.reduce(0) { $0 << 8 | UInt32($1) })
    let data = try #require(
      Base64.decode(String(witness.key.vkey.split(separator: "+", maxSplits: 2)[2])))
    #expect(data.count == 33 && data[0] == 4)
  }

  @Test func anEarlierCosignatureGivesWay() throws {
    let (first, second) = (try witness(), try witness("w2"))
    var note = try note()
    for time in UInt64(1)...150 { try note.cosign(by: first, at: time) }
    try note.cosign(by: second, at: 7)
    #expect(note.signatures.count == 3)
    #expect(try note.cosignature(by: first.key)?.seconds == 150)
    #expect(throws: NoteError.self) { try note.cosign(by: first, at: UInt64.max) }
  }

  @Test func logAndWitnessKeysAreNotExchanged() throws {
    let key = try PrivateKey.generate(.ed25519)
    let log = try NoteVerifierKey(name: "w", publicKey: key.publicKey)
    let witness = try WitnessKey(name: "w", publicKey: key.publicKey)
    #expect(log.keyID != witness.keyID)
    #expect(throws: NoteError.self) { try WitnessKey(vkey: log.vkey) }
    #expect(throws: NoteError.self) { try NoteVerifierKey(vkey: witness.vkey) }
    // A plain signature under the witness's name is none of its cosignatures.
    let note = try SignedNote(
      signing: "a\n1\nAAAA\n", by: NoteSigner(name: "w", privateKey: key))
    #expect(try note.cosignature(by: witness) == nil)
  }

  @Test func everyFlippedBitSpoilsIt() throws {
    let witness = try witness()
    var note = try note()
    try note.cosign(by: witness, at: 99)
    let line = try #require(note.signatures.last)
    for position in line.bytes.indices {
      var bytes = line.bytes
      bytes[position] ^= 4
      var broken = note
      broken.signatures = [NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)]
      #expect(throws: NoteError.wrongSignature(name: witness.key.name)) {
        try broken.cosignature(by: witness.key)
      }
    }
    for count in [0, 1, 8, 64, 71, 73] {
      var broken = note
      broken.signatures = [
        NoteSignature(
          name: line.name, keyID: line.keyID, bytes: [UInt8](repeating: 0, count: count))
      ]
      #expect(throws: NoteError.self) { try broken.cosignature(by: witness.key) }
    }
    let moved = try parse(note.rendered.replacing("\n5\n", with: "\n6\n"))
    #expect(throws: NoteError.self) { try moved.cosignature(by: witness.key) }
  }
}
