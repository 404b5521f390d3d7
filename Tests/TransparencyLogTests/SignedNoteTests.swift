import Bytes
import Cryptography
import Testing

@testable import TransparencyLog

/// The example of Go's sumdb/note package, an implementation of signed notes that is not ours.
enum ExampleNote {
  static let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  /// The base64 part of the matching signer's key: a type byte and the seed.
  static let typeAndSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let text =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  static let signatureLine =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    + "b6KE6RyyBwJnAM=\n"
  static let note = text + "\n" + signatureLine

  static func signer() throws -> NoteSigner {
    let seed = try #require(Base64.decode(typeAndSeed)).dropFirst()
    let prefix = try #require(Hex.decode("302e020100300506032b657004220420"))
    let body = Base64.encode(prefix + seed)
    var pem = Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
    let key = try PrivateKey(pem: SecretBytes(wiping: &pem))
    return try NoteSigner(name: "PeterNeumann", privateKey: key)
  }
}

func parse(_ text: String) throws(NoteError) -> SignedNote {
  try SignedNote(parsing: Array(text.utf8))
}

@Suite struct SignedNoteTests {
  @Test func theExampleVerifiesAndIsMade() throws {
    let key = try NoteVerifierKey(vkey: ExampleNote.vkey)
    #expect(key.name == "PeterNeumann")
    #expect(key.keyID == 0xC74F_20A3)
    #expect(key.vkey == ExampleNote.vkey)
    let note = try parse(ExampleNote.note)
    try note.verify(with: key)
    #expect(note.text == ExampleNote.text)
    #expect(note.rendered == ExampleNote.note)
    let made = try SignedNote(signing: ExampleNote.text, by: ExampleNote.signer())
    #expect(made.rendered == ExampleNote.note)
  }

