import Audit
import Cryptography
import JournalStorage
import LedgerCore
import LedgerService
import TransparencyLog

extension SimulationRun {
  /// What a reader sees who comes just before a call of the writer: what is published, no more; and
  /// what it was shown must still be there after any crash.
  func look() {
    guard sight == nil, onlookers.chance(8) else { return }
    report.looks += 1
    let acknowledged = UInt64(self.acknowledged.count)
    let count: UInt64
    do {
      count = try onlookers.chance(15) ? countOfLedger() : countOfJournal()
    } catch {
      // Where a crash took the published checkpoint, there is nothing to see until recovery.
      if isSettled, acknowledged > 0 { sight = "a reader gets \(error)" }
      return
    }
    shown = max(shown, count)
    if count > acknowledged + UInt64(inFlight) {
      sight = "a reader sees \(count) entries, \(acknowledged) are acknowledged, \(inFlight) wait"
    }
    if isSettled, count < acknowledged {
      sight = "a reader sees \(count) entries, \(acknowledged) are acknowledged"
    }
  }

  private func countOfJournal() throws -> UInt64 {
    let size: CheckpointSize = { try Checkpoint(body: SignedNote(parsing: $0).text).size }
    let reader = try JournalReader.open(SimulatedTown.path, size: size, files: disk.onlooker)
    let start = reader.entryCount > 3 ? reader.entryCount - 3 : 0
    try reader.forEachFrame(from: start) { _ in }
    return reader.entryCount
  }

  private func countOfLedger() throws -> UInt64 {
    let ledger = try Ledger.read(SimulatedTown.path, files: disk.onlooker)
    let count = ledger.books.nextEntry
    for receipt in acknowledged.prefix(Int(count)) {
      guard ledger.receipt(ofEntry: receipt.entry, isRepeated: false).isSame(as: receipt) else {
        throw failure("a reader sees another entry \(receipt.entry)")
      }
    }
    return count
  }

  /// Closed in peace, the ledger verifies clean, opening it changes nothing, and a bit that flips
  /// by itself is noticed.
  func finish() throws {
    close()
    endWatching()
    let before = records
    let report = try verify()
    guard report.isClean, report.entries == acknowledged.count else {
      let finding = report.findings.first.map { $0.message(russian: false) } ?? ""
      throw failure(
        "verified \(report.entries) entries, \(report.findingCount) findings: \(finding)")
    }
    try verifyTheRest(report)
    for _ in 0..<2 {
      try open()
      guard let ledger else { return }
      try compare(ledger)
      guard try ledger.stateRoot() == ledger.replayedStateRoot() else {
        throw failure("the snapshot holds another state than the journal gives")
      }
      guard ledger.recovery?.cutTail == nil, ledger.recovery?.isRepublished == false else {
        throw failure("an opening in peace has something to mend")
      }
      close()
      guard records == before else { throw failure("an opening in peace changes files") }
    }
    if numbers.chance(50) { try flipBit() }
  }

  /// All files but those of the index, which whoever opens the ledger may mend.
  private var records: [String: [UInt8]] {
    disk.contents.filter { !$0.key.hasPrefix(SimulatedTown.path + "/index/") }
  }

  private func endWatching() { disk.watch = nil }

  /// Who judges only what came since his last visit comes to what everybody else comes to.
  private func verifyTheRest(_ whole: VerificationReport) throws {
    guard let audited else { throw failure("there was nothing clean to keep half-way") }
    let rest = try verify(since: try VerifiedState(parsing: audited.bytes))
    guard rest.isClean, rest.entries == whole.entries else {
      let finding = rest.findings.first.map { $0.message(russian: false) } ?? ""
      throw failure("verified since entry \(audited.size): \(finding)")
    }
    // A snapshot that was removed may be there again after a crash, and asks for a full run.
    let hasSnapshot = disk.contents.keys.contains { $0.hasSuffix(".snapshot") }
    guard rest.since != nil || hasSnapshot else {
      throw failure("verified since entry \(audited.size): everything was judged again")
    }
    let day = CalendarDate.latest
    guard rest.state(on: day)?.bytes == whole.state(on: day)?.bytes else {
      throw failure("verified since entry \(audited.size): another state than of a full run")
    }
  }

  func verify(since state: VerifiedState? = nil) throws -> VerificationReport {
    var options = VerifierOptions()
    options.files = disk.onlooker
    options.since = state.map { _ in "state" }
    options.sinceState = state
    return try Verifier(ledger: SimulatedTown.path, options).run()
  }

  /// The disk changes a bit of one of the files there.
  func flipBit(under directory: String) {
    let files = disk.contents.filter { $0.key.hasPrefix(directory) && !$0.value.isEmpty }
    guard let path = numbers.pick(files.keys.sorted()), let bytes = files[path] else { return }
    disk.flip(bit: numbers.number(0...bytes.count * 8 - 1), of: path)
    report.flips += 1
  }

  /// Opening gives the same books or refuses; the verifier sees the bit wherever it matters.
  private func flipBit() throws {
    let contents = disk.contents
    let paths = contents.keys.filter { contents[$0]?.isEmpty == false }.sorted()
    guard let path = numbers.pick(paths), let bytes = contents[path] else { return }
    let bit = numbers.number(0...bytes.count * 8 - 1)
    disk.flip(bit: bit, of: path)
    let place = "bit \(bit) of \(path)"
    let isRecord = path.hasSuffix(".journal") || path.hasSuffix("/latest")
    if isRecord, let report = try? verify(), report.isClean {
      throw failure("the verifier does not see \(place)")
    }
    let flipped = records
    do {
      try open()
    } catch LedgerError.storage, LedgerError.damagedEntry {
      guard records == flipped else { throw failure("\(place): refused, and files changed") }
      return
    } catch {
      throw failure("\(place): opening gives \(error)")
    }
    defer { close() }
    guard let ledger else { return }
    try compare(ledger)
  }

  /// Over everything that the disk holds.
  func digest() -> [UInt8] {
    let context = SHA256Context()
    for (path, bytes) in disk.contents.sorted(by: { $0.key < $1.key }) {
      context.update(Array("\(path) \(bytes.count)\n".utf8))
      context.update(bytes)
    }
    return context.finish().bytes
  }
}
