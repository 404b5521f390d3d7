/// How the journal judges bytes that it does not understand. Only used while a ledger is opened.
public struct ContentRules {
  /// See `CheckpointSize`.
  public var size: CheckpointSize
  /// Whether an entry's bytes are a whole, undamaged entry with this number. Called in order; also
  /// for entries that are then cut off with their commit.
  public var validate: (_ entry: UnsafeRawBufferPointer, _ number: UInt64) -> Bool

  public init(
    size: @escaping CheckpointSize,
    validate: @escaping (_ entry: UnsafeRawBufferPointer, _ number: UInt64) -> Bool
  ) {
    self.size = size
    self.validate = validate
  }
}

/// How much of the journal is read when a writer opens it.
public enum RecoveryDepth: Sendable {
  /// Every frame, and every entry's content.
  case journal
  /// From the segment with the last published commit on; content only of what is not published.
  /// Everything older is checked by those who read it.
  case tail
}

/// A commit that stands whole in the journal.
struct WholeCommit {
  let segment: Segment
  let range: Range<UInt64>
  let checkpoint: PublishedCheckpoint

  /// Where the frame of its checkpoint starts in the segment.
  var checkpointOffset: UInt64 {
    range.upperBound - UInt64(JournalFormat.frameSize(payload: checkpoint.bytes.count))
  }
}

/// What a journal holds, as found; nothing was changed.
struct JournalState {
  let ledgerID: [UInt8]
  /// Entries in whole commits.
  let count: UInt64
  let lastSegment: Segment
  /// Where the next commit is written in it.
  let end: UInt64
  let sizeOnDisk: UInt64
  /// Why `end` is before `sizeOnDisk`.
  let torn: BadFrame?
  /// The last commit, where no published checkpoint covers it.
  let unpublished: WholeCommit?
}

/// Reads a journal and decides what of it counts. Only the last commit may be incomplete, and only
/// where no published checkpoint covers it: a writer publishes one commit before it writes the
/// next. A crash can take the published checkpoint back (it is not synced) but not a commit that
/// was followed by another. So whole commits always count, and what follows them is cut off only
/// if it can be the rest of one commit.
struct JournalScan {
  private let rules: ContentRules
  private let depth: RecoveryDepth
  private let published: PublishedCheckpoint?
  /// What stands in the place of a published checkpoint and is none.
  private let remnant: [UInt8]?
  private let layout: LedgerLayout
  private let walk: JournalWalk

  private var committed: UInt64
  private var last: WholeCommit?
  private var isPublishedSeen = false
  private var isRemnantKnown = false

  init(
    _ files: any FileSystem, _ layout: LedgerLayout, rules: ContentRules, depth: RecoveryDepth
  ) throws(StorageError) {
    self.rules = rules
    self.depth = depth
    self.layout = layout
    let segments = try layout.segments(files)
    let bytes = try PublishedCheckpoint.bytes(files, layout)
    published = bytes.flatMap { bytes in
      (try? rules.size(bytes)).map { PublishedCheckpoint(bytes: bytes, size: $0) }
    }
    remnant = published == nil ? bytes : nil
    var start = 0
    if depth == .tail, let published {
      start = segments.lastIndex { $0.first < published.size } ?? 0
    }
    walk = try JournalWalk(files, segments, startingAt: start)
    committed = segments[start].first
  }

  private var publishedSize: UInt64 { published?.size ?? 0 }

  mutating func run() throws(StorageError) -> JournalState {
    while true {
      switch try walk.next() {
      case .entry(let payload, let number, let offset):
        guard depth == .journal || number >= publishedSize else { continue }
        guard rules.validate(payload, number) else {
          let bad = BadFrame(
            offset: offset, reason: "the content of the entry is wrong", type: .entry,
            resume: walk.cursor.offset)
          return try cut(bad, entry: number)
        }
      case .checkpoint(let payload, let count, let offset):
        let bytes = [UInt8](payload)
        if let reason = fault(in: bytes, count) {
          let bad = BadFrame(
            offset: offset, reason: reason, type: .checkpoint, resume: walk.cursor.offset)
          return try cut(bad, entry: committed)
        }
        try note(bytes, count, offset)
      case .bad(let bad):
        return try cut(bad, entry: walk.cursor.count)
      case .end:
        return try state(end: walk.cursor.size, torn: nil)
      }
    }
  }

