import Glibc
import JournalStorage
import LedgerCore

/// The file `new-ledger` among the keys. It names the ledger that is being made with the keys
/// `operator` and `log`, from before the first of them is written until the ledger holds its first
/// entry. A creation that was interrupted goes on with them; without it, or where it names another
/// ledger, key files belong to somebody and are left alone.
struct KeyClaim {
  private let path: String
  private let directory: String
  private let file: OpenFile
  private let files: any FileSystem

  private static func path(in directory: String) -> String { directory + "/new-ledger" }

  /// The ledger that the keys in `directory` are claimed for; nil where they are not.
  static func ledger(
    in directory: String, _ files: any FileSystem
  ) throws(StorageError) -> UniqueID? {
    do {
      return try files.withFile(path(in: directory), .read) { (file) throws(StorageError) in
        try ledger(file, files)
      }
    } catch .failed(_, _, ENOENT) {
      return nil
    }
  }

  /// 32 hex digits and a newline. A write that was cut short claims nothing: keys come later.
  private static func ledger(
    _ file: OpenFile, _ files: any FileSystem
  ) throws(StorageError) -> UniqueID? {
    let bytes = try files.read(file, count: 34, at: 0)
    guard bytes.count == 33, bytes[32] == UInt8(ascii: "\n") else { return nil }
    return UniqueID(hex: String(decoding: bytes[..<32], as: UTF8.self))
  }

  /// Claims the keys in `directory` for a ledger, and holds the file's lock. `check` runs where the
  /// claim is new, before anything is written. Throws `busy` where another creation is at work.
  static func take(
    _ directory: String, for ledger: UniqueID, _ files: any FileSystem,
    check: () throws(LedgerError) -> Void
  ) throws(LedgerError) -> KeyClaim {
    let path = path(in: directory)
    let file = try storage { () throws(StorageError) in
      try files.makeDirectories(directory)
      return try files.open(path, .createIfMissing)
    }
    do throws(LedgerError) {
      guard try storage({ () throws(StorageError) in try files.tryLock(file) }) else {
        throw .storage(.busy(path: path))
      }
      let claimed = try storage { () throws(StorageError) in try Self.ledger(file, files) }
      if claimed != ledger {
        try check()
        try storage { () throws(StorageError) in
          try files.truncate(file, to: 0)
          try files.write(file, Array("\(ledger.hex)\n".utf8), at: 0)
          try files.synchronize(file)
        }
      }
      // An interrupted creation may have left the file without a durable name.
      try storage { () throws(StorageError) in try files.synchronizeDirectory(directory) }
      return KeyClaim(path: path, directory: directory, file: file, files: files)
    } catch {
      files.close(file)
      throw error
    }
  }

  /// The keys are the ledger's now. Where the file cannot be removed it does no harm: nothing is
  /// made with the keys of a ledger that exists.
  func settle() {
    try? files.remove(path)
    try? files.synchronizeDirectory(directory)
    files.close(file)
  }

  /// The claim stays, for the creation to be repeated.
  func leave() { files.close(file) }
}
