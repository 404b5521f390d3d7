import Glibc

/// A copy of another ledger's journal that grows frame by frame, byte for byte as the original. It
/// holds the copy's lock, and never writes to the original.
///
/// What the copy publishes was synced before, and its `checkpoints/latest` is synced too; so an
/// interrupted copy is a whole ledger as of its last published checkpoint. A segment is begun only
/// when everything before it is published.
public final class JournalCopy {
  public let directory: String
  /// Whole commits received, published or not yet.
  public private(set) var entryCount: UInt64 = 0
  public private(set) var published: PublishedCheckpoint?

  private let ledgerID: [UInt8]
  private let files: any FileSystem
  private let layout: LedgerLayout
  private let size: CheckpointSize
  private let lock: OpenFile
  private var segment: OpenFile?
  private var segmentFirst: UInt64 = 0
  private var end = UInt64(JournalFormat.segmentHeaderSize)
  private var buffer = FrameBuffer()
  private var checkpoint: [UInt8]?
  /// Where the last whole commit ends.
  private var commitEnd = UInt64(JournalFormat.segmentHeaderSize)
  private var unpublishedBytes: UInt64 = 0
  /// Why nothing more is written.
  private var failure: StorageError?
  /// So many bytes are received before they are synced and published.
  private let publishBytes: UInt64

  /// Bytes that are gathered before they are written.
  static let writeSize = 4 << 20
  public static let publishBytesDefault: UInt64 = 64 << 20

  /// Opens a copy, or begins one in a directory that is missing or empty. `ledgerID` has 16 bytes.
  ///
  /// Throws `busy`, `directoryNotEmpty`, `notALedger` (another ledger is there) among others.
  public static func open(
    _ directory: String, ledgerID: [UInt8], size: @escaping CheckpointSize,
    publishBytes: UInt64 = publishBytesDefault, files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) -> JournalCopy {
    let layout = LedgerLayout(directory: directory)
    if try segments(layout, files) == nil {
      try JournalWriter.checkNoForeignFile(files, layout)
    }
    try files.makeDirectories(directory)
    let lock = try JournalWriter.takeLock(files, layout, waitMilliseconds: 0)
    do {
      for name in LedgerLayout.directoryNames {
        _ = try files.makeDirectory("\(directory)/\(name)")
      }
      // The run before may have ended before the names that it made were durable.
      for place in [directory, layout.journal, layout.checkpoints] {
        try files.synchronizeDirectory(place)
      }
      let published = try published(files, layout, ledgerID, size)
      return JournalCopy(files, layout, lock, ledgerID, size, publishBytes, published)
    } catch {
      files.close(lock)
      throw error
    }
  }

  /// What the copy has published; nil where it has nothing yet.
  private static func published(
    _ files: any FileSystem, _ layout: LedgerLayout, _ ledgerID: [UInt8],
    _ size: @escaping CheckpointSize
  ) throws(StorageError) -> PublishedCheckpoint? {
    guard let segments = try segments(layout, files) else { return nil }
    let walk = try JournalWalk(files, segments, startingAt: 0)
    guard walk.ledgerID == ledgerID else {
      throw .notALedger(path: layout.directory, reason: "another ledger is there")
    }
    return try PublishedCheckpoint.read(files, layout, size: size)
  }

  private init(
    _ files: any FileSystem, _ layout: LedgerLayout, _ lock: OpenFile, _ ledgerID: [UInt8],
    _ size: @escaping CheckpointSize, _ publishBytes: UInt64, _ published: PublishedCheckpoint?
  ) {
    directory = layout.directory
    self.files = files
    self.layout = layout
    self.lock = lock
    self.ledgerID = ledgerID
    self.size = size
    self.publishBytes = publishBytes
    self.published = published
  }

  deinit { close() }

  /// Nil where the copy has none yet.
  private static func segments(
    _ layout: LedgerLayout, _ files: any FileSystem
  ) throws(StorageError) -> [Segment]? {
    do {
      return try layout.segments(files)
    } catch .noLedger {
      return nil
    }
  }

  /// Gives all frames that the copy has published, in order, and finds where the next one goes.
  /// Must come before the first `append`. Throws `damaged` for the copy's own bytes, and whatever
  /// `body` throws.
  public func forEachPublishedFrame(_ body: (JournalFrame) throws -> Void) throws {
    var lastPath = layout.segment(first: 0).path
    if let published {
      let reader = try JournalReader.open(directory, size: size, files: files)
      try reader.forEachFrame(to: published.size) { frame in
        try body(frame)
        lastPath = frame.file
        end = frame.offset + UInt64(JournalFormat.frameSize(payload: frame.payload.count))
      }
      entryCount = published.size
    }
    guard let newest = try Self.segments(layout, files)?.last else { return }
    if newest.path != lastPath {
      guard newest.first == entryCount else {
        throw StorageError.damaged(
          file: newest.path, offset: 0, entry: newest.first,
          reason: "a segment lies beyond what is published")
      }
      end = UInt64(JournalFormat.segmentHeaderSize)
    }
    commitEnd = end
    segmentFirst = newest.first
    segment = try files.open(newest.path, .update)
  }

