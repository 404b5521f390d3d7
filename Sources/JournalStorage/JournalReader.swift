/// A frame of the journal with its place.
public struct JournalFrame {
  public let type: FrameType
  /// For an entry its own number; for a checkpoint the number of entries up to it.
  public let number: UInt64
  /// Valid only while the closure runs that got it.
  public let payload: UnsafeRawBufferPointer
  public let file: String
  /// Where the frame starts in `file`, in bytes.
  public let offset: UInt64

  public var bytes: [UInt8] { [UInt8](payload) }
}

/// Reads what is published in a ledger. It takes no lock, never waits for the writer and never
/// disturbs it; `refresh` shows what was published since.
public struct JournalReader: Sendable {
  public let ledgerID: [UInt8]
  /// The last published checkpoint when the reader was opened or refreshed. Nil in a ledger
  /// without entries, or where a crash took it and no writer has opened the ledger since.
  public private(set) var published: PublishedCheckpoint?
  /// Where that checkpoint was read.
  public private(set) var checkpointPlace: (file: String, offset: UInt64)

  private let files: any FileSystem
  private let layout: LedgerLayout
  private let size: CheckpointSize
  private var segments: [Segment]

  /// Throws `noLedger`, `notALedger`, `permissionDenied`, `damaged` among others.
  public static func open(
    _ directory: String, size: @escaping CheckpointSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) -> JournalReader {
    try JournalReader(files, LedgerLayout(directory: directory), size)
  }

  /// The last commit, where it was never published, stands in for what is, until `refresh`.
  init(
    _ files: any FileSystem, _ layout: LedgerLayout, _ size: @escaping CheckpointSize,
    unpublished: WholeCommit? = nil
  ) throws(StorageError) {
    self.files = files
    self.layout = layout
    self.size = size
    segments = try layout.segments(files)
    ledgerID = try JournalWalk(files, segments, startingAt: 0).ledgerID
    checkpointPlace = (layout.latest, 0)
    if let unpublished {
      published = unpublished.checkpoint
      checkpointPlace = (unpublished.segment.path, unpublished.checkpointOffset)
    } else {
      try refresh()
    }
  }

  /// Entries that may be read: numbers 0 to `entryCount` - 1.
  public var entryCount: UInt64 { published?.size ?? 0 }

  /// Sees what was published since.
  public mutating func refresh() throws(StorageError) {
    // In this order: a segment is there before anything in it is published.
    published = try PublishedCheckpoint.read(files, layout, size: size)
    checkpointPlace = (layout.latest, 0)
    segments = try layout.segments(files)
  }

  /// Gives the frames of entries `start` to `end` - 1 (to the last published one by default) in
  /// order, and each checkpoint that directly follows one of them.
  ///
  /// `offset` is where the first of these entries should start in its segment: with it, nothing
  /// before is read.
  ///
  /// Throws `damaged` at the first byte that is not as the format says, `noSuchEntry` for a range
  /// beyond what is published, and whatever `body` throws.
  public func forEachFrame(
    from start: UInt64 = 0, to end: UInt64? = nil, offset: UInt64? = nil,
    _ body: (JournalFrame) throws -> Void
  ) throws {
    let end = end ?? entryCount
    guard start <= end, end <= entryCount else {
      throw StorageError.noSuchEntry(entry: max(start, end), published: entryCount)
    }
    guard start < end else { return }
    let walk = try JournalWalk(files, segments, startingAt: segmentIndex(of: start))
    if let offset { _ = try walk.cursor.seek(entry: start, at: offset) }
    while true {
      let step = try walk.next()
      let file = walk.cursor.segment.path
      switch step {
      case .entry(let payload, let number, let offset):
        guard number < end else { return try checkUnpublishedStart(number, walk, offset) }
        guard number >= start else { continue }
        try body(
          JournalFrame(type: .entry, number: number, payload: payload, file: file, offset: offset))
      case .checkpoint(let payload, let count, let offset):
        guard count > start else { continue }
        try check(payload, count, walk, offset)
        try body(
          JournalFrame(
            type: .checkpoint, number: count, payload: payload, file: file, offset: offset))
        if count == end { return }
      case .bad(let bad):
        throw walk.damaged(bad)
      case .end:
        throw walk.damaged(
          at: walk.cursor.size, "the journal ends, \(entryCount) entries are published")
      }
    }
  }

