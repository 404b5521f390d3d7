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
      try reader.forEachFrame(from: start, to: end ?? replay.tree.size) { frame in
        guard frame.type == .entry else { return }
        let view = try EntryView(frame.bytes)
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

  private func archived(_ view: EntryView) throws(FormatError) -> ArchivedEntry {
    ArchivedEntry(
      header: view.header, hash: view.hash { SHA256.hash($0) }, document: try view.document(),
      documentBytes: view.documentBytes(), signatures: try view.signatures(),
      postings: try view.postings(), results: try view.results())
  }

  func documentBytes(ofEntry number: UInt64) throws(LedgerError) -> [UInt8] {
    try entry(number).documentBytes
  }
}
