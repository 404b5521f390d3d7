import Glibc

/// A file that is not changed any more, kept open: its bytes can be read also after it was removed.
public final class KeptFile: @unchecked Sendable {
  public let count: Int
  private let read: (UnsafeMutableRawBufferPointer, UInt64) throws(StorageError) -> Int
  private let close: () -> Void

  /// `read` fills a buffer from an offset on and gives the count; for any thread. `close` is
  /// called once, when nobody reads any more.
  init(
    count: Int,
    read: @escaping (UnsafeMutableRawBufferPointer, UInt64) throws(StorageError) -> Int,
    close: @escaping () -> Void = {}
  ) {
    self.count = count
    self.read = read
    self.close = close
  }

  deinit { close() }

  /// Nil where the file ends before.
  public func bytes(at offset: UInt64, count: Int) throws(StorageError) -> [UInt8]? {
    guard count >= 0, offset <= UInt64(self.count), count <= self.count - Int(offset) else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: count)
    let done = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(StorageError) in
      try read(UnsafeMutableRawBufferPointer(buffer), offset)
    }
    return done == count ? bytes : nil
  }
}

extension FileSystem {
  /// For a file system of a test: all of the file is read at once.
  public func keep(_ file: OpenFile) throws(StorageError) -> KeptFile {
    let size = Int(clamping: try size(of: file))
    let bytes = try read(file, count: size, at: 0)
    return KeptFile(count: bytes.count) { buffer, offset in
      let rest = bytes[Int(offset)...].prefix(buffer.count)
      buffer.copyBytes(from: rest)
      return rest.count
    }
  }
}

extension PosixFileSystem {
  public func keep(_ file: OpenFile) throws(StorageError) -> KeptFile {
    let size = try size(of: file)
    let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else {
      throw .system(call: "fcntl", path: file.path, errno: errno)
    }
    let own = OpenFile(descriptor: descriptor, path: file.path)
    return KeptFile(
      count: Int(clamping: size),
      read: { (buffer, offset) throws(StorageError) in
        try self.read(own, into: buffer, at: offset)
      },
      close: { self.close(own) })
  }
}