  private func fault(in checkpoint: [UInt8], _ count: UInt64) -> String? {
    do {
      let size = try rules.size(checkpoint)
      return size == count ? nil : "the checkpoint is for \(size) entries, not \(count)"
    } catch {
      return "this is no checkpoint: \(error)"
    }
  }

  private mutating func note(
    _ checkpoint: [UInt8], _ count: UInt64, _ offset: UInt64
  ) throws(StorageError) {
    if let published, published.size == count {
      guard published.bytes == checkpoint else {
        throw PublishedCheckpoint.differs(layout, entry: count)
      }
      isPublishedSeen = true
    }
    if let remnant, Self.isRemnant(remnant, of: checkpoint) { isRemnantKnown = true }
    committed = count
    guard let range = walk.cursor.lastCommit else { return }
    last = WholeCommit(
      segment: walk.cursor.segment, range: range,
      checkpoint: PublishedCheckpoint(bytes: checkpoint, size: count))
  }

  /// Whether a crash can leave these bytes of a checkpoint whose copy was written and not synced:
  /// its beginning, with zeros for what is missing.
  private static func isRemnant(_ bytes: [UInt8], of checkpoint: [UInt8]) -> Bool {
    zip(bytes, checkpoint).allSatisfy { $0 == $1 || $0 == 0 }
      && bytes.dropFirst(checkpoint.count).allSatisfy { $0 == 0 }
  }

  /// Ends the scan at a bad frame: what counts is the commits before it.
  private func cut(_ bad: BadFrame, entry: UInt64) throws(StorageError) -> JournalState {
    guard committed >= publishedSize else {
      throw walk.damaged(at: bad.offset, entry: entry, bad.reason)
    }
    guard walk.isInLastSegment else {
      throw walk.damaged(at: bad.offset, entry: entry, "\(bad.reason), and a segment follows")
    }
    let entries = walk.cursor.count
    guard try !isFollowedByCommit(bad, entries) else {
      throw walk.damaged(at: bad.offset, entry: entry, "\(bad.reason), and a commit follows")
    }
    // Not what the cursor takes for a commit: it does not judge checkpoints.
    var end = UInt64(JournalFormat.segmentHeaderSize)
    if let last, last.segment == walk.cursor.segment { end = last.range.upperBound }
    return try state(end: end, torn: bad)
  }

  /// Whether anything behind a bad frame shows that the commit with it was once complete: then it
  /// had been acknowledged, and is damaged, not torn.
  private func isFollowedByCommit(
    _ bad: BadFrame, _ entriesBefore: UInt64
  ) throws(StorageError) -> Bool {
    var position = bad.resume
    var entries = entriesBefore
    var hasGap = bad.type == nil
    var hasCheckpoint = bad.type == .checkpoint
    while position < walk.cursor.size {
      // A commit ends with its checkpoint: whatever comes after one was written later.
      if hasCheckpoint { return true }
      switch try walk.cursor.frame(at: position) {
      case .success(let (type, payload)):
        position += UInt64(JournalFormat.frameSize(payload: payload.count))
        entries += type == .entry ? 1 : 0
        guard type == .checkpoint else { continue }
        hasCheckpoint = true
        // No entry is missing, so the unreadable frame was the checkpoint of an earlier commit.
        if hasGap, let size = try? rules.size([UInt8](payload)), size <= entries { return true }
      case .failure(let next):
        position = next.resume
        hasGap = hasGap || next.type == nil
      }
    }
    return false
  }

  private func state(end: UInt64, torn: BadFrame?) throws(StorageError) -> JournalState {
    guard committed >= publishedSize else {
      throw .damaged(
        file: walk.cursor.segment.path, offset: end, entry: committed,
        reason: "\(publishedSize) entries are published, the journal has \(committed)")
    }
    guard remnant == nil || isRemnantKnown else {
      throw .damaged(
        file: layout.latest, offset: 0, entry: 0,
        reason: "this is no checkpoint, nor what a crash can leave of one")
    }
    guard published == nil || isPublishedSeen else {
      throw .damaged(
        file: layout.latest, offset: 0, entry: publishedSize,
        reason: "no commit ends with \(publishedSize) entries")
    }
    return JournalState(
      ledgerID: walk.ledgerID, count: committed, lastSegment: walk.cursor.segment, end: end,
      sizeOnDisk: walk.cursor.size, torn: torn,
      unpublished: committed > publishedSize ? last : nil)
  }
}