  /// Takes away what an interrupted run wrote and did not publish. Bytes that `source`, the
  /// original's directory, does not hold in the same place are kept aside, as recovery keeps them.
  public func dropUnpublished(source: String) throws(StorageError) {
    guard let segment else { return }
    let sizeOnDisk = try files.size(of: segment)
    guard sizeOnDisk > end else { return }
    let original = LedgerLayout(directory: source).segment(first: segmentFirst).path
    if try isSame(segment, as: original, end..<sizeOnDisk) {
      try files.truncate(segment, to: end)
      return try files.synchronize(segment)
    }
    let state = JournalState(
      ledgerID: ledgerID, count: entryCount, lastSegment: layout.segment(first: segmentFirst),
      end: end, sizeOnDisk: sizeOnDisk,
      torn: BadFrame(offset: end, reason: "not in the original", type: nil, resume: sizeOnDisk),
      unpublished: nil)
    _ = try Recovery(files: files, layout: layout, state: state).run()
  }

  private func isSame(
    _ file: OpenFile, as path: String, _ range: Range<UInt64>
  ) throws(StorageError) -> Bool {
    do {
      return try files.withFile(path, .read) { (original) throws(StorageError) in
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
          let count = Int(min(1 << 20, range.upperBound - start))
          let mine = try files.read(file, count: count, at: start)
          guard try mine == files.read(original, count: count, at: start) else { return false }
        }
        return true
      }
    } catch .failed(_, _, ENOENT) {
      return false
    }
  }

  /// Adds a frame of the original, in the original's order and with its segments.
  public func append(_ frame: JournalFrame) throws(StorageError) {
    try withoutReturn { () throws(StorageError) in try add(frame) }
  }

  private func add(_ frame: JournalFrame) throws(StorageError) {
    switch frame.type {
    case .entry:
      let isFirst = frame.offset == UInt64(JournalFormat.segmentHeaderSize)
      if segment == nil || (isFirst && frame.number != segmentFirst) {
        try beginSegment(frame.number)
      }
      try buffer.append(entry: frame.payload)
    case .checkpoint:
      let bytes = frame.bytes
      try buffer.append(checkpoint: bytes)
      checkpoint = bytes
      entryCount = frame.number
      commitEnd = end + UInt64(buffer.byteCount)
    }
    if buffer.byteCount >= Self.writeSize { try write() }
    if frame.type == .checkpoint, unpublishedBytes + UInt64(buffer.byteCount) >= publishBytes {
      try publishCommits()
    }
  }

  private func beginSegment(_ first: UInt64) throws(StorageError) {
    try publishCommits()
    let header = SegmentHeader(ledgerID: ledgerID, first: first)
    let next = try JournalWriter.createSegment(files, layout, header)
    if let segment { files.close(segment) }
    segment = next
    segmentFirst = first
    end = UInt64(JournalFormat.segmentHeaderSize)
    commitEnd = end
  }

  /// A failure ends a copy: what a failed sync has lost, no later one brings back.
  private func withoutReturn(_ body: () throws(StorageError) -> Void) throws(StorageError) {
    if let failure { throw failure }
    do {
      try body()
    } catch {
      failure = error
      throw error
    }
  }

  private func write() throws(StorageError) {
    guard let segment, buffer.byteCount > 0 else { return }
    try files.write(segment, buffer.bytes, at: end)
    end += UInt64(buffer.byteCount)
    unpublishedBytes += UInt64(buffer.byteCount)
    buffer.removeAll()
  }

  /// Makes all commits received durable, and then visible. Must follow a checkpoint frame.
  public func publish() throws(StorageError) {
    try withoutReturn { () throws(StorageError) in try publishCommits() }
  }

  private func publishCommits() throws(StorageError) {
    guard let segment, let bytes = checkpoint else { return }
    try write()
    try files.synchronizeData(segment)
    try files.withFile(layout.latestDraft, .replace) { (file) throws(StorageError) in
      try files.write(file, bytes, at: 0)
      try files.synchronize(file)
    }
    try files.rename(layout.latestDraft, to: layout.latest)
    try files.synchronizeDirectory(layout.checkpoints)
    published = PublishedCheckpoint(bytes: bytes, size: entryCount)
    checkpoint = nil
    unpublishedBytes = 0
  }

  /// Ends a copy whose original is wrong from here on: whole commits are published, the rest goes.
  public func publishWholeCommits() throws(StorageError) {
    try publish()
    buffer.removeAll()
    guard let segment, end > commitEnd else { return }
    try files.truncate(segment, to: commitEnd)
    try files.synchronize(segment)
    end = commitEnd
  }

  private var isClosed = false

  /// Gives the lock back. What was not published is dropped by the next run.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    if let segment { files.close(segment) }
    files.close(lock)
  }
}
