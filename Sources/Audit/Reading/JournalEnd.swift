import Cryptography
import JournalStorage
import LedgerFormat

/// Where what counts ends in the last segment. Behind it may lie a commit that was never finished, if
/// nothing of it is published: that is no fault.
struct JournalEnd {
  let disk: any FileSystem
  let segment: SegmentFile
  /// The published checkpoint.
  let latest: [UInt8]?

  func find() throws(StorageError) -> UInt64 {
    let published = latest.flatMap(Self.size)
    let reader = try SegmentReader(disk, segment, size: segment.size)
    let (previous, last) = try reader.lastCheckpoints()
    let size = last.map { Self.size($0.payload) } ?? segment.first
    if let published {
      guard let size, published <= size else { return segment.size }
    }
    let head = min(segment.size, UInt64(SegmentForm.byteCount))
    guard let last else { return head }
    let before = previous.map { Self.size($0.payload) } ?? segment.first
    // A writer begins a commit when the one before is published: what has bytes behind it, or lies
    // beyond another that is not published, was whole once.
    guard last.end == segment.size, let size, let before, latest == nil || before == published
    else { return last.end }
    let start = previous?.end ?? head
    return try isTorn(from: start, to: last.end, entries: before..<max(before, size))
      ? start : last.end
  }

  private static func size(_ checkpoint: [UInt8]) -> UInt64? {
    CheckpointAudit.parse(checkpoint)?.checkpoint.size
  }

  /// A crash can write the end of a commit and not its middle: the writer cuts such a commit off.
  /// Where no entry is missing, what cannot be read is the checkpoint of an earlier one.
  private func isTorn(
    from start: UInt64, to end: UInt64, entries: Range<UInt64>
  ) throws(StorageError) -> Bool {
    let reader = try SegmentReader(disk, segment, size: end, from: start)
    var found: UInt64 = 0
    var hasHole = false
    var hasGap = false
    while true {
      switch try reader.next() {
      case .end:
        return hasGap ? found < entries.count : hasHole && found == entries.count
      case .bad: hasGap = true
      case .frame(.checkpoint, _, _, let isPadded): hasHole = hasHole || !isPadded
      case .frame(.entry, let payload, _, let isPadded):
        found += 1
        hasHole = hasHole || !isPadded || !isWhole(payload)
      }
    }
  }

  private func isWhole(_ entry: [UInt8]) -> Bool {
    guard let view = try? EntryView(entry) else { return false }
    return view.checkHashes { SHA256.hash($0) } == nil
  }
}
