import Glibc
import JournalStorage

/// A segment as it stood when the verification began.
struct SegmentFile {
  /// The number in its name; the largest where that is larger still.
  let first: UInt64
  let path: String
  let size: UInt64
}

/// The files of a ledger that a verifier reads: segments and the published checkpoint.
struct LedgerFiles {
  let directory: String
  let disk: any FileSystem

  var latestPath: String { directory + "/checkpoints/latest" }
  var journalPath: String { directory + "/journal" }

  /// By first entry. Empty where there is no journal; throws `noLedger` where there is nothing.
  func segments() throws(StorageError) -> [SegmentFile] {
    do {
      _ = try disk.list(directory)
    } catch .failed(_, _, ENOENT) {
      throw .noLedger(path: directory)
    } catch .failed(_, _, ENOTDIR) {
      throw .notALedger(path: directory, reason: "it is not a directory")
    }
    var names: [String] = []
    do {
      names = try disk.list(journalPath)
    } catch .failed(_, _, ENOENT) {}
    var segments: [SegmentFile] = []
    for name in names {
      guard let first = Self.firstEntry(ofName: name) else { continue }
      let path = "\(journalPath)/\(name)"
      let size = try withFile(path) { (file) throws(StorageError) in try disk.size(of: file) }
      segments.append(SegmentFile(first: first, path: path, size: size))
    }
    return segments.sorted { $0.first < $1.first }
  }

  /// What `checkpoints/latest` holds; nil where it is missing, empty or zero throughout.
  func latest() throws(StorageError) -> [UInt8]? {
    do {
      let bytes = try content(latestPath, limit: (1 << 16) + 1)
      return bytes.allSatisfy { $0 == 0 } ? nil : bytes
    } catch .failed(_, _, ENOENT) {
      return nil
    }
  }

  /// The first `limit` bytes of a file.
  func content(_ path: String, limit: Int) throws(StorageError) -> [UInt8] {
    try withFile(path) { (file) throws(StorageError) in
      let count = Int(min(UInt64(limit), try disk.size(of: file)))
      var bytes = [UInt8](repeating: 0, count: count)
      let read = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(StorageError) in
        try disk.read(file, into: UnsafeMutableRawBufferPointer(buffer), at: 0)
      }
      bytes.removeSubrange(read...)
      return bytes
    }
  }

  private func withFile<Value>(
    _ path: String, _ body: (OpenFile) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    let file = try disk.open(path, .read)
    defer { disk.close(file) }
    return try body(file)
  }

  /// Twenty digits and `.journal`; anything else in the directory is none of the journal.
  private static func firstEntry(ofName name: String) -> UInt64? {
    let suffix = ".journal"
    guard name.hasSuffix(suffix), name.utf8.count == 20 + suffix.utf8.count else { return nil }
    let digits = name.utf8.prefix(20)
    guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return nil
    }
    return UInt64(String(decoding: digits, as: UTF8.self)) ?? .max
  }
}
