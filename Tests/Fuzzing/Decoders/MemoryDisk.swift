import Glibc
import JournalStorage

/// A disk of bytes in memory, for reading only.
struct MemoryDisk: FileSystem {
  var files: [String: [UInt8]] = [:]
  var denied: String?
  /// What the published checkpoint becomes once it was read.
  var later: Later?

  /// Only one thread reads files.
  final class Later: @unchecked Sendable {
    let latest: [UInt8]
    var reads = 0
    init(latest: [UInt8]) { self.latest = latest }
  }

  static let ledger = "/ledger"
  static let latest = "/ledger/checkpoints/latest"

  static func segment(_ first: Int) -> String {
    let digits = String(first)
    return "/ledger/journal/\(String(repeating: "0", count: 20 - digits.count))\(digits).journal"
  }

  init(journal: [UInt8], latest: [UInt8]?) {
    files[Self.segment(0)] = journal
    files[Self.latest] = latest
  }

  func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile {
    if path == denied { throw .permissionDenied(call: "open", path: path) }
    guard files[path] != nil else { throw .failed(call: "open", path: path, errno: ENOENT) }
    return OpenFile(descriptor: 3, path: path)
  }

  func close(_ file: OpenFile) {}

  func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int {
    var bytes = files[file.path]!
    if let later, file.path == Self.latest {
      later.reads += 1
      if later.reads > 1 { bytes = later.latest }
    }
    let start = min(bytes.count, Int(offset))
    let count = min(buffer.count, bytes.count - start)
    buffer.copyBytes(from: bytes[start..<start + count])
    return count
  }

  func size(of file: OpenFile) throws(StorageError) -> UInt64 { UInt64(files[file.path]!.count) }

  func list(_ directory: String) throws(StorageError) -> [String] {
    if directory == denied { throw .permissionDenied(call: "opendir", path: directory) }
    let names = files.keys.filter { $0.hasPrefix(directory + "/") }.map {
      String($0.dropFirst(directory.count + 1).prefix { $0 != "/" })
    }
    guard !names.isEmpty else { throw .failed(call: "open", path: directory, errno: ENOENT) }
    return Array(Set(names))
  }

  func pause(milliseconds: Int) {}

  func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError) { throw .readOnly(path: file.path) }
  func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError) {
    throw .readOnly(path: file.path)
  }
  func synchronizeData(_ file: OpenFile) throws(StorageError) {}
  func synchronize(_ file: OpenFile) throws(StorageError) {}
  func tryLock(_ file: OpenFile) throws(StorageError) -> Bool {
    throw .readOnly(path: file.path)
  }
  func rename(_ path: String, to target: String) throws(StorageError) {
    throw .readOnly(path: path)
  }
  func remove(_ path: String) throws(StorageError) { throw .readOnly(path: path) }
  func makeDirectory(_ path: String) throws(StorageError) -> Bool { throw .readOnly(path: path) }
  func freeBytes(at path: String) throws(StorageError) -> UInt64 { 0 }
}
