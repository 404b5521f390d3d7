import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerFormat
import TransparencyLog

extension Decoder {
  static let snapshots = [snapshot, statePage]

  /// The snapshot among the vectors.
  private static let sample: [UInt8] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = "Ledger/Vectors/ledgers/ok-snapshot/snapshots/00000000000000000020.snapshot"
    return (try? Data(contentsOf: root.appending(path: path))).map { [UInt8]($0) } ?? []
  }()

  /// The file around the pages, up to the parts of the root block and the note.
  private static let snapshot = Decoder(name: "snapshot", samples: [sample]) { bytes in
    var disk = MemoryDisk(journal: [], latest: nil)
    let files = SnapshotFiles(ledger: MemoryDisk.ledger)
    disk.files[files.path(20)] = bytes
    guard let file = try SnapshotFiles(ledger: MemoryDisk.ledger, files: disk).open(20) else {
      return false
    }
    do {
      let header = try StateHeader(root: file.tail.root, places: file.tail.places)
      try promise(header.encodeRoot() == file.tail.root, "another root block")
      try promise(header.encodePlaces() == file.tail.places, "other places")
      // Whatever the places say, nothing is read beyond the file.
      StateBlocks(header, digest: { _ in .zero }) {
        file.block(at: $0.offset, count: Int($0.byteCount))
      }.check { _ in }
      let note = try SignedNote(parsing: file.tail.note)
      return note.text.split(separator: "\n").count == 4
    } catch let error as FormatError {
      try checkShown(error.description)
    } catch is NoteError {
    }
    return false
  }

  /// A page of whatever column it says.
  private static let statePage = Decoder(name: "state-page", samples: pages) { bytes in
    do {
      try promise(try StatePage.rewritten(bytes) == bytes, "a page has two encodings")
      return true
    } catch let error as FormatError {
      try checkShown(error.description)
      return false
    }
  }

  /// Pages stand at the beginning of each column's blocks: every block that reads as one.
  private static let pages: [[UInt8]] = {
    var disk = MemoryDisk(journal: [], latest: nil)
    let path = SnapshotFiles(ledger: MemoryDisk.ledger).path(20)
    disk.files[path] = sample
    var blocks: [[UInt8]] = []
    let files = SnapshotFiles(ledger: MemoryDisk.ledger, files: disk)
    if let file = try? files.open(20),
      let header = try? StateHeader(root: file.tail.root, places: file.tail.places)
    {
      nonisolated(unsafe) var seen: [[UInt8]] = []
      StateBlocks(header, digest: { SHA256.hash($0) }) { address in
        let block = file.block(at: address.offset, count: Int(address.byteCount))
        if let block { seen.append(block) }
        return block
      }.check { _ in }
      blocks = seen
    }
    return blocks.filter { (try? StatePage.rewritten($0)) != nil }
  }()
}
