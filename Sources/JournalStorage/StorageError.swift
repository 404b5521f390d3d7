import Glibc

/// Why the journal could not be opened, read or written.
public indirect enum StorageError: Error, Equatable, Sendable {
  /// Another writer holds the lock.
  case busy(path: String)
  /// There is no ledger here: the directory is missing, empty, or its creation was interrupted.
  case noLedger(path: String)
  /// The journal holds something, and no checkpoint is published: a crash has taken it away, and
  /// readers see nothing until the next writer publishes it again.
  case notPublished(path: String)
  /// The path exists and is something else.
  case notALedger(path: String, reason: String)
  case ledgerExists(path: String)
  /// A ledger is not created among foreign files.
  case directoryNotEmpty(path: String, name: String)
  /// A pipe, a device or the like stands in the place of a file.
  case notAFile(path: String)
  case permissionDenied(call: String, path: String)
  case readOnly(path: String)
  /// Not enough room, in bytes. Before a commit is written the writer refuses with this and lives
  /// on; from the system itself it arrives inside `outcomeUnknown`.
  case diskFull(path: String, needed: UInt64, available: UInt64)
  /// Bytes that a published checkpoint covers, or that cannot be judged, are not as written.
  /// `offset` is in bytes within `file`, `entry` the number of the first entry concerned.
  case damaged(file: String, offset: UInt64, entry: UInt64, reason: String)
  /// A system call failed.
  case failed(call: String, path: String, errno: Int32)
  /// An entry number beyond what is published.
  case noSuchEntry(entry: UInt64, published: UInt64)
  case overLimit(what: String, bytes: Int, limit: Int)
  /// The commit itself is malformed; nothing was written.
  case invalidCommit(reason: String)
  /// The commit was being written when this happened: whether it is in the journal shows only when
  /// the ledger is opened again.
  case outcomeUnknown(StorageError)
  /// An earlier failure, or `close()`, stopped this writer.
  case writerStopped(StorageError)
  case closed(path: String)

  /// The error of a failed system call, by its `errno`.
  public static func system(
    call: String, path: String, errno code: Int32, needed: UInt64 = 0
  ) -> StorageError {
    switch code {
    case EACCES, EPERM: .permissionDenied(call: call, path: path)
    case EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path, needed: needed, available: 0)
    default: .failed(call: call, path: path, errno: code)
    }
  }
}

/// Throws where the system gives this process no thread more: the queues that work on `path` is
/// spread over would wait for one without end.
package func requireThread(for path: String) throws(StorageError) {
  var thread = pthread_t()
  let code = pthread_create(&thread, nil, { _ in nil }, nil)
  guard code == 0 else { throw .failed(call: "pthread_create", path: path, errno: code) }
  pthread_join(thread, nil)
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy(let path): "\(path): another process is writing to this ledger"
    case .noLedger(let path): "\(path): there is no ledger here"
    case .notPublished(let path): "\(path): no checkpoint of this ledger is published"
    case .notALedger(let path, let reason): "\(path): not a ledger: \(reason)"
    case .ledgerExists(let path): "\(path): there is a ledger already"
    case .directoryNotEmpty(let path, let name):
      "\(path): the directory is not empty and no ledger: it contains \(name)"
    case .notAFile(let path): "\(path): not a regular file"
    case .permissionDenied(let call, let path): "\(path): permission denied (\(call))"
    case .readOnly(let path): "\(path): the file system is read-only"
    case .diskFull(let path, let needed, let available):
      "\(path): disk full: \(needed) bytes needed, \(available) available"
    case .damaged(let file, let offset, let entry, let reason):
      "\(file): damaged at byte \(offset), entry \(entry): \(reason)"
    case .failed(let call, let path, let code):
      "\(path): \(call) failed: \(String(cString: strerror(code))) (errno \(code))"
    case .noSuchEntry(let entry, let published):
      "there is no entry \(entry): \(published) entries are published"
    case .overLimit(let what, let bytes, let limit):
      "\(what) of \(bytes) bytes, allowed are 1 to \(limit)"
    case .invalidCommit(let reason): "the commit is malformed: \(reason)"
    case .outcomeUnknown(let cause):
      "the outcome of the commit is unknown until the ledger is opened again: \(cause)"
    case .writerStopped(let cause): "the writer has stopped: \(cause)"
    case .closed(let path): "\(path): closed"
    }
  }
}
