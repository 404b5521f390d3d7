import Audit
import Cryptography
import Glibc
import JournalStorage
import LedgerCore
import LedgerFormat
import LedgerService
import SeededNumbers

/// One seed's life of a ledger: groups of documents, faults, crashes, and after each of them what
/// an opening must find. The model says what the books must hold; the receipts, what was promised.
package final class SimulationRun {
  package let seed: UInt64
  let town: SimulatedTown
  let disk: SimulatedDisk
  /// Chooses groups and faults; the documents and the disk have numbers of their own.
  var numbers: SeededNumbers
  var generator: DocumentGenerator
  let clock = SimulatedClock(1_701_500_000_000)
  var ledger: Ledger?
  var queue: CommitQueue?
  /// Receipts by entry, and the documents that they are for.
  var acknowledged: [Receipt] = []
  var documents: [SignedDocument] = []
  var nextID: UInt64 = 1_000
  var step = 0
  var report = SimulationReport()
  // What onlookers may see, and have seen.
  var onlookers: SeededNumbers
  var inFlight = 0
  var isSettled = false
  var shown: UInt64 = 0
  /// What an auditor kept, who came half-way.
  var audited: VerifiedState?
  var sight: String?

  package init(seed: UInt64) throws {
    self.seed = seed
    town = try SimulatedTown.shared.get()
    disk = SimulatedDisk(copying: town.disk, seed: seed &* 3 &+ 1)
    numbers = SeededNumbers(seed: seed &* 3 &+ 2)
    onlookers = SeededNumbers(seed: seed ^ 0x5EED)
    generator = DocumentGenerator(books: town.books, seed: seed)
    generator.model.today = clock.next().date
    generator.spareKeys = town.keys.spares.map(\.publicKey.spki)
  }

  /// Throws `SimulationFailure`.
  package func run(groups: Int = 16) throws -> SimulationReport {
    defer { disk.watch = nil }
    try open()
    guard let ledger else { throw failure("it is not open") }
    for entry in 0..<ledger.books.nextEntry {
      acknowledged.append(ledger.receipt(ofEntry: entry, isRepeated: false))
      documents.append(try document(ofEntry: entry))
    }
    disk.watch = { [unowned self] in look() }
    for group in 0..<groups {
      step = group
      generator.phase =
        group * 3 < groups ? .founding : group * 3 > groups * 2 ? .ending : .paying
      try submit(plan(numbers.number(1...4)))
      if let sight { throw failure(sight) }
      if group == groups / 2 { audited = try verify().state(on: .latest) }
    }
    try finish()
    report.disk = digest()
    return report
  }

  func failure(_ text: String) -> SimulationFailure {
    SimulationFailure(seed: seed, step: step, text: text)
  }

  private func document(ofEntry entry: UInt64) throws -> SignedDocument {
    guard let found = try ledger?.entry(entry) else { throw failure("entry \(entry) is missing") }
    return SignedDocument(document: found.documentBytes, signatures: found.signatures)
  }

  func open() throws {
    let opened = try Ledger.open(
      SimulatedTown.path, segmentSize: SimulatedTown.segmentSize, files: disk.files)
    if opened.recovery?.cutTail != nil { report.cutTails += 1 }
    if opened.recovery?.isRepublished == true { report.republished += 1 }
    // Often, and at once: a seed must repeat itself.
    opened.snapshotPolicy.distance = 100
    opened.snapshotPolicy.distanceUnderLoad = 100
    opened.snapshotPolicy.isInBackground = false
    if opened.beganWithSnapshot { report.snapshots += 1 }
    ledger = opened
    queue = CommitQueue(opened, signers: town.signers, clock: { [clock] in clock.next() })
    isSettled = true
  }

  func close() {
    isSettled = false
    ledger?.close()
    ledger = nil
    queue = nil
  }

  // MARK: a group

  private func submit(_ group: [PlannedDocument]) throws {
    guard let queue else { throw failure("it is not open") }
    setFault()
    inFlight = group.count(where: \.isAccepted)
    let outcomes = queue.submit(together: group.map { [$0.signed] })
    report.documents += group.count
    // A commit whose publishing seemed to fail was acknowledged, and was the writer's last one.
    if Self.isStopped(outcomes) { return try recover(group, isUnknown: false) }
    let errors = zip(group, outcomes).compactMap { planned, outcome -> StorageError? in
      guard planned.isAccepted, case .failure(.storage(let error)) = outcome else { return nil }
      return error
    }
    guard let error = errors.first else {
      try settle(group, outcomes)
      if disk.isDown { try recover(group, isUnknown: false) }
      endFault()
      return
    }
    report.errors += disk.isDown ? 0 : 1
    guard errors.count == inFlight else { throw failure("a part of a commit failed: \(outcomes)") }
    if case .outcomeUnknown = error { return try recover(group, isUnknown: true) }
    if disk.isDown { return try recover(group, isUnknown: false) }
    // The error says that nothing was written: the writer lives on, or says that it has stopped.
    endFault()
    let again = queue.submit(together: group.map { [$0.signed] })
    if Self.isStopped(again) {
      try recover(group, isUnknown: false)
    } else {
      try settle(group, again)
    }
  }

  private static func isStopped(_ outcomes: [Result<[Receipt], LedgerError>]) -> Bool {
    outcomes.contains { if case .failure(.storage(.writerStopped)) = $0 { true } else { false } }
  }

  /// Takes over what was promised, and holds it against what was foreseen.
  func settle(
    _ group: [PlannedDocument], _ outcomes: [Result<[Receipt], LedgerError>],
    isRepeated: Bool = false
  ) throws {
    guard let ledger else { throw failure("it is not open") }
    for (planned, outcome) in zip(group, outcomes) {
      // A fault in reading concerns one document, which gets no answer.
      if disk.hasStruck, case .failure(.storage) = outcome, !planned.isAccepted { continue }
      let entry = UInt64(acknowledged.count)
      if let fault = planned.fault(in: outcome, entry: entry, isRepeated) { throw failure(fault) }
      guard case .accepted(let model, _) = planned.expected, case .success(let receipts) = outcome
      else { continue }
      report.accepted += 1
      report.kinds[planned.kind, default: 0] += 1
      acknowledged.append(receipts[0])
      documents.append(planned.signed)
      generator.model = model
    }
    inFlight = 0
    generator.books = ledger.books
    try compare(ledger)
  }

  /// Everything that was acknowledged is there, and nothing else.
  func compare(_ ledger: Ledger) throws {
    guard ledger.books.nextEntry == acknowledged.count else {
      throw failure(
        "\(acknowledged.count) entries are acknowledged, there are \(ledger.books.nextEntry)")
    }
    for receipt in acknowledged {
      let found = ledger.receipt(ofEntry: receipt.entry, isRepeated: false)
      guard found.isSame(as: receipt) else {
        throw failure("the receipt of entry \(receipt.entry) is another now")
      }
    }
    let model = generator.model
    if let difference = Model.difference(model.balances(), from: ledger.books)
      ?? model.differentStatus(in: ledger.books)
    {
      throw failure(difference)
    }
  }

  // MARK: recovery

  /// Reopens after a failure, perhaps with more failures on the way.
  private func recover(_ group: [PlannedDocument], isUnknown: Bool) throws {
    if disk.isDown { report.crashes += 1 }
    close()
    endFault()
    if disk.isDown || numbers.chance(30) { disk.restart(powerLost: numbers.chance(65)) }
    for _ in 0..<numbers.number(0...2) { try interruptOpening() }
    do {
      try open()
    } catch {
      throw failure("it cannot be opened again: \(error)")
    }
    guard let ledger else { return }
    let before = UInt64(acknowledged.count)
    let accepted = group.filter(\.isAccepted)
    let whole = before + UInt64(accepted.count)
    let count = ledger.books.nextEntry
    guard count == before || isUnknown && count == whole else {
      throw failure("\(before) entries are acknowledged, \(accepted.count) open; found \(count)")
    }
    guard count >= shown else { throw failure("\(shown) entries were shown, found \(count)") }
    guard isUnknown else {
      return try compare(ledger)
    }
    if count == before { report.foundAbsent += 1 } else { report.foundWhole += 1 }
    try decide(count == before ? group : accepted, isWhole: count > before)
  }

  private func interruptOpening() throws {
    let isCrash = numbers.chance(60)
    disk.set(
      DiskFault(call: numbers.number(1...30), kind: isCrash ? .crash : .error(EIO)))
    do {
      try open()
    } catch LedgerError.storage {
    } catch {
      throw failure("an interrupted opening gives \(error)")
    }
    close()
    endFault()
    if disk.isDown || numbers.chance(20) { disk.restart(powerLost: numbers.chance(65)) }
  }

  /// Submitting the same documents once more tells what became of them.
  private func decide(_ group: [PlannedDocument], isWhole: Bool) throws {
    guard let queue else { return }
    let outcomes = queue.submit(together: group.map { [$0.signed] })
    guard isWhole else { return try settle(group, outcomes) }
    for outcome in outcomes {
      guard case .success(let receipts) = outcome, receipts.first?.isRepeated == true else {
        throw failure("a document that is there gets \(outcome)")
      }
    }
    try settle(group, outcomes, isRepeated: true)
  }
}
