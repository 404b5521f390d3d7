import Bytes
import JournalStorage
import LedgerCore
import TransparencyLog

/// Reads every byte of a ledger again and trusts nothing that its writer derived. Of the writer's
/// code it shares the decoding of bytes and the posting rules; everything else is judged by code of
/// its own: frames, chain, tree, checkpoints, who must sign what, floors, sums and envelopes.
public struct Verifier: Sendable {
  private let path: String
  private let options: VerifierOptions

  public init(ledger path: String, _ options: VerifierOptions = VerifierOptions()) {
    self.path = path
    self.options = options
  }

  /// Takes no lock and may run beside a writer: it covers what is published when it begins.
  ///
  /// Throws where the ledger could not be read. Wrong bytes are findings.
  public func run(
    progress: (Progress) -> Void = { _ in }
  ) throws(VerifierError) -> VerificationReport {
    try storage { () throws(StorageError) in try requireThread(for: path) }
    let files = LedgerFiles(directory: path, disk: options.files)
    let kept = try keptCheckpoint(files)
    let since = try state(files)
    let checks = since == nil ? options.checks : Set(CheckName.allCases)
    return try storage { () throws(StorageError) in
      // In this order: whatever is published stands in the segments when their sizes are taken.
      let latest = try Self.latest(files)
      let segments = try files.segments()
      if segments.isEmpty, latest == nil { throw .noLedger(path: path) }
      let ledger = try segments.first.flatMap { (segment) throws(StorageError) in
        try Self.ledger(SegmentReader(files.disk, segment, size: segment.size))
      }
      func report(trusting: Bool) throws(StorageError) -> VerificationReport? {
        let start = since.map { TrustedStart(path: $0.path, $0.state, isTrusted: trusting) }
        let run = try VerificationRun(
          files, FindingLog(checks: checks, limit: options.findingLimit), latest: latest,
          ledger: ledger, kept: kept, since: start, options)
        return try run.verify(segments, progress: progress)
      }
      if let state = since?.state, let ledger,
        state.origin == Checkpoint.origin(ofLedger: ledger.bytes),
        let report = try report(trusting: true)
      {
        return report
      }
      guard let report = try report(trusting: false) else {
        preconditionFailure("a run that trusts nothing has nothing to give up")
      }
      return report
    }
  }

  private func keptCheckpoint(_ files: LedgerFiles) throws(VerifierError) -> KeptCheckpoint? {
    guard let path = options.keptCheckpoint else { return nil }
    var policy: WitnessPolicy?
    if let path = options.policy {
      let bytes = try content(path, limit: WitnessPolicy.byteCountMax + 1, files)
      do throws(PolicyError) { policy = try WitnessPolicy(parsing: bytes) } catch {
        throw .policy(path: path, reason: error)
      }
    }
    let bytes = try content(path, limit: SignedNote.byteCountMax + 1, files)
    return try KeptCheckpoint(path: path, bytes, policy: policy)
  }

  private func state(
    _ files: LedgerFiles
  ) throws(VerifierError) -> (path: String, state: VerifiedState)? {
    guard let path = options.since else { return nil }
    if let state = options.sinceState { return (path, state) }
    let head = try content(path, limit: 64, files)
    do throws(StateError) { try VerifiedState.checkTitle(head) } catch {
      throw .state(path: path, reason: error)
    }
    let bytes = try content(path, limit: .max, files)
    do throws(StateError) { return (path, try VerifiedState(parsing: bytes)) } catch {
      throw .state(path: path, reason: error)
    }
  }

  private func content(
    _ path: String, limit: Int, _ files: LedgerFiles
  ) throws(VerifierError) -> [UInt8] {
    try storage { () throws(StorageError) in try files.content(path, limit: limit) }
  }

  /// Which ledger it is: as its opening says, where its operator signed that; else by the header of
  /// the segment, which nobody signed.
  private static func ledger(_ reader: SegmentReader) throws(StorageError) -> UniqueID? {
    let head = try reader.head()
    if case .frame(.entry, let entry, _, _) = try reader.next(),
      let opened = Opening.ledger(signedIn: entry)
    {
      return opened
    }
    return SegmentForm.ledger(in: head)
  }

  /// A path to a ledger that is missing says so before anything else is looked for in it.
  private static func latest(_ files: LedgerFiles) throws(StorageError) -> [UInt8]? {
    do {
      return try files.latest()
    } catch .failed(_, _, let code) where code == notADirectory {
      return nil
    }
  }

  /// ENOTDIR: the path, or its `checkpoints`, is a file.
  private static let notADirectory: Int32 = 20

  private func storage<Value>(
    _ body: () throws(StorageError) -> Value
  ) throws(VerifierError) -> Value {
    do throws(StorageError) { return try body() } catch { throw .storage(error) }
  }
}