  /// Offsets of all entries' frames in their segments, for `entry(_:offsets:)`; element i is for
  /// entry `start` + i.
  public func entryOffsets(from start: UInt64 = 0) throws -> [UInt64] {
    var offsets: [UInt64] = []
    try forEachFrame(from: start) { frame in
      if frame.type == .entry { offsets.append(frame.offset) }
    }
    return offsets
  }

  /// Why nothing is published here: its creation was interrupted, or a crash took it away.
  public func emptiness() throws(StorageError) -> StorageError {
    for segment in segments {
      let size = try files.withFile(segment.path, .read) { (file) throws(StorageError) in
        try files.size(of: file)
      }
      if size > UInt64(JournalFormat.segmentHeaderSize) {
        return .notPublished(path: layout.directory)
      }
    }
    return .noLedger(path: layout.directory)
  }

  /// The bytes of one entry, found by the offset of its frame (element `number` of all entries'
  /// offsets). Whether it is the entry of that number shows in the bytes themselves: the offset may
  /// come from an index that nobody vouches for.
  public func entry(_ number: UInt64, offset: UInt64) throws(StorageError) -> [UInt8] {
    let cursor = try cursor(ofEntry: number, offset: offset)
    return try entry(number, at: offset, cursor)
  }

  /// The checkpoint that directly follows entry `number`, whose frame starts at `offset`; nil where
  /// the entry does not end a commit.
  public func checkpoint(
    behind number: UInt64, offset: UInt64
  ) throws(StorageError) -> [UInt8]? {
    let cursor = try cursor(ofEntry: number, offset: offset)
    let count = try entry(number, at: offset, cursor).count
    let next = offset + UInt64(JournalFormat.frameSize(payload: count))
    guard next < cursor.size, case .success(let (.checkpoint, payload)) = try cursor.frame(at: next)
    else { return nil }
    return [UInt8](payload)
  }

  private func entry(
    _ number: UInt64, at offset: UInt64, _ cursor: SegmentCursor
  ) throws(StorageError) -> [UInt8] {
    func damaged(_ reason: String) -> StorageError {
      .damaged(file: cursor.segment.path, offset: offset, entry: number, reason: reason)
    }
    switch try cursor.frame(at: offset) {
    case .success(let (.entry, payload)): return [UInt8](payload)
    case .success: throw damaged("this frame is no entry")
    case .failure(let bad): throw damaged(bad.reason)
    }
  }

  private func cursor(
    ofEntry number: UInt64, offset: UInt64
  ) throws(StorageError) -> SegmentCursor {
    guard number < entryCount else {
      throw .noSuchEntry(entry: number, published: entryCount)
    }
    let segment = segments[segmentIndex(of: number)]
    // Small: one entry is wanted, not those behind it.
    let cursor = try SegmentCursor(files, segment, windowSize: 4096)
    func damaged(_ reason: String) -> StorageError {
      .damaged(file: segment.path, offset: offset, entry: number, reason: reason)
    }
    guard cursor.header.ledgerID == ledgerID else {
      throw damaged("the segment belongs to another ledger")
    }
    guard offset >= UInt64(JournalFormat.segmentHeaderSize), offset < cursor.size,
      offset.isMultiple(of: UInt64(JournalFormat.alignment))
    else { throw damaged("no frame starts here") }
    return cursor
  }

  private func segmentIndex(of entry: UInt64) -> Int {
    segments.lastIndex { $0.first <= entry } ?? 0
  }

  /// An entry follows `end` - 1 directly: fine within a commit, but what is published ends with a
  /// checkpoint.
  private func checkUnpublishedStart(
    _ number: UInt64, _ walk: JournalWalk, _ offset: UInt64
  ) throws(StorageError) {
    guard number < entryCount else {
      throw walk.damaged(at: offset, entry: number, "no checkpoint ends what is published")
    }
  }

  private func check(
    _ checkpoint: UnsafeRawBufferPointer, _ count: UInt64, _ walk: JournalWalk, _ offset: UInt64
  ) throws(StorageError) {
    guard let published, published.size == count else { return }
    guard published.bytes.elementsEqual(checkpoint) else {
      throw PublishedCheckpoint.differs(layout, entry: count)
    }
  }
}
