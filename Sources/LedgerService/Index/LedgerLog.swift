import Bytes
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// What had to be done because the index did not serve.
public enum IndexRepair: Equatable, Sendable {
  /// It was short by the last entries, or missing: made from the journal.
  case extended
  /// It was wrong: made anew from the journal.
  case rebuilt
  /// It did not serve and could not be written: the journal was read for this one answer.
  case inMemory
}

/// The log of a ledger without its books: its checkpoints and tree, from which proofs are made.
/// Nothing is replayed; a proof reads as many nodes as the tree is high.
public final class LedgerLog {
  public let path: String
  /// The newest checkpoint, a signed note, and what it says.
  public let note: [UInt8]
  public let checkpoint: Checkpoint
  /// What was done to the index on the way.
  public private(set) var repair: IndexRepair?

  let journal: JournalReader
  let index: LedgerIndex
  var keyChain: KeyChain?
  private(set) lazy var onlyKey = findOnlyKey()

  /// Opens what is published. Throws `storage`, also where the newest checkpoint is not signed by
  /// the ledger's log key.
  public static func open(_ path: String) throws(LedgerError) -> LedgerLog {
    try LedgerLog(path, files: PosixFileSystem())
  }

  /// `files` serves the index.
  convenience init(_ path: String, files: any FileSystem) throws(LedgerError) {
    let journal = try storage { () throws(StorageError) in
      try JournalReader.open(path, size: JournalContent.checkpointSize)
    }
    try self.init(path, journal, files: files)
  }

  init(_ path: String, _ journal: JournalReader, files: any FileSystem) throws(LedgerError) {
    self.journal = journal
    guard let published = journal.published else {
      throw .storage(try storage { () throws(StorageError) in try journal.emptiness() })
    }
    self.path = path
    note = published.bytes
    index = LedgerIndex(ledger: path, files: files)
    checkpoint = try Self.checkpoint(note, journal, path)
    // That one was held against this very note.
    if onlyKey != nil { return }
    guard try isSigned(note, size: checkpoint.size) else {
      throw Self.damaged(path, checkpoint.size, "it is not signed by the log key")
    }
  }

  private static func checkpoint(
    _ note: [UInt8], _ journal: JournalReader, _ path: String
  ) throws(LedgerError) -> Checkpoint {
    guard let checkpoint = try? Checkpoint(body: SignedNote(parsing: note).text),
      checkpoint.origin == Checkpoint.origin(ofLedger: journal.ledgerID)
    else { throw damaged(path, 0, "this is no checkpoint of this ledger") }
    return checkpoint
  }

  private static func damaged(
    _ path: String, _ entry: UInt64, _ reason: String
  ) -> LedgerError {
    .storage(
      .damaged(file: path + "/checkpoints/latest", offset: 0, entry: entry, reason: reason))
  }

  // MARK: Proofs

  /// Proves that the entry stands in the tree of a signed checkpoint: the newest, or the one with
  /// `size` entries. The header of the entry goes with the proof, as its leaf is made of it.
  public func proveInclusion(
    ofEntry number: UInt64, size: UInt64? = nil
  ) throws(LedgerError) -> InclusionProof {
    let (note, checkpoint) = try signedCheckpoint(size: size)
    guard number < self.checkpoint.size else {
      throw .storage(.noSuchEntry(entry: number, published: self.checkpoint.size))
    }
    guard number < checkpoint.size else {
      throw .proof(.notCovered(entry: number, size: checkpoint.size))
    }
    let entry = try provedEntry(number, checkpoint)
    let header = Array(entry.view.bytes[..<EntryHeader.byteCount])
    do throws(ProofError) {
      return try InclusionProof(index: number, hashes: entry.path, note: note, extra: header)
    } catch {
      throw .proof(.of(error, path))
    }
  }

  /// Proves that the tree of a signed checkpoint (the newest, or the one with `new` entries) begins
  /// with the tree of the first `old` entries.
  public func proveConsistency(
    old: UInt64, new: UInt64? = nil
  ) throws(LedgerError) -> ConsistencyProof {
    let (note, checkpoint) = try signedCheckpoint(size: new)
    let growth = try growth(from: old, to: checkpoint.size)
    guard growth.newRoot == checkpoint.root else {
      throw Self.damaged(path, checkpoint.size, "the journal does not hash to its root")
    }
    do throws(ProofError) {
      return try ConsistencyProof(oldSize: old, hashes: growth.hashes, note: note)
    } catch {
      throw .proof(.of(error, path))
    }
  }

