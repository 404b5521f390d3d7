import Bytes
import Foundation
import JournalStorage
import LedgerCore
import LedgerFormat
import Testing
import TransparencyLog

@testable import LedgerService

@Suite struct IndexTests {
  /// One ledger for the tests that do not change its journal.
  private static let size = 11

  @Test func theWriterKeepsTheIndexAndEveryProofHolds() throws {
    let ledger = try IndexTestLedger(entries: Self.size)
    #expect(ledger.index.entryCount() == UInt64(Self.size))
    let log = try ledger.log()
    try ledger.checkAllProofs(log)
    #expect(log.repair == nil)
    // What is kept is what the journal gives, byte by byte.
    let files = try ledger.indexFiles()
    try ledger.putIndex([:])
    let again = try ledger.log()
    _ = try again.proveInclusion(ofEntry: 0)
    #expect(again.repair == .extended)
    #expect(try ledger.indexFiles() == files)
    #expect(files["tree-03"]?.count == 32 && files["entries"]?.count == 8 * Self.size)
  }

  @Test func severalEntriesOfOneCommitAreIndexed() throws {
    let ledger = try IndexTestLedger()
    try ledger.enrollTogether(["a", "b", "c", "d", "e"])
    #expect(ledger.index.entryCount() == 6)
    let log = try ledger.log()
    #expect(throws: LedgerError.self) { try log.signedCheckpoint(size: 3) }
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: 0, size: 3) }
    #expect(try log.signedCheckpoint(size: 1).checkpoint.size == 1)
    let (store, leaves) = try ledger.slowNodes()
    for number in UInt64(0)..<6 {
      let proof = try log.proveInclusion(ofEntry: number)
      try proof.check(leaf: leaves[Int(number)])
      #expect(try log.root(size: number) == store.root(size: number))
    }
    #expect(log.repair == nil)
  }

  enum Damage: CaseIterable {
    case missing, noEntries, noLevel, shortLevel, shortEntries, zeroNodes, flippedLeaf, flippedNode
    case wrongOffsets, zeroOffsets, longer, directoryForFile

    func apply(to ledger: IndexTestLedger) throws {
      let files = try ledger.indexFiles()
      func change(_ name: String, _ body: (inout [UInt8]) -> Void) throws {
        var bytes = files[name] ?? []
        body(&bytes)
        try ledger.put(bytes, name)
      }
      let directory = "\(ledger.path)/index"
      switch self {
      case .missing: try FileManager.default.removeItem(atPath: directory)
      case .noEntries: try FileManager.default.removeItem(atPath: directory + "/entries")
      case .noLevel: try FileManager.default.removeItem(atPath: directory + "/tree-02")
      case .shortLevel: try change("tree-01") { $0.removeLast(33) }
      case .shortEntries: try change("entries") { $0.removeLast(20) }
      case .zeroNodes: try change("tree-00") { $0 = [UInt8](repeating: 0, count: $0.count) }
      case .flippedLeaf: try change("tree-00") { $0[32 * 5] ^= 1 }
      case .flippedNode: try change("tree-01") { $0[32 * 2 + 31] ^= 0x80 }
      case .wrongOffsets: try change("entries") { $0.swapAt(8, 16) }
      case .zeroOffsets: try change("entries") { $0 = [UInt8](repeating: 0, count: $0.count) }
      case .longer:
        try change("tree-00") { $0 += [UInt8](repeating: 7, count: 320) }
        try change("entries") { $0 += [UInt8](repeating: 7, count: 80) }
      case .directoryForFile:
        try FileManager.default.removeItem(atPath: directory + "/tree-00")
        try FileManager.default.createDirectory(
          atPath: directory + "/tree-00", withIntermediateDirectories: false)
      }
    }
  }

  @Test(arguments: Damage.allCases)
  func noDamageOfTheIndexShows(damage: Damage) throws {
    let ledger = try IndexTestLedger(entries: Self.size)
    try damage.apply(to: ledger)
    let log = try ledger.log()
    try ledger.checkAllProofs(log)
    #expect((log.repair == nil) == (damage == .longer), "\(damage)")
    if damage == .directoryForFile { #expect(log.repair == .inMemory) }
    // Then the ledger grows, and nothing is wrong either.
    try ledger.grow(to: Self.size + 3)
    try ledger.checkAllProofs(try ledger.log())
  }

  @Test(arguments: Damage.allCases)
  func oneEntryIsFoundWhateverTheIndexSays(damage: Damage) throws {
    let ledger = try IndexTestLedger(entries: Self.size)
    try damage.apply(to: ledger)
    let (_, leaves) = try ledger.slowNodes()
    let reader = try Ledger.read(ledger.path)
    for number in UInt64(0)..<UInt64(Self.size) {
      let entry = try reader.entry(number)
      #expect(entry.header.number == number && entry.hash == leaves[Int(number)])
    }
    #expect(throws: LedgerError.self) { try reader.entry(UInt64(Self.size)) }
  }

  @Test func theIndexOfAnotherLedgerIsMadeAnew() throws {
    let ledger = try IndexTestLedger(entries: Self.size)
    let files = try ledger.indexFiles()
    let other = try IndexTestLedger(entries: Self.size)
    try ledger.putIndex(other.indexFiles())
    let log = try ledger.log()
    try ledger.checkAllProofs(log)
    #expect(log.repair == .rebuilt)
    #expect(try ledger.indexFiles() == files)
  }

  /// A crash between a commit and its index leaves the index of the commit before.
  @Test(arguments: [1, 2, 5, 10])
  func aCrashBeforeTheIndexIsMadeUpFor(behind: Int) throws {
    let ledger = try IndexTestLedger(entries: Self.size - behind)
    let before = try ledger.indexFiles()
    try ledger.grow(to: Self.size)
    let after = try ledger.indexFiles()
    try ledger.putIndex(before)
    let log = try ledger.log()
    _ = try log.proveInclusion(ofEntry: 0)
    #expect(log.repair == .extended)
    #expect(try ledger.indexFiles() == after)
    // The next writer makes up for it too.
    try ledger.putIndex(before)
    try ledger.grow(to: Self.size + 1)
    let healed = try ledger.log()
    try ledger.checkAllProofs(healed)
    #expect(healed.repair == nil)
  }

  /// A write that fails leaves the commit as it is.
  @Test func anIndexThatCannotBeWrittenStopsNobody() throws {
    let ledger = try IndexTestLedger(entries: 3)
    try ledger.putIndex([:])
    try FileManager.default.removeItem(atPath: ledger.path + "/index")
    try Data().write(to: URL(fileURLWithPath: ledger.path + "/index"))
    try ledger.grow(to: 6)
    #expect(try Ledger.read(ledger.path).entry(5).header.number == 5)
    let log = try ledger.log()
    try ledger.checkAllProofs(log)
    #expect(log.repair == .inMemory)
  }

  @Test func aDamagedJournalGivesNoProof() throws {
    let ledger = try IndexTestLedger(entries: 6)
    let entry = try Ledger.read(ledger.path).entry(3)
    let file = URL(fileURLWithPath: ledger.path + "/journal/00000000000000000000.journal")
    var bytes = try Data(contentsOf: file)
    // The recording time of an entry in the middle.
    let place = try #require(bytes.range(of: Data(entry.header.encode())))
    bytes[place.lowerBound + 64] ^= 1
    try bytes.write(to: file)
    try ledger.putIndex([:])
    let log = try ledger.log()
    for number in UInt64(0)..<6 {
      #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: number) }
    }
  }

  @Test func nothingIsProvedOfWhatIsNotThere() throws {
    let ledger = try IndexTestLedger(entries: 4)
    let log = try ledger.log()
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: 4) }
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: 2, size: 2) }
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: 0, size: 0) }
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: 0, size: .max) }
    #expect(throws: LedgerError.self) { try log.proveInclusion(ofEntry: .max) }
    #expect(throws: LedgerError.self) { try log.proveConsistency(old: 5) }
    #expect(throws: LedgerError.self) { try log.proveConsistency(old: 3, new: 2) }
    var sizes: [UInt64] = []
    try log.forEachCheckpoint { checkpoint, first in
      #expect(first == checkpoint.size - 1)
      sizes.append(checkpoint.size)
    }
    #expect(sizes == [1, 2, 3, 4])
  }

  /// The count that files support, against a slow count, for all ways to cut them.
  @Test func theCountIsTheLargestThatIsWhole() throws {
    let ledger = try IndexTestLedger(entries: Self.size)
    let files = try ledger.indexFiles()
    for (name, bytes) in files {
      for cut in 0...bytes.count {
        try ledger.put(Array(bytes[..<cut]), name)
        var expected = 0
        for size in 1...Self.size {
          let isWhole = files.keys.allSatisfy { key in
            let width = ["entries": 8, "kinds": 1][key] ?? 32
            let count = (key == name ? cut : files[key]!.count) / width
            let level = Int(key.suffix(2)) ?? 0
            return count >= size >> level
          }
          if isWhole { expected = size }
        }
        #expect(ledger.index.entryCount() == UInt64(expected), "\(name) cut to \(cut)")
      }
      try ledger.put(bytes, name)
    }
  }
}
