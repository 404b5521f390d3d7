import Bytes
import Cryptography
import Glibc
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Judges the snapshots that are kept: what the log key signed must be the state that the entries
/// lead to, read again. One beyond the journal is ignored, as readers ignore it: a writer that is at
/// work may just have written it.
final class SnapshotAudit {
  /// What the journal says at the number of entries of a snapshot.
  private struct Moment {
    let tree: MerkleTree
    let logKey: PublicKey?
  }

  private let files: SnapshotFiles
  /// Of the snapshots, by their numbers of entries, the newest first.
  let numbers: [UInt64]
  let wanted: Set<UInt64>
  private let contents: SnapshotContents
  private var moments: [UInt64: Moment] = [:]
  /// State roots of those that could be compared, as they must be.
  private(set) var roots: [UInt64: Digest] = [:]
  /// Snapshots share blocks, and so wrong ones.
  private var told: Set<PageAddress> = []

  /// The files are read at once, `beside` what the caller goes on with or before it.
  init(_ files: LedgerFiles, wanted: Bool, beside: Bool) throws(StorageError) {
    self.files = SnapshotFiles(ledger: files.directory, files: files.disk)
    numbers = wanted ? try self.files.numbers() : []
    self.wanted = Set(numbers)
    contents = SnapshotContents(self.files, numbers, beside: beside)
  }

  /// After each entry.
  func follow(_ tree: MerkleTree, logKey: (_ size: UInt64) -> RegisteredKey?) {
    guard wanted.contains(tree.size) else { return }
    moments[tree.size] = Moment(tree: tree, logKey: logKey(tree.size)?.key)
  }

  /// Whether one is kept of entries that are not judged again, and that the earlier run did not
  /// compare.
  func hasUnknown(_ trusted: AuditedBooks) -> Bool {
    numbers.contains { $0 < trusted.books.nextEntry && trusted.snapshots[$0] == nil }
  }

  /// Ends the reading of files where nobody waits for it any more.
  func stop() { contents.stop() }

  /// `known` are the roots that an earlier run compared, whose entries were not judged again. Throws
  /// where a file cannot be read.
  func finish(
    _ log: FindingLog, origin: String, states: [UInt64: StateHeader], known: [UInt64: Digest]?
  ) throws(StorageError) {
    for number in numbers {
      guard let moment = moments[number] else { continue }
      let place = Place(entry: number > 0 ? number - 1 : nil, file: files.path(number))
      guard let content = try content(number, place, log) else { continue }
      guard let header = judge(content, moment, place, log, origin) else { continue }
      let found = SHA256.hash(content.tail.root)
      if let expected = root(states[number], moment) ?? known?[number] {
        roots[number] = expected
        if found != expected {
          log.add(.snapshotState, place, expected: expected.hex, found: found.hex)
        }
      }
      try tell(content.wrong, of: header, place, log)
    }
  }

  private func root(_ state: StateHeader?, _ moment: Moment) -> Digest? {
    guard var state else { return nil }
    state.subtrees = moment.tree.subtrees
    return SHA256.hash(state.encodeRoot())
  }

  /// Nil where the file is none, or a writer at work has removed it.
  private func content(
    _ number: UInt64, _ place: Place, _ log: FindingLog
  ) throws(StorageError) -> SnapshotContents.Content? {
    do throws(StorageError) {
      if let content = try contents.content(number) { return content }
    } catch .failed(_, _, ENOENT) {
      guard try files.numbers().contains(number) else { return nil }
    } catch .notAFile {
      // A pipe or a device.
    } catch .failed(_, _, EISDIR) {}
    log.add(.snapshotForm, place)
    return nil
  }

  /// The header, where the note vouches for it.
  private func judge(
    _ content: SnapshotContents.Content, _ moment: Moment, _ place: Place, _ log: FindingLog,
    _ origin: String
  ) -> StateHeader? {
    guard let signed = try? SignedNote(parsing: content.tail.note),
      let note = try? SnapshotNote(parsing: signed, origin: origin),
      let header = content.header,
      note.entryCount == moment.tree.size, header.entryCount == note.entryCount,
      note.stateRoot == SHA256.hash(content.tail.root)
    else {
      log.add(.snapshotForm, place)
      return nil
    }
    let key = moment.logKey.flatMap { try? NoteVerifierKey(name: origin, publicKey: $0) }
    if let key, (try? signed.verify(with: key)) == nil {
      log.add(.snapshotSignature, place, expected: key.vkey)
    }
    if note.logRoot != moment.tree.root {
      log.add(
        .snapshotRoot, place, expected: moment.tree.root.hex, found: note.logRoot.hex)
    }
    return header
  }

  private func tell(
    _ wrong: [PageAddress], of header: StateHeader, _ place: Place, _ log: FindingLog
  ) throws(StorageError) {
    guard !wrong.isEmpty else { return }
    let now = try files.numbers()
    for address in wrong where isKept(address, of: header, now) && told.insert(address).inserted {
      log.add(
        .snapshotBlock,
        Place(entry: place.entry, file: files.path(address.snapshot), offset: address.offset),
        expected: address.digest.hex)
    }
  }

  /// Files that the newest snapshot has no need of are removed, and so older ones lack pages; a
  /// writer at work may have made one the older since.
  private func isKept(_ address: PageAddress, of header: StateHeader, _ now: [UInt64]) -> Bool {
    guard now.contains(header.entryCount) else { return false }
    return now.contains(address.snapshot) || now.first == header.entryCount
  }
}