  @Test func severalSignersAndStrangers() throws {
    let first = try NoteSigner(name: "kazna/a", privateKey: .generate(.ed25519))
    let second = try NoteSigner(name: "kazna/b", privateKey: .generate(.ed25519))
    var note = try SignedNote(signing: "a\n\nb\n\n", by: first)
    try note.cosign(by: second)
    let read = try parse(note.rendered)
    #expect(read.text == "a\n\nb\n\n")
    try read.verify(with: first.verifierKey)
    try read.verify(with: second.verifierKey)
    try read.verify(with: [first.verifierKey, second.verifierKey])
    let key = try NoteVerifierKey(vkey: ExampleNote.vkey)
    #expect(throws: NoteError.unsigned) { try read.verify(with: key) }
    #expect(throws: NoteError.unsigned) { try read.verify(with: []) }
    #expect(throws: NoteError.unsigned) {
      let stranger = try NoteVerifierKey(name: "kazna/a", publicKey: second.verifierKey.publicKey)
      try read.verify(with: stranger)
    }
  }

  @Test func aWrongSignatureSpoilsTheNote() throws {
    let signer = try ExampleNote.signer()
    let other = try NoteSigner(name: "other", privateKey: .generate(.ed25519))
    var note = try SignedNote(signing: "old\n", by: signer)
    try note.cosign(by: other)
    let moved = try parse(note.rendered.replacing("old\n\n", with: "new\n\n"))
    #expect(throws: NoteError.wrongSignature(name: "PeterNeumann")) {
      try moved.verify(with: signer.verifierKey)
    }
    // One right signature does not excuse a wrong one by another known key.
    let foreign = try SignedNote(signing: "new\n", by: other).rendered
    let mixed = try parse(
      foreign + note.rendered.split(separator: "\n", omittingEmptySubsequences: true)[1] + "\n")
    #expect(throws: NoteError.wrongSignature(name: "PeterNeumann")) {
      try mixed.verify(with: [other.verifierKey, signer.verifierKey])
    }
    try mixed.verify(with: other.verifierKey)
  }

  @Test func namesAreComparedAsBytes() throws {
    let key = try PrivateKey.generate(.ed25519)
    let composed = try NoteSigner(name: "caf\u{E9}", privateKey: key)
    let decomposed = try NoteVerifierKey(name: "cafe\u{301}", publicKey: key.publicKey)
    #expect(composed.verifierKey.name == decomposed.name, "equal as Swift strings")
    #expect(composed.verifierKey.keyID != decomposed.keyID)
    let note = try SignedNote(signing: "a\n", by: composed)
    #expect(throws: NoteError.unsigned) { try note.verify(with: decomposed) }
  }

  static let line = ExampleNote.signatureLine
  @Test(
    arguments: [
      "", "\n", "\n\n", "a", "a\n", "a\n\n", "a\n" + line, "a\n\n" + line.dropLast(), line,
      "a\n\n" + line + "\n", "a\n\n" + line + "x\n", "a\r\n\n" + line, "a\u{0}\n\n" + line,
      "a\t\n\n" + line, "a\n\n" + line.replacing("— ", with: "- "),
      "a\n\n" + line.replacing("— ", with: "—"), "a\n\n— name \n", "a\n\n— name\n",
      "a\n\n—  AAAAAAA=\n", "a\n\n— name AAAA\n", "a\n\n— name AAAAAA==\n",
      "a\n\n— name AAAAAAA\n", "a\n\n— name AAAAAAB=\n", "a\n\n— name AAAAAAA= \n",
      "a\n\n— na+me AAAAAAA=\n", "a\n\n— na\u{A0}me AAAAAAA=\n",
      "a\n\n— na me AAAAAAA=\n", "a\n\n— name  AAAAAAA=\n", "\n— name AAAAAAA=\n",
      "a\n\n— " + String(repeating: "n", count: 257) + " AAAAAAA=\n",
    ])
  func hostileNotesAreRefused(note: String) {
    #expect(throws: NoteError.self) { try parse(note) }
  }

  @Test func theShortestNoteIsRead() throws {
    let note = try parse("\n\n— n AAAAAAA=\n")
    #expect(note.text == "\n")
    #expect(note.signatures.map(\.bytes) == [[0]])
  }

  @Test func limits() throws {
    let line = "— name AAAAAAA=\n"
    let lines = { String(repeating: line, count: $0) }
    #expect(try parse("a\n\n" + lines(100)).signatures.count == 100)
    #expect(throws: NoteError.tooManySignatures(101)) { try parse("a\n\n" + lines(101)) }
    #expect(throws: NoteError.tooManySignatures(101)) { try parse("a\n\n" + lines(5000)) }
    let large = String(repeating: "a", count: 1_000_000) + "\n\n" + line
    #expect(throws: NoteError.tooLarge(byteCount: large.utf8.count)) { try parse(large) }
    var full = try parse("a\n\n" + lines(100))
    let signer = try ExampleNote.signer()
    #expect(throws: NoteError.tooManySignatures(101)) { try full.cosign(by: signer) }
  }

  @Test func bytesThatAreNotTextAreRefused() throws {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x8A], [0xED, 0xA0, 0x80]] {
      #expect(throws: NoteError.self) {
        try SignedNote(parsing: bytes + Array("\n\n— name AAAAAAA=\n".utf8))
      }
    }
    let whole = Array(ExampleNote.note.utf8)
    for count in 0..<whole.count {
      #expect(throws: NoteError.self) { try SignedNote(parsing: Array(whole.prefix(count))) }
      var changed = whole
      changed[count] ^= 1
      let key = try NoteVerifierKey(vkey: ExampleNote.vkey)
      #expect(throws: NoteError.self) { try SignedNote(parsing: changed).verify(with: key) }
    }
    for count in 0..<300 {
      let random = try RandomBytes.make(count)
      #expect(throws: NoteError.self) { try SignedNote(parsing: random) }
    }
  }

  @Test func textThatIsNoNoteIsNotSigned() throws {
    let signer = try ExampleNote.signer()
    for text in ["", "a", "a\r\n", "a\u{1B}[m\n"] {
      #expect(throws: NoteError.self) { try SignedNote(signing: text, by: signer) }
    }
  }

  @Test func malformedKeysAreRefused() throws {
    let vkey = ExampleNote.vkey
    for wrong in [
      "", "+", "++", "a+b+c", String(vkey.dropLast()), vkey + "=", "x" + vkey, vkey + "\n",
      vkey.replacing("c74f20a3", with: "C74F20A3"), vkey.replacing("c74f20a3", with: "c74f20a4"),
      vkey.replacing("+c74", with: "+0c74"), vkey.replacing("ARpc", with: "Ahpc"),
      vkey.replacing("PeterNeumann", with: ""), vkey.replacing("Peter", with: "Peter "),
      String(repeating: "a", count: 10_000),
    ] {
      #expect(throws: NoteError.self) { try NoteVerifierKey(vkey: wrong) }
    }
    let p256 = try PrivateKey.generate(.ecdsaP256)
    #expect(throws: NoteError.self) { try NoteSigner(name: "a", privateKey: p256) }
  }
}
