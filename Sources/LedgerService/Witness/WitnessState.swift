import Bytes
import Cryptography
import JournalStorage
import TransparencyLog

/// What a witness remembers of one log: the key that signs its checkpoints, and the last checkpoint
/// that the witness has signed.
public struct WitnessedLog: Sendable, Equatable {
  public let logKey: NoteVerifierKey
  public let note: [UInt8]
  public let checkpoint: Checkpoint
}

extension WitnessedLog {
  /// `log`, a space and the log's vkey in the first line, an empty line, and the signed note.
  package var rendered: [UInt8] { Array("log \(logKey.vkey)\n\n".utf8) + note }

  /// Nil unless `bytes` are what `rendered` gives for a note that the log has signed.
  package init?(parsing bytes: [UInt8]) {
    let head = Array("log ".utf8)
    guard bytes.starts(with: head),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end + 2 < bytes.count,
      bytes[end + 1] == UInt8(ascii: "\n"),
      let key = try? NoteVerifierKey(
        vkey: String(decoding: bytes[head.count..<end], as: UTF8.self)),
      let checkpoint = try? Checkpoint.check(Array(bytes[(end + 2)...]), by: [key])
    else { return nil }
    self.init(logKey: key, note: Array(bytes[(end + 2)...]), checkpoint: checkpoint)
  }
}

/// The state directory of a witness: a file for each log, named by the SHA-256 of its origin. A lock
/// keeps two runs from signing two branches.
final class WitnessState {
  private let directory: String
  private let files: any FileSystem
  private let lock: OpenFile

  /// Makes the directory where it is missing, and takes its lock. Throws `busy` among others.
  init(
    _ directory: String, files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) {
    self.directory = directory
    self.files = files
    try files.makeDirectories(directory)
    lock = try files.open(directory + "/lock", .createIfMissing)
    // Whatever is thrown from here on, `deinit` closes it.
    guard try files.tryLock(lock) else { throw .busy(path: directory) }
  }

  deinit { files.close(lock) }

  private func path(_ origin: String) -> String {
    "\(directory)/\(SHA256.hash(Array(origin.utf8)).hex)"
  }

  /// Nil where the witness has not met this log. A state that cannot be read is never taken for
  /// none: it would let a rollback pass.
  func log(origin: String) throws(LedgerError) -> WitnessedLog? {
    let path = path(origin)
    guard let bytes = try content(path) else { return nil }
    guard let log = WitnessedLog(parsing: bytes),
      log.checkpoint.origin.utf8.elementsEqual(origin.utf8)
    else {
      throw .storage(
        .damaged(file: path, offset: 0, entry: 0, reason: "this is no state of a witness"))
    }
    return log
  }

  /// Replaces what is remembered of a log. When it returns, the new state is on the disk.
  func remember(_ log: WitnessedLog) throws(StorageError) {
    let path = path(log.checkpoint.origin)
    let draft = path + ".new"
    try files.withFile(draft, .replace) { (file) throws(StorageError) in
      try files.write(file, log.rendered, at: 0)
      try files.synchronize(file)
    }
    try files.rename(draft, to: path)
    try files.synchronizeDirectory(directory)
  }

  private func content(_ path: String) throws(LedgerError) -> [UInt8]? {
    guard try Files.exists(path) else { return nil }
    return try Files.read(path, limit: SignedNote.byteCountMax + (4 << 10))
  }
}
