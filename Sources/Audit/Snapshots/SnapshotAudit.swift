import Bytes
import Cryptography
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
  /// Of the snapshots, by their numbers of entries.
  let numbers: [UInt64]
  private var moments: [UInt64: Moment] = [:]

  init(_ files: LedgerFiles, wanted: Bool) {
    self.files = SnapshotFiles(ledger: files.directory, files: files.disk)
    numbers = wanted ? (try? self.files.numbers())?.sorted() ?? [] : []
  }

  /// After each entry.
  func follow(_ tree: MerkleTree, logKey: @autoclosure () -> RegisteredKey?) {
    guard numbers.contains(tree.size) else { return }
    moments[tree.size] = Moment(tree: tree, logKey: logKey()?.key)
  }

  func finish(_ log: FindingLog, origin: String, states: [UInt64: StateHeader]) {
    for number in numbers {
      guard let moment = moments[number] else { continue }
      let place = Place(entry: number - 1, file: files.path(number))
      guard let header = open(number, moment, place, log, origin) else { continue }
      let found = SHA256.hash(header.encodeRoot())
      if var state = states[number] {
        state.subtrees = moment.tree.subtrees
        let expected = SHA256.hash(state.encodeRoot())
        if found != expected {
          log.add(.snapshotState, place, expected: expected.hex, found: found.hex)
        }
      }
      if number == numbers.last { checkBlocks(header, place, log) }
    }
  }

  /// The header; nil where the file is none, or a writer at work has removed it.
  private func open(
    _ number: UInt64, _ moment: Moment, _ place: Place, _ log: FindingLog, _ origin: String
  ) -> StateHeader? {
    do {
      if let file = try files.open(number) { return judge(file, moment, place, log, origin) }
    } catch {
      guard (try? files.numbers().contains(number)) == true else { return nil }
    }
    log.add(.snapshotForm, place)
    return nil
  }

  /// The header, where the note vouches for it.
  private func judge(
    _ file: SnapshotFile, _ moment: Moment, _ place: Place, _ log: FindingLog, _ origin: String
  ) -> StateHeader? {
    guard let signed = try? SignedNote(parsing: file.tail.note),
      let note = try? SnapshotNote(parsing: signed, origin: origin),
      let header = try? StateHeader(root: file.tail.root, places: file.tail.places),
      note.entryCount == moment.tree.size, header.entryCount == note.entryCount,
      note.stateRoot == SHA256.hash(file.tail.root)
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

  /// Of the newest, which readers use, wherever its blocks are stored.
  private func checkBlocks(_ header: StateHeader, _ place: Place, _ log: FindingLog) {
    var content: [UInt64: SnapshotFile] = [:]
    for number in Set(header.files).union([header.entryCount]) {
      content[number] = try? files.open(number)
    }
    let blocks = StateBlocks(header, digest: { SHA256.hash($0) }) {
      content[$0.snapshot]?.block(at: $0.offset, count: Int($0.byteCount))
    }
    var wrong: [PageAddress] = []
    blocks.check { wrong.append($0) }
    // Where a writer at work has written another since, this one's files may be gone.
    guard !wrong.isEmpty, (try? files.numbers())?.first == header.entryCount else { return }
    for address in wrong {
      log.add(
        .snapshotBlock,
        Place(entry: place.entry, file: files.path(address.snapshot), offset: address.offset),
        expected: address.digest.hex)
    }
  }
}
