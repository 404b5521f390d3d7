import Bytes

/// What is wrong with a ledger that was to be copied. The copy is as it was before, or as of a
/// later checkpoint that was right.
public enum MirrorFault: Error, Equatable, Sendable {
  /// Bytes of the source are not as the format, the hashes or the log's signature say. `offset` is
  /// in bytes within `file`, `entry` the number of the first entry concerned.
  case damaged(file: String, offset: UInt64, entry: UInt64, reason: String)
  /// The source is whole, but its entry of that number is not the one that the copy holds: the log
  /// has signed two histories.
  case forked(entry: UInt64, source: Digest, copy: Digest)
  /// The source publishes fewer entries than the copy holds.
  case rolledBack(published: UInt64, copied: UInt64)
  /// Source and copy are one directory, or one lies in the other.
  case sameDirectory(path: String)
}
