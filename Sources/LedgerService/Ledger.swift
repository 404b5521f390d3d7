import Authentication
import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// An open ledger: its books, and the journal they come from. Readers never wait; one writer holds
/// the lock.
public final class Ledger {
  public let path: String
  var replay: Replay
  private(set) var writer: JournalWriter?
  var journal: JournalReader
  /// What recovery did when the ledger was opened for writing.
  public private(set) var recovery: RecoveryReport?
  let authenticator = Authenticator()
  let index: LedgerIndex
  /// Entries that the index is known to hold; nil where it was not looked at, or is in doubt.
  var indexedCount: UInt64?
  /// What was done to the index because it did not lead to an entry.
  public internal(set) var indexRepair: IndexRepair?
  /// A commit ends with the entry that takes it above this many bytes.
  package var commitTarget = 128 << 20
  /// When snapshots are written.
  package var snapshotPolicy = SnapshotPolicy()
  let files: any FileSystem
  var snapshotFiles: SnapshotFiles { SnapshotFiles(ledger: path, files: files) }
  /// The snapshot that the books began with.
  var openedSnapshot: StateReader?
  var snapshots: SnapshotWriting?
  var logSigners: LogSigners?

  public var books: Books { replay.books }
  /// Why nothing more can be written until the ledger is opened again; nil where it can.
  var stopReason: StorageError? {
    guard let writer else { return .closed(path: path) }
    return writer.stopReason
  }

  private init(
    path: String, journal: JournalReader, writer: JournalWriter?, files: any FileSystem
  ) {
    self.path = path
    replay = Replay()
    self.journal = journal
    self.writer = writer
    index = LedgerIndex(ledger: path, files: files)
    self.files = files
  }

  /// Opens for reading what is published.
  public static func read(
    _ path: String, files: any FileSystem = PosixFileSystem()
  ) throws(LedgerError) -> Ledger {
    let reader = try storage { () throws(StorageError) in
      try JournalReader.open(path, size: JournalContent.checkpointSize, files: files)
    }
    let ledger = Ledger(path: path, journal: reader, writer: nil, files: files)
    try ledger.begin()
    return ledger
  }

  /// Opens for writing: takes the lock, recovers, replays. A lock that another process holds is
  /// waited for at most `waitMilliseconds`.
  ///
  /// A segment of `segmentSize` bytes takes no further commit.
  public static func open(
    _ path: String, waitMilliseconds: Int = 0,
    segmentSize: UInt64 = JournalFormat.segmentSize, files: any FileSystem = PosixFileSystem()
  ) throws(LedgerError) -> Ledger {
    let (opening, reader) = try storage { () throws(StorageError) in
      let opening = try JournalOpening(
        path, rules: JournalContent.rules, depth: .tail, waitMilliseconds: waitMilliseconds,
        segmentSize: segmentSize, files: files)
      return (opening, try opening.reader())
    }
    let ledger = Ledger(path: path, journal: reader, writer: nil, files: files)
    // A commit that was never published is judged before anybody else sees it.
    if opening.entryCount > 0 { try ledger.begin() }
    try storage { () throws(StorageError) in
      (ledger.writer, ledger.recovery) = try opening.recover()
      try ledger.journal.refresh()
    }
    guard opening.entryCount > 0 else { throw .storage(try ledger.emptiness()) }
    return ledger
  }

