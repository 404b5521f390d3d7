/// Why a witness policy cannot be read, or why a checkpoint does not meet it.
public enum PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooLarge(byteCount: Int)
  /// The line is from 1; 0 where the file as a whole is wrong.
  case malformed(line: Int, reason: String)
  /// The checkpoint is malformed, or a signature of a log or witness of the policy is wrong.
  case note(NoteError)
  /// Neither the policy nor its user names a log that could have signed.
  case noLog
  /// Too few witnesses have cosigned; the names are those of the policy file.
  case quorumMissed(quorum: String, cosigned: [String], missing: [String])

  public var description: String {
    switch self {
    case .tooLarge(let count):
      "a policy of \(count) bytes, at most \(WitnessPolicy.byteCountMax)"
    case .malformed(let line, let reason): "not a witness policy: line \(line): \(reason)"
    case .note(let error): "\(error)"
    case .noLog: "the policy names no log, and no log key was given"
    case .quorumMissed(let quorum, let cosigned, let missing):
      "the quorum \(quorum) is missed: cosigned by \(cosigned), not by \(missing)"
    }
  }
}
