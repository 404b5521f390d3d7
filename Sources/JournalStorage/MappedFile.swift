import Glibc

/// The bytes of a file that is not changed any more, readable without a call that could fail.
public final class MappedFile: @unchecked Sendable {
  private let bytes: UnsafeRawBufferPointer
  private let release: (UnsafeRawBufferPointer) -> Void

  /// `release` is called once, when nobody reads them any more.
  init(_ bytes: UnsafeRawBufferPointer, release: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.bytes = bytes
    self.release = release
  }

  deinit { release(bytes) }

  public var count: Int { bytes.count }

  /// Nil where the file ends before.
  public func bytes(at offset: UInt64, count: Int) -> [UInt8]? {
    guard count >= 0, offset <= UInt64(bytes.count), count <= bytes.count - Int(offset) else {
      return nil
    }
    return Array(bytes[Int(offset)..<Int(offset) + count])
  }
}

extension FileSystem {
  /// For a file system that has no mapping: all of the file is read at once.
  public func map(_ file: OpenFile) throws(StorageError) -> MappedFile {
    let size = Int(clamping: try size(of: file))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 16)
    let count: Int
    do {
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<size])
      count = try read(file, into: target, at: 0)
    } catch {
      buffer.deallocate()
      throw error
    }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    return MappedFile(bytes) { _ in buffer.deallocate() }
  }
}

extension PosixFileSystem {
  public func map(_ file: OpenFile) throws(StorageError) -> MappedFile {
    let size = try size(of: file)
    guard size > 0, size <= UInt64(Int.max) else {
      return MappedFile(UnsafeRawBufferPointer(start: nil, count: 0)) { _ in }
    }
    let address = mmap(nil, Int(size), PROT_READ, MAP_SHARED, file.descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .system(call: "mmap", path: file.path, errno: errno)
    }
    return MappedFile(UnsafeRawBufferPointer(start: address, count: Int(size))) {
      munmap(UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
    }
  }
}
