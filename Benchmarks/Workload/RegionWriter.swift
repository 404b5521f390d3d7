import Authentication
import Bytes
import Cryptography
import LedgerCore

/// Enters documents in order, and names the entries that they became.
protocol RegionWriter {
  var books: Books { get }
  mutating func enter(_ documents: [PlannedDocument]) throws -> [EntryReference]
}

extension RegionWriter {
  /// Everything up to the contracts of all agreements.
  mutating func found(_ region: Region, _ keys: RegionKeys) throws {
    try foundWithoutContracts(region, keys)
    for group in Array(0..<region.agreementCount).inGroups(of: BenchmarkLedger.documentsPerCall) {
      _ = try enter(group.map(region.contractRegister))
    }
  }

  mutating func foundWithoutContracts(_ region: Region, _ keys: RegionKeys) throws {
    _ = try enter([region.opening(keys)])
    _ = try enter(region.enrolments(keys))
    _ = try enter(region.parties)
    for register in region.certificateRegisters { _ = try enter([register]) }
  }

  mutating func openMonth(_ month: Int, _ region: Region, _ model: inout RegionModel) throws {
    for order in 0..<region.orderCount {
      _ = try enter([region.monthOpening(month, order: order, model)])
    }
    model.openMonth(month)
  }

  /// One claim for each agreement, all of them accepted, so many by one acceptance.
  mutating func claim(
    _ kind: ClaimKind, _ month: Int, _ region: Region, _ model: RegionModel, acceptedBy count: Int
  ) throws {
    for first in stride(from: 0, to: region.agreementCount, by: count) {
      let agreements = first..<min(first + count, region.agreementCount)
      let claims = try enter(
        agreements.map { region.claim(kind, month, agreement: $0, model) })
      _ = try enter([region.acceptance(claims)])
    }
  }
}

/// Applies documents to books in memory: no signatures, no bytes, no disk.
struct BooksWriter: RegionWriter {
  let region: Region
  private(set) var books = Books(digest: { SHA256.hash($0) })

  init(_ region: Region) { self.region = region }

  mutating func enter(_ documents: [PlannedDocument]) throws -> [EntryReference] {
    try documents.map { planned in
      try apply(planned.body)
      return books.head
    }
  }

  private mutating func apply(_ body: DocumentBody) throws {
    let number = books.nextEntry
    let header = DocumentHeader(
      ledger: region.ledgerID,
      id: number == 0 ? region.ledgerID : region.id("document", Int(number)),
      effectiveDate: Region.yearStart, basis: number == 0 ? .none : books.reference(toEntry: 0))
    let document = Authenticator.recorded(Document(header: header, body: body))
    do {
      _ = try books.apply(document, recordedAt: BenchmarkLedger.recordedAt)
    } catch {
      throw BenchmarkFault.wrong("the books refuse a document: \(error)")
    }
    // Any value that no other entry has: nothing here looks at what it is a hash of.
    books.seal(hash: SHA256.hash(header.id.bytes))
    books.commit()
  }

  /// Applies one document, measures it, and takes it back.
  mutating func rehearse(
    _ planned: PlannedDocument
  ) throws -> (seconds: Double, effects: Books.Effects) {
    let header = DocumentHeader(
      ledger: region.ledgerID, id: region.id("rehearsal", 0), effectiveDate: Region.yearStart,
      basis: books.reference(toEntry: 0))
    let document = Authenticator.recorded(Document(header: header, body: planned.body))
    let mark = books.mark()
    defer { books.rollback(to: mark) }
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let effects = try books.apply(document, recordedAt: BenchmarkLedger.recordedAt)
      return (clock.now.seconds(since: start), effects)
    } catch {
      throw BenchmarkFault.wrong("the books refuse a document: \(error)")
    }
  }
}
