import Foundation
import JournalStorage
import LedgerFormat
import Testing
import TransparencyLog

@testable import LedgerService

/// Opening for writing publishes a commit that a crash left unpublished, if it is right.
@Suite struct UnpublishedCommitTests {
  enum Commit: CaseIterable {
    case asItWas, anotherRoot, anotherSigner, anotherChain
  }

  /// The entry that `grow` adds, and its checkpoint.
  private func grown(_ ledger: EvidenceLedger) throws -> (entry: [UInt8], checkpoint: [UInt8]) {
    try ledger.grow()
    let reader = try JournalReader.open(ledger.path, size: JournalContent.checkpointSize)
    let offsets = try reader.entryOffsets()
    let last = reader.entryCount - 1
    return (
      try reader.entry(last, offset: offsets[Int(last)]), try #require(reader.published).bytes
    )
  }

  /// Writes the commit behind `ledger`'s journal, and takes the publishing of it back.
  private func leave(
    _ entry: [UInt8], _ checkpoint: [UInt8], in ledger: EvidenceLedger
  ) throws {
    let latest = URL(fileURLWithPath: ledger.path + "/checkpoints/latest")
    let before = try Data(contentsOf: latest)
    let (writer, _) = try JournalWriter.open(ledger.path, rules: JournalContent.rules)
    try writer.append(entries: [entry], checkpoint: checkpoint)
    writer.close()
    try before.write(to: latest)
  }

  @Test(arguments: Commit.allCases)
  func isJudgedBeforeItIsPublished(commit: Commit) throws {
    let ledger = try EvidenceLedger()
    let twin = try ledger.twin()
    let (entry, note) = try grown(twin)
    let body = try Checkpoint(body: SignedNote(parsing: note).text)
    func signed(_ checkpoint: Checkpoint, by key: String) throws -> [UInt8] {
      let signer = try NoteSigner(
        name: body.origin, privateKey: ledger.session.ring.privateKey(key))
      return Array(try checkpoint.sign(by: signer).rendered.utf8)
    }
    switch commit {
    case .asItWas: try leave(entry, note, in: ledger)
    case .anotherRoot:
      let root = Checkpoint(origin: body.origin, size: body.size, root: .zero)
      try leave(entry, signed(root, by: "log"), in: ledger)
    case .anotherSigner: try leave(entry, signed(body, by: "authority"), in: ledger)
    case .anotherChain:
      let stranger = try EvidenceLedger()
      try leave(grown(stranger).entry, note, in: ledger)
    }
    let latest = ledger.path + "/checkpoints/latest"
    let published = try Files.read(latest)
    guard commit != .asItWas else {
      let opened = try Ledger.open(ledger.path)
      #expect(opened.recovery?.isRepublished == true && opened.books.nextEntry == 5)
      return #expect(try Files.read(latest) == note)
    }
    let error = #expect(throws: LedgerError.self) { try Ledger.open(ledger.path) }
    #expect("\(try #require(error))".contains("/journal/"))
    #expect(try Files.read(latest) == published)
    #expect(try Ledger.read(ledger.path).books.nextEntry == 4)
  }
}
