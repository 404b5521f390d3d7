import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Finds a snapshot to begin with, instead of the first entry. It is believed as far as a checkpoint
/// is: it must be signed by the log key; and what follows it in the journal must continue it.
struct SnapshotOpening {
  let files: SnapshotFiles
  let journal: JournalReader
  let log: LedgerLog

  /// The books at the first of `numbers` that serves; nil where none does.
  func first(of numbers: [UInt64]) -> OpenSnapshot? {
    for number in numbers {
      if let open = try? open(number) { return open }
    }
    return nil
  }

  private func open(_ number: UInt64) throws -> OpenSnapshot? {
    guard let file = try files.open(number), let header = header(file.tail, number),
      let tree = MerkleTree(size: number, subtrees: header.subtrees)
    else { return nil }
    var content = [number: file]
    for other in header.files where other != number {
      guard let file = try files.open(other) else { return nil }
      content[other] = file
    }
    let journal = journal
    let reader = StateReader(
      header, digest: { SHA256.hash($0) },
      read: { [content] in content[$0.snapshot]?.block(at: $0.offset, count: Int($0.byteCount)) },
      replay: { Replay.columns(of: journal, atEntryCount: number) })
    return OpenSnapshot(
      reader: reader, replay: Replay(books: reader.books(), tree: tree), log: log)
  }

  private func header(_ tail: SnapshotTail, _ number: UInt64) -> StateHeader? {
    let origin = Checkpoint.origin(ofLedger: journal.ledgerID)
    guard let signed = try? SignedNote(parsing: tail.note),
      (try? log.isSigned(size: number) { (try? signed.verify(with: $0)) != nil }) == true,
      let note = try? SnapshotNote(parsing: signed, origin: origin),
      note.entryCount == number, SHA256.hash(tail.root) == note.stateRoot,
      let header = try? StateHeader(root: tail.root, places: tail.places),
      header.entryCount == number, header.books.ledger.bytes == journal.ledgerID,
      MerkleTree(size: number, subtrees: header.subtrees)?.root == note.logRoot
    else { return nil }
    return header
  }
}

/// A snapshot whose books are in use.
struct OpenSnapshot {
  let reader: StateReader
  let replay: Replay
  /// The log that it was held against.
  let log: LedgerLog
}

extension Replay {
  /// What a damaged page is made good from. Where the journal cannot be read either, nothing that
  /// was asked can be answered, and the process ends with a message.
  static func columns(of journal: JournalReader, atEntryCount count: UInt64) -> BooksColumns {
    var replay = Replay()
    do throws(LedgerError) {
      try replay.advance(journal, to: count)
    } catch {
      fatalError("neither the snapshot nor the journal before it can be read: \(error)")
    }
    return replay.books.columns
  }
}
