import Audit
import Bytes
import Cryptography
import LedgerCore
import LedgerService
import TransparencyLog

extension Decoder {
  /// What comes from a log, a witness or an auditor's own keeping. None of it proves anything that
  /// is not so.
  static let proofs = [
    Decoder(name: "inclusion-proof", samples: ProofSamples.inclusion.map(\.rendered)) { bytes in
      try reading(ProofError.self) {
        let proof = try InclusionProof(parsing: bytes)
        let key = [NoteSamples.key]
        let proven = NoteSamples.leaves.firstIndex {
          (try? proof.check(leaf: $0, logs: key)) != nil
        }
        try promise(
          proven.map { UInt64($0) == proof.index } ?? true, "a leaf is proven in another place")
        try promise(
          (try? proof.check(leaf: Samples.digest(7), logs: key)) == nil, "no such leaf is there")
        return proof.rendered == bytes
      }
    },
    Decoder(name: "consistency-proof", samples: ProofSamples.consistency.map(\.rendered)) {
      bytes in
      try reading(ProofError.self) {
        let proof = try ConsistencyProof(parsing: bytes)
        var forked = NoteSamples.checkpoint(2)
        forked = Checkpoint(origin: forked.origin, size: 2, root: Samples.digest(7))
        let isSigned = (try? Checkpoint.check(proof.note, by: [NoteSamples.key])) != nil
        try promise(
          !isSigned || (try? proof.check(old: forked)) == nil, "a fork is proven to be none")
        for size: UInt64 in 0...4 where size < 4 {
          _ = try? proof.check(old: NoteSamples.checkpoint(size))
        }
        return proof.rendered == bytes
      }
    },
    Decoder(name: "witness-policy", samples: ProofSamples.policies) { bytes in
      try reading(PolicyError.self) {
        let policy = try WitnessPolicy(parsing: bytes)
        let witnesses = Set(policy.witnesses.map(\.publicKey))
        try promise(witnesses.count == policy.witnesses.count, "a witness counts twice")
        let note = NoteSamples.notes[0]
        do {
          let met = try policy.check(note, logs: [NoteSamples.key])
          try promise(
            met.checkpoint == NoteSamples.checkpoint(3) && met.cosignatures.count < 2,
            "a policy is met by what nobody signed")
        } catch let error as PolicyError {
          try checkShown(error.description)
        }
        return policy.logs.count <= WitnessPolicy.countMax
      }
    },
    Decoder(name: "witness-state", samples: [ProofSamples.witnessed.rendered]) { bytes in
      guard let log = WitnessedLog(parsing: bytes) else { return false }
      try promise(log.rendered == bytes, "an accepted state is written otherwise")
      return true
    },
    Decoder(name: "verified-state", samples: ProofSamples.verified) { bytes in
      // Nobody finds a hash by chance: whatever comes gets the right one.
      try reading(StateError.self) {
        let written = try VerifiedState(parsing: bytes + SHA256.hash(bytes).bytes).bytes
        return try VerifiedState(parsing: written).bytes == written
      }
    },
  ]

  private static func reading<Refusal: Error & CustomStringConvertible>(
    _ refusal: Refusal.Type, _ body: () throws -> Bool
  ) throws -> Bool {
    do {
      try promise(try body(), "accepted bytes are written otherwise")
      return true
    } catch let error as Refusal {
      try checkShown(error.description)
      return false
    }
  }
}

private enum ProofSamples {
  static let inclusion: [InclusionProof] = (UInt64(0)..<3).map { index in
    try! InclusionProof(
      index: index, hashes: NoteSamples.nodes.inclusionProof(index: index, size: 3),
      note: NoteSamples.notes[0], extra: index == 1 ? [1, 2, 3] : nil)
  }

  static let consistency: [ConsistencyProof] = (UInt64(0)...3).map { old in
    try! ConsistencyProof(
      oldSize: old, hashes: NoteSamples.nodes.consistencyProof(old: old, new: 3),
      note: NoteSamples.notes[0])
  }

  static let policies: [[UInt8]] = {
    let other = try! WitnessSigner(name: "other", privateKey: .generate(.ed25519)).key
    let keys = "witness a \(NoteSamples.witness.key.vkey)\nwitness b \(other.vkey)\n"
    return [
      "log \(NoteSamples.key.vkey)\n\(keys)group g any a b\nquorum g\n",
      "# two of two\n\(keys)group g 2 a b\ngroup h all g\nquorum h\n", "quorum none\n",
    ].map { Array($0.utf8) }
  }()

  static let witnessed = WitnessedLog(
    parsing: Array("log \(NoteSamples.key.vkey)\n\n".utf8) + NoteSamples.notes[0])!

  static let verified: [[UInt8]] = {
    var options = VerifierOptions()
    options.files = JournalSample.disk(JournalSample.bytes)!
    let report = try! Verifier(ledger: MemoryDisk.ledger, options).run()
    return [Array(report.state(on: Samples.day)!.bytes.dropLast(Digest.byteCount))]
  }()
}
