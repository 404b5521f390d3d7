import Glibc
import Testing

@testable import JournalStorage

/// What a power loss leaves of what was not synced.
enum PowerLoss: CaseIterable {
  case none, unsyncedGone, unsyncedZero, halfOfUnsynced, publishingGone, publishedEmpty

  func apply(_ ledger: TestLedger, _ files: TestFileSystem) throws {
    let contents = try ledger.contents()
    for (path, bytes) in contents where path.hasSuffix(".journal") {
      let synced = min(Int(files.syncedSize(path)), bytes.count)
      let rest = bytes.count - synced
      switch self {
      case .none: break
      case .unsyncedGone, .publishingGone, .publishedEmpty:
        try ledger.write(Array(bytes[..<synced]), to: path)
      case .unsyncedZero:
        try ledger.write(bytes[..<synced] + [UInt8](repeating: 0, count: rest), to: path)
      case .halfOfUnsynced:
        try ledger.write(Array(bytes[..<(synced + rest / 2)]), to: path)
      }
    }
    guard contents[ledger.latest] != nil else { return }
    if self == .publishingGone { try ledger.remove(ledger.latest) }
    if self == .publishedEmpty { try ledger.write([], to: ledger.latest) }
  }
}

/// Every call that changes something fails once.
@Suite struct FaultTests {
  private let commits = [1, 2, 1, 3]

  /// Creates a ledger and commits until a call fails; gives what was acknowledged and whether the
  /// last commit is unknown.
  private func run(
    _ ledger: TestLedger, _ files: TestFileSystem
  ) -> (acknowledged: UInt64, unknown: UInt64?, created: Bool) {
    guard let writer = try? ledger.create(segmentSize: 200, files: files) else {
      return (0, nil, false)
    }
    defer { writer.close() }
    for count in commits {
      let before = writer.entryCount
      guard let error = storageError({ try writer.commit(count) }) else { continue }
      #expect(writer.stopReason != nil && writer.entryCount == before)
      guard case .writerStopped? = storageError({ try writer.commit(count) }) else {
        Issue.record("the writer went on after \(error)")
        return (before, nil, true)
      }
      if case .outcomeUnknown = error { return (before, before + UInt64(count), true) }
      return (before, nil, true)
    }
    return (writer.entryCount, nil, true)
  }

  @Test(arguments: PowerLoss.allCases, [0, 37, 1000])
  func nothingAcknowledgedIsLost(loss: PowerLoss, partOfWrite: Int) throws {
    var outcomes: Set<String> = []
    for call in 1... {
      let files = TestFileSystem(
        fault: .init(call: call, errno: EIO, partOfWrite: partOfWrite))
      let ledger = TestLedger(files: TestFileSystem())
      let (acknowledged, unknown, created) = run(ledger, files)
      if files.calls.count < call { break }
      guard created else {
        try checkCreationAgain(ledger)
        continue
      }
      try loss.apply(ledger, files)
      let (writer, _) = try ledger.open()
      #expect(writer.entryCount == acknowledged || writer.entryCount == unknown)
      outcomes.insert(writer.entryCount == acknowledged ? "absent" : "whole")
      try writer.commit(2)
      #expect(try ledger.entryCount() == writer.entryCount)
    }
    #expect(outcomes.contains("absent"))
    if loss == .none { #expect(outcomes.contains("whole")) }
  }

  /// Where making a ledger failed there is none, or an empty one.
  private func checkCreationAgain(_ ledger: TestLedger) throws {
    do {
      let writer = try ledger.create()
      try writer.commit(1)
    } catch StorageError.ledgerExists {
      try ledger.open().writer.commit(1)
    }
    #expect(try ledger.entryCount() == 1)
  }

  @Test(arguments: [false, true])
  func recoveryCanBeInterrupted(isWhole: Bool) throws {
    let source = TestLedger()
    try source.fill([2, 1])
    try source.write(TestContent.checkpoint(2), to: source.latest)
    let bytes = try source.bytes(source.segment(0))
    if !isWhole { try source.write(bytes.dropLast(8) + [], to: source.segment(0)) }
    let contents = try source.contents()
    for call in 1... {
      try source.restore(contents)
      let files = TestFileSystem(fault: .init(call: call, errno: EIO, partOfWrite: 11))
      let error = storageError { _ = try source.open(files: files) }
      if files.calls.count < call {
        #expect(error == nil && call > 5)
        break
      }
      #expect(error == .failed(call: files.calls[call - 1], path: error?.path ?? "", errno: EIO))
      let (writer, _) = try source.open()
      #expect(writer.entryCount == (isWhole ? 3 : 2))
      writer.close()
      #expect(try source.entryCount() == (isWhole ? 3 : 2))
    }
  }

  /// The order of calls is the promise: data, then sync, then what readers see.
  @Test func callsOfACommit() throws {
    let ledger = TestLedger()
    let writer = try ledger.create(segmentSize: 150)
    var known = ledger.files.calls.count
    func newCalls() -> [String] {
      defer { known = ledger.files.calls.count }
      return Array(ledger.files.calls[known...])
    }
    let commit = ["write", "fdatasync", "open", "write", "rename"]
    try writer.commit(3)
    #expect(newCalls() == commit)
    try writer.commit(1)
    #expect(newCalls() == ["open", "write", "fsync", "rename", "fsync"] + commit)
    writer.close()
    // A commit that a failed sync may have left in memory only is written again before it counts.
    try ledger.remove(ledger.latest)
    try ledger.open().writer.close()
    let lock = ["open"]
    let names = ["fsync"]
    #expect(
      newCalls() == lock + names
        + ["open", "write", "fsync", "mkdir", "open", "write", "rename", "open"])
  }
}

extension StorageError {
  var path: String? { if case .failed(_, let path, _) = self { path } else { nil } }
}
