import Audit
import Glibc
import JournalStorage
import KaznaCommands
import LedgerCore
import LedgerFormat
import Simulation
import Testing

@testable import LedgerService

/// `kazna mirror`, `backup` and `restore`, with each of their file-system calls failing or being the
/// last one; and then once more, as their user would.
@Suite struct CopyTests {
  enum Operation: CaseIterable {
    case mirror, backupAgain, restore
    /// Over what an interrupted restoration left.
    case restoreAgain
    /// Over a draft that is broken.
    case restoreAnew
  }

  let town: SimulatedTown

  init() throws { town = try SimulatedTown.shared.get() }

  @Test(arguments: Operation.allCases)
  func fails(_ operation: Operation) throws {
    for call in 1... {
      let copying = try Copying(town, operation, seed: UInt64(call))
      let code = [EIO, ENOSPC, EACCES][call % 3]
      copying.disk.set(DiskFault(call: call, kind: .error(code)))
      let error = copying.run()
      guard copying.disk.hasStruck else {
        #expect(error == nil && call > 30, "\(operation): \(error as Any)")
        return
      }
      let place = "\(operation), call \(call)"
      if let error { #expect(Copying.exitCode(error) == 6, "\(place): \(error)") }
      copying.disk.set(nil)
      if call.isMultiple(of: 2) { copying.disk.restart(powerLost: true) }
      try copying.checkAndFinish(place)
    }
  }

  @Test(arguments: Operation.allCases)
  func crashes(_ operation: Operation) throws {
    for call in 1... {
      let powerLost = !call.isMultiple(of: 3)
      let copying = try Copying(town, operation, seed: UInt64(call))
      copying.disk.set(DiskFault(call: call, kind: .crash))
      _ = copying.run()
      guard copying.disk.isDown else {
        #expect(call > 2, "\(operation) ends before the crash")
        return
      }
      copying.disk.restart(powerLost: powerLost)
      try copying.checkAndFinish("\(operation), crash in call \(call)")
    }
  }
}

/// One copy of the town, on the town's own disk.
private final class Copying {
  let disk: SimulatedDisk
  private let operation: CopyTests.Operation
  private let original: [String: [UInt8]]
  /// Entries that the copy held before.
  private var held: UInt64 = 0

  private struct Unclean: Error { let report: VerificationReport }

  private static let copy = "/copy"
  private static let draft = "/copy.restoring"

  init(_ town: SimulatedTown, _ operation: CopyTests.Operation, seed: UInt64) throws {
    self.operation = operation
    disk = SimulatedDisk(copying: town.disk, seed: seed)
    switch operation {
    case .mirror, .restore: break
    case .backupAgain:
      held = try Self.mirror(to: Self.copy, disk).entries
      try Self.extend(town, disk)
    case .restoreAgain, .restoreAnew:
      _ = try Self.mirror(to: Self.draft, disk)
      try Self.extend(town, disk)
      if operation == .restoreAnew {
        // As if its removal had been interrupted.
        let segments = disk.contents.keys.filter { $0.hasPrefix(Self.draft + "/journal/") }
        for path in segments { try disk.files.remove(path) }
      }
    }
    // The original's published checkpoint is never synced: losing it is another story.
    disk.settle()
    disk.restart(powerLost: false)
    original = Self.journal(disk, SimulatedTown.path)
  }

  /// Two commits more in the original.
  private static func extend(_ town: SimulatedTown, _ disk: SimulatedDisk) throws {
    let ledger = try Ledger.open(
      SimulatedTown.path, segmentSize: SimulatedTown.segmentSize, files: disk.files)
    defer { ledger.close() }
    let clock = SimulatedClock(1_701_500_000_000)
    let queue = CommitQueue(ledger, signers: town.signers, clock: { clock.next() })
    for id: UInt64 in 1...2 {
      let terms = CertificateTerms(
        number: Identifier("C\(id)")!, order: ledger.books.orders.number(0),
        nominal: Money(kopecks: 10), validFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
        validTo: CalendarDate(year: 2023, month: 12, day: 31)!)
      let document = SimulatedTown.document(
        .certificatesIssued([terms]), id: id + 5_000, ledger.books)
      _ = try queue.submit([try town.keys.sign(document, in: ledger.books)])
    }
  }

  private static func mirror(
    to target: String, _ disk: SimulatedDisk
  ) throws -> MirrorReport {
    var mirror = Mirror(from: SimulatedTown.path, to: target, files: disk.files)
    // Published several times on the way.
    mirror.publishBytes = 2_000
    return try mirror.run()
  }

  private var isRestoration: Bool {
    [.restore, .restoreAgain, .restoreAnew].contains(operation)
  }

  /// The error, or nil when it was done.
  func run() -> (any Error)? {
    do {
      if isRestoration {
        let restoration = Restoration(
          from: SimulatedTown.path, to: Self.copy, files: disk.files)
        _ = try restoration.run { draft in
          var options = VerifierOptions()
          options.files = disk.files
          options.checks = [.framing, .hashes, .chain, .tree, .checkpoints]
          let report = try Verifier(ledger: draft, options).run()
          if !report.isClean { throw Unclean(report: report) }
        }
      } else {
        _ = try Self.mirror(to: Self.copy, disk)
      }
      return nil
    } catch {
      return error
    }
  }

  static func exitCode(_ error: any Error) -> Int32 {
    switch error {
    case let error as LedgerError: error.report(.english).exitCode
    case VerifierError.storage: 6
    default: 0
    }
  }

  /// What is visible is whole, and the next run ends what this one began.
  func checkAndFinish(_ place: String) throws {
    let visible = Self.journal(disk, Self.copy)
    if isRestoration {
      let isWhole = visible.isEmpty || visible == original
      #expect(isWhole, "\(place): half a ledger is visible")
    } else if operation == .backupAgain {
      #expect(try Ledger.read(Self.copy, files: disk.onlooker).books.nextEntry >= held, "\(place)")
    }
    let error = run()
    if let error {
      guard case LedgerError.storage(.ledgerExists) = error, isRestoration, !visible.isEmpty else {
        Issue.record("\(place): then \(error)")
        return
      }
    }
    for _ in 0..<2 {
      // Whole, the published checkpoint with it: the original verifies clean.
      let isWhole = Self.journal(disk, Self.copy) == original
      #expect(isWhole, "\(place): the copy is another one")
      #expect(!disk.contents.keys.contains { $0.hasPrefix(Self.draft) }, "\(place)")
      // What was told to be done outlives the power.
      if error != nil { break }
      disk.restart(powerLost: true)
    }
    let isKept = Self.journal(disk, SimulatedTown.path) == original
    #expect(isKept, "\(place): the original changed")
  }

  /// The segments and the published checkpoint by their names, where any are visible under the
  /// ledger's own name.
  private static func journal(_ disk: SimulatedDisk, _ ledger: String) -> [String: [UInt8]] {
    disk.contents.reduce(into: [:]) { found, file in
      guard file.key.hasPrefix(ledger + "/"),
        file.key.hasSuffix(".journal") || file.key.hasSuffix("/latest")
      else { return }
      found[String(file.key.dropFirst(ledger.utf8.count))] = file.value
    }
  }
}
