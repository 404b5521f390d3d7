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
  /// A commit ends with the entry that takes it above this many bytes.
  package var commitTarget = 128 << 20

  public var books: Books { replay.books }
  public var isWritable: Bool { writer != nil }
  /// Why nothing more can be written until the ledger is opened again; nil where it can.
  var stopReason: StorageError? {
    guard let writer else { return .closed(path: path) }
    return writer.stopReason
  }

  private init(path: String, replay: Replay, journal: JournalReader, writer: JournalWriter?) {
    self.path = path
    self.replay = replay
    self.journal = journal
    self.writer = writer
  }

  /// Opens for reading what is published.
  public static func read(
    _ path: String, files: any FileSystem = PosixFileSystem()
  ) throws(LedgerError) -> Ledger {
    let reader = try storage { () throws(StorageError) in
      try JournalReader.open(path, size: JournalContent.checkpointSize, files: files)
    }
    let ledger = Ledger(path: path, replay: Replay(), journal: reader, writer: nil)
    try ledger.catchUp()
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
    let (writer, report) = try storage { () throws(StorageError) in
      try JournalWriter.open(
        path, rules: JournalContent.rules, depth: .tail, waitMilliseconds: waitMilliseconds,
        segmentSize: segmentSize, files: files)
    }
    let reader = try storage { () throws(StorageError) in
      try JournalReader.open(path, size: JournalContent.checkpointSize, files: files)
    }
    let ledger = Ledger(path: path, replay: Replay(), journal: reader, writer: writer)
    ledger.recovery = report
    try ledger.catchUp()
    return ledger
  }

  /// Makes the files of a new ledger, without entries.
  package static func create(
    _ path: String, id: UniqueID, segmentSize: UInt64 = JournalFormat.segmentSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(LedgerError) -> Ledger {
    let writer = try storage { () throws(StorageError) in
      func create() throws(StorageError) -> JournalWriter {
        try JournalWriter.create(
          path, ledgerID: id.bytes, size: JournalContent.checkpointSize, segmentSize: segmentSize,
          files: files)
      }
      do throws(StorageError) {
        return try create()
      } catch .ledgerExists {
        try recoverUnopened(path, files)
        return try create()
      }
    }
    let reader = try storage { () throws(StorageError) in
      try JournalReader.open(path, size: JournalContent.checkpointSize, files: files)
    }
    return Ledger(path: path, replay: Replay(), journal: reader, writer: writer)
  }

  /// A creation can have ended within its first commit: recovery cuts off what there is of it, or
  /// finds it whole, and then there is a ledger.
  private static func recoverUnopened(
    _ path: String, _ files: any FileSystem
  ) throws(StorageError) {
    let size = JournalContent.checkpointSize
    guard let reader = try? JournalReader.open(path, size: size, files: files),
      reader.published == nil
    else { return }
    try JournalWriter.open(path, rules: JournalContent.rules, depth: .tail, files: files)
      .writer.close()
  }

  /// Reads what was published since, and checks it against the newest checkpoint.
  public func catchUp() throws(LedgerError) {
    if writer == nil {
      journal = try storage { () throws(StorageError) in
        var fresh = journal
        try fresh.refresh()
        return fresh
      }
    }
    try replay.advance(journal)
    guard replay.tree.size > 0 else {
      throw .storage(.noLedger(path: path))
    }
    guard books.ledger.bytes == journal.ledgerID else {
      throw .storage(.notALedger(path: path, reason: "its files belong to another ledger"))
    }
    try checkCheckpoint()
  }

  private func checkCheckpoint() throws(LedgerError) {
    guard let published = journal.published, published.size == replay.tree.size else { return }
    func damaged(_ reason: String) -> LedgerError {
      .storage(
        .damaged(
          file: path + "/checkpoints/latest", offset: 0, entry: published.size, reason: reason))
    }
    guard let checkpoint = try? Checkpoint(body: SignedNote(parsing: published.bytes).text),
      checkpoint.origin == Checkpoint.origin(ofLedger: books.ledger.bytes)
    else { throw damaged("this is no checkpoint of this ledger") }
    guard checkpoint.root == replay.tree.root else {
      throw damaged("the journal does not hash to its root")
    }
    guard
      logKeys().contains(where: { (try? Checkpoint(verifying: published.bytes, with: $0)) != nil })
    else { throw damaged("it is not signed by the log key") }
  }

  /// Verifier keys for the log keys, the newest first.
  public func logKeys() -> [NoteVerifierKey] {
    let origin = Checkpoint.origin(ofLedger: books.ledger.bytes)
    return books.keys.rows.reversed().compactMap { record in
      guard record.role == .log, let key = try? PublicKey(spki: record.spki) else { return nil }
      return try? NoteVerifierKey(name: origin, publicKey: key)
    }
  }

  /// The books as they stood when the journal had `count` entries.
  public func books(atEntryCount count: UInt64) throws(LedgerError) -> Books {
    if count == replay.tree.size { return books }
    var past = Replay()
    try past.advance(try freshJournal(), to: count)
    return past.books
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
