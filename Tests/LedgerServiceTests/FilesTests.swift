import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import Testing

@testable import LedgerService

/// Files of the outside world. A link to itself stands in for a disk that fails: neither can be
/// said to be there or not.
@Suite struct FilesTests {
  private let directory: String

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/files-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    #expect(symlink("loop", directory + "/loop") == 0)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: directory) }

  private func reason(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch LedgerError.file(_, let reason) {
      return reason
    } catch {
      return "\(error)"
    }
  }

  @Test func whatIsReplacedKeepsItsMode() throws {
    defer { remove() }
    let path = directory + "/closed"
    try Files.write([1], to: path)
    #expect(chmod(path, 0o640) == 0)
    try Files.write([2], to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o640)
    #expect(try Files.read(path) == [2])
  }

  @Test func onlyTheLinkIsTakenAwayWithATree() throws {
    defer { remove() }
    try Files.makeDirectories(directory + "/kept")
    try Files.makeDirectories(directory + "/tree/deep")
    try Files.write([1], to: directory + "/kept/file")
    try Files.write([1], to: directory + "/tree/deep/file")
    #expect(symlink(directory + "/kept", directory + "/tree/deep/link") == 0)
    try PosixFileSystem().removeTree(directory + "/tree")
    #expect(try !Files.exists(directory + "/tree"))
    #expect(try Files.read(directory + "/kept/file") == [1])
  }

  /// Of keys in one directory, those of another ledger stay.
  @Test func onlyTheKeysThatAreMeantAreTakenAway() throws {
    defer { remove() }
    let ring = KeyRing(directory: directory + "/keys")
    let (mine, other) = (try ring.create("mine", .ed25519), try ring.create("other", .ed25519))
    try ring.remove([mine.id])
    #expect(try ring.all().map(\.name) == ["other"])
    #expect(try !Files.exists(ring.publicPath("mine")) && Files.exists(ring.publicPath("other")))
    try ring.remove([other.id])
    #expect(try !Files.exists(directory + "/keys"))
  }

  @Test func whatCannotBeSeenIsNotTakenForMissing() throws {
    defer { remove() }
    #expect(try !Files.exists(directory + "/none"))
    #expect(try !Files.exists(directory + "/none/none"))
    #expect(try Files.exists(directory))
    let told = "Too many levels of symbolic links"
    #expect(reason { _ = try Files.exists(directory + "/loop") } == told)
    #expect(reason { _ = try Files.read(directory + "/loop") } == told)
    #expect(reason { _ = try OutputFile(directory + "/loop") } == told)
  }

  /// A witness that took it for none would sign any branch.
  @Test func aStateThatCannotBeSeenIsNotTakenForNone() throws {
    defer { remove() }
    let state = try WitnessState(directory)
    #expect(try state.log(origin: "kazna/00") == nil)
    let name = SHA256.hash(Array("kazna/00".utf8)).hex
    #expect(symlink(name, "\(directory)/\(name)") == 0)
    #expect(throws: LedgerError.self) { try state.log(origin: "kazna/00") }
  }

  @Test func readingTellsWhatIsWrong() throws {
    defer { remove() }
    let path = directory + "/file"
    try Data(repeating: 7, count: 200_000).write(to: URL(fileURLWithPath: path))
    #expect(try Files.read(path) == [UInt8](repeating: 7, count: 200_000))
    #expect(try Files.read(path, limit: 200_000).count == 200_000)
    #expect(reason { _ = try Files.read(path, limit: 199_999) } == "larger than 0 MiB")
    #expect(reason { _ = try Files.read(directory) } == "is a directory")
    #expect(reason { _ = try Files.read(directory + "/none") } == "no such file")
  }

  @Test func aLinkStaysWhereItLeadsToIsReplaced() throws {
    defer { remove() }
    let (file, link) = (directory + "/file", directory + "/link")
    try Files.write([1], to: file)
    #expect(symlink("file", link) == 0)
    try Files.write([2], to: link)
    #expect(try Files.read(file) == [2])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
  }
}
