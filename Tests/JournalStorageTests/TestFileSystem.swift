import Bytes
import Glibc

@testable import JournalStorage

/// The real file system without its syncs, which can fail at a chosen call and lose what was not
/// synced.
final class TestFileSystem: FileSystem {
  struct Fault {
    /// Which of the calls that change something fails, from 1 on; it and all later ones.
    var call = Int.max
    var errno: Int32 = EIO
    /// How much of a failing write still reaches the file, in bytes.
    var partOfWrite = 0
  }

  private struct State {
    var calls: [String] = []
    var fault = Fault()
    var free: UInt64 = .max
    var syncedSizes: [String: UInt64] = [:]
    var pauses = 0
  }

  private let disk = PosixFileSystem()
  private let state = Guarded(State())

  init(fault: Fault = Fault(), free: UInt64 = .max) {
    state.withLock {
      $0.fault = fault
      $0.free = free
    }
  }

  var calls: [String] { state.withLock { $0.calls } }
  var pauses: Int { state.withLock { $0.pauses } }
  func setFree(_ bytes: UInt64) { state.withLock { $0.free = bytes } }

  /// Size of a file when it was last synced.
  func syncedSize(_ path: String) -> UInt64 { state.withLock { $0.syncedSizes[path] ?? 0 } }

  private func change(_ call: String, _ path: String) throws(StorageError) {
    let code: Int32? = state.withLock {
      $0.calls.append(call)
      return $0.calls.count >= $0.fault.call ? $0.fault.errno : nil
    }
    if let code { throw .system(call: call, path: path, errno: code) }
  }

  func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile {
    if mode != .read, mode != .directory { try change("open", path) }
    return try disk.open(path, mode)
  }

  func close(_ file: OpenFile) { disk.close(file) }

  func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int {
    try disk.read(file, into: buffer, at: offset)
  }

  func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError) {
    do {
      try change("write", file.path)
    } catch {
      let part = min(state.withLock { $0.fault.partOfWrite }, bytes.count)
      try disk.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<part]), at: offset)
      throw error
    }
    try disk.write(file, bytes, at: offset)
  }

  func size(of file: OpenFile) throws(StorageError) -> UInt64 { try disk.size(of: file) }

  func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError) {
    try change("truncate", file.path)
    try disk.truncate(file, to: size)
  }

  func synchronizeData(_ file: OpenFile) throws(StorageError) {
    try change("fdatasync", file.path)
    try noteSync(file)
  }

  func synchronize(_ file: OpenFile) throws(StorageError) {
    try change("fsync", file.path)
    try noteSync(file)
  }

  private func noteSync(_ file: OpenFile) throws(StorageError) {
    let size = try disk.size(of: file)
    state.withLock { $0.syncedSizes[file.path] = size }
  }

  func tryLock(_ file: OpenFile) throws(StorageError) -> Bool { try disk.tryLock(file) }

  func rename(_ path: String, to target: String) throws(StorageError) {
    try change("rename", target)
    try disk.rename(path, to: target)
    state.withLock { $0.syncedSizes[target] = $0.syncedSizes.removeValue(forKey: path) }
  }

  func remove(_ path: String) throws(StorageError) {
    try change("remove", path)
    try disk.remove(path)
  }

  func makeDirectory(_ path: String) throws(StorageError) -> Bool {
    try change("mkdir", path)
    return try disk.makeDirectory(path)
  }

  func list(_ directory: String) throws(StorageError) -> [String] { try disk.list(directory) }

  func freeBytes(at path: String) throws(StorageError) -> UInt64 { state.withLock { $0.free } }

  func pause(milliseconds: Int) { state.withLock { $0.pauses += 1 } }
}
