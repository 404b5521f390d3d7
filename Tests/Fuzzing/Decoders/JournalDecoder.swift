import Audit
import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import LedgerService
import TransparencyLog

extension Decoder {
  /// A whole ledger of one segment: the length of `checkpoints/latest` in 4 bytes, little-endian,
  /// then that file, then the segment. Nobody can make another that verifies clean.
  static let journal = Decoder(name: "journal", samples: [JournalSample.bytes]) { bytes in
    guard let disk = JournalSample.disk(bytes) else { return false }
    let (frames, isReadable) = read(disk)
    var options = VerifierOptions()
    options.files = disk
    let report: VerificationReport
    do throws(VerifierError) {
      report = try Verifier(ledger: MemoryDisk.ledger, options).run()
    } catch {
      try checkShown(error.description)
      return false
    }
    for finding in report.findings.prefix(50) {
      for isRussian in [true, false] {
        try promise(!finding.message(russian: isRussian).isEmpty, "a finding without words")
      }
    }
    guard report.isClean else { return false }
    try promise(isReadable, "the verifier is content with what no reader can read")
    let isOurs = disk.files[MemoryDisk.segment(0)]?[24..<40] == JournalSample.ledgerID[...]
    try promise(
      !isOurs || JournalSample.frames.starts(with: frames), "a changed journal verifies clean")
    return true
  }

  /// The file `index/entries`, which anybody may have written: an entry is found, or is not there.
  static let index = Decoder(name: "index", samples: [JournalSample.offsets]) { bytes in
    var disk = JournalSample.disk(JournalSample.bytes)!
    disk.files[MemoryDisk.ledger + "/index/entries"] = bytes
    let ledger = try Ledger.read(MemoryDisk.ledger, files: disk)
    for number in 0..<ledger.books.nextEntry {
      let hash = try ledger.entry(number).hash
      try promise(
        hash == ledger.books.entries[Int(number)].hash, "the index leads to another entry")
    }
    return bytes == JournalSample.offsets
  }

  private static func read(_ disk: MemoryDisk) -> (frames: [[UInt8]], isReadable: Bool) {
    var frames: [[UInt8]] = []
    do {
      let reader = try JournalReader.open(
        MemoryDisk.ledger, size: JournalSample.checkpointSize, files: disk)
      try reader.forEachFrame { frames.append($0.bytes) }
      return (frames, true)
    } catch {
      return (frames, false)
    }
  }
}

enum JournalSample {
  static let checkpointSize: CheckpointSize = { bytes in
    try Checkpoint(body: SignedNote(parsing: bytes).text).size
  }

  static func disk(_ bytes: [UInt8]) -> MemoryDisk? {
    guard bytes.count >= 4 else { return nil }
    let count = bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= bytes.count - 4 else { return nil }
    return MemoryDisk(
      journal: Array(bytes[(4 + count)...]), latest: count > 0 ? Array(bytes[4..<4 + count]) : nil)
  }

  /// Four entries: the ledger is opened, three keys are enrolled.
  static let bytes: [UInt8] = {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("hostile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let ledger = root.appendingPathComponent("ledger").path
    let session = Session(
      ledgerPath: ledger, keysPath: root.appendingPathComponent("keys").path,
      clock: { Timestamp(milliseconds: 1_693_555_200_000) }, today: Samples.day)
    do {
      _ = try session.create(name: "Проба", WriteOptions())
      for role in [KeyRole.authority, .financeFirst, .financeSecond] {
        let key = try session.ring.create("\(role)", .ed25519)
        _ = try session.write(WriteOptions()) { _ in
          let enrolment = KeyEnrolment(
            key: key.spki, role: role, party: Samples.payerINN, from: Samples.day,
            to: Samples.yearEnd)
          return [Draft(.keyEnrolled(enrolment))]
        }
      }
      func content(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(ledger)/\(name)")))
      }
      let latest = try content("checkpoints/latest")
      let segment = try content("journal/\(String(repeating: "0", count: 20)).journal")
      let count = (0..<4).map { UInt8(truncatingIfNeeded: latest.count >> ($0 * 8)) }
      return count + latest + segment
    } catch {
      fatalError("no sample ledger: \(error)")
    }
  }()

  private static let reader = try! JournalReader.open(
    MemoryDisk.ledger, size: checkpointSize, files: disk(bytes)!)

  static let ledgerID = reader.ledgerID
  /// Of the entries' frames, as `index/entries` holds them.
  static let offsets: [UInt8] = {
    var writer = ByteWriter()
    try! reader.forEachFrame { if $0.type == .entry { writer.write($0.offset) } }
    return writer.bytes
  }()
  static let frames: [[UInt8]] = {
    var frames: [[UInt8]] = []
    try! reader.forEachFrame { frames.append($0.bytes) }
    return frames
  }()
}
