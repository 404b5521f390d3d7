import Bytes
import Glibc

/// Key files: PEM, written once and never overwritten; a private one is for its owner alone.
public enum KeyFile {
  /// No key file comes near this; a larger one is refused before it is read.
  public static let byteCountMax = 65_536

  /// Creates `path` with mode 0600 and syncs it together with its directory.
  public static func write(_ key: PrivateKey, to path: String) throws(KeyError) {
    try create(path, mode: 0o600, key.pem())
  }

  /// Creates `path` with mode 0644 and syncs it together with its directory.
  public static func writePublic(_ key: PublicKey, to path: String) throws(KeyError) {
    var pem = Array(key.pem.utf8)
    try create(path, mode: 0o644, SecretBytes(wiping: &pem))
  }

  /// Refuses a file that group or others can reach, and never asks for a passphrase.
  public static func readPrivate(_ path: String) throws(KeyError) -> PrivateKey {
    try PrivateKey(pem: read(path, isPrivate: true), source: path)
  }

  public static func readPublic(_ path: String) throws(KeyError) -> PublicKey {
    let text = try read(path, isPrivate: false)
    return try PublicKey(pem: text.withUnsafeBytes { Array($0) }, source: path)
  }

  private static func read(_ path: String, isPrivate: Bool) throws(KeyError) -> SecretBytes {
    // Opening a named pipe would wait for its other end without O_NONBLOCK.
    let file = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard file >= 0 else {
      throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: reason())
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(path: path, reason: reason()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "not a regular file")
    }
    guard !isPrivate || status.st_mode & 0o077 == 0 else { throw .permissionsTooOpen(path: path) }
    guard status.st_size <= byteCountMax else { throw .tooLarge(path: path) }
    let size = Int(status.st_size)
    return try SecretBytes(count: size) { buffer throws(KeyError) in
      var filled = 0
      while filled < size {
        let got = retrying { Glibc.read(file, buffer.baseAddress! + filled, size - filled) }
        guard got >= 0 else { throw .unreadable(path: path, reason: reason()) }
        guard got > 0 else { throw .unreadable(path: path, reason: "it shrank while being read") }
        filled += got
      }
    }
  }

  private static func create(
    _ path: String, mode: mode_t, _ text: SecretBytes
  ) throws(KeyError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let file = retrying { open(path, flags, mode) }
    guard file >= 0 else {
      throw errno == EEXIST ? .exists(path: path) : .unwritable(path: path, reason: reason())
    }
    let isWritten = text.withUnsafeBytes { fill(file, with: $0, mode: mode) }
    let cause = reason()
    close(file)
    guard isWritten else {
      // Half a key would be in the way of the next attempt.
      unlink(path)
      throw .unwritable(path: path, reason: cause)
    }
    try syncDirectory(of: path)
  }

  private static func fill(_ file: Int32, with bytes: UnsafeRawBufferPointer, mode: mode_t) -> Bool
  {
    // The mode given to open is cut by the umask.
    guard fchmod(file, mode) == 0 else { return false }
    var written = 0
    while written < bytes.count {
      let put = retrying { Glibc.write(file, bytes.baseAddress! + written, bytes.count - written) }
      guard put > 0 else { return false }
      written += put
    }
    return retrying({ fsync(file) }) == 0
  }

  private static func syncDirectory(of path: String) throws(KeyError) {
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    let directory = retrying { open(parent ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard directory >= 0 else { throw .unwritable(path: path, reason: reason()) }
    defer { close(directory) }
    guard retrying({ fsync(directory) }) == 0 else {
      throw .unwritable(path: path, reason: reason())
    }
  }

  private static func retrying<Value: SignedInteger>(_ call: () -> Value) -> Value {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
