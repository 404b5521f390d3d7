import TransparencyLog

/// Why a proof or a checkpoint cannot be made, checked or cosigned.
public enum ProofFault: Error, Equatable {
  /// A file that should hold a proof, a checkpoint or a policy does not.
  case malformed(path: String, ProofFileCause)
  /// A file is what it should be, and does not prove what it should.
  case disproved(path: String, ProofFileCause)
  /// A verifier key given as text is none.
  case wrongKey(NoteError)
  /// No commit ends with so many entries, so no checkpoint was signed there.
  case noCheckpoint(size: UInt64)
  /// The checkpoint that was asked for covers fewer entries.
  case notCovered(entry: UInt64, size: UInt64)
  /// The ledger does not begin as the checkpoint of that file says.
  case otherHistory(path: String, size: UInt64)
  /// The document's bytes, or the entry, are not those of the header in the proof.
  case otherDocument(path: String)
  case otherEntry(index: UInt64, header: UInt64)
  /// Neither the proof nor the command brings what the entry's hash is made of.
  case noLeaf(path: String)
  /// The witness has signed a larger tree of this log before.
  case rollback(known: UInt64, offered: UInt64)
  /// The tree of the log does not continue the one that the witness has signed.
  case fork(known: UInt64, offered: UInt64)
  /// The log has grown, and nothing was given to show that it only grew.
  case unproved(known: UInt64, offered: UInt64)
  /// The witness meets this log for the first time, and nobody says which key it has.
  case unknownLog(origin: String)
}

/// What is wrong with the content of a file.
public enum ProofFileCause: Equatable, Sendable {
  case note(NoteError)
  case proof(ProofError)
  case policy(PolicyError)
  /// Not a header of an entry, in the words of the format.
  case header(String)
}

extension ProofFault {
  /// Sorts an error into a file that cannot be read (exit 3) and one that proves nothing (exit 5).
  static func of(_ error: ProofError, _ path: String) -> ProofFault {
    switch error {
    case .malformed: .malformed(path: path, .proof(error))
    case .note(let cause): of(cause, path)
    default: .disproved(path: path, .proof(error))
    }
  }

  static func of(_ error: NoteError, _ path: String) -> ProofFault {
    switch error {
    case .tooLarge, .tooManySignatures, .malformed, .malformedCheckpoint, .malformedKey:
      .malformed(path: path, .note(error))
    case .unsigned, .wrongSignature, .otherOrigin, .signingFailed:
      .disproved(path: path, .note(error))
    }
  }

  static func of(_ error: PolicyError, policy: String, note: String) -> ProofFault {
    switch error {
    case .tooLarge, .malformed: .malformed(path: policy, .policy(error))
    case .note(let cause): of(cause, note)
    case .noLog, .quorumMissed: .disproved(path: note, .policy(error))
    }
  }
}
