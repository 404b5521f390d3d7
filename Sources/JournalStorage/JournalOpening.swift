/// A ledger's journal as its next writer found it: locked and scanned, and nothing changed yet.
public final class JournalOpening {
  private let files: any FileSystem
  private let layout: LedgerLayout
  private let size: CheckpointSize
  private let segmentSize: UInt64
  private let state: JournalState
  /// Nil once the writer has it.
  private var lock: OpenFile?

  /// Takes the lock, waiting at most `waitMilliseconds` for another writer. Throws `busy`,
  /// `noLedger`, `notALedger`, `damaged` among others.
  public init(
    _ directory: String, rules: ContentRules, depth: RecoveryDepth = .journal,
    waitMilliseconds: Int = 0, segmentSize: UInt64 = JournalFormat.segmentSize,
    files: any FileSystem = PosixFileSystem()
  ) throws(StorageError) {
    let layout = LedgerLayout(directory: directory)
    // No lock file is made where there is no ledger.
    _ = try layout.segments(files)
    let lock = try JournalWriter.takeLock(files, layout, waitMilliseconds: waitMilliseconds)
    do throws(StorageError) {
      var scan = try JournalScan(files, layout, rules: rules, depth: depth)
      state = try scan.run()
    } catch {
      files.close(lock)
      throw error
    }
    self.files = files
    self.layout = layout
    self.lock = lock
    self.segmentSize = segmentSize
    size = rules.size
  }

  deinit { if let lock { files.close(lock) } }

  /// Entries in whole commits.
  public var entryCount: UInt64 { state.count }

  /// Reads all that counts, with the last commit where it was never published: whether its content
  /// is right can be judged before anybody else sees it.
  public func reader() throws(StorageError) -> JournalReader {
    try JournalReader(files, layout, size, unpublished: state.unpublished)
  }

  /// Mends what a crash left (see `RecoveryReport`), and hands the lock over to the writer.
  public func recover() throws(StorageError) -> (writer: JournalWriter, report: RecoveryReport) {
    guard let lock else { throw .closed(path: layout.directory) }
    let report = try Recovery(files: files, layout: layout, state: state).run()
    let writer = try JournalWriter(
      files, layout, lock, state, size: size, segmentSize: segmentSize)
    self.lock = nil
    return (writer, report)
  }
}
