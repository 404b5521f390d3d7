import Glibc

/// Where a commit went.
public struct CommitPlace: Sendable, Equatable {
  /// The number of its first entry.
  public let firstEntry: UInt64
  /// Offsets of its entries' frames in their segment, in bytes.
  public let entryOffsets: [UInt64]
}

/// The one writer of a ledger's journal. It holds the ledger's lock until `close()` or its end.
///
/// After a failed write, sync or publishing it stops for good. The ledger must be opened again,
/// which decides what became of that commit.
public final class JournalWriter {
  public let ledgerID: [UInt8]
  /// Entries in the journal, all durable and published.
  public private(set) var entryCount: UInt64
  /// Bytes; a segment at least so large takes no further commit.
  public let segmentSize: UInt64

  private let files: any FileSystem
  private let layout: LedgerLayout
  private let size: CheckpointSize
  private let lock: OpenFile
  private var segment: OpenFile
  private var segmentEnd: UInt64
  private var segmentFirst: UInt64
  private var stop: StorageError?

  /// Left free on the disk beside a commit: for the published checkpoint, a new segment's header
  /// and what the file system itself takes.
  static let spaceReserve: UInt64 = 1 << 20

  /// Takes over `lock`.
  init(
    _ files: any FileSystem, _ layout: LedgerLayout, _ lock: OpenFile, _ state: JournalState,
    size: @escaping CheckpointSize, segmentSize: UInt64
  ) throws(StorageError) {
    segment = try files.open(state.lastSegment.path, .update)
    self.files = files
    self.layout = layout
    self.lock = lock
    self.size = size
    self.segmentSize = segmentSize
    ledgerID = state.ledgerID
    entryCount = state.count
    segmentFirst = state.lastSegment.first
    segmentEnd = state.end
  }

  deinit { close() }

  /// Makes a ledger without entries. Its directory must be missing or empty; what an interrupted
  /// creation left there is taken over.
  ///
  /// `ledgerID` has 16 bytes; any other count is a programming error. Throws `ledgerExists`,
  /// `directoryNotEmpty`, `busy` among others.
  public static func create(
    _ directory: String, ledgerID: [UInt8], size: @escaping CheckpointSize,
    segmentSize: UInt64 = JournalFormat.segmentSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) -> JournalWriter {
    precondition(ledgerID.count == JournalFormat.ledgerIDSize)
    let layout = LedgerLayout(directory: directory)
    try checkEmpty(files, layout)
    try files.makeDirectories(directory)
    let lock = try takeLock(files, layout, waitMilliseconds: 0)
    do {
      // Another creation may have come first.
      try checkEmpty(files, layout)
      for name in LedgerLayout.directoryNames {
        _ = try files.makeDirectory("\(directory)/\(name)")
      }
      try files.synchronizeDirectory(directory)
      let header = SegmentHeader(ledgerID: ledgerID, first: 0)
      files.close(try createSegment(files, layout, header))
      let state = JournalState(
        ledgerID: ledgerID, count: 0, lastSegment: layout.segment(first: 0),
        end: UInt64(JournalFormat.segmentHeaderSize),
        sizeOnDisk: UInt64(JournalFormat.segmentHeaderSize), torn: nil, unpublished: nil)
      return try JournalWriter(files, layout, lock, state, size: size, segmentSize: segmentSize)
    } catch {
      files.close(lock)
      throw error
    }
  }

  /// Takes the lock, waiting at most `waitMilliseconds` for another writer, and recovers: see
  /// `RecoveryReport`. Throws `busy`, `noLedger`, `notALedger`, `damaged` (then nothing was
  /// changed) among others.
  public static func open(
    _ directory: String, rules: ContentRules, depth: RecoveryDepth = .journal,
    waitMilliseconds: Int = 0, segmentSize: UInt64 = JournalFormat.segmentSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) -> (writer: JournalWriter, report: RecoveryReport) {
    let opening = try JournalOpening(
      directory, rules: rules, depth: depth, waitMilliseconds: waitMilliseconds,
      segmentSize: segmentSize, files: files)
    return try opening.recover()
  }

  /// Whether a failure has stopped this writer, and which.
  public var stopReason: StorageError? { stop }