  /// The proof from one size to another, and both roots. All three are proved against the newest
  /// checkpoint, so that no wrong index can give them.
  public func growth(
    from old: UInt64, to new: UInt64
  ) throws(LedgerError) -> (hashes: [Digest], oldRoot: Digest, newRoot: Digest) {
    guard new <= checkpoint.size else {
      throw .storage(.noSuchEntry(entry: new, published: checkpoint.size))
    }
    guard old <= new else { throw .proof(.rollback(known: new, offered: old)) }
    return try withIndex { nodes in
      let hashes = try nodes.consistencyProof(old: old, new: new)
      let (oldRoot, newRoot) = (try nodes.root(size: old), try nodes.root(size: new))
      try MerkleProof.checkConsistency(hashes, old: (old, oldRoot), new: (new, newRoot))
      let rest = try nodes.consistencyProof(old: new, new: checkpoint.size)
      try MerkleProof.checkConsistency(
        rest, old: (new, newRoot), new: (checkpoint.size, checkpoint.root))
      return (hashes, oldRoot, newRoot)
    }
  }

  /// The root of the tree of the first `size` entries.
  public func root(size: UInt64) throws(LedgerError) -> Digest {
    try growth(from: size, to: checkpoint.size).oldRoot
  }

  /// Returns if the log begins with the tree of a checkpoint, from the file of that path.
  public func check(_ older: Checkpoint, path file: String) throws(LedgerError) {
    guard try root(size: older.size) == older.root else {
      throw .proof(.otherHistory(path: file, size: older.size))
    }
  }

  // MARK: Checkpoints

  /// The newest signed checkpoint, or the one that covers exactly `size` entries, with its note.
  public func signedCheckpoint(
    size: UInt64? = nil
  ) throws(LedgerError) -> (note: [UInt8], checkpoint: Checkpoint) {
    guard let size, size != checkpoint.size else { return (note, checkpoint) }
    guard size > 0, size < checkpoint.size else { throw .proof(.noCheckpoint(size: size)) }
    guard let found = try note(behind: size - 1) else {
      throw .proof(.noCheckpoint(size: size))
    }
    let older = try Self.checkpoint(found, journal, path)
    guard older.size == size, try isSigned(found, size: size) else {
      throw Self.damaged(path, size, "it is not signed by the log key")
    }
    return (found, older)
  }

  /// All checkpoints of the journal in order, with the first entry that each is the first to cover.
  /// Reads the whole journal.
  public func forEachCheckpoint(
    _ body: (_ checkpoint: Checkpoint, _ firstEntry: UInt64) -> Void
  ) throws(LedgerError) {
    do {
      var first: UInt64 = 0
      try journal.forEachFrame { frame in
        guard frame.type == .checkpoint else { return }
        let checkpoint = try Self.checkpoint(frame.bytes, journal, path)
        guard checkpoint.size == frame.number, checkpoint.size > first else {
          throw Self.damaged(path, frame.number, "a checkpoint is for \(checkpoint.size) entries")
        }
        body(checkpoint, first)
        first = frame.number
      }
    } catch let error as StorageError {
      throw .storage(error)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
  }

  private func note(behind number: UInt64) throws(LedgerError) -> [UInt8]? {
    if let offset = index.offset(ofEntry: number), isEntry(number, at: offset) {
      return try storage { () throws(StorageError) in
        try journal.checkpoint(behind: number, offset: offset)
      }
    }
    var found: [UInt8]?
    do {
      try journal.forEachFrame(from: number, to: number + 1) { frame in
        if frame.type == .checkpoint { found = frame.bytes }
      }
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
    return found
  }

  private func isEntry(_ number: UInt64, at offset: UInt64) -> Bool {
    guard let bytes = try? journal.entry(number, offset: offset) else { return false }
    return (try? EntryView(bytes))?.header.number == number
  }

  // MARK: The index

  /// Runs `body`, which must throw unless what it found is proved, on the index; where that does not
  /// serve, on one made anew from the journal.
  func withIndex<Value>(
    _ body: (any EntryIndex) throws -> Value
  ) throws(LedgerError) -> Value {
    let known = index.entryCount()
    if known >= checkpoint.size, let value = try? body(index) { return value }
    if known < checkpoint.size, (try? index.extend(from: journal, start: known)) != nil,
      let value = try? body(index)
    {
      repair = .extended
      return value
    }
    if (try? index.extend(from: journal, start: 0)) != nil,
      let value = try? body(index)
    {
      repair = .rebuilt
      return value
    }
    return try inMemory(body)
  }

  private func inMemory<Value>(
    _ body: (any EntryIndex) throws -> Value
  ) throws(LedgerError) -> Value {
    do {
      let value = try body(try IndexInMemory(of: journal))
      repair = .inMemory
      return value
    } catch let error as StorageError {
      throw .storage(error)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw Self.damaged(path, checkpoint.size, "the journal does not hash to its root")
    }
  }
}
