import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import LedgerService
import TransparencyLog

/// A ledger on disk with a region's keys: everything goes through the service's own queue, as
/// `kazna document submit` does, and is durable when a call returns.
final class BenchmarkLedger: RegionWriter {
  /// The clock stands, so that the same documents give the same bytes.
  static let recordedAt = Timestamp(milliseconds: 1_704_880_800_000)
  /// Documents that are handed over together, and wait for one sync.
  static let documentsPerCall = 64

  let region: Region
  let keys: RegionKeys
  let path: String
  private(set) var ledger: Ledger
  private(set) var queue: CommitQueue
  private var documentCount = 0
  private var origin: EntryReference?

  init(_ region: Region, _ keys: RegionKeys, at path: String) throws {
    self.region = region
    self.keys = keys
    self.path = path
    ledger = try Ledger.create(path, id: region.ledgerID)
    queue = Self.queue(ledger, region, keys)
  }

  func awaitSnapshot() { ledger.awaitSnapshot() }

  private static func queue(
    _ ledger: Ledger, _ region: Region, _ keys: RegionKeys
  ) -> CommitQueue {
    let name = Checkpoint.origin(ofLedger: region.ledgerID.bytes)
    let signers = LogSigners { (_) throws(LedgerError) in
      do throws(NoteError) { return try NoteSigner(name: name, privateKey: keys[.log]) } catch {
        throw .missingKey(name: "log")
      }
    }
    return CommitQueue(ledger, signers: signers, clock: { recordedAt })
  }

  var books: Books { ledger.books }

  func close() { ledger.close() }

  /// Signs without submitting. Every document rests on the opening entry, so that it can be made
  /// before those that it will follow.
  func sign(_ documents: [PlannedDocument], on day: CalendarDate = Region.yearStart) throws
    -> [SignedDocument]
  {
    try documents.map { planned in
      let header = DocumentHeader(
        ledger: region.ledgerID,
        id: origin == nil ? region.ledgerID : region.id("document", documentCount),
        effectiveDate: day, basis: origin ?? .none)
      documentCount += 1
      return try keys.sign(Document(header: header, body: planned.body), by: planned.signers)
    }
  }

  func enter(_ documents: [PlannedDocument]) throws -> [EntryReference] {
    try enter(documents, on: Region.yearStart)
  }

  func enter(_ documents: [PlannedDocument], on day: CalendarDate) throws -> [EntryReference] {
    let signed = try sign(documents, on: day)
    return try submit(signed).map { EntryReference(number: $0.entry, hash: $0.hash) }
  }

  func submit(_ documents: [SignedDocument]) throws -> [Receipt] {
    var receipts: [Receipt] = []
    for first in stride(from: 0, to: documents.count, by: Self.documentsPerCall) {
      let end = min(first + Self.documentsPerCall, documents.count)
      receipts += try queue.submit(Array(documents[first..<end]))
    }
    if origin == nil, let first = receipts.first {
      origin = EntryReference(number: first.entry, hash: first.hash)
    }
    return receipts
  }

  // What the next document needs to know. Books that are held on to would be copied by the next
  // change, so only values leave here.
  var newestEnvelope: Envelope {
    ledger.books.cycles[ledger.books.cycles.count - 1].result.envelope
  }
  var paymentCount: Int { ledger.books.payments.count }

  func paymentOrders(from first: Int) -> [PaymentOrder] {
    ledger.books.payments.rows[first...].map(\.order)
  }

  /// The log root that the newest checkpoint carries.
  func root() throws -> Digest {
    let note = try SignedNote(parsing: try ledger.checkpoint())
    return try Checkpoint(body: note.text).root
  }
}

/// What remains of a ledger when it is closed: enough to see that it opens again with the same
/// books, without holding two of them in memory.
struct LedgerEnding {
  let path: String
  let model: RegionModel
  let digest: Digest
  let root: Digest
}

extension BenchmarkLedger {
  func ending(_ model: RegionModel) throws -> LedgerEnding {
    LedgerEnding(
      path: path, model: model, digest: region.digest(of: ledger.books), root: try root())
  }
}
