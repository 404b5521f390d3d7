import Authentication
import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// The books as a journal makes them, entry by entry. Every byte is checked against its hashes, the
/// chain and the postings that the rules derive; signatures were judged when an entry was accepted,
/// and are judged again by the verifier.
struct Replay {
  var books = Books(digest: { SHA256.hash($0) })
  var tree = MerkleTree()

  /// Reads what is published from the entry after the last one read, up to `end` entries in all.
  /// `offset` is where the next entry should start in its segment.
  mutating func advance(
    _ reader: JournalReader, to end: UInt64? = nil, offset: UInt64? = nil
  ) throws(LedgerError) {
    let end = end ?? reader.entryCount
    guard tree.size < end else { return }
    do {
      try reader.forEachFrame(from: tree.size, to: end, offset: offset) { frame in
        guard frame.type == .entry else { return }
        try add(frame)
      }
    } catch let error as LedgerError {
      throw error
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .file(path: "", reason: "\(error)")
    }
  }

  private mutating func add(_ frame: JournalFrame) throws {
    func damaged(_ reason: String) -> LedgerError {
      .damagedEntry(
        number: frame.number, file: frame.file, offset: frame.offset, reason: reason)
    }
    let entry: EntryView
    let document: Document
    let before = books.mark()
    var isSealed = false
    // A later attempt must find the books as they were.
    defer { if !isSealed { books.rollback(to: before) } }
    do {
      entry = try EntryView(frame.bytes)
      if let part = entry.checkHashes(hash: { SHA256.hash($0) }) {
        throw damaged("the hash of its \(part.name) is wrong")
      }
      guard entry.header.number == frame.number else {
        throw damaged("it says that it is entry \(entry.header.number)")
      }
      guard entry.header.previous == books.head.hash else {
        throw damaged("it does not continue the chain")
      }
      document = try entry.document()
      let verified = Authenticator.recorded(document)
      let effects = try books.apply(verified, recordedAt: entry.header.recordedAt)
      guard try effects.postings == entry.postings(), try effects.results == entry.results()
      else { throw damaged("its postings or results do not follow from its document") }
    } catch let error as FormatError {
      throw damaged(error.description)
    } catch let error as Refusals {
      let code = error.first.first?.fault.code.rawValue ?? ""
      throw damaged("the rules refuse its document: \(code)")
    }
    let hash = entry.hash { SHA256.hash($0) }
    books.seal(hash: hash)
    books.commit()
    isSealed = true
    tree.append(hash)
  }
}

/// What the journal's storage needs to know of entries and checkpoints.
enum JournalContent {
  static let checkpointSize: CheckpointSize = { bytes in
    try Checkpoint(body: SignedNote(parsing: bytes).text).size
  }

  /// For opening as a writer: judges what no published checkpoint covers.
  static var rules: ContentRules {
    ContentRules(
      size: checkpointSize,
      validate: { entry, number in
        guard let view = try? EntryView([UInt8](entry)) else { return false }
        return view.header.number == number && view.checkHashes(hash: { SHA256.hash($0) }) == nil
      })
  }
}
