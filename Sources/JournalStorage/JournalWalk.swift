/// Reads the frames of several segments in order as one journal.
final class JournalWalk {
  let ledgerID: [UInt8]
  private(set) var cursor: SegmentCursor
  private let files: any FileSystem
  private let segments: [Segment]
  private var index: Int

  /// Starts at the beginning of `segments[index]`.
  init(_ files: any FileSystem, _ segments: [Segment], startingAt index: Int) throws(StorageError) {
    self.files = files
    self.segments = segments
    self.index = index
    // The id of a ledger stands in its first segment; every other one must have the same.
    guard segments[0].first == 0 else {
      throw .damaged(
        file: segments[0].path, offset: 0, entry: 0, reason: "entries 0 and on are missing")
    }
    let first = try SegmentCursor(files, segments[0])
    ledgerID = first.header.ledgerID
    cursor = index == 0 ? first : try SegmentCursor(files, segments[index])
    try checkID()
  }

  var isInLastSegment: Bool { index == segments.count - 1 }

  func next() throws(StorageError) -> FrameStep {
    while true {
      let step = try cursor.next()
      guard case .end = step, !isInLastSegment else { return step }
      index += 1
      guard segments[index].first == cursor.count else {
        throw .damaged(
          file: segments[index].path, offset: 0, entry: cursor.count,
          reason: "the segment before it ends with \(cursor.count) entries")
      }
      cursor = try SegmentCursor(files, segments[index])
      try checkID()
    }
  }

  func damaged(_ bad: BadFrame) -> StorageError { damaged(at: bad.offset, bad.reason) }

  /// Damage in the current segment, at the entry that is read.
  func damaged(at offset: UInt64, entry: UInt64? = nil, _ reason: String) -> StorageError {
    .damaged(
      file: cursor.segment.path, offset: offset, entry: entry ?? cursor.count, reason: reason)
  }

  private func checkID() throws(StorageError) {
    guard cursor.header.ledgerID == ledgerID else {
      throw damaged(at: 24, "the segment belongs to another ledger")
    }
  }
}
