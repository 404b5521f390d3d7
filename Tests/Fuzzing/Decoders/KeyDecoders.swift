import Bytes
import Cryptography
import LedgerCore
import TransparencyLog

extension Decoder {
  /// Also verifies with the key: a bad point must not reach libcrypto's arithmetic.
  static let publicKey = Decoder(name: "public-key", samples: KeySamples.public.map(\.spki)) {
    bytes in
    try reading {
      let key = try PublicKey(spki: bytes)
      _ = key.verifies([UInt8](repeating: 1, count: 64), of: bytes)
      return key.spki == bytes
    }
  }

  static let publicKeyText = Decoder(
    name: "public-key-pem", samples: KeySamples.public.map { Array($0.pem.utf8) }
  ) { bytes in
    try reading {
      let key = try PublicKey(pem: String(decoding: bytes, as: UTF8.self))
      return try PublicKey(pem: key.pem) == key
    }
  }

  static let privateKeyText = Decoder(name: "private-key-pem", samples: KeySamples.private) {
    bytes in
    var copy = bytes
    return try reading {
      let key = try PrivateKey(pem: SecretBytes(wiping: &copy))
      let signature = try key.sign([1, 2, 3])
      return key.publicKey.verifies(signature, of: [1, 2, 3])
    }
  }

  static let notes = [
    Decoder(name: "note", samples: NoteSamples.notes) { bytes in
      try readingNote {
        let note = try SignedNote(parsing: bytes)
        try? note.verify(with: NoteSamples.key)
        return try SignedNote(parsing: Array(note.rendered.utf8)).rendered == note.rendered
      }
    },
    Decoder(name: "checkpoint", samples: NoteSamples.bodies) { bytes in
      try readingNote {
        let checkpoint = try Checkpoint(body: String(decoding: bytes, as: UTF8.self))
        return try Checkpoint(body: checkpoint.body) == checkpoint
      }
    },
    Decoder(name: "note-key", samples: [Array(NoteSamples.vkey.utf8)]) { bytes in
      try readingNote {
        let key = try NoteVerifierKey(vkey: String(decoding: bytes, as: UTF8.self))
        return try NoteVerifierKey(name: key.name, publicKey: key.publicKey) == key
      }
    },
  ]

  private static func reading(_ body: () throws -> Bool) throws -> Bool {
    do {
      try promise(try body(), "an accepted key is not itself")
      return true
    } catch let error as KeyError {
      try checkShown(error.description)
      return false
    }
  }

  private static func readingNote(_ body: () throws -> Bool) throws -> Bool {
    do {
      try promise(try body(), "an accepted note is written otherwise")
      return true
    } catch let error as NoteError {
      try checkShown(error.description)
      return false
    }
  }
}

private enum KeySamples {
  static let keys: [PrivateKey] = SignatureAlgorithm.allCases.map { try! .generate($0) }
  static let `public`: [PublicKey] = keys.map(\.publicKey)
  static let `private`: [[UInt8]] = keys.map { try! $0.pem().withUnsafeBytes { Array($0) } }
}

private enum NoteSamples {
  private static let origin = Checkpoint.origin(ofLedger: Samples.ledger.bytes)
  private static let signer = try! NoteSigner(name: origin, privateKey: .generate(.ed25519))
  static var key: NoteVerifierKey { signer.verifierKey }
  static var vkey: String { key.vkey }

  private static let checkpoints = [
    Checkpoint(origin: origin, size: 0, root: MerkleHash.emptyRoot),
    Checkpoint(origin: origin, size: 41, root: Samples.digest(0x3C)),
    Checkpoint(origin: origin, size: .max, root: Samples.digest(0xFF)),
  ]
  static let bodies: [[UInt8]] = checkpoints.map { Array($0.body.utf8) }
  static let notes: [[UInt8]] = checkpoints.map { checkpoint in
    var note = try! checkpoint.sign(by: signer)
    if checkpoint.size > 0 {
      try! note.cosign(by: NoteSigner(name: "witness", privateKey: .generate(.ed25519)))
    }
    return Array(note.rendered.utf8)
  }
}