  /// Makes the files of a new ledger, without entries. One that was made before and never got its
  /// first entry is taken over, with the id that it has.
  package static func create(
    _ path: String, id: UniqueID, segmentSize: UInt64 = JournalFormat.segmentSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(LedgerError) -> Ledger {
    let (writer, reader) = try storage { () throws(StorageError) in
      let writer = try createWriter(path, id, segmentSize, files)
      let size = JournalContent.checkpointSize
      return (writer, try JournalReader.open(path, size: size, files: files))
    }
    return Ledger(path: path, journal: reader, writer: writer, files: files)
  }

  private static func createWriter(
    _ path: String, _ id: UniqueID, _ segmentSize: UInt64, _ files: any FileSystem
  ) throws(StorageError) -> JournalWriter {
    let size = JournalContent.checkpointSize
    do throws(StorageError) {
      return try JournalWriter.create(
        path, ledgerID: id.bytes, size: size, segmentSize: segmentSize, files: files)
    } catch {
      // Of a checkpoint that cannot be read, recovery says what it is.
      guard case .ledgerExists = error,
        (try? JournalReader.open(path, size: size, files: files))?.published == nil
      else { throw error }
      let (writer, _) = try JournalWriter.open(
        path, rules: JournalContent.rules, depth: .tail, segmentSize: segmentSize, files: files)
      guard writer.entryCount == 0 else { throw error }
      return writer
    }
  }

  /// The id of a ledger whose creation was interrupted before its first entry was published; nil
  /// where nothing was begun. Throws unless a new ledger can be made at `path`.
  static func begun(_ path: String, _ files: any FileSystem) throws(LedgerError) -> UniqueID? {
    do throws(StorageError) {
      let reader = try JournalReader.open(path, size: JournalContent.checkpointSize, files: files)
      guard reader.published == nil else { throw .ledgerExists(path: path) }
      return UniqueID(bytes: reader.ledgerID)
    } catch {
      if case .noLedger = error { return nil }
      throw .storage(error)
    }
  }

  /// Reads what the journal's reader shows and the books do not hold yet, and checks it against the
  /// newest checkpoint.
  func readOn() throws(LedgerError) {
    let start = replay.tree.size
    let isWithin = start > 0 && start < journal.entryCount
    let offset = isWithin ? index.offset(ofEntry: start) : nil
    do throws(LedgerError) {
      try replay.advance(journal, offset: offset)
    } catch {
      // The index may lead astray.
      guard offset != nil, replay.tree.size == start else { throw error }
      try replay.advance(journal)
    }
    guard replay.tree.size > 0 else { throw .storage(try emptiness()) }
    guard books.ledger.bytes == journal.ledgerID else {
      throw .storage(.notALedger(path: path, reason: "its files belong to another ledger"))
    }
    try checkCheckpoint()
  }

  private func emptiness() throws(LedgerError) -> StorageError {
    try storage { () throws(StorageError) in try journal.emptiness() }
  }

  private func checkCheckpoint() throws(LedgerError) {
    guard let published = journal.published, published.size == replay.tree.size else { return }
    func damaged(_ reason: String) -> LedgerError {
      let (file, offset) = journal.checkpointPlace
      return .storage(
        .damaged(file: file, offset: offset, entry: published.size, reason: reason))
    }
    guard let checkpoint = try? Checkpoint(body: SignedNote(parsing: published.bytes).text),
      checkpoint.origin == Checkpoint.origin(ofLedger: books.ledger.bytes)
    else { throw damaged("this is no checkpoint of this ledger") }
    guard checkpoint.root == replay.tree.root else {
      throw damaged("the journal does not hash to its root")
    }
    // A replaced key signs no checkpoint that covers its replacement.
    guard let key = logKey(), (try? Checkpoint(verifying: published.bytes, with: key)) != nil
    else { throw damaged("it is not signed by the log key") }
  }

  /// The verifier key of the log key in force.
  public func logKey() -> NoteVerifierKey? {
    books.activeKey(.log).flatMap { verifierKey(books.keys[$0]) }
  }

  /// Verifier keys of all log keys that the ledger ever had, the newest first: older checkpoints are
  /// signed by older keys.
  public func logKeys() -> [NoteVerifierKey] {
    books.keys.rows.reversed().filter { $0.role == .log }.compactMap(verifierKey)
  }

  private func verifierKey(_ record: KeyRecord) -> NoteVerifierKey? {
    guard let key = try? PublicKey(spki: record.spki) else { return nil }
    return try? NoteVerifierKey(
      name: Checkpoint.origin(ofLedger: books.ledger.bytes), publicKey: key)
  }

  /// A reader that sees everything published so far.
  func freshJournal() throws(LedgerError) -> JournalReader {
    try storage { () throws(StorageError) in
      var fresh = journal
      try fresh.refresh()
      return fresh
    }
  }

  /// The newest checkpoint, as a signed note.
  public func checkpoint() throws(LedgerError) -> [UInt8] {
    try freshJournal().published?.bytes ?? []
  }

  /// Ends the session and gives up the lock.
  public func close() {
    if writer != nil { finishSnapshots() }
    writer?.close()
    writer = nil
  }
}

/// Carries a storage error over into the service's own.
func storage<Value>(
  _ body: () throws(StorageError) -> Value
) throws(LedgerError) -> Value {
  do throws(StorageError) { return try body() } catch { throw .storage(error) }
}
