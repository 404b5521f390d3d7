import Bytes
import Foundation
import Glibc
import JournalStorage
import LedgerCore
import LedgerFormat
import LedgerService
import Simulation
import Testing

/// What those who wait for a commit are told when it fails.
@Suite struct CommitOutcomeTests {
  let town: SimulatedTown
  let disk: SimulatedDisk
  let ledger: Ledger
  let queue: CommitQueue

  init() throws {
    let town = try SimulatedTown.shared.get()
    let clock = SimulatedClock(1_701_500_000_000)
    self.town = town
    disk = SimulatedDisk(copying: town.disk, seed: 1)
    ledger = try Ledger.open(SimulatedTown.path, files: disk.files)
    queue = CommitQueue(ledger, signers: town.signers, clock: { clock.next() })
  }

  /// Issues a certificate.
  private func document(_ id: UInt64, certificate: String) throws -> SignedDocument {
    let terms = CertificateTerms(
      number: Identifier(certificate)!, order: town.books.orders.number(0),
      nominal: Money(kopecks: 10), validFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
      validTo: CalendarDate(year: 2023, month: 12, day: 31)!)
    let document = SimulatedTown.document(
      .certificatesIssued([terms]), id: id + 1_000, town.books)
    return try town.keys.sign(document, in: town.books)
  }

  private func error(_ outcome: Result<[Receipt], LedgerError>) -> StorageError? {
    if case .failure(.storage(let error)) = outcome { error } else { nil }
  }

  private func isUnknown(_ outcome: Result<[Receipt], LedgerError>) -> Bool {
    if case .outcomeUnknown? = error(outcome) { true } else { false }
  }

  private func isStopped(_ outcome: Result<[Receipt], LedgerError>) -> Bool {
    if case .writerStopped? = error(outcome) { true } else { false }
  }

  /// The second document is refused because of the first, which may not exist.
  @Test(arguments: [DiskCall.write, .sync, .rename])
  func refusalThatRestsOnALostCommit(call: DiskCall) throws {
    disk.set(DiskFault(call: 1, calls: [call], kind: .error(EIO)))
    let outcomes = queue.submit(together: [
      [try document(1, certificate: "C1")], [try document(2, certificate: "C1")],
    ])
    #expect(outcomes.allSatisfy(isUnknown))
  }

  /// A writer that does not know what is in its journal judges nothing, and repeats nothing.
  @Test func stoppedWriterGivesNoAnswer() throws {
    let first = try document(1, certificate: "C1")
    _ = try queue.submit([first])
    disk.set(DiskFault(call: 1, calls: [.sync], kind: .error(EIO)))
    #expect(isUnknown(queue.submit(together: [[try document(2, certificate: "C2")]])[0]))
    let after = queue.submit(together: [
      [first], [try document(3, certificate: "C3")], [try document(4, certificate: "C1")],
    ])
    #expect(after.allSatisfy(isStopped))
    ledger.close()
    #expect(isStopped(queue.submit(together: [[first]])[0]))
  }

  /// More than one commit's worth waits, and the second commit fails before it is written: the
  /// first one counts, and there is no doubt about the second.
  @Test func laterCommitOfAGroupFails() throws {
    ledger.commitTarget = 1
    let first = try document(1, certificate: "C1")
    let second = try document(2, certificate: "C2")
    disk.set(DiskFault(call: 2, calls: [.room], kind: .error(EIO)))
    let outcomes = queue.submit(together: [[first], [second]])
    let count = town.books.nextEntry
    #expect(disk.hasStruck && error(outcomes[1]) != nil && !isUnknown(outcomes[1]))
    #expect(try outcomes[0].get().map(\.entry) == [count])
    let again = try queue.submit([first, second])
    #expect(again.map(\.entry) == [count, count + 1])
    #expect(again.map(\.isRepeated) == [true, false])
  }

  /// A full disk that tells so: nothing is written, and there is room again later.
  @Test func fullDiskIsNoEnd() throws {
    disk.limit(freeBytes: 100)
    let documents = [[try document(1, certificate: "C1")]]
    guard case .diskFull? = error(queue.submit(together: documents)[0]) else {
      Issue.record("a full disk is not told")
      return
    }
    disk.limit(freeBytes: nil)
    #expect(try queue.submit(together: documents)[0].get()[0].isRepeated == false)
  }

  /// Threads that submit at once, and a crash among them: whoever got a receipt finds it again.
  @Test(arguments: [5, 17, 40, 90])
  func threads(crash: Int) throws {
    let documents = try (0..<40).map { try document(UInt64($0), certificate: "T\($0)") }
    let receipts = Guarded<[Receipt]>([])
    disk.set(DiskFault(call: crash, kind: .crash))
    let shared = queue
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for index in 0..<5 {
        guard let found = try? shared.submit([documents[thread * 5 + index]]) else { return }
        receipts.withLock { $0 += found }
      }
    }
    #expect(disk.isDown)
    #expect(crash < 90 || receipts.withLock { !$0.isEmpty })
    ledger.close()
    disk.restart(powerLost: true)
    let again = try Ledger.open(SimulatedTown.path, files: disk.files)
    for receipt in receipts.withLock({ $0 }) {
      #expect(again.receipt(ofEntry: receipt.entry, isRepeated: false) == receipt)
    }
  }
}
