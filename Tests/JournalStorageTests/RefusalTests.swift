import Glibc
import Testing

@testable import JournalStorage

/// What is refused before anything is written.
@Suite struct RefusalTests {
  @Test func missingAndEmptyDirectoriesAreNoLedger() throws {
    let ledger = TestLedger()
    let expected = StorageError.noLedger(path: ledger.directory)
    #expect(storageError { _ = try ledger.reader() } == expected)
    #expect(storageError { _ = try ledger.open() } == expected)
    _ = try PosixFileSystem().makeDirectory(ledger.directory)
    #expect(storageError { _ = try ledger.reader() } == expected)
    #expect(storageError { _ = try ledger.open() } == expected)
    #expect(try ledger.contents().isEmpty)
  }

  @Test func foreignPathsAreNotTakenForLedgers() throws {
    let ledger = TestLedger()
    try ledger.write([1], to: ledger.directory)
    let file = StorageError.notALedger(path: ledger.directory, reason: "it is not a directory")
    #expect(storageError { _ = try ledger.reader() } == file)
    #expect(storageError { _ = try ledger.create() } == file)
    try ledger.remove(ledger.directory)
    _ = try PosixFileSystem().makeDirectory(ledger.directory)
    try ledger.write([1], to: ledger.directory + "/letter.txt")
    #expect(
      storageError { _ = try ledger.open() }
        == .notALedger(path: ledger.directory, reason: "it contains letter.txt"))
    #expect(
      storageError { _ = try ledger.create() }
        == .directoryNotEmpty(path: ledger.directory, name: "letter.txt"))
    #expect(try ledger.contents().count == 1)
  }

  @Test func aLedgerIsCreatedOnce() throws {
    let ledger = TestLedger()
    try ledger.fill([1])
    let before = try ledger.contents()
    #expect(storageError { _ = try ledger.create() } == .ledgerExists(path: ledger.directory))
    // Not even where the journal is gone: the published checkpoint is proof that there was one.
    try ledger.remove(ledger.segment(0))
    #expect(storageError { _ = try ledger.create() }?.isDamage == true)
    #expect(storageError { _ = try ledger.open() }?.isDamage == true)
    try ledger.restore(before)
    #expect(try ledger.entryCount() == 1)
  }

  @Test func permissionsAreToldApart() {
    func error(_ code: Int32) -> StorageError? {
      let files = TestFileSystem(fault: .init(call: 1, errno: code))
      let ledger = TestLedger(files: files)
      return storageError { _ = try ledger.create() }
    }
    guard case .permissionDenied? = error(EACCES) else { Issue.record("EACCES"); return }
    guard case .readOnly? = error(EROFS) else { Issue.record("EROFS"); return }
    guard case .diskFull? = error(ENOSPC) else { Issue.record("ENOSPC"); return }
    guard case .failed(_, _, EIO)? = error(EIO) else { Issue.record("EIO"); return }
  }

  @Test func fullDiskIsRefusedAndTheWriterLives() throws {
    let ledger = TestLedger()
    let writer = try ledger.create()
    try writer.commit(2)
    let before = try ledger.contents()
    ledger.files.setFree(JournalWriter.spaceReserve + 50)
    var frames = FrameBuffer()
    try frames.append(entry: TestContent.entry(2))
    let bytes = frames.bytes
    let error = storageError {
      try writer.append(&frames, checkpoint: TestContent.checkpoint(3))
    }
    guard case .diskFull(_, let needed, let available)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed > available && available == JournalWriter.spaceReserve + 50)
    #expect(try ledger.contents() == before)
    #expect(frames.bytes == bytes && writer.stopReason == nil)
    ledger.files.setFree(.max)
    try writer.append(&frames, checkpoint: TestContent.checkpoint(3))
    #expect(frames.byteCount == 0)
    #expect(try ledger.entryCount() == 3)
  }

  @Test func malformedCommitsAreRefusedAndTheWriterLives() throws {
    let ledger = TestLedger()
    let writer = try ledger.create()
    let before = try ledger.contents()
    func refusal(_ entries: [[UInt8]], _ checkpoint: [UInt8]) -> StorageError? {
      storageError { try writer.append(entries: entries, checkpoint: checkpoint) }
    }
    #expect(refusal([], TestContent.checkpoint(0)) == .invalidCommit(reason: "it has no entries"))
    #expect(
      refusal([[1]], TestContent.checkpoint(2))
        == .invalidCommit(reason: "the checkpoint is for 2 entries, not 1"))
    guard case .invalidCommit? = refusal([[1]], []) else { Issue.record("empty"); return }
    guard case .overLimit? = refusal([[]], TestContent.checkpoint(1)) else {
      Issue.record("empty entry")
      return
    }
    #expect(try ledger.contents() == before)
    try writer.commit(1)
    #expect(try ledger.entryCount() == 1)
  }

  @Test func everyErrorSaysWhere() {
    let damaged = StorageError.damaged(file: "j/0.journal", offset: 640, entry: 7, reason: "torn")
    #expect("\(damaged)" == "j/0.journal: damaged at byte 640, entry 7: torn")
    let failed = StorageError.failed(call: "fdatasync", path: "j", errno: EIO)
    #expect(
      "\(StorageError.outcomeUnknown(failed))".hasSuffix(
        "j: fdatasync failed: Input/output error (errno \(EIO))"))
  }
}
