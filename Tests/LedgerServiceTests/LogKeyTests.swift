import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerFormat
import Testing
import TransparencyLog

@testable import LedgerService

/// The log keys of a ledger, from its key documents alone.
@Suite struct LogKeyTests {
  /// Three log keys: the second signed for by the first, the third because the second was lost.
  private func ledger() throws -> EvidenceLedger {
    let ledger = try EvidenceLedger()
    try ledger.addPayerAndOrder()
    try ledger.replaceLogKey()
    try ledger.grow()
    try ledger.replaceLogKey(
      by: "log-3", signers: ["authority", "finance-first", "finance-second"])
    try ledger.grow()
    return ledger
  }

  private func indexPath(_ ledger: EvidenceLedger, _ name: String) -> URL {
    URL(fileURLWithPath: "\(ledger.path)/index/\(name)")
  }

  private func expectAllKeys(_ log: LedgerLog, _ ledger: EvidenceLedger) throws {
    let names = ["log-3", "log-2", "log"]
    let keys = try names.map { try ledger.session.ring.publicKey($0) }
    #expect(try log.logKeys().map(\.publicKey) == keys)
    for size in 1...log.checkpoint.size {
      #expect(try log.signedCheckpoint(size: size).checkpoint.size == size)
    }
  }

  @Test func theyAreTheKeysOfTheBooks() throws {
    let ledger = try ledger()
    let log = try LedgerLog.open(ledger.path)
    try expectAllKeys(log, ledger)
    #expect(try log.logKeys().map(\.vkey) == Ledger.read(ledger.path).logKeys().map(\.vkey))
    #expect(log.repair == nil)
  }

  /// What is signed besides may be signed by anybody who is enrolled, also where no key of theirs counts.
  @Test func aProviderMaySignBesides() throws {
    let ledger = try EvidenceLedger()
    try ledger.enroll("provider", .provider, .ed25519)
    try ledger.replaceLogKey(signers: ["authority", "finance-first", "log", "provider"])
    try ledger.grow()
    let log = try LedgerLog.open(ledger.path)
    let keys = try ["log-2", "log"].map { try ledger.session.ring.publicKey($0) }
    #expect(try log.logKeys().map(\.publicKey) == keys)
    #expect(log.repair == nil)
  }

  /// An entry that no key stands in cannot be read by a replay any more, and is not needed.
  @Test func nothingIsReplayed() throws {
    let ledger = try ledger()
    let frame = try frame(ofEntry: 4, ledger)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: frame.file))
    let place = frame.offset + 16 + UInt64(EntryHeader.byteCount) + 40
    try file.seek(toOffset: place)
    let byte = try #require(try file.read(upToCount: 1)).first!
    try file.seek(toOffset: place)
    try file.write(contentsOf: Data([byte ^ 1]))
    try file.close()
    #expect(throws: LedgerError.self) { try Ledger.read(ledger.path) }
    let log = try LedgerLog.open(ledger.path)
    try expectAllKeys(log, ledger)
    #expect(log.repair == nil)
  }

  enum Damage: CaseIterable {
    case missing, short, silent, everything, noIndex

    /// To look at too many entries does no harm.
    var repair: IndexRepair? {
      switch self {
      case .missing, .short, .noIndex: .extended
      case .silent: .rebuilt
      case .everything: nil
      }
    }
  }

  @Test(arguments: Damage.allCases)
  func theIndexIsNotBelieved(damage: Damage) throws {
    let ledger = try ledger()
    let kinds = indexPath(ledger, "kinds")
    let right = try Data(contentsOf: kinds)
    #expect(right.count == 10)
    switch damage {
    case .missing: try FileManager.default.removeItem(at: kinds)
    case .short: try right.dropLast(4).write(to: kinds)
    // No replacement of a key, it says; or that every entry is one.
    case .silent: try Data(repeating: 10, count: right.count).write(to: kinds)
    case .everything: try Data(repeating: 4, count: right.count).write(to: kinds)
    case .noIndex: try FileManager.default.removeItem(atPath: ledger.path + "/index")
    }
    let log = try LedgerLog.open(ledger.path)
    try expectAllKeys(log, ledger)
    #expect(log.repair == damage.repair)
    if damage != .everything { #expect(try Data(contentsOf: kinds) == right) }
  }

  /// A replaced key signs no checkpoint that covers its replacement.
  @Test(arguments: ["log", "log-2"])
  func anOldKeySignsNothingNew(name: String) throws {
    let ledger = try ledger()
    let log = try LedgerLog.open(ledger.path)
    let key = try ledger.session.ring.privateKey(name)
    let note = try log.checkpoint.sign(by: NoteSigner(name: log.checkpoint.origin, privateKey: key))
    try Data(note.rendered.utf8).write(
      to: URL(fileURLWithPath: ledger.path + "/checkpoints/latest"))
    #expect(throws: LedgerError.self) { try LedgerLog.open(ledger.path) }
  }

  @Test func eachKeyDocumentNeedsItsSignatures() throws {
    let ledger = try ledger()
    var chain = KeyChain(origin: "kazna/test")
    var dropped = 0
    try Ledger.read(ledger.path).forEachEntry { entry in
      func view(_ signatures: SignatureList) throws -> EntryView {
        let content = EntryContent(
          number: entry.header.number, previous: entry.header.previous,
          recordedAt: entry.header.recordedAt, kind: entry.header.kind,
          rulesVersion: entry.header.rulesVersion, document: entry.documentBytes,
          signatures: signatures, postings: entry.postings[...], results: entry.results)
        return try EntryView(try EntryEncoder.encode(content) { SHA256.hash($0) }.payload)
      }
      let before = chain
      try chain.add(view(entry.signatures))
      guard [1, 2, 4].contains(entry.header.kind.rawValue), entry.header.number < 9,
        entry.header.number != 7
      else { return }
      for index in entry.signatures.signatures.indices {
        var fewer = entry.signatures.signatures
        let signature = fewer.remove(at: index)
        var wrong = signature.bytes
        wrong[40] ^= 1
        for list in [fewer, fewer + [Signature(key: signature.key, bytes: wrong)!]] {
          var other = before
          #expect(throws: (any Error).self, "entry \(entry.header.number), \(index)") {
            try other.add(view(#require(SignatureList(list))))
          }
        }
        dropped += 1
      }
    }
    // One for the opening, two or three for each of three roles, three for each replacement.
    #expect(dropped == 1 + 2 + 2 + 2 + 3 + 3)
    #expect(chain.logKeys.map(\.enteredBy) == [0, 6, 8])
  }

  private func frame(
    ofEntry number: UInt64, _ ledger: EvidenceLedger
  ) throws -> (file: String, offset: UInt64) {
    var found: (String, UInt64)?
    let reader = try JournalReader.open(ledger.path, size: JournalContent.checkpointSize)
    try reader.forEachFrame(from: number, to: number + 1) { frame in
      if frame.type == .entry { found = (frame.file, frame.offset) }
    }
    return try #require(found)
  }
}
