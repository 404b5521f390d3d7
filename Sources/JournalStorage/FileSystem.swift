import Glibc

/// A file or directory that a `FileSystem` has open. The path serves messages only.
public struct OpenFile: Sendable, Hashable {
  public let descriptor: Int32
  public let path: String

  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}

/// How a file is opened. New files get mode 0644.
public enum OpenMode: Sendable {
  case read
  case update
  /// Must not exist.
  case createNew
  /// Made when missing, emptied when present.
  case replace
  /// Made when missing, left as it is when present.
  case createIfMissing
  /// A directory, to sync it.
  case directory
}

/// Every call to the file system that the journal makes: the one place to put a simulated disk.
///
/// All calls but `close` and `pause` throw `StorageError`, made by `StorageError.system` from the
/// `errno`. Interrupted calls (EINTR) are repeated inside.
public protocol FileSystem: Sendable {
  /// The corresponding C function is `open`.
  func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile
  func close(_ file: OpenFile)
  /// Fills `buffer` from `offset` on; gives fewer bytes only at the end of the file. (`pread`)
  func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int
  /// Keeps a file that is not changed any more open for reading, whatever becomes of `file` and of
  /// its name. (`fcntl` with `F_DUPFD_CLOEXEC`)
  func keep(_ file: OpenFile) throws(StorageError) -> KeptFile
  /// Writes all of `bytes`, or throws with an unknown part of them written. (`pwrite`)
  func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError)
  func size(of file: OpenFile) throws(StorageError) -> UInt64
  func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError)
  /// Content and size are on the disk afterwards. (`fdatasync`)
  func synchronizeData(_ file: OpenFile) throws(StorageError)
  /// As above with all metadata; for a directory, its names. (`fsync`)
  func synchronize(_ file: OpenFile) throws(StorageError)
  /// False when another holder has the exclusive lock. Closing releases it. (`flock`)
  func tryLock(_ file: OpenFile) throws(StorageError) -> Bool
  /// Replaces what is at `target`. (`rename`)
  func rename(_ path: String, to target: String) throws(StorageError)
  /// Takes away a file or an empty directory. (`remove`)
  func remove(_ path: String) throws(StorageError)
  /// False when it exists already. (`mkdir`, mode 0755)
  func makeDirectory(_ path: String) throws(StorageError) -> Bool
  /// The names in a directory but `.` and `..`, in no particular order.
  func list(_ directory: String) throws(StorageError) -> [String]
  /// Bytes that an unprivileged process may still write. (`statvfs`)
  func freeBytes(at path: String) throws(StorageError) -> UInt64
  func pause(milliseconds: Int)
}

extension FileSystem {
  public func withFile<Value>(
    _ path: String, _ mode: OpenMode, _ body: (OpenFile) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    let file = try open(path, mode)
    defer { close(file) }
    return try body(file)
  }

  public func write(_ file: OpenFile, _ bytes: [UInt8], at offset: UInt64) throws(StorageError) {
    try bytes.withUnsafeBufferPointer { (pointer) throws(StorageError) in
      try write(file, UnsafeRawBufferPointer(pointer), at: offset)
    }
  }

  /// At most `count` bytes: fewer only at the end of the file.
  public func read(
    _ file: OpenFile, count: Int, at offset: UInt64
  ) throws(StorageError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(StorageError) in
      try self.read(file, into: UnsafeMutableRawBufferPointer(buffer), at: offset)
    }
    bytes.removeSubrange(read...)
    return bytes
  }

  /// A name in a directory survives a crash only once the directory itself is synced.
  public func synchronizeDirectory(_ path: String) throws(StorageError) {
    try withFile(path, .directory) { (file) throws(StorageError) in try synchronize(file) }
  }

  /// Takes away a file, or a directory with all that is in it. Of a link it takes the link alone.
  public func removeTree(_ path: String) throws(StorageError) {
    do throws(StorageError) { return try remove(path) } catch {
      guard case .failed(_, _, let code) = error, code == ENOTEMPTY || code == EEXIST else {
        throw error
      }
    }
    for name in try list(path) { try removeTree("\(path)/\(name)") }
    try remove(path)
  }

  /// Makes a directory with its missing parents. It has a durable name afterwards, also where an
  /// interrupted run has made it, or a parent.
  public func makeDirectories(_ path: String) throws(StorageError) {
    try makeMissing(path)
    var parent = parentDirectory(of: path)
    try synchronizeDirectory(parent)
    // Those higher up are mostly other people's, and may allow nothing.
    while case let next = parentDirectory(of: parent), next != parent {
      parent = next
      try? synchronizeDirectory(parent)
    }
  }

  private func makeMissing(_ path: String) throws(StorageError) {
    let parent = parentDirectory(of: path)
    do {
      _ = try makeDirectory(path)
    } catch .failed(_, _, ENOENT) where parent != path {
      try makeMissing(parent)
      _ = try makeDirectory(path)
    }
  }
}

/// The directory that holds `path`: `.` for a bare name.
package func parentDirectory(of path: String) -> String {
  var bytes = path.utf8[...]
  let slash = UInt8(ascii: "/")
  while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
  guard let index = bytes.lastIndex(of: slash) else { return "." }
  bytes = bytes[..<index]
  return bytes.isEmpty ? "/" : String(bytes) ?? "."
}
