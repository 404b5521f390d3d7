import Bytes
import Glibc

/// The file system of the machine.
public struct PosixFileSystem: FileSystem {
  public init() {}

  public func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile {
    let flags: Int32 =
      switch mode {
      case .read: O_RDONLY
      case .update: O_RDWR
      case .createNew: O_RDWR | O_CREAT | O_EXCL
      case .replace: O_RDWR | O_CREAT | O_TRUNC
      case .createIfMissing: O_RDWR | O_CREAT
      case .directory: O_RDONLY | O_DIRECTORY
      }
    // Opening a pipe would wait for somebody at its other end, perhaps for ever.
    let all = flags | O_CLOEXEC | O_NONBLOCK
    let descriptor = try check("open", path) { Glibc.open(path, all, 0o644) }
    let file = OpenFile(descriptor: descriptor, path: path)
    guard mode != .directory else { return file }
    do throws(StorageError) { try requireRegular(file) } catch {
      close(file)
      throw error
    }
    return file
  }

  private func requireRegular(_ file: OpenFile) throws(StorageError) {
    var status = stat()
    _ = try check("fstat", file.path) { fstat(file.descriptor, &status) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .system(call: "open", path: file.path, errno: EISDIR)
    default: throw .notAFile(path: file.path)
    }
  }

  // Nothing hangs on the results: what must be durable was synced before. A lock is given up by
  // itself: a child process that is just being started may hold a copy of the descriptor.
  public func close(_ file: OpenFile) {
    _ = flock(file.descriptor, LOCK_UN)
    _ = Glibc.close(file.descriptor)
  }

  public func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = try check("pread", file.path) {
        pread(file.descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  public func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = try check("pwrite", file.path, needed: UInt64(rest.count)) {
        pwrite(file.descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      }
      // A device that takes nothing and reports nothing would loop for ever.
      guard count > 0 else {
        throw .diskFull(path: file.path, needed: UInt64(rest.count), available: 0)
      }
      done += count
    }
  }

  public func size(of file: OpenFile) throws(StorageError) -> UInt64 {
    var status = stat()
    _ = try check("fstat", file.path) { fstat(file.descriptor, &status) }
    return UInt64(status.st_size)
  }

  public func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError) {
    _ = try check("ftruncate", file.path) { ftruncate(file.descriptor, off_t(size)) }
  }

  // A sync is never repeated: after a failure the kernel may have dropped the pages. An
  // interrupted one is repeated, since it has not failed.
  public func synchronizeData(_ file: OpenFile) throws(StorageError) {
    _ = try check("fdatasync", file.path) { fdatasync(file.descriptor) }
  }

  public func synchronize(_ file: OpenFile) throws(StorageError) {
    _ = try check("fsync", file.path) { fsync(file.descriptor) }
  }

  public func tryLock(_ file: OpenFile) throws(StorageError) -> Bool {
    do {
      _ = try check("flock", file.path) { flock(file.descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch .failed(_, _, EWOULDBLOCK) {
      return false
    }
  }

  public func rename(_ path: String, to target: String) throws(StorageError) {
    _ = try check("rename", target) { Glibc.rename(path, target) }
  }

  public func remove(_ path: String) throws(StorageError) {
    _ = try check("remove", path) { Glibc.remove(path) }
  }

  public func makeDirectory(_ path: String) throws(StorageError) -> Bool {
    do {
      _ = try check("mkdir", path) { mkdir(path, 0o755) }
      return true
    } catch .failed(_, _, EEXIST) {
      return false
    }
  }

  public func list(_ directory: String) throws(StorageError) -> [String] {
    guard let stream = opendir(directory) else {
      throw .system(call: "opendir", path: directory, errno: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let item = readdir(stream) else { break }
      let name = withUnsafePointer(to: &item.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .system(call: "readdir", path: directory, errno: errno) }
    return names
  }

  public func freeBytes(at path: String) throws(StorageError) -> UInt64 {
    var status = statvfs()
    _ = try check("statvfs", path) { statvfs(path, &status) }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return overflow ? .max : bytes
  }

  public func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  /// Makes a call that can be interrupted, and throws where it fails.
  private func check<Value: SignedInteger>(
    _ call: String, _ path: String, needed: UInt64 = 0, _ body: () -> Value
  ) throws(StorageError) -> Value {
    let value = retrying(body)
    guard value >= 0 else { throw .system(call: call, path: path, errno: errno, needed: needed) }
    return value
  }
}
