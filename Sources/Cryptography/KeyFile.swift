import Bytes
import Glibc

/// Key files are PEM; a private one is for its owner alone. `KeyPairFiles` makes them.
public enum KeyFile {
  /// No key file comes near this; a larger one is refused before it is read.
  public static let byteCountMax = 65_536

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
      switch errno {
      case ENOENT, ENOTDIR: throw .missing(path: path)
      case EACCES, EPERM, ELOOP: throw .unreadable(path: path, reason: reason())
      default: throw .failed(path: path, reason: reason())
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .failed(path: path, reason: reason()) }
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
        guard got >= 0 else { throw .failed(path: path, reason: reason()) }
        guard got > 0 else { throw .unreadable(path: path, reason: "it shrank while being read") }
        filled += got
      }
    }
  }

  /// Why the last call failed.
  static func reason() -> String { String(cString: strerror(errno)) }
}
