import Cryptography
import Foundation
import Glibc
import JournalStorage
import KaznaCommands
import LedgerCore
import Simulation
import Testing

@testable import LedgerService

/// `kazna init` that ends early and is repeated: on a simulated disk, with key files on a real one.
@Suite struct CreationTests {
  private static let ledger = "/ledger"

  /// What an attempt leaves on its way, call by call, the next one finishes.
  @Test(arguments: [DiskFault.Kind.crash, .error(EIO), .error(ENOSPC)], [false, true])
  func isRepeated(after kind: DiskFault.Kind, powerLost: Bool) throws {
    for call in 1... {
      let place = "call \(call)"
      let disk = SimulatedDisk(seed: UInt64(call))
      let keys = try KeyDirectory()
      disk.set(DiskFault(call: call, kind: kind))
      let first = attempt(keys, disk)
      guard disk.hasStruck else {
        #expect(throws: Never.self) { try first.get() }
        #expect(call > 20, "there is something to strike")
        return
      }
      if case .failure(let error) = first { #expect(exitCode(error) == 6, "\(place): \(error)") }
      disk.set(nil)
      disk.restart(powerLost: powerLost)
      let kept = keys.privateKeys
      let second = attempt(keys, disk)
      switch (first, second) {
      case (.failure, .success(let receipt)): #expect(receipt.entry == 0)
      case (_, .failure(.storage(.ledgerExists))): break
      // The published checkpoint, which nobody syncs, was lost with the power; the ledger was not.
      case (.success, .failure(.key(.exists))), (.success, .failure(.storage(.damaged))):
        #expect(powerLost)
      default: Issue.record("\(place): first \(first), then \(second)")
      }
      for (name, text) in kept { #expect(keys.privateKeys[name] == text, "\(place): \(name)") }
      disk.restart(powerLost: true)
      try keys.check(Ledger.open(Self.ledger, files: disk.files), place)
    }
  }

  /// Every state in which a key pair can be found that was being made.
  @Test(arguments: ["operator", "log"], Unfinished.allCases)
  private func unfinishedKeysAreFinished(name: String, state: Unfinished) throws {
    let disk = SimulatedDisk(seed: 1)
    let keys = try KeyDirectory()
    // The keys are there, and the first commit never begins.
    disk.set(DiskFault(call: 1, calls: [.room], kind: .crash))
    _ = attempt(keys, disk)
    disk.restart(powerLost: true)
    try keys.bring(name, to: state)
    let kept = keys.privateKeys.filter { $0.key == "operator.pem" || $0.key == "log.pem" }
    #expect(throws: Never.self) { try attempt(keys, disk).get() }
    for (file, text) in kept { #expect(keys.privateKeys[file] == text, "\(file)") }
    try keys.check(Ledger.open(Self.ledger, files: disk.files), "\(name), \(state)")
    #expect(keys.contents.count == 4, "\(keys.contents.keys)")
  }

  /// Keys that a ledger was opened with, or that came from somewhere else, open no other.
  @Test func keysOfOthersAreLeftAlone() throws {
    let disk = SimulatedDisk(seed: 1)
    let keys = try KeyDirectory()
    _ = try attempt(keys, disk).get()
    let before = keys.contents
    #expect(isInTheWay(attempt(keys, disk, "/other")))
    // A claim that nobody took away: its ledger has its first entry.
    let id = try Ledger.open(Self.ledger, files: disk.files).books.ledger
    let claim = keys.path + "/new-ledger"
    try disk.files.withFile(claim, .createIfMissing) { (file) throws(StorageError) in
      try disk.files.write(file, Array("\(id.hex)\n".utf8), at: 0)
    }
    #expect(isInTheWay(attempt(keys, disk, "/other")))
    #expect(isInTheWay(attempt(keys, disk, "/other", isDryRun: true)))
    #expect(!disk.contents.keys.contains { $0.hasPrefix("/other") }, "nothing was made")
    // A ledger that was begun with other keys takes none of these.
    let others = try KeyDirectory()
    disk.set(DiskFault(call: 1, calls: [.room], kind: .error(EIO)))
    #expect(throws: LedgerError.self) { try attempt(others, disk, "/other").get() }
    disk.set(nil)
    #expect(isInTheWay(attempt(keys, disk, "/other")))
    #expect(keys.contents == before)
    _ = try attempt(others, disk, "/other").get()
    try others.check(Ledger.open("/other", files: disk.files), "with its own keys")
  }

  @Test func onlyOneCreationAtATimeTakesTheKeys() throws {
    let disk = SimulatedDisk(seed: 1)
    let keys = try KeyDirectory()
    let first = UniqueID(hex: "00112233445566778899aabbccddeeff")!
    let claim = try KeyClaim.take(keys.path, for: first, disk.files) {}
    guard case .failure(.storage(.busy)) = attempt(keys, disk) else {
      Issue.record("two creations take the same keys")
      return
    }
    claim.leave()
    // It made no key, so that the other one may.
    _ = try attempt(keys, disk).get()
  }

  private func attempt(
    _ keys: KeyDirectory, _ disk: SimulatedDisk, _ ledger: String = Self.ledger,
    isDryRun: Bool = false
  ) -> Result<Receipt, LedgerError> {
    let session = Session(
      ledgerPath: ledger, keysPath: keys.path,
      clock: { Timestamp(milliseconds: 1_693_555_200_000) },
      today: CalendarDate(iso: "2023-09-01")!)
    var options = WriteOptions()
    options.isDryRun = isDryRun
    return Result { () throws(LedgerError) in
      try session.create(name: "Проба", options, files: disk.files)
    }
  }

  private func exitCode(_ error: LedgerError) -> Int32 { error.report(.english).exitCode }

  private func isInTheWay(_ outcome: Result<Receipt, LedgerError>) -> Bool {
    if case .failure(.key(.exists)) = outcome { true } else { false }
  }
}

/// How far the making of a key pair came.
private enum Unfinished: CaseIterable { case nothing, draft, privateHalf, bothHalves }

/// Real key files, removed with this.
private final class KeyDirectory {
  let path = FileManager.default.temporaryDirectory.path + "/creation-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var contents: [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.reduce(into: [:]) {
      $0[$1] = try? String(contentsOfFile: "\(path)/\($1)", encoding: .utf8)
    }
  }

  var privateKeys: [String: String] { contents.filter { !$0.key.hasSuffix(".pub.pem") } }

  func bring(_ name: String, to state: Unfinished) throws {
    let (whole, draft) = ("\(path)/\(name).pem", "\(path)/.\(name).new.pem")
    #expect(link(whole, draft) == 0)
    if state != .bothHalves { #expect(unlink("\(path)/\(name).pub.pem") == 0) }
    guard state == .nothing || state == .draft else { return }
    #expect(unlink(whole) == 0)
    #expect(state == .draft ? truncate(draft, 60) == 0 : unlink(draft) == 0)
  }

  /// The books name the keys that are here, which are whole.
  func check(_ ledger: Ledger, _ place: String) throws {
    defer { ledger.close() }
    #expect(ledger.books.nextEntry == 1, "\(place)")
    for role in [KeyRole.operator, .log] {
      let name = role == .log ? "log" : "operator"
      let key = try KeyFile.readPrivate("\(path)/\(name).pem").publicKey
      #expect(try KeyFile.readPublic("\(path)/\(name).pub.pem") == key, "\(place)")
      let row = try #require(ledger.books.activeKey(role), "\(place)")
      #expect(ledger.books.keys[row].id == key.id, "\(place): \(name)")
    }
  }
}
