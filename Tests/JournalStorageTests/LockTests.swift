import Foundation
import Testing

@testable import JournalStorage

struct LockTests {
  /// Whoever starts a process hands it every open file for a moment; the lock must not go with it.
  @Test func closingGivesTheLockUpWhoeverElseHasTheFile() throws {
    let path = FileManager.default.temporaryDirectory.path + "/lock-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let files = PosixFileSystem()
    let first = try files.open(path, .createIfMissing)
    #expect(try files.tryLock(first))
    let ofAChild = dup(first.descriptor)
    defer { close(ofAChild) }
    files.close(first)
    let second = try files.open(path, .createIfMissing)
    defer { files.close(second) }
    #expect(try files.tryLock(second))
  }
}
