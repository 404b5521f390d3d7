import Bytes
import Glibc
import JournalStorage

/// A file that is written piece by piece and appears under its name when it is whole: until then,
/// and where it fails, nothing is there but what was there before.
public final class OutputFile {
  private let path: String
  private let target: String
  /// Nil where the target is no regular file, as `/dev/stdout`, and is written to as it is.
  private let temporary: String?
  private let descriptor: Int32
  private var isCommitted = false

  /// Throws `file` where nothing can be written there.
  public init(_ path: String) throws(LedgerError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    guard exists || errno == ENOENT else { throw Self.fault(path, errno) }
    let type = status.st_mode & S_IFMT
    if exists, type == S_IFDIR { throw .file(path: path, reason: "is a directory") }
    if exists, type == S_IFREG, Self.isIrreplaceable(path) {
      throw .file(path: path, reason: "a journal or a private key")
    }
    self.path = path
    // A link stays, and what it leads to is replaced.
    target = exists && type == S_IFREG ? try Self.resolved(path) : path
    if exists, type != S_IFREG {
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let name = "\(target).\(String(UInt64.random(in: .min ... .max), radix: 16)).part"
      temporary = name
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { throw Self.fault(path, errno) }
    if temporary != nil, exists { try keepMode(of: status) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isCommitted, let temporary { unlink(temporary) }
  }

  /// A segment of a journal or a private key, by how it begins: nothing makes them again.
  private static func isIrreplaceable(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 64)
    let count = retrying { read(descriptor, &head, head.count) }
    let text = String(decoding: head.prefix(max(0, count)), as: UTF8.self)
    return text.hasPrefix("kazna-journal-v1")
      || text.hasPrefix("-----BEGIN ") && text.contains("PRIVATE KEY")
  }

  /// Gives the file that of what it replaces. Where they are the same nothing is asked of the disk: some
  /// know no modes.
  private func keepMode(of replaced: stat) throws(LedgerError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.fault(path, errno) }
    let mode = replaced.st_mode & 0o7777
    guard status.st_mode & 0o7777 != mode else { return }
    guard fchmod(descriptor, mode) == 0 else { throw Self.fault(path, errno) }
  }

  public func write(_ text: String) throws(LedgerError) { try write(Array(text.utf8)) }

  public func write(_ bytes: [UInt8]) throws(LedgerError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        retrying { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
      }
      guard count >= 0 else { throw Self.fault(path, errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives the file its name. It is on disk then.
  public func commit() throws(LedgerError) {
    guard let temporary else { return }
    guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
      throw Self.fault(path, errno)
    }
    isCommitted = true
    try storage { () throws(StorageError) in
      try PosixFileSystem().synchronizeDirectory(parentDirectory(of: target))
    }
  }

  private static func resolved(_ path: String) throws(LedgerError) -> String {
    guard let resolved = realpath(path, nil) else { throw fault(path, errno) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func fault(_ path: String, _ code: Int32) -> LedgerError {
    .file(path: path, reason: String(cString: strerror(code)))
  }
}
