import Bytes
import Dispatch
import Glibc

/// Judges what was read, beside the reading: hashes and signatures on all cores, postings derived one
/// entry after the other, and the accounts behind those. A reader that is too far ahead verifies too.
///
/// Each stage keeps its findings in the order of the journal, so that they do not depend on which
/// thread was faster. Its state is touched by its own queue only: hence `@unchecked Sendable`.
final class Pipeline: @unchecked Sendable {
  let derivation: DerivationAudit
  let accounts: AccountAudit
  /// Wrong hashes and signatures.
  let verified: FindingLog
  private let checksHashes: Bool

  /// Threads that verify besides the reader's; with none, that one does everything.
  private let threads: Int
  /// Entries, checkpoints and losses that go through the stages together.
  private let batchCount: Int
  private let derivationQueue = DispatchQueue(label: "kazna.verify.postings")
  private let accountQueue = DispatchQueue(label: "kazna.verify.accounts")
  private let verificationQueue = DispatchQueue(
    label: "kazna.verify.signatures", attributes: .concurrent)
  private let unverified = Guarded(Unverified())

  private var gathered: [ReadItem] = []
  private var gatheredBytes = 0
  private var running: [Batch] = []
  private var runningBytes = 0

  private struct Unverified {
    var batches: [Batch] = []
    /// That are at work.
    var threads = 0
  }

  private static let batchBytes = 512 << 10
  private static let runningCount = 64
  private static let runningBytesLimit = 16 << 20

  /// `makeLog` gives an empty log for each stage.
  init(
    threads: Int, batchCount: Int, trusted: AuditedBooks?, states: DerivedStates,
    _ makeLog: () -> FindingLog
  ) {
    self.threads = threads
    self.batchCount = batchCount
    derivation = DerivationAudit(makeLog(), trusted, states)
    accounts = AccountAudit(makeLog(), trusted)
    verified = makeLog()
    checksHashes = verified.wants(.hashes)
  }

  var logs: [FindingLog] { [derivation.log, accounts.log, verified] }

  func add(_ item: ReadItem) {
    gathered.append(item)
    gatheredBytes += item.byteCount
    if gathered.count >= batchCount || gatheredBytes >= Self.batchBytes { send() }
  }

  /// Waits for everything. `last` is the place of the last entry.
  func finish(_ last: Place) {
    send()
    while !running.isEmpty { collectFirst() }
    if derivation.isStateKnown { accounts.finish(last) }
  }

  private func send() {
    guard !gathered.isEmpty else { return }
    let batch = Batch(gathered, byteCount: gatheredBytes)
    gathered = []
    gatheredBytes = 0
    running.append(batch)
    runningBytes += batch.byteCount
    start(batch)
    while running.count > Self.runningCount || runningBytes > Self.runningBytesLimit {
      collectFirst()
    }
  }

  private func start(_ batch: Batch) {
    guard threads > 0 else {
      batch.verify(checksHashes: checksHashes)
      derivation.judge(batch)
      accounts.judge(batch)
      return
    }
    batch.stages.enter()
    derivationQueue.async { [self] in
      derivation.judge(batch)
      accountQueue.async { [self] in
        accounts.judge(batch)
        batch.stages.leave()
      }
    }
    batch.stages.enter()
    let needsThread = unverified.withLock { waiting in
      waiting.batches.append(batch)
      guard waiting.threads < threads else { return false }
      waiting.threads += 1
      return true
    }
    if needsThread { verificationQueue.async { [self] in verifyWaiting() } }
  }

  /// What each of the verifying threads does, until nothing is left.
  private func verifyWaiting() {
    while let batch = nextUnverified(endsThread: true) { verify(batch) }
  }

  private func verify(_ batch: Batch) {
    batch.verify(checksHashes: checksHashes)
    batch.stages.leave()
  }

  private func nextUnverified(endsThread: Bool) -> Batch? {
    unverified.withLock { waiting in
      let batch = waiting.batches.isEmpty ? nil : waiting.batches.removeFirst()
      if batch == nil, endsThread { waiting.threads -= 1 }
      return batch
    }
  }

  private func collectFirst() {
    let batch = running.removeFirst()
    while batch.stages.wait(timeout: .now()) == .timedOut {
      guard let other = nextUnverified(endsThread: false) else {
        batch.stages.wait()
        break
      }
      verify(other)
    }
    runningBytes -= batch.byteCount
    for finding in batch.findings { verified.add(finding) }
  }
}

enum LogicalCores {
  /// Those that are online, at least one.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
