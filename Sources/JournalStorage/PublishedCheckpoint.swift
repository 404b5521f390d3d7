import Glibc

/// The number of entries that a checkpoint covers (its tree size), or an error when the bytes are
/// no checkpoint. The journal does not know the format.
public typealias CheckpointSize = @Sendable (_ checkpoint: [UInt8]) throws -> UInt64

/// What `checkpoints/latest` holds: all that readers may see.
public struct PublishedCheckpoint: Sendable, Equatable {
  /// The checkpoint as it stands in the journal's frame.
  public let bytes: [UInt8]
  /// The number of entries that it covers.
  public let size: UInt64

  /// Nil when nothing is published, or a crash has lost the file's content.
  static func read(
    _ files: any FileSystem, _ layout: LedgerLayout, size: CheckpointSize
  ) throws(StorageError) -> PublishedCheckpoint? {
    guard let bytes = try bytes(files, layout) else { return nil }
    do {
      return try PublishedCheckpoint(bytes: bytes, size: size(bytes))
    } catch {
      throw .damaged(
        file: layout.latest, offset: 0, entry: 0, reason: "this is no checkpoint: \(error)")
    }
  }

  /// The content, or nil when the file is missing, empty or zero throughout: its write is not
  /// synced, so that a crash may leave any of these.
  static func bytes(
    _ files: any FileSystem, _ layout: LedgerLayout
  ) throws(StorageError) -> [UInt8]? {
    do {
      let bytes = try files.withFile(layout.latest, .read) { (file) throws(StorageError) in
        try content(files, file)
      }
      return bytes.allSatisfy { $0 == 0 } ? nil : bytes
    } catch .failed(_, _, ENOENT) {
      return nil
    }
  }

  /// For one that is not the journal's of the same size.
  static func differs(_ layout: LedgerLayout, entry: UInt64) -> StorageError {
    .damaged(
      file: layout.latest, offset: 0, entry: entry,
      reason: "it is not the checkpoint that the journal has there")
  }

  /// Puts `bytes` in the place of the last checkpoint, so that a reader finds the old one or the
  /// new one. Nothing is synced: durable is the commit with its frame in the journal, from which
  /// opening the ledger publishes again what a crash takes away here.
  ///
  /// A draft that a failure left behind is never written over: of an old file a power cut could
  /// leave old bytes among the new.
  static func publish(
    _ bytes: [UInt8], _ files: any FileSystem, _ layout: LedgerLayout
  ) throws(StorageError) {
    func write() throws(StorageError) {
      try files.withFile(layout.latestDraft, .createNew) { (file) throws(StorageError) in
        try files.write(file, bytes, at: 0)
      }
    }
    do {
      try write()
    } catch .failed(_, _, EEXIST) {
      try files.remove(layout.latestDraft)
      try write()
    }
    try files.rename(layout.latestDraft, to: layout.latest)
  }

  private static func content(
    _ files: any FileSystem, _ file: OpenFile
  ) throws(StorageError) -> [UInt8] {
    let size = try files.size(of: file)
    guard size <= JournalFormat.checkpointLimit else {
      throw .damaged(
        file: file.path, offset: 0, entry: 0, reason: "\(size) bytes are no checkpoint")
    }
    return try files.read(file, count: Int(size), at: 0)
  }
}
