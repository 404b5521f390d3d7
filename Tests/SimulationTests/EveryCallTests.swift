import Audit
import Glibc
import JournalStorage
import KaznaCommands
import LedgerCore
import LedgerFormat
import LedgerService
import Simulation
import Testing

/// Each operation of the service, with its first, second, third … call to the file system failing,
/// or the power going within it.
@Suite struct EveryCallTests {
  enum Operation: CaseIterable {
    case create, open, openAfterCrash, submitDocument, submitRegister, submitInNewSegment, read
    case verify
  }

  let town: SimulatedTown

  init() throws { town = try SimulatedTown.shared.get() }

  @Test(arguments: Operation.allCases, [EIO, ENOSPC, EACCES])
  func fails(_ operation: Operation, _ code: Int32) throws {
    for call in 1... {
      let trial = try Trial(town, operation, seed: UInt64(call))
      trial.disk.set(DiskFault(call: call, kind: .error(code)))
      let error = trial.run()
      guard let struck = trial.disk.struck else {
        #expect(error == nil, "\(operation) fails by itself")
        return
      }
      if let error {
        #expect(Self.exitCode(error) == 6, "\(operation), call \(call): \(error)")
      } else {
        // What is derived is made again, and a rename that failed may have published: no
        // operation fails for it.
        let isDerived =
          struck.hasPrefix(SimulatedTown.path + "/index")
          || struck.hasPrefix(SimulatedTown.path + "/snapshots")
          || struck == SimulatedTown.path + "/checkpoints/latest"
        #expect(isDerived, "\(operation): call \(call) fails unnoticed, at \(struck)")
      }
      trial.end()
      // The same machine, and another one after its power went.
      if call.isMultiple(of: 2) { trial.disk.restart(powerLost: true) }
      try trial.checkNothingIsLost(after: error, "\(operation), call \(call)")
    }
  }

  /// The process ends within the call, and in half of the trials the power goes with it.
  @Test(arguments: Operation.allCases)
  func crashes(_ operation: Operation) throws {
    for call in 1... {
      for seed in 0..<2 {
        let trial = try Trial(town, operation, seed: UInt64(call * 10 + seed))
        trial.disk.set(DiskFault(call: call, kind: .crash))
        let error = trial.run()
        guard trial.disk.isDown else {
          #expect(call > 2, "\(operation) ends before the crash")
          return
        }
        trial.end()
        trial.disk.restart(powerLost: seed.isMultiple(of: 2))
        try trial.checkNothingIsLost(after: error, "\(operation), crash in call \(call)")
      }
    }
  }

  /// 6 where the error is a storage fault, as the command tells it.
  static func exitCode(_ error: any Error) -> Int32 {
    switch error {
    case let error as LedgerError: error.report(.english).exitCode
    case VerifierError.storage: 6
    default: 0
    }
  }
}

/// One operation on a copy of the town.
final class Trial {
  let town: SimulatedTown
  let disk: SimulatedDisk
  private let operation: EveryCallTests.Operation
  private let clock = SimulatedClock(1_701_500_000_000)
  private var ledger: Ledger?
  private var documents: [SignedDocument] = []
  private var acknowledged = 0
  private let before: Int

  init(_ town: SimulatedTown, _ operation: EveryCallTests.Operation, seed: UInt64) throws {
    self.town = town
    self.operation = operation
    guard operation != .create else {
      disk = SimulatedDisk(seed: seed)
      before = 0
      return
    }
    disk = SimulatedDisk(copying: town.disk, seed: seed)
    before = Int(town.books.nextEntry)
    acknowledged = before
    switch operation {
    case .submitDocument: documents = [try document(1, in: 1)]
    case .submitRegister: documents = [try document(40, in: 1), try document(3, in: 2)]
    case .submitInNewSegment:
      let opened = try open()
      var id: UInt64 = 100
      while !isLastSegmentFull {
        try submit([try document(1, in: id, opened.books)])
        id += 1
      }
      documents = [try document(30, in: id, opened.books)]
    case .openAfterCrash:
      _ = try open()
      // The last call of a commit: it stands whole, and nobody was told.
      disk.set(DiskFault(call: 1, calls: [.rename], kind: .crash))
      _ = try? submit([try document(1, in: 1)])
      end()
      disk.restart(powerLost: false)
    case .create, .open, .read, .verify: break
    }
    let submits: [EveryCallTests.Operation] = [
      .submitDocument, .submitRegister, .submitInNewSegment,
    ]
    if submits.contains(operation), ledger == nil { _ = try open() }
  }