  /// Appends one commit: the entries in `frames`, then the checkpoint that covers them and all
  /// before. When this returns, the commit is durable and published, and `frames` is empty.
  ///
  /// `outcomeUnknown` means that it may or may not be in the journal. After any other error it is
  /// not, and `frames` is as before.
  @discardableResult
  public func append(
    _ frames: inout FrameBuffer, checkpoint: [UInt8]
  ) throws(StorageError) -> CommitPlace {
    if let stop { throw .writerStopped(stop) }
    guard frames.entryCount > 0 else { throw .invalidCommit(reason: "it has no entries") }
    let newCount = entryCount + UInt64(frames.entryCount)
    try checkSize(of: checkpoint, is: newCount)
    let entriesEnd = frames.byteCount
    try frames.append(checkpoint: checkpoint)
    do {
      try checkSpace(for: frames.byteCount + checkpoint.count)
      try rollIfFull()
    } catch {
      frames.removeFrames(from: entriesEnd)
      throw error
    }
    do {
      try files.write(segment, frames.bytes, at: segmentEnd)
      try files.synchronizeData(segment)
      try PublishedCheckpoint.publish(checkpoint, files, layout)
    } catch {
      frames.removeFrames(from: entriesEnd)
      stop = error
      throw .outcomeUnknown(error)
    }
    let start = segmentEnd
    let place = CommitPlace(
      firstEntry: entryCount, entryOffsets: frames.entryStarts.map { start + UInt64($0) })
    segmentEnd += UInt64(frames.byteCount)
    entryCount = newCount
    frames.removeAll()
    return place
  }

  /// Appends one commit of these entries.
  @discardableResult
  public func append(
    entries: [[UInt8]], checkpoint: [UInt8]
  ) throws(StorageError) -> CommitPlace {
    var frames = FrameBuffer()
    for entry in entries { try frames.append(entry: entry) }
    return try append(&frames, checkpoint: checkpoint)
  }

  /// Gives the lock back. Later commits throw `writerStopped`.
  public func close() {
    guard stop != .closed(path: layout.directory) else { return }
    stop = .closed(path: layout.directory)
    files.close(segment)
    files.close(lock)
  }
}

extension JournalWriter {
  private func checkSize(of checkpoint: [UInt8], is count: UInt64) throws(StorageError) {
    let size: UInt64
    do {
      size = try self.size(checkpoint)
    } catch {
      throw .invalidCommit(reason: "this is no checkpoint: \(error)")
    }
    guard size == count else {
      throw .invalidCommit(reason: "the checkpoint is for \(size) entries, not \(count)")
    }
  }

  private func checkSpace(for byteCount: Int) throws(StorageError) {
    let needed = UInt64(byteCount) + Self.spaceReserve
    let available = try files.freeBytes(at: layout.journal)
    guard available >= needed else {
      throw .diskFull(path: layout.journal, needed: needed, available: available)
    }
  }

  private func rollIfFull() throws(StorageError) {
    guard segmentEnd >= segmentSize, entryCount > segmentFirst else { return }
    do {
      let header = SegmentHeader(ledgerID: ledgerID, first: entryCount)
      let next = try Self.createSegment(files, layout, header)
      files.close(segment)
      segment = next
      segmentFirst = entryCount
      segmentEnd = UInt64(JournalFormat.segmentHeaderSize)
    } catch {
      stop = error
      throw error
    }
  }

  /// A segment gets its name when its header is durable, so that a bad header is never the trace
  /// of a crash.
  static func createSegment(
    _ files: any FileSystem, _ layout: LedgerLayout, _ header: SegmentHeader
  ) throws(StorageError) -> OpenFile {
    let draft = try files.open(layout.segmentDraft, .replace)
    do {
      try files.write(draft, header.bytes, at: 0)
      try files.synchronize(draft)
      let path = layout.segment(first: header.first).path
      try files.rename(layout.segmentDraft, to: path)
      try files.synchronizeDirectory(layout.journal)
      return OpenFile(descriptor: draft.descriptor, path: path)
    } catch {
      files.close(draft)
      throw error
    }
  }

  static func takeLock(
    _ files: any FileSystem, _ layout: LedgerLayout, waitMilliseconds: Int
  ) throws(StorageError) -> OpenFile {
    let lock = try files.open(layout.lock, .createIfMissing)
    do throws(StorageError) {
      var left = waitMilliseconds
      while try !files.tryLock(lock) {
        guard left > 0 else { throw .busy(path: layout.directory) }
        let step = min(10, left)
        files.pause(milliseconds: step)
        left -= step
      }
      return lock
    } catch {
      files.close(lock)
      throw error
    }
  }

  private static func checkEmpty(
    _ files: any FileSystem, _ layout: LedgerLayout
  ) throws(StorageError) {
    do {
      _ = try layout.segments(files)
    } catch .noLedger {
      return try checkNoForeignFile(files, layout)
    } catch .notALedger {
      return try checkNoForeignFile(files, layout)
    }
    throw .ledgerExists(path: layout.directory)
  }

  static func checkNoForeignFile(
    _ files: any FileSystem, _ layout: LedgerLayout
  ) throws(StorageError) {
    let names: [String]
    do {
      names = try layout.contents(files)
    } catch .noLedger {
      return
    }
    guard let name = LedgerLayout.foreign(names) else { return }
    throw .directoryNotEmpty(path: layout.directory, name: name)
  }
}
