import Bytes
import JournalStorage
import TransparencyLog

/// What proofs are made of: the nodes of the tree, and where each entry stands and what it is. It is
/// believed by nobody: what is read here counts only once it leads to a signed checkpoint or an
/// entry's own hash.
protocol EntryIndex: NodeReader {
  /// Where the entry's frame should start in its segment.
  func offset(ofEntry number: UInt64) -> UInt64?
  /// The kinds of the first `count` entries.
  func kinds(count: UInt64) throws -> [UInt8]
}

/// The files of `index/`. All of it follows from the journal and is written without sync.
///
/// `entries` holds the offset of each entry's frame (8 bytes, little-endian), `kinds` its kind (1
/// byte), `tree-LL` the hashes of level LL (32 bytes each) from left to right, complete subtrees only.
/// A value has its fixed place, so that writing it twice, or by two processes, does no harm.
struct LedgerIndex: EntryIndex {
  /// A tree of 2^63 leaves has no more levels.
  private static let levelCount = 64
  private static let offsetSize: UInt64 = 8
  private static let hashSize = UInt64(Digest.byteCount)

  let directory: String
  private let files: any FileSystem

  init(ledger path: String, files: any FileSystem = PosixFileSystem()) {
    directory = path + "/index"
    self.files = files
  }

  private var entriesPath: String { directory + "/entries" }
  private var kindsPath: String { directory + "/kinds" }

  private func treePath(_ level: Int) -> String {
    "\(directory)/tree-\(level < 10 ? "0" : "")\(level)"
  }

  // MARK: Reading

  /// The number of entries for which everything is there, right or wrong.
  func entryCount() -> UInt64 {
    var count = min(
      byteCount(entriesPath) / Self.offsetSize, byteCount(kindsPath),
      byteCount(treePath(0)) / Self.hashSize)
    for level in 1..<Self.levelCount where count >> UInt64(level) > 0 {
      let nodes = byteCount(treePath(level)) / Self.hashSize
      // The first node that is missing would be completed by this entry.
      let (next, overflow) = (nodes + 1).multipliedReportingOverflow(by: 1 << UInt64(level))
      if !overflow { count = min(count, next - 1) }
    }
    return count
  }

  func hash(at position: NodePosition) throws -> Digest {
    guard (0..<Self.levelCount).contains(position.level), position.index < UInt64.max >> 6 else {
      throw ProofError.missingNode(position)
    }
    let place = position.index * Self.hashSize
    guard let bytes = read(treePath(position.level), Int(Self.hashSize), at: place),
      let hash = Digest(bytes: bytes)
    else { throw ProofError.missingNode(position) }
    return hash
  }

  func offset(ofEntry number: UInt64) -> UInt64? {
    guard number < UInt64.max >> 4,
      let bytes = read(entriesPath, Int(Self.offsetSize), at: number * Self.offsetSize)
    else { return nil }
    var reader = ByteReader(bytes)
    return try? reader.read(UInt64.self)
  }

  func kinds(count: UInt64) throws -> [UInt8] {
    guard count <= byteCount(kindsPath), let kinds = read(kindsPath, Int(count), at: 0) else {
      throw ProofError.missingNode(NodePosition(level: 0, index: count))
    }
    return kinds
  }

  /// The tree of the first `size` entries, to append to.
  func tree(size: UInt64) throws -> MerkleTree {
    var subtrees: [Digest] = []
    var start: UInt64 = 0
    for level in (0..<UInt64(Self.levelCount)).reversed() where size >> level & 1 == 1 {
      subtrees.append(try hash(at: NodePosition(level: Int(level), index: start >> level)))
      start += 1 << level
    }
    guard let tree = MerkleTree(size: size, subtrees: subtrees) else {
      preconditionFailure("one subtree for each bit of the size")
    }
    return tree
  }

  private func byteCount(_ path: String) -> UInt64 {
    guard let file = try? files.open(path, .read) else { return 0 }
    defer { files.close(file) }
    return (try? files.size(of: file)) ?? 0
  }

  private func read(_ path: String, _ count: Int, at offset: UInt64) -> [UInt8]? {
    guard let file = try? files.open(path, .read) else { return nil }
    defer { files.close(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { try? files.read(file, into: $0, at: offset) }
    return read == count ? bytes : nil
  }

  // MARK: Writing

  func write(_ batch: IndexBatch) throws(StorageError) {
    guard batch.count > 0 else { return }
    // Levels from the top: a batch counts when its entries do.
    for (level, nodes) in batch.levels.enumerated().reversed() {
      guard let nodes else { continue }
      var writer = ByteWriter(reserving: nodes.hashes.count * Digest.byteCount)
      for hash in nodes.hashes { writer.write(hash) }
      try write(writer.take(), to: treePath(level), at: nodes.first * Self.hashSize)
    }
    try write(batch.kinds, to: kindsPath, at: batch.firstEntry)
    var writer = ByteWriter(reserving: batch.count * Int(Self.offsetSize))
    for offset in batch.offsets { writer.write(offset) }
    try write(writer.take(), to: entriesPath, at: batch.firstEntry * Self.offsetSize)
  }

  private func write(
    _ bytes: [UInt8], to path: String, at offset: UInt64
  ) throws(StorageError) {
    try files.withFile(path, .createIfMissing) { (file) throws(StorageError) in
      try files.write(file, bytes, at: offset)
    }
  }

  /// Writes what the journal says of the entries from `start` on. The nodes before are taken as
  /// they are.
  func extend(from journal: JournalReader, start: UInt64) throws {
    _ = try files.makeDirectory(directory)
    var batch = IndexBatch(after: try tree(size: start))
    try Self.forEachEntry(of: journal, from: start) { entry in
      batch.add(entry)
      guard batch.count == Self.batchLimit else { return }
      try write(batch)
      batch = IndexBatch(after: batch.tree)
    }
    try write(batch)
  }

  /// Entries for which nodes are gathered before they are written.
  private static let batchLimit = 8_192

  static func forEachEntry(
    of journal: JournalReader, from start: UInt64 = 0, _ body: (IndexedEntry) throws -> Void
  ) throws {
    try journal.forEachFrame(from: start) { frame in
      guard frame.type == .entry else { return }
      guard let entry = IndexedEntry(frame.payload, offset: frame.offset) else {
        throw StorageError.damaged(
          file: frame.file, offset: frame.offset, entry: frame.number,
          reason: "the content of the entry is wrong")
      }
      try body(entry)
    }
  }
}

/// The same for one answer, made from the journal where no files can be.
struct IndexInMemory: EntryIndex {
  private var nodes = NodeStore()
  private var offsets: [UInt64] = []
  private var kinds: [UInt8] = []

  init(of journal: JournalReader) throws {
    try LedgerIndex.forEachEntry(of: journal) { entry in
      nodes.append(entry.leaf)
      offsets.append(entry.offset)
      kinds.append(entry.kind)
    }
  }

  func hash(at position: NodePosition) throws -> Digest { try nodes.hash(at: position) }

  func offset(ofEntry number: UInt64) -> UInt64? {
    number < offsets.count ? offsets[Int(number)] : nil
  }

  func kinds(count: UInt64) throws -> [UInt8] { Array(kinds.prefix(Int(count))) }
}