  private var isLastSegmentFull: Bool {
    let segments = disk.contents.filter { $0.key.hasSuffix(".journal") }
    let last = segments.max { $0.key < $1.key }?.value.count ?? 0
    return last >= SimulatedTown.segmentSize
  }

  private func document(
    _ count: Int, in id: UInt64, _ books: Books? = nil
  ) throws -> SignedDocument {
    let books = books ?? town.books
    let lines = (0..<count).map { line in
      CertificateTerms(
        number: Identifier("\(id)-\(line)")!, order: books.orders.number(0),
        nominal: Money(kopecks: 10), validFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
        validTo: CalendarDate(year: 2023, month: 12, day: 31)!)
    }
    let document = SimulatedTown.document(.certificatesIssued(lines), id: id + 10_000, books)
    return try town.keys.sign(document, in: books)
  }

  private func open() throws -> Ledger {
    let opened = try Ledger.open(
      SimulatedTown.path, segmentSize: SimulatedTown.segmentSize, files: disk.files)
    ledger = opened
    return opened
  }

  private func submit(_ documents: [SignedDocument]) throws {
    guard let ledger else { return }
    let queue = CommitQueue(ledger, signers: town.signers, clock: { [clock] in clock.next() })
    acknowledged += try queue.submit(documents).count { !$0.isRepeated }
  }

  /// The error, or nil when it was done.
  func run() -> (any Error)? {
    do {
      switch operation {
      case .create:
        ledger = try SimulatedTown.create(town.keys, disk.files, clock, onlyOpening: true)
        acknowledged = 1
      case .open, .openAfterCrash: _ = try open()
      case .submitDocument, .submitRegister, .submitInNewSegment: try submit(documents)
      case .read: _ = try Ledger.read(SimulatedTown.path, files: disk.files)
      case .verify:
        var options = VerifierOptions()
        options.files = disk.files
        #expect(try Verifier(ledger: SimulatedTown.path, options).run().isClean)
      }
      return nil
    } catch {
      return error
    }
  }

  func end() {
    ledger?.close()
    ledger = nil
    disk.set(nil)
  }

  /// What was acknowledged is there; what was not is whole or absent, and absent where the error
  /// leaves no doubt; and what was to be done can be done now.
  func checkNothingIsLost(after error: (any Error)?, _ place: String) throws {
    if operation == .create, acknowledged == 0 {
      try checkCreationAgain(place)
    } else {
      let count = Int(try open().books.nextEntry)
      let isDoubtful = operation == .openAfterCrash || isUnknown(error)
      #expect(
        count == acknowledged || isDoubtful && count == acknowledged + max(1, documents.count),
        "\(place): \(acknowledged) acknowledged, \(count) found, after \(error as Any)")
      if !documents.isEmpty {
        try submit(documents)
        let whole = max(count, acknowledged)
        #expect(ledger.map { Int($0.books.nextEntry) } == whole, "\(place)")
      }
    }
    // What is there now was acknowledged by somebody: it outlives the power too.
    let settled = ledger?.books.nextEntry
    end()
    disk.restart(powerLost: true)
    #expect(try open().books.nextEntry == settled, "\(place), and the power lost later")
    end()
    var options = VerifierOptions()
    options.files = disk.onlooker
    #expect(try Verifier(ledger: SimulatedTown.path, options).run().isClean, "\(place)")
  }

  private func isUnknown(_ error: (any Error)?) -> Bool {
    if case .storage(.outcomeUnknown)? = error as? LedgerError { true } else { false }
  }

  /// A creation that was interrupted can be repeated, unless its entry turns out to be there.
  private func checkCreationAgain(_ place: String) throws {
    do {
      ledger = try SimulatedTown.create(town.keys, disk.files, clock, onlyOpening: true)
    } catch LedgerError.storage(.ledgerExists) {
      _ = try open()
    }
    #expect(ledger?.books.nextEntry == 1, "\(place)")
  }
}
