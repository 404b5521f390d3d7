import Bytes
import Glibc

/// The paths inside a ledger directory.
struct LedgerLayout: Sendable {
  let directory: String

  var journal: String { directory + "/journal" }
  var checkpoints: String { directory + "/checkpoints" }
  var latest: String { checkpoints + "/latest" }
  var latestDraft: String { checkpoints + "/latest.new" }
  var lock: String { directory + "/lock" }
  var segmentDraft: String { journal + "/segment.new" }

  static let directoryNames = ["journal", "checkpoints", "snapshots", "index"]
  static let names = Set(directoryNames + ["lock"])

  func segment(first entry: UInt64) -> Segment {
    Segment(first: entry, path: "\(journal)/\(NumberedName.make(entry, Segment.suffix))")
  }

  func torn(offset: UInt64, attempt: Int) -> String { "\(journal)/torn-\(offset)-\(attempt).bin" }

  /// The segments by their first entry, at least one. What makes a directory a ledger is a first
  /// segment, which `JournalWriter.create` therefore makes last.
  func segments(_ files: any FileSystem) throws(StorageError) -> [Segment] {
    let names = try contents(files)
    guard names.contains("journal") || names.contains("checkpoints") else {
      if let name = Self.foreign(names) {
        throw .notALedger(path: directory, reason: "it contains \(name)")
      }
      throw .noLedger(path: directory)
    }
    let found = try journalNames(files).compactMap { Segment.number(ofName: $0) }.sorted()
    guard found.isEmpty else { return found.map { segment(first: $0) } }
    guard try PublishedCheckpoint.bytes(files, self) == nil else {
      throw .damaged(
        file: journal, offset: 0, entry: 0, reason: "a checkpoint is published, but no journal")
    }
    throw .noLedger(path: directory)
  }

  /// The names in the ledger directory.
  func contents(_ files: any FileSystem) throws(StorageError) -> [String] {
    do {
      return try files.list(directory)
    } catch .failed(_, _, ENOENT) {
      throw .noLedger(path: directory)
    } catch .failed(_, _, ENOTDIR) {
      throw .notALedger(path: directory, reason: "it is not a directory")
    }
  }

  /// The first name that is not one of a ledger's.
  static func foreign(_ names: [String]) -> String? {
    names.filter { !Self.names.contains($0) }.min()
  }

  private func journalNames(_ files: any FileSystem) throws(StorageError) -> [String] {
    do {
      return try files.list(journal)
    } catch .failed(_, _, ENOENT) {
      return []
    }
  }
}

/// One file of the journal.
struct Segment: Sendable, Equatable {
  /// The number of the first entry in it.
  let first: UInt64
  let path: String

  static let suffix = ".journal"

  /// Nil unless `name` is exactly what the writer gives to a segment.
  static func number(ofName name: String) -> UInt64? { NumberedName.number(name, suffix) }
}

/// Names of files that sort by a number of entries: twenty digits and a suffix.
enum NumberedName {
  private static let digitCount = 20

  static func make(_ number: UInt64, _ suffix: String) -> String {
    let digits = String(number)
    return String(repeating: "0", count: digitCount - digits.utf8.count) + digits + suffix
  }

  /// Nil unless `name` is exactly what `make` gives.
  static func number(_ name: String, _ suffix: String) -> UInt64? {
    guard name.hasSuffix(suffix) else { return nil }
    let digits = name.utf8.dropLast(suffix.utf8.count)
    guard digits.count == digitCount, digits.allSatisfy(\.isDigit) else {
      return nil
    }
    return UInt64(String(decoding: digits, as: UTF8.self))
  }
}

/// The first 64 bytes of a segment.
struct SegmentHeader: Equatable {
  let ledgerID: [UInt8]
  let first: UInt64

  var bytes: [UInt8] {
    precondition(ledgerID.count == JournalFormat.ledgerIDSize)
    var writer = ByteWriter(reserving: JournalFormat.segmentHeaderSize)
    writer.write(raw: JournalFormat.segmentMagic + [UInt8](repeating: 0, count: 8))
    writer.write(raw: ledgerID)
    writer.write(first)
    writer.write(raw: [UInt8](repeating: 0, count: 16))
    return writer.bytes
  }

  /// Nil unless `bytes` are what `bytes` of a header gives.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == JournalFormat.segmentHeaderSize else { return nil }
    var reader = ByteReader(bytes, range: 24..<48)
    guard let id = try? reader.read(count: JournalFormat.ledgerIDSize),
      let number = try? reader.read(UInt64.self)
    else { return nil }
    self.init(ledgerID: id, first: number)
    guard self.bytes == bytes else { return nil }
  }

  init(ledgerID: [UInt8], first: UInt64) {
    self.ledgerID = ledgerID
    self.first = first
  }
}
