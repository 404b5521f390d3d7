/// What opening a ledger for writing had to mend.
public struct RecoveryReport: Sendable, Equatable {
  /// An incomplete last commit that was cut off the journal.
  public struct CutTail: Sendable, Equatable {
    /// The segment that it was cut off.
    public let file: String
    /// Where it started there, in bytes.
    public let offset: UInt64
    public let byteCount: UInt64
    /// The file with its bytes.
    public let keptAside: String
    /// What was wrong, and where in the segment.
    public let reason: String
    public let faultOffset: UInt64
  }

  public let cutTail: CutTail?
  /// Whether the last commit was whole but not published, and now is.
  public let isRepublished: Bool
}

/// Carries out what a `JournalScan` decided.
struct Recovery {
  let files: any FileSystem
  let layout: LedgerLayout
  let state: JournalState

  func run() throws(StorageError) -> RecoveryReport {
    // Whoever made the last segment may have ended before its name was durable.
    try files.synchronizeDirectory(layout.journal)
    let tail = try cutTail()
    if let commit = state.unpublished { try republish(commit) }
    return RecoveryReport(cutTail: tail, isRepublished: state.unpublished != nil)
  }

  private func cutTail() throws(StorageError) -> RecoveryReport.CutTail? {
    guard let torn = state.torn else { return nil }
    let path = state.lastSegment.path
    let range = state.end..<state.sizeOnDisk
    // The copy is durable before the original goes.
    let segment = try files.open(path, .update)
    defer { files.close(segment) }
    let copy = try createTornFile(offset: range.lowerBound)
    defer { files.close(copy) }
    try forEachPiece(of: segment, range) { (piece, offset) throws(StorageError) in
      try files.write(copy, piece, at: offset - range.lowerBound)
    }
    try files.synchronize(copy)
    try files.synchronizeDirectory(layout.journal)
    try files.truncate(segment, to: range.lowerBound)
    try files.synchronize(segment)
    return RecoveryReport.CutTail(
      file: path, offset: range.lowerBound, byteCount: range.upperBound - range.lowerBound,
      keptAside: copy.path, reason: torn.reason, faultOffset: torn.offset)
  }

  /// The commit is written over itself before it counts: when a sync has failed, the system may
  /// show bytes from memory that never reached the disk and that it no longer means to write.
  private func republish(_ commit: WholeCommit) throws(StorageError) {
    try files.withFile(commit.segment.path, .update) { (segment) throws(StorageError) in
      try forEachPiece(of: segment, commit.range) { (piece, offset) throws(StorageError) in
        try files.write(segment, piece, at: offset)
      }
      try files.synchronize(segment)
    }
    // Without it nothing could be published here again.
    _ = try files.makeDirectory(layout.checkpoints)
    try PublishedCheckpoint.publish(commit.checkpoint.bytes, files, layout)
  }

  private func createTornFile(offset: UInt64) throws(StorageError) -> OpenFile {
    let names = try Set(files.list(layout.journal))
    var attempt = 0
    while names.contains(fileName(of: layout.torn(offset: offset, attempt: attempt))) {
      attempt += 1
    }
    return try files.open(layout.torn(offset: offset, attempt: attempt), .createNew)
  }

  private func fileName(of path: String) -> String {
    String(path.dropFirst(layout.journal.count + 1))
  }

  private func forEachPiece(
    of file: OpenFile, _ range: Range<UInt64>,
    _ body: (UnsafeRawBufferPointer, UInt64) throws(StorageError) -> Void
  ) throws(StorageError) {
    let pieceSize = 1 << 20
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = Int(min(UInt64(pieceSize), range.upperBound - offset))
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      guard try files.read(file, into: target, at: offset) == wanted else {
        throw .damaged(file: file.path, offset: offset, entry: state.count, reason: "it shrank")
      }
      try body(UnsafeRawBufferPointer(target), offset)
      offset += UInt64(wanted)
    }
  }
}
