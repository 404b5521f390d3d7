import Bytes
import Foundation
import LedgerCore
import LedgerFormat

/// The single writer. Whoever submits from any thread is served in turn; those who wait at the same
/// time share one commit, one write and one sync.
public final class CommitQueue: @unchecked Sendable {
  /// How long a commit gathers while others wait: 2 ms.
  static let gatheringSeconds = 0.002

  private final class Request {
    let documents: [SignedDocument]
    let fileLines: [[Int]]
    let confirmsClock: Bool
    var outcome: Result<[Receipt], LedgerError>?

    init(_ documents: [SignedDocument], _ fileLines: [[Int]], confirmsClock: Bool) {
      self.documents = documents
      self.fileLines = fileLines
      self.confirmsClock = confirmsClock
    }
  }

  // All state is guarded by `condition`; the ledger is touched only by the thread that leads.
  private let condition = NSCondition()
  private var waiting: [Request] = []
  private var isLed = false
  private let ledger: Ledger
  private let signers: LogSigners
  private let clock: @Sendable () -> Timestamp

  public init(
    _ ledger: Ledger, signers: LogSigners, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.ledger = ledger
    self.signers = signers
    self.clock = clock
  }

  /// Accepts all documents or none. When it returns, they are durable.
  public func submit(
    _ documents: [SignedDocument], fileLines: [[Int]] = [], confirmsClock: Bool = false
  ) throws(LedgerError) -> [Receipt] {
    let request = Request(documents, fileLines, confirmsClock: confirmsClock)
    condition.lock()
    waiting.append(request)
    while isLed && request.outcome == nil { condition.wait() }
    if request.outcome == nil {
      isLed = true
      lead()
      isLed = false
      condition.broadcast()
    }
    condition.unlock()
    guard let outcome = request.outcome else { preconditionFailure("a request without outcome") }
    return try outcome.get()
  }

  /// What those who submit at the same time get, for a caller that must not depend on how threads
  /// happen to meet: each of `batches` is accepted whole or refused, and all share one commit.
  package func submit(
    together batches: [[SignedDocument]]
  ) -> [Result<[Receipt], LedgerError>] {
    condition.lock()
    while isLed { condition.wait() }
    isLed = true
    condition.unlock()
    let outcomes = commit(batches.map { Request($0, [], confirmsClock: false) })
    condition.lock()
    isLed = false
    condition.broadcast()
    condition.unlock()
    return outcomes
  }

  /// Runs with the lock held, and gives it up while it works.
  private func lead() {
    if waiting.count > 1 {
      condition.unlock()
      Thread.sleep(forTimeInterval: Self.gatheringSeconds)
      condition.lock()
    }
    let requests = waiting
    waiting = []
    condition.unlock()
    let outcomes = commit(requests)
    condition.lock()
    for (request, outcome) in zip(requests, outcomes) { request.outcome = outcome }
  }

  /// A request's outcome, and how many entries the books had when it was found.
  private struct Judgement {
    let outcome: Result<[Receipt], LedgerError>
    let entryCount: UInt64
  }

  private func commit(_ requests: [Request]) -> [Result<[Receipt], LedgerError>] {
    // The books of a writer that has stopped may lack what is in the journal: no answer is right.
    if let stop = ledger.stopReason {
      return requests.map { _ in .failure(.storage(.writerStopped(stop))) }
    }
    var stage = ledger.makeStage()
    let judgements = requests.map { judge($0, &stage) }
    do throws(LedgerError) {
      try ledger.flush(stage, signers: signers)
      return judgements.map(\.outcome)
    } catch {
      // Nobody is told of success before it is on disk, nor refused for the sake of an entry that
      // never came to be.
      let failure = Result<[Receipt], LedgerError>.failure(error)
      let durable = ledger.books.nextEntry
      return judgements.map { judgement in
        switch judgement.outcome {
        case .success(let receipts):
          receipts.allSatisfy { $0.entry < durable } ? judgement.outcome : failure
        case .failure: judgement.entryCount <= durable ? judgement.outcome : failure
        }
      }
    }
  }

  private func judge(_ request: Request, _ stage: inout Stage) -> Judgement {
    let result: Result<[Receipt], LedgerError>
    do throws(LedgerError) {
      // Without the key that signs checkpoints nothing can be written.
      if let row = ledger.books.activeKey(.log) {
        _ = try signers.signer(for: ledger.books.keys[row].id)
      }
      result = .success(
        try ledger.stage(
          request.documents, fileLines: request.fileLines, at: clock(),
          confirmsClock: request.confirmsClock, signers: signers, into: &stage))
    } catch {
      result = .failure(error)
    }
    return Judgement(outcome: result, entryCount: ledger.books.nextEntry)
  }
}
