import Bytes
import Glibc
import JournalStorage
import LedgerCore

/// Files of the outside world: read whole, within a limit, and written whole or not at all.
public enum Files {
  /// Throws `file` where it is missing, unreadable, a directory, or larger than `limit` bytes. A pipe
  /// is read to its end, unless it must be a file that can be read again: then nobody waits for one.
  public static func read(
    _ path: String, limit: Int = 64 << 20, isRegular: Bool = false
  ) throws(LedgerError) -> [UInt8] {
    let (file, status) = try opened(path, isRegular: isRegular)
    defer { close(file) }
    // One byte more than a regular file has tells its end; a pipe is read as it comes.
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: min(limit, max(Int(status.st_size), 65_535)) + 1)
    while true {
      let count = retrying { Glibc.read(file, &part, part.count) }
      guard count >= 0 else { throw fault(path) }
      if count == 0 { return bytes }
      bytes += part[..<count]
      guard bytes.count <= limit else {
        throw .file(path: path, reason: "larger than \(limit >> 20) MiB")
      }
    }
  }

  /// Throws `file` unless it is a regular file that can be read, of whatever size.
  public static func checkRegular(_ path: String) throws(LedgerError) {
    let (file, status) = try opened(path, isRegular: true)
    close(file)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .file(path: path, reason: "is a directory")
    }
  }

  private static func opened(
    _ path: String, isRegular: Bool
  ) throws(LedgerError) -> (file: Int32, status: stat) {
    let waiting = isRegular ? O_NONBLOCK : 0
    let file = retrying { open(path, O_RDONLY | O_CLOEXEC | waiting) }
    guard file >= 0 else { throw fault(path) }
    var status = stat()
    let isKnown = fstat(file, &status) == 0
    let code = errno
    let type = status.st_mode & S_IFMT
    if isKnown, !isRegular || type == S_IFREG || type == S_IFDIR { return (file, status) }
    close(file)
    errno = code
    throw isKnown ? .file(path: path, reason: "not a regular file") : fault(path)
  }

  /// Writes beside the target and renames, so that nobody sees half a file.
  public static func write(_ bytes: [UInt8], to path: String) throws(LedgerError) {
    let file = try OutputFile(path)
    try file.write(bytes)
    try file.commit()
  }

  /// Makes a directory, and those above it that are missing.
  public static func makeDirectories(_ path: String) throws(LedgerError) {
    try storage { () throws(StorageError) in try PosixFileSystem().makeDirectories(path) }
  }

  /// Throws `file` where nobody can tell: what cannot be seen is not taken for missing.
  public static func exists(_ path: String) throws(LedgerError) -> Bool {
    var status = stat()
    if stat(path, &status) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw fault(path) }
    return false
  }

  private static func fault(_ path: String) -> LedgerError {
    switch errno {
    case ENOENT, ENOTDIR: .file(path: path, reason: "no such file")
    case EISDIR: .file(path: path, reason: "is a directory")
    case EACCES, EPERM: .file(path: path, reason: "cannot be read: permission denied")
    case let code: .file(path: path, reason: String(cString: strerror(code)))
    }
  }
}
