import Bytes
import Cryptography
import JournalStorage
import LedgerFormat
import TransparencyLog

@testable import Audit

/// Entries and checkpoints as frames, with places to change something at every level.
struct VectorJournal {
  struct Frame {
    var type: UInt8
    var payload: [UInt8]
  }

  var frames: [Frame] = []
  /// What lies in `checkpoints/latest`; nil for no such file.
  var latest: [UInt8]?
  /// A checkpoint that an auditor kept.
  var kept: [UInt8]?
  /// Snapshot files by their numbers of entries.
  var snapshots: [UInt64: [UInt8]] = [:]
  /// The frame with which a second segment begins.
  var cut: Int?
  /// Changes to the bytes of the segments, by first entry.
  var edit: (inout [UInt64: [UInt8]]) -> Void = { _ in }

  static let origin = Checkpoint.origin(ofLedger: VectorTown.ledger.bytes)

  /// One commit for each entry, where `entriesInCommit` says no other. Payloads are changed with
  /// their numbers at hand, and the hashes that rest on them are right again.
  init(
    _ town: VectorTown, _ change: (Int, inout [UInt8]) -> Void = { _, _ in },
    entriesInCommit: Int = 1, logKey: (Int) -> String = { _ in "log" }
  ) throws {
    var tree = MerkleTree()
    var previous = [UInt8](repeating: 0, count: 32)
    for (number, entry) in town.entries.enumerated() {
      var payload = entry.payload
      payload.replaceSubrange(32..<64, with: previous)
      change(number, &payload)
      let leaf = payload[..<min(216, payload.count)].withUnsafeBytes { MerkleHash.leaf($0) }
      previous = leaf.bytes
      tree.append(leaf)
      frames.append(Frame(type: 1, payload: payload))
      guard (number + 1) % entriesInCommit == 0 || number == town.entries.count - 1 else {
        continue
      }
      let note = try Self.note(tree.size, tree.root, town.keys[logKey(number)]!)
      frames.append(Frame(type: 2, payload: note))
    }
    latest = frames.last?.payload
  }

  static func note(_ size: UInt64, _ root: Digest, _ key: VectorKey) throws -> [UInt8] {
    let checkpoint = Checkpoint(origin: origin, size: size, root: root)
    return Array(try checkpoint.sign(with: key.privateKey).rendered.utf8)
  }

  /// Text under a signature, whatever the text says.
  static func note(
    text: String, name: String = origin, _ key: VectorKey
  ) throws -> [UInt8] {
    let note = try SignedNote(
      signing: text, by: NoteSigner(name: name, privateKey: key.privateKey))
    return Array(note.rendered.utf8)
  }

  /// The root over the entries as they are.
  var root: Digest {
    var tree = MerkleTree()
    for frame in frames where frame.type == 1 {
      tree.append(frame.payload[..<216].withUnsafeBytes { MerkleHash.leaf($0) })
    }
    return tree.root
  }

  static func frame(_ frame: Frame) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(raw: Array("KZNF".utf8) + [frame.type, 0, 0, 0])
    writer.write(UInt32(frame.payload.count))
    let check = writer.bytes.withUnsafeBytes { crc32C($0[...]) }
    writer.write(check)
    writer.write(raw: frame.payload)
    writer.write(raw: [UInt8](repeating: 0, count: (8 - frame.payload.count % 8) % 8))
    return writer.bytes
  }

  static func head(_ first: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(raw: Array("kazna-journal-v1".utf8) + [UInt8](repeating: 0, count: 8))
    VectorTown.ledger.write(to: &writer)
    writer.write(first)
    writer.write(raw: [UInt8](repeating: 0, count: 16))
    return writer.bytes
  }

  /// Where a frame begins in a journal of one segment.
  func offset(of index: Int) -> Int {
    frames[..<index].reduce(64) { $0 + Self.frame($1).count }
  }

  var segments: [UInt64: [UInt8]] {
    let cut = cut ?? frames.count
    var segments: [UInt64: [UInt8]] = [0: Self.head(0)]
    for frame in frames[..<cut] { segments[0]! += Self.frame(frame) }
    if cut < frames.count {
      let first = UInt64(frames[..<cut].count { $0.type == 1 })
      segments[first] = Self.head(first)
      for frame in frames[cut...] { segments[first]! += Self.frame(frame) }
    }
    edit(&segments)
    return segments
  }

  /// By path, relative to the ledger's directory.
  var files: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (first, bytes) in segments {
      let digits = String(first)
      let zeros = String(repeating: "0", count: 20 - digits.count)
      files["journal/\(zeros)\(digits).journal"] = bytes
    }
    for (number, bytes) in snapshots {
      files[String(SnapshotFiles(ledger: "").path(number).dropFirst())] = bytes
    }
    files["checkpoints/latest"] = latest
    files["kept"] = kept
    return files
  }
}
