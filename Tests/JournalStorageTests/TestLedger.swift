import Glibc
import Testing

@testable import JournalStorage

/// A ledger in a temporary directory that goes with it.
final class TestLedger {
  let root: String
  let directory: String
  let files: TestFileSystem
  private let disk = PosixFileSystem()

  init(files: TestFileSystem = TestFileSystem()) {
    var template = Array("/tmp/kazna-journal-XXXXXX".utf8CString)
    #expect(mkdtemp(&template) != nil)
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    directory = root + "/ledger"
    self.files = files
  }

  deinit { Self.removeAll(root) }

  private static func removeAll(_ path: String) {
    for name in (try? PosixFileSystem().list(path)) ?? [] { removeAll("\(path)/\(name)") }
    if unlink(path) != 0 { rmdir(path) }
  }

  var latest: String { directory + "/checkpoints/latest" }

  func segment(_ first: UInt64) -> String {
    LedgerLayout(directory: directory).segment(first: first).path
  }

  func create(
    segmentSize: UInt64 = JournalFormat.segmentSize, files: TestFileSystem? = nil
  ) throws -> JournalWriter {
    try JournalWriter.create(
      directory, ledgerID: TestContent.ledgerID, size: TestContent.size, segmentSize: segmentSize,
      files: files ?? self.files)
  }

  func open(
    depth: RecoveryDepth = .journal, files: TestFileSystem? = nil
  ) throws -> (writer: JournalWriter, report: RecoveryReport) {
    try JournalWriter.open(
      directory, rules: TestContent.rules, depth: depth, files: files ?? self.files)
  }

  func reader() throws -> JournalReader {
    try JournalReader.open(directory, size: TestContent.size, files: files)
  }

  /// Makes a ledger of commits with so many entries each, and closes it.
  func fill(_ commits: [Int], segmentSize: UInt64 = JournalFormat.segmentSize) throws {
    let writer = try create(segmentSize: segmentSize)
    for count in commits { try writer.commit(count) }
    writer.close()
  }

  /// Entries as a reader sees them; every one is checked.
  func entryCount() throws -> UInt64 {
    var expected: UInt64 = 0
    try reader().forEachFrame { frame in
      guard frame.type == .entry else { return }
      #expect(frame.number == expected && TestContent.isEntry(frame.payload, expected))
      expected += 1
    }
    return expected
  }

  func bytes(_ path: String) throws -> [UInt8] {
    try disk.withFile(path, .read) { (file) throws(StorageError) in
      try disk.read(file, count: Int(disk.size(of: file)), at: 0)
    }
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try disk.withFile(path, .replace) { (file) throws(StorageError) in
      try disk.write(file, bytes, at: 0)
    }
  }

  func remove(_ path: String) throws { try disk.remove(path) }

  /// Every file with its bytes, by path.
  func contents(of path: String? = nil) throws -> [String: [UInt8]] {
    let path = path ?? directory
    var found: [String: [UInt8]] = [:]
    for name in try disk.list(path) {
      let item = "\(path)/\(name)"
      if (try? disk.list(item)) != nil {
        found.merge(try contents(of: item)) { $1 }
      } else {
        found[item] = try bytes(item)
      }
    }
    return found
  }

  /// Puts back what `contents` gave.
  func restore(_ contents: [String: [UInt8]]) throws {
    for path in try self.contents().keys where contents[path] == nil { try remove(path) }
    for (path, bytes) in contents { try write(bytes, to: path) }
  }
}

extension JournalWriter {
  /// Commits the next `count` entries.
  @discardableResult
  func commit(_ count: Int, size: Int = 21) throws -> CommitPlace {
    let entries = (0..<UInt64(count)).map { TestContent.entry(entryCount + $0, size: size) }
    return try append(
      entries: entries, checkpoint: TestContent.checkpoint(entryCount + UInt64(count)))
  }
}

/// The error that `body` throws.
func storageError(_ body: () throws -> Void) -> StorageError? {
  do {
    try body()
    return nil
  } catch {
    return error as? StorageError
  }
}

extension StorageError {
  var isDamage: Bool { if case .damaged = self { true } else { false } }

  var damage: (file: String, offset: UInt64, entry: UInt64, reason: String)? {
    if case .damaged(let file, let offset, let entry, let reason) = self {
      (file, offset, entry, reason)
    } else {
      nil
    }
  }
}
