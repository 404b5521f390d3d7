import Bytes
import Cryptography
import LedgerCore
import TransparencyLog

extension Decoder {
  static let notes = [
    Decoder(name: "note", samples: NoteSamples.notes) { bytes in
      try reading {
        let note = try SignedNote(parsing: bytes)
        try? note.verify(with: NoteSamples.key)
        return try SignedNote(parsing: Array(note.rendered.utf8)).rendered == note.rendered
      }
    },
    Decoder(name: "checkpoint", samples: NoteSamples.bodies) { bytes in
      try reading {
        let checkpoint = try Checkpoint(body: String(decoding: bytes, as: UTF8.self))
        return try Checkpoint(body: checkpoint.body) == checkpoint
      }
    },
    Decoder(name: "note-key", samples: [Array(NoteSamples.key.vkey.utf8)]) { bytes in
      try reading {
        let key = try NoteVerifierKey(vkey: String(decoding: bytes, as: UTF8.self))
        return try NoteVerifierKey(name: key.name, publicKey: key.publicKey) == key
      }
    },
    Decoder(name: "witness-key", samples: [Array(NoteSamples.witness.key.vkey.utf8)]) { bytes in
      try reading {
        let key = try WitnessKey(vkey: String(decoding: bytes, as: UTF8.self))
        return try WitnessKey(name: key.name, publicKey: key.publicKey) == key
      }
    },
    /// Nobody makes another text that the log has signed, or the witness cosigned.
    Decoder(name: "cosigned-checkpoint", samples: NoteSamples.notes) { bytes in
      try reading {
        let note = try SignedNote(parsing: bytes)
        let isOurs = NoteSamples.bodies.contains(Array(note.text.utf8))
        let cosignature = try note.cosignature(by: NoteSamples.witness.key)
        try promise(
          cosignature == nil || isOurs && cosignature?.seconds == NoteSamples.seconds,
          "a cosignature that the witness never gave")
        do {
          try Checkpoint.check(bytes, by: [NoteSamples.key])
        } catch ProofError.note(let error) {
          throw error
        }
        return isOurs
      }
    },
  ]

  private static func reading(_ body: () throws -> Bool) throws -> Bool {
    do {
      try promise(try body(), "an accepted note is another one")
      return true
    } catch let error as NoteError {
      try checkShown(error.description)
      return false
    }
  }
}

enum NoteSamples {
  private static let origin = Checkpoint.origin(ofLedger: Samples.ledger.bytes)
  static let signer = try! NoteSigner(name: origin, privateKey: .generate(.ed25519))
  static let witness = try! WitnessSigner(name: "witness", privateKey: .generate(.ed25519))
  static let seconds: UInt64 = 1_701_331_200
  static var key: NoteVerifierKey { signer.verifierKey }

  /// The tree of three leaves, whose proofs are samples too.
  static let leaves = (UInt8(1)...3).map { MerkleHash.leaf([$0]) }
  static let nodes: NodeStore = {
    var nodes = NodeStore()
    for leaf in leaves { nodes.append(leaf) }
    return nodes
  }()

  static func checkpoint(_ size: UInt64) -> Checkpoint {
    Checkpoint(origin: origin, size: size, root: try! nodes.root(size: size))
  }

  static func note(_ checkpoint: Checkpoint) -> [UInt8] {
    var note = try! checkpoint.sign(by: signer)
    if checkpoint.size > 0 { try! note.cosign(by: witness, at: seconds) }
    return Array(note.rendered.utf8)
  }

  private static let checkpoints = [
    checkpoint(3), Checkpoint(origin: origin, size: 0, root: MerkleHash.emptyRoot),
    Checkpoint(origin: origin, size: .max, root: Samples.digest(0xFF)),
  ]
  static let bodies: [[UInt8]] = checkpoints.map { Array($0.body.utf8) }
  static let notes: [[UInt8]] = checkpoints.map(note)
}
