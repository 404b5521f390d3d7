import Bytes
import Cryptography
import Glibc
import JournalStorage
import LedgerFormat
import TransparencyLog

/// The index as a ledger uses it while it writes and looks up entries. Nothing here can fail what it
/// serves: without an index everything is found in the journal.
extension Ledger {
  /// Follows a commit that is durable. The index may be behind, where a crash came between: then it
  /// is brought up from the journal.
  func recordInIndex(
    _ entries: [PendingCommit.Entry], _ place: CommitPlace, after tree: MerkleTree
  ) {
    do {
      if indexedCount == nil { indexedCount = index.entryCount() }
      guard let known = indexedCount, known >= tree.size else {
        try repairIndex()
        return
      }
      var batch = IndexBatch(after: tree)
      for (entry, offset) in zip(entries, place.entryOffsets) {
        batch.add(IndexedEntry(leaf: entry.hash, offset: offset, kind: entry.kind.rawValue))
      }
      try index.write(batch)
      indexedCount = batch.tree.size
    } catch {
      // It is found short, or wrong, by whoever needs it.
      indexedCount = nil
    }
  }

  private func repairIndex() throws {
    let journal = try freshJournal()
    try index.extend(from: journal, start: min(index.entryCount(), journal.entryCount))
    indexedCount = journal.entryCount
  }

  /// An entry by its place in the index; nil where the index does not lead to it, even after it was
  /// made anew.
  func indexedEntry(_ number: UInt64) throws(LedgerError) -> EntryView? {
    let journal = number < self.journal.entryCount ? self.journal : try freshJournal()
    if let view = try indexedEntry(number, journal) { return view }
    guard indexRepair == nil else { return nil }
    let known = index.entryCount()
    let isShort = known < journal.entryCount
    guard (try? index.extend(from: journal, start: isShort ? known : 0)) != nil else {
      indexRepair = .inMemory
      return nil
    }
    indexedCount = nil
    indexRepair = isShort ? .extended : .rebuilt
    return try indexedEntry(number, journal)
  }

  private func indexedEntry(
    _ number: UInt64, _ journal: JournalReader
  ) throws(LedgerError) -> EntryView? {
    guard let offset = index.offset(ofEntry: number) else { return nil }
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try journal.entry(number, offset: offset) } catch {
      // A disk that fails says nothing about the index.
      if case .failed(_, _, EIO) = error { throw .storage(error) }
      return nil
    }
    guard let view = try? EntryView(bytes), isIntact(view, number) else { return nil }
    return view
  }
}
