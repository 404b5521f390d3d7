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
    let start = previous?.end ?? head
    let before = previous.map { Self.size($0.payload) } ?? segment.first
    // What somebody made of the published checkpoint excuses nothing.
    guard let before, before == (latest == nil ? 0 : published) else { return last.end }
    return try isWhole(from: start, to: last.end) ? last.end : start
  }

  private static func size(_ checkpoint: [UInt8]) -> UInt64? {
    CheckpointAudit.parse(checkpoint)?.checkpoint.size
  }

  /// A crash can write the end of a commit and not its middle: the writer cuts such a commit off.
  private func isWhole(from start: UInt64, to end: UInt64) throws(StorageError) -> Bool {
    let reader = try SegmentReader(disk, segment, size: end, from: start)
    while true {
      switch try reader.next() {
      case .end: return true
      case .bad: return false
      case .frame(.checkpoint, _, _, let isPadded): guard isPadded else { return false }
      case .frame(.entry, let payload, _, let isPadded):
        guard isPadded, let entry = try? EntryView(payload),
          entry.checkHashes(hash: { SHA256.hash($0) }) == nil
        else { return false }
      }
    }
  }
}
