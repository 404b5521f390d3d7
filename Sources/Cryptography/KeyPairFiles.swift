import Bytes
import Glibc

/// Makes the two files of a key pair. Each is whole or absent, and nothing is overwritten.
///
/// The private key is written to a draft beside its place, under a lock, and then linked there. The
/// draft stays until the public half is there too: whoever finds it linked to a private key knows
/// that its creation was interrupted, and ends it. A draft that is not linked belongs to nobody.
public struct KeyPairFiles: Sendable {
  private let path: String
  private let publicPath: String
  private let directory: String

  /// `path` and `publicPath` are of the same directory.
  public init(private path: String, public publicPath: String) {
    self.path = path
    self.publicPath = publicPath
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    directory = parent ?? "."
  }

  /// Writes `key`, and syncs its files and their directory. Where an earlier creation of a key of
  /// this kind was interrupted, that one is ended, and its key returned.
  public func create(_ key: PrivateKey) throws(KeyError) -> PrivateKey {
    while true {
      guard let draft = try lockDraft() else { continue }
      defer { close(draft) }
      if try isSame(draft, path) { return try end(key.publicKey.algorithm) }
      for path in [path, publicPath] where try status(of: path) != nil {
        try remove(draftPath)
        throw .exists(path: path)
      }
      // It may be half a key, one that was given another name, or a file that others can read.
      guard try isFresh(draft) else {
        try remove(draftPath)
        continue
      }
      do throws(KeyError) {
        try fill(draft, draftPath, with: key.pem(), mode: 0o600)
        try place(draftPath, at: path)
      } catch {
        unlink(draftPath)
        throw error
      }
      try syncDirectory()
      try addPublicFile(key.publicKey)
      try remove(draftPath)
      return key
    }
  }

  // A name that starts with a dot is no key's, and what ends with `.pem` is never committed.
  private var draftPath: String { Self.draftPath(of: path) }

  static func draftPath(of path: String) -> String {
    var place = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    var draft = path
    draft.insert(".", at: place)
    place = draft.hasSuffix(".pem") ? draft.index(draft.endIndex, offsetBy: -4) : draft.endIndex
    draft.insert(contentsOf: ".new", at: place)
    return draft
  }

  /// Ends the creation of the private key that is in its place.
  private func end(_ algorithm: SignatureAlgorithm) throws(KeyError) -> PrivateKey {
    let key = try KeyFile.readPrivate(path)
    try syncDirectory()
    try addPublicFile(key.publicKey)
    try remove(draftPath)
    guard key.publicKey.algorithm == algorithm else { throw .exists(path: path) }
    return key
  }

  private func addPublicFile(_ key: PublicKey) throws(KeyError) {
    let draft = Self.draftPath(of: publicPath)
    if try status(of: publicPath) == nil {
      try remove(draft)
      let file = try open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o644)
      defer { close(file) }
      var pem = Array(key.pem.utf8)
      try fill(file, draft, with: SecretBytes(wiping: &pem), mode: 0o644)
      try place(draft, at: publicPath)
    } else if try KeyFile.readPublic(publicPath) != key {
      throw .exists(path: publicPath)
    }
    try syncDirectory()
    try remove(draft)
  }

  /// The draft, locked, new or as it was left; nil where it was taken away meanwhile.
  private func lockDraft() throws(KeyError) -> Int32? {
    let file = try open(draftPath, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
    do throws(KeyError) {
      guard retrying({ flock(file, LOCK_EX) }) == 0 else { throw failure(draftPath) }
      if try isSame(file, draftPath) { return file }
    } catch {
      close(file)
      throw error
    }
    close(file)
    return nil
  }

  private func open(_ path: String, _ flags: Int32, _ mode: mode_t) throws(KeyError) -> Int32 {
    let file = retrying { Glibc.open(path, flags | O_CLOEXEC, mode) }
    guard file >= 0 else { throw failure(path) }
    return file
  }

  private func fill(
    _ file: Int32, _ path: String, with text: SecretBytes, mode: mode_t
  ) throws(KeyError) {
    let isWritten = text.withUnsafeBytes { bytes in
      // The mode given to open is cut by the umask.
      guard fchmod(file, mode) == 0 else { return false }
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = retrying { write(file, part.baseAddress, part.count) }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return retrying({ fsync(file) }) == 0
    }
    guard isWritten else { throw failure(path) }
  }

  /// Gives a file its own name, unless somebody else has it.
  private func place(_ draft: String, at path: String) throws(KeyError) {
    guard link(draft, path) == 0 else {
      throw errno == EEXIST ? .exists(path: path) : failure(path)
    }
  }

  /// A draft that comes back with the power does no harm: nothing is synced.
  private func remove(_ path: String) throws(KeyError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
  }

  private func syncDirectory() throws(KeyError) {
    let file = try open(directory, O_RDONLY | O_DIRECTORY, 0)
    defer { close(file) }
    guard retrying({ fsync(file) }) == 0 else { throw failure(directory) }
  }

  private func status(of path: String) throws(KeyError) -> stat? {
    var status = stat()
    guard lstat(path, &status) != 0 else { return status }
    guard errno == ENOENT else { throw failure(path) }
    return nil
  }

  private func status(of file: Int32) throws(KeyError) -> stat {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(draftPath) }
    return status
  }

  private func isSame(_ file: Int32, _ path: String) throws(KeyError) -> Bool {
    guard let other = try status(of: path) else { return false }
    let status = try status(of: file)
    return status.st_ino == other.st_ino && status.st_dev == other.st_dev
  }

  private func isFresh(_ file: Int32) throws(KeyError) -> Bool {
    let status = try status(of: file)
    return status.st_size == 0 && status.st_nlink == 1 && status.st_mode & 0o077 == 0
  }

  private func failure(_ path: String) -> KeyError {
    .unwritable(path: path, reason: KeyFile.reason())
  }
}
