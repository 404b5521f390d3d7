import Bytes
import Cryptography
import JournalStorage
import TransparencyLog

/// Someone outside who signs, of every log that it watches, only checkpoints that continue the last
/// one that it has signed. A log that shows different people different books needs two branches,
/// and no witness signs both.
public struct Witness {
  /// What shows that the log only grew.
  public enum Evidence {
    /// A consistency proof, from the file of that path.
    case proof(ConsistencyProof, path: String)
    /// A ledger, or a mirror of it, that can be read.
    case ledger(LedgerLog)
    case none
  }

  private let signer: WitnessSigner
  private let stateDirectory: String

  public var key: WitnessKey { signer.key }

  public init(
    name: String, privateKey: PrivateKey, stateDirectory: String
  ) throws(LedgerError) {
    do throws(NoteError) {
      signer = try WitnessSigner(name: name, privateKey: privateKey)
    } catch {
      throw .proof(.wrongKey(error))
    }
    self.stateDirectory = stateDirectory
  }

  /// Adds the witness's cosignature to a checkpoint, which `logKey` must have signed; without one,
  /// the key that the witness remembers, and at the first meeting those of the ledger that is the
  /// evidence. What is signed is remembered, durably, before the note is given out. `path` names the
  /// checkpoint's file in errors.
  public func cosign(
    _ note: [UInt8], path: String, logKey: NoteVerifierKey? = nil, evidence: Evidence,
    at seconds: UInt64
  ) throws(LedgerError) -> Cosigned {
    var signed: SignedNote
    let checkpoint: Checkpoint
    do throws(NoteError) {
      signed = try SignedNote(parsing: note)
      checkpoint = try Checkpoint(body: signed.text)
    } catch {
      throw .proof(.of(error, path))
    }
    let state = try storage { () throws(StorageError) in try WitnessState(stateDirectory) }
    let known = try state.log(origin: checkpoint.origin)
    let keys = if let key = logKey ?? known?.logKey { [key] } else { try Self.logKeys(evidence) }
    guard !keys.isEmpty else { throw .proof(.unknownLog(origin: checkpoint.origin)) }
    do throws(ProofError) {
      try Checkpoint.check(note, by: keys)
    } catch {
      throw .proof(.of(error, path))
    }
    guard let logKey = keys.first(where: { key in signed.signatures.contains(where: key.signed) })
    else { throw .proof(.disproved(path: path, .note(.unsigned))) }
    guard logKey.publicKey != key.publicKey else {
      throw .proof(.wrongKey(.malformedKey("a log cannot be its own witness")))
    }
    if let known { try Self.check(checkpoint, continues: known.checkpoint, evidence) }
    do throws(NoteError) {
      try signed.cosign(by: signer, at: seconds)
    } catch {
      throw .proof(.of(error, path))
    }
    let bytes = Array(signed.rendered.utf8)
    let log = WitnessedLog(logKey: logKey, note: bytes, checkpoint: checkpoint)
    try storage { () throws(StorageError) in try state.remember(log) }
    return Cosigned(
      note: bytes, checkpoint: checkpoint, previous: known?.checkpoint,
      logKey: logKey, previousLogKey: known?.logKey)
  }

  private static func logKeys(_ evidence: Evidence) throws(LedgerError) -> [NoteVerifierKey] {
    guard case .ledger(let log) = evidence else { return [] }
    return try log.logKeys()
  }

  private static func check(
    _ new: Checkpoint, continues old: Checkpoint, _ evidence: Evidence
  ) throws(LedgerError) {
    guard new.size >= old.size else {
      throw .proof(.rollback(known: old.size, offered: new.size))
    }
    let fork = LedgerError.proof(.fork(known: old.size, offered: new.size))
    guard new.size > old.size else {
      guard new.root == old.root else { throw fork }
      return
    }
    switch evidence {
    case .none: throw .proof(.unproved(known: old.size, offered: new.size))
    case .proof(let proof, let path):
      guard proof.checkpoint.size == new.size, proof.checkpoint.root == new.root else {
        let cause = ProofError.otherSize(expected: proof.checkpoint.size, found: new.size)
        throw .proof(
          .disproved(
            path: path, .proof(proof.checkpoint.size == new.size ? .rootMismatch : cause)))
      }
      do throws(ProofError) { try proof.check(old: old) } catch {
        throw .proof(.of(error, path))
      }
    case .ledger(let log):
      guard log.checkpoint.origin.utf8.elementsEqual(new.origin.utf8) else {
        throw .proof(.disproved(path: log.path, .note(.otherOrigin(log.checkpoint.origin))))
      }
      guard new.size <= log.checkpoint.size else {
        throw .proof(.unproved(known: old.size, offered: new.size))
      }
      let growth = try log.growth(from: old.size, to: new.size)
      guard growth.oldRoot == old.root, growth.newRoot == new.root else { throw fork }
    }
  }
}

/// What a witness gives out.
public struct Cosigned: Sendable {
  /// The note with the witness's signature.
  public let note: [UInt8]
  public let checkpoint: Checkpoint
  /// What the witness had signed before of this log.
  public let previous: Checkpoint?
  public let logKey: NoteVerifierKey
  /// The log key that it knew before.
  public let previousLogKey: NoteVerifierKey?
}
