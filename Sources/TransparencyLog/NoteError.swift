/// What is wrong with a signed note, its keys or a checkpoint.
public enum NoteError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooLarge(byteCount: Int)
  case tooManySignatures(Int)
  case malformed(String)
  case malformedKey(String)
  /// No signature is from one of the keys asked for.
  case unsigned
  /// A signature names a known key, and is not that key's over this text.
  case wrongSignature(name: String)
  case malformedCheckpoint(String)
  case otherOrigin(String)
  case signingFailed(String)

  public var description: String {
    switch self {
    case .tooLarge(let count): "a note of \(count) bytes, at most \(SignedNote.byteCountMax)"
    case .tooManySignatures(let count):
      "a note with \(count) signatures, at most \(SignedNote.signatureCountMax)"
    case .malformed(let reason): "not a signed note: \(reason)"
    case .malformedKey(let reason): "not a note key: \(reason)"
    case .unsigned: "the note has no signature of a known key"
    case .wrongSignature(let name): "the note's signature by \(name.debugDescription) is wrong"
    case .malformedCheckpoint(let reason): "not a checkpoint: \(reason)"
    case .otherOrigin(let origin): "a checkpoint of another log: \(origin.debugDescription)"
    case .signingFailed(let reason): "the note was not signed: \(reason)"
    }
  }
}
