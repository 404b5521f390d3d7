import Bytes

/// What the log key signs of a snapshot: that the entries of the log at one size lead to this
/// state. A signed note (C2SP signed-note) under a name of its own, so that it can never pass for a
/// checkpoint.
public struct SnapshotNote: Equatable, Sendable {
  /// The log's name, which is also the name of the key that signs.
  public let origin: String
  public let entryCount: UInt64
  /// The RFC 6962 root over these entries.
  public let logRoot: Digest
  public let stateRoot: Digest

  public init(origin: String, entryCount: UInt64, logRoot: Digest, stateRoot: Digest) {
    self.origin = origin
    self.entryCount = entryCount
    self.logRoot = logRoot
    self.stateRoot = stateRoot
  }

  /// The text that is signed.
  public var text: String {
    [
      "\(origin)/snapshot", String(entryCount), Base64.encode(logRoot.bytes),
      Base64.encode(stateRoot.bytes),
    ].map { $0 + "\n" }.joined()
  }

  /// Reads a note, which is worth nothing before its signature was checked.
  public init(parsing note: SignedNote, origin: String) throws(NoteError) {
    let newline = UInt8(ascii: "\n")
    let lines = note.text.utf8.split(separator: newline, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count == 5, lines[4].isEmpty, lines[0] == "\(origin)/snapshot",
      let count = Checkpoint.parseSize(lines[1]),
      let logRoot = Base64.decode(lines[2]).flatMap(Digest.init(bytes:)),
      let stateRoot = Base64.decode(lines[3]).flatMap(Digest.init(bytes:))
    else { throw .malformedCheckpoint("this is no note of a snapshot of \(origin)") }
    self.init(origin: origin, entryCount: count, logRoot: logRoot, stateRoot: stateRoot)
  }

  public func sign(by signer: NoteSigner) throws(NoteError) -> SignedNote {
    try SignedNote(signing: text, by: signer)
  }
}
