import Bytes
import Glibc

/// The files of `snapshots/`, each named by the number of entries that its state comes from. They
/// are derived: whatever is wrong with them, the journal makes up for it.
public struct SnapshotFiles: Sendable {
  static let magic = Array("kazna-snapshot-1".utf8)
  static let suffix = ".snapshot"
  /// At the end of a file: offset and sizes of what follows the blocks, then the magic.
  static let trailerSize = 8 + 3 * 4 + 4 + 16

  let directory: String
  let files: any FileSystem

  public init(ledger path: String, files: any FileSystem = PosixFileSystem()) {
    directory = path + "/snapshots"
    self.files = files
  }

  public func path(_ number: UInt64) -> String {
    "\(directory)/\(NumberedName.make(number, Self.suffix))"
  }

  /// The numbers of the snapshots that are there, the newest first.
  public func numbers() throws(StorageError) -> [UInt64] {
    do {
      return try files.list(directory).compactMap { NumberedName.number($0, Self.suffix) }
        .sorted(by: >)
    } catch .failed(_, _, ENOENT) {
      return []
    } catch .failed(_, _, ENOTDIR) {
      // Something else has the name: it holds no snapshot.
      return []
    }
  }

  /// Opens a snapshot; nil where the file has not the shape of one.
  public func open(_ number: UInt64) throws(StorageError) -> SnapshotFile? {
    let file = try files.open(path(number), .read)
    defer { files.close(file) }
    return try SnapshotFile(files.keep(file))
  }

  public func byteCount(_ number: UInt64) -> UInt64 {
    let size = try? files.withFile(path(number), .read) { (file) throws(StorageError) in
      try files.size(of: file)
    }
    return size ?? 0
  }

  public func freeBytes() throws(StorageError) -> UInt64 { try files.freeBytes(at: directory) }

  public func remove(_ number: UInt64) throws(StorageError) { try files.remove(path(number)) }

  /// Writes a snapshot: `blocks` hands its blocks to the closure that it gets, which gives their
  /// offsets, and returns what goes behind them. The file appears whole and durable, or not at all.
  public func write(
    _ number: UInt64, blocks: (_ store: @escaping ([UInt8]) throws -> UInt64) throws -> SnapshotTail
  ) throws {
    _ = try files.makeDirectory(directory)
    let draft = directory + "/snapshot.new"
    do {
      try files.withFile(draft, .replace) { (file) throws(StorageError) in
        let output = SnapshotOutput(files, file)
        let tail: SnapshotTail
        do {
          try output.append(Self.magic)
          tail = try blocks { try output.append($0) }
        } catch {
          throw error as? StorageError ?? .invalidCommit(reason: "\(error)")
        }
        try output.finish(tail)
        try files.synchronize(file)
      }
      try files.rename(draft, to: path(number))
      try files.synchronizeDirectory(directory)
    } catch {
      try? files.remove(draft)
      throw error
    }
  }
}

/// What stands behind the blocks of a snapshot.
public struct SnapshotTail: Equatable, Sendable {
  /// The part of the root block that the state root covers, and the part that it does not.
  public let root: [UInt8]
  public let places: [UInt8]
  /// The signed note that vouches for the state root.
  public let note: [UInt8]

  public init(root: [UInt8], places: [UInt8], note: [UInt8]) {
    self.root = root
    self.places = places
    self.note = note
  }
}

/// A snapshot that is open for reading.
public struct SnapshotFile: Sendable {
  public let tail: SnapshotTail
  private let content: KeptFile

  init?(_ content: KeptFile) throws(StorageError) {
    let size = SnapshotFiles.trailerSize
    guard content.count >= size,
      let trailer = try content.bytes(at: UInt64(content.count - size), count: size)
    else { return nil }
    var reader = ByteReader(trailer)
    guard let offset = try? reader.read(UInt64.self), let root = try? reader.read(UInt32.self),
      let places = try? reader.read(UInt32.self), let note = try? reader.read(UInt32.self),
      let zero = try? reader.read(UInt32.self), zero == 0,
      (try? reader.read(count: 16)) == SnapshotFiles.magic,
      offset <= UInt64(content.count), [root, places, note].allSatisfy({ $0 <= 1 << 16 }),
      Int(offset) + Int(root) + Int(places) + Int(note) + size == content.count,
      let rootBytes = try content.bytes(at: offset, count: Int(root)),
      let placesBytes = try content.bytes(at: offset + UInt64(root), count: Int(places)),
      let noteBytes = try content.bytes(at: offset + UInt64(root + places), count: Int(note))
    else { return nil }
    tail = SnapshotTail(root: rootBytes, places: placesBytes, note: noteBytes)
    self.content = content
  }

  /// Nil where the file ends before, or cannot be read.
  public func block(at offset: UInt64, count: Int) -> [UInt8]? {
    (try? readableBlock(at: offset, count: count)) ?? nil
  }

  /// Nil where the file ends before.
  public func readableBlock(at offset: UInt64, count: Int) throws(StorageError) -> [UInt8]? {
    try content.bytes(at: offset, count: count)
  }
}

/// Appends to a file in large writes.
private final class SnapshotOutput {
  private static let chunk = 4 << 20

  private let files: any FileSystem
  private let file: OpenFile
  private var buffer = ByteWriter(reserving: chunk)
  private var written: UInt64 = 0

  init(_ files: any FileSystem, _ file: OpenFile) {
    self.files = files
    self.file = file
  }

  /// Gives the offset of the block.
  @discardableResult
  func append(_ block: [UInt8]) throws(StorageError) -> UInt64 {
    let offset = written + UInt64(buffer.count)
    buffer.write(raw: block)
    if buffer.count >= Self.chunk { try flush() }
    return offset
  }

  func finish(_ tail: SnapshotTail) throws(StorageError) {
    let offset = try append(tail.root)
    try append(tail.places)
    try append(tail.note)
    var trailer = ByteWriter(reserving: SnapshotFiles.trailerSize)
    trailer.write(offset)
    for part in [tail.root, tail.places, tail.note] { trailer.write(UInt32(part.count)) }
    trailer.write(UInt32(0))
    trailer.write(raw: SnapshotFiles.magic)
    try append(trailer.take())
    try flush()
  }

  private func flush() throws(StorageError) {
    try files.write(file, buffer.bytes, at: written)
    written += UInt64(buffer.count)
    buffer.removeAll()
  }
}
