import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat

/// An entry as the journal holds it, decoded.
public struct ArchivedEntry: Sendable {
  public let header: EntryHeader
  public let hash: Digest
  public let document: Document
  public let documentBytes: [UInt8]
  public let signatures: SignatureList
  public let postings: [Posting]
  public let results: Results
}

extension Ledger {
  /// One entry, read from the journal again and checked against the hash that the books hold.
  public func entry(_ number: UInt64) throws(LedgerError) -> ArchivedEntry {
    guard number < books.nextEntry else {
      throw .notFound(kind: "entry", id: "\(number)")
    }
    if let view = try indexedEntry(number) {
      do throws(FormatError) { return try archived(view) } catch { throw .form(error) }
    }
    // Reading everything before it tells what is wrong, and where.
    var found: ArchivedEntry?
    try forEachEntry(from: number, to: number + 1) { found = $0 }
    guard let found else { throw .notFound(kind: "entry", id: "\(number)") }
    return found
  }

  /// Entries in order, from `start` up to `end` in all.
  public func forEachEntry(
    from start: UInt64 = 0, to end: UInt64? = nil, _ body: (ArchivedEntry) throws -> Void
  ) throws(LedgerError) {
    let reader = try freshJournal()
    do {
      // What is applied and not yet on disk is not in the archive.
      let known = min(reader.entryCount, UInt64(books.entries.count))
      try reader.forEachFrame(from: start, to: end ?? known) { frame in
        guard frame.type == .entry else { return }
        let view = try EntryView(frame.bytes)
        guard isIntact(view, frame.number) else {
          throw LedgerError.damagedEntry(
            number: frame.number, file: frame.file, offset: frame.offset,
            reason: "it is not as it was when the ledger was opened")
        }
        try body(try archived(view))
      }
    } catch let error as LedgerError {
      throw error
    } catch let error as StorageError {
      throw .storage(error)
    } catch let error as FormatError {
      throw .form(error)
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
  }

  /// Whether the bytes are those that the books were made of.
  func isIntact(_ view: EntryView, _ number: UInt64) -> Bool {
    view.header.number == number && view.hash { SHA256.hash($0) } == books.entries[Int(number)].hash
      && view.checkHashes { SHA256.hash($0) } == nil
  }

  private func archived(_ view: EntryView) throws(FormatError) -> ArchivedEntry {
    ArchivedEntry(
      header: view.header, hash: view.hash { SHA256.hash($0) }, document: try view.document(),
      documentBytes: view.documentBytes(), signatures: try view.signatures(),
      postings: try view.postings(), results: try view.results())
  }
}
