import Foundation
import JournalStorage
import Testing

@testable import LedgerService

/// Commits of a real ledger, from which a source of any length and with segments of any size is
/// made, and mirrored.
final class MirrorSource {
  struct Commit {
    let entries: [[UInt8]]
    let checkpoint: [UInt8]
  }

  let root: String
  var from: String { root + "/from" }
  var to: String { root + "/to" }
  let commits: [Commit]
  private let ledgerID: [UInt8]
  private var writer: JournalWriter?

  /// Segments of so many bytes hold about two commits.
  static let segmentSize: UInt64 = 1_500

  convenience init(_ ledger: EvidenceLedger) throws {
    let reader = try JournalReader.open(ledger.path, size: JournalContent.checkpointSize)
    var commits: [Commit] = []
    var entries: [[UInt8]] = []
    try reader.forEachFrame { frame in
      switch frame.type {
      case .entry: entries.append(frame.bytes)
      case .checkpoint:
        commits.append(Commit(entries: entries, checkpoint: frame.bytes))
        entries = []
      }
    }
    try self.init(commits, ledgerID: reader.ledgerID)
  }

  private init(_ commits: [Commit], ledgerID: [UInt8]) throws {
    root = FileManager.default.temporaryDirectory.path + "/mirror-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    self.commits = commits
    self.ledgerID = ledgerID
  }

  /// Another source with the same commits to write.
  func sibling() throws -> MirrorSource { try MirrorSource(commits, ledgerID: ledgerID) }

  /// Ten commits.
  static func ofTen() throws -> MirrorSource { try MirrorSource(ledger(ofTen: EvidenceLedger())) }

  static func ledger(ofTen ledger: EvidenceLedger) throws -> EvidenceLedger {
    try ledger.addPayerAndOrder()
    for _ in 0..<4 { try ledger.grow() }
    return ledger
  }

  deinit {
    writer?.close()
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Writes those commits to the source, whose writer stays open.
  func write(_ range: Range<Int>, segmentSize: UInt64 = segmentSize) throws {
    if writer == nil {
      writer = try JournalWriter.create(
        from, ledgerID: ledgerID, size: JournalContent.checkpointSize, segmentSize: segmentSize)
    }
    for commit in commits[range] {
      try writer?.append(entries: commit.entries, checkpoint: commit.checkpoint)
    }
  }

  @discardableResult
  func mirror(
    files: any FileSystem = PosixFileSystem(), publishBytes: UInt64 = 1
  ) throws -> MirrorReport {
    var mirror = Mirror(from: from, to: to)
    mirror.files = files
    mirror.publishBytes = publishBytes
    return try mirror.run()
  }

  /// Every file of a journal and its published checkpoint, with its bytes.
  func contents(_ directory: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for folder in ["journal", "checkpoints"] {
      let path = "\(directory)/\(folder)"
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where !name.hasSuffix(".new") {
        found["\(folder)/\(name)"] = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
      }
    }
    return found
  }

  func segments(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory + "/journal")
      .filter { $0.hasSuffix(".journal") }.sorted().map { "\(directory)/journal/\($0)" }
  }

  /// Entries as a reader of the copy sees them, with everything that opening checks.
  func copiedEntries() -> UInt64? { try? Ledger.read(to).books.nextEntry }

  func change(_ path: String, at offset: Int) throws {
    let url = URL(fileURLWithPath: path)
    var data = try Data(contentsOf: url)
    data[offset] ^= 1
    try data.write(to: url)
  }

  func put(_ bytes: some Sequence<UInt8>, at path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}

/// A disk that fails for good at one of its changing calls; of a write, half is done before.
final class FailingFileSystem: FileSystem, @unchecked Sendable {
  private let disk = PosixFileSystem()
  private let source: String
  private var left: Int
  private(set) var hasFailed = false
  /// What somebody else does just before a lock is taken.
  var beforeLock: () throws -> Void = {}

  /// Any change below `source` is a failure of the test.
  init(after calls: Int, source: String) {
    left = calls
    self.source = source + "/"
  }

  private func change(_ path: String) throws(StorageError) {
    #expect(!path.hasPrefix(source), "\(path) was changed")
    left -= 1
    guard left >= 0 else {
      hasFailed = true
      throw .failed(call: "test", path: path, errno: EIO)
    }
  }

  func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile {
    switch mode {
    case .read, .directory: break
    default: try change(path)
    }
    return try disk.open(path, mode)
  }

  func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError) {
    do {
      try change(file.path)
    } catch {
      let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
      try disk.write(file, half, at: offset)
      throw error
    }
    try disk.write(file, bytes, at: offset)
  }

  func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError) {
    try change(file.path)
    try disk.truncate(file, to: size)
  }

  func synchronizeData(_ file: OpenFile) throws(StorageError) {
    try change(file.path)
    try disk.synchronizeData(file)
  }

  func synchronize(_ file: OpenFile) throws(StorageError) {
    try change(file.path)
    try disk.synchronize(file)
  }

  func rename(_ path: String, to target: String) throws(StorageError) {
    try change(target)
    try disk.rename(path, to: target)
  }

  func remove(_ path: String) throws(StorageError) {
    try change(path)
    try disk.remove(path)
  }

  func makeDirectory(_ path: String) throws(StorageError) -> Bool {
    try change(path)
    return try disk.makeDirectory(path)
  }

  func close(_ file: OpenFile) { disk.close(file) }
  func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int { try disk.read(file, into: buffer, at: offset) }
  func size(of file: OpenFile) throws(StorageError) -> UInt64 { try disk.size(of: file) }
  func tryLock(_ file: OpenFile) throws(StorageError) -> Bool {
    #expect(throws: Never.self) { try beforeLock() }
    beforeLock = {}
    return try disk.tryLock(file)
  }
  func list(_ directory: String) throws(StorageError) -> [String] { try disk.list(directory) }
  func freeBytes(at path: String) throws(StorageError) -> UInt64 {
    try disk.freeBytes(at: path)
  }
  func pause(milliseconds: Int) {}
}
