import Dispatch
import Foundation
import LedgerCore
import TransparencyLog

/// Applies parcels in the order in which they came, and writes what was applied.
///
/// Two threads at a time: one applies documents to the books and encodes their entries, one writes
/// and syncs the commit before. So the books are ahead of the disk, by two commits at most; nobody
/// is answered before what the answer rests on is published.
final class CommitPipeline: @unchecked Sendable {
  /// How long a commit gathers while others wait and the disk is free, at most (design, section 6).
  /// Each costs a signature, a sync and a dozen system calls.
  private static let gatheringSeconds = 0.002
  /// Entries of so many bytes are not joined by others.
  private static let stageBytes = 1 << 20
  /// Of so many bytes the books can take entries back; then they wait for the disk once.
  private static let unsettledBytes = 8 << 20

  /// What the books said, and how many entries they had when they said it.
  private struct Judgement {
    let outcome: Result<[Receipt], LedgerError>
    let entryCount: UInt64
  }

  /// Applied entries, and whom they concern.
  private struct Group {
    var stage: Stage
    var parcels: [Parcel] = []
    var judgements: [[Judgement]] = []
    var gathersUntil = Date.distantFuture
  }

  private enum Step {
    case judge(Parcel)
    case write
    case finish(Result<MerkleTree, LedgerError>)
  }

  // Guarded by `changed`, for which only the applying thread waits.
  private let changed = NSCondition()
  private var waiting: [Parcel] = []
  private var written: Result<MerkleTree, LedgerError>?
  private var isRunning = false

  // Of the applying thread; the ledger's files, while a group is being written, of the writing one.
  // Whoever waits for an answer holds the ledger, and can be sure to let go of it afterwards.
  private unowned let ledger: Ledger
  private let signers: LogSigners
  private let clock: @Sendable () -> Timestamp
  private var gathered: Group
  private var beingWritten: Group?
  private var unsettled = 0

  private let applying = DispatchQueue(label: "kazna.apply")
  private let writing = DispatchQueue(label: "kazna.write")

  init(_ ledger: Ledger, signers: LogSigners, clock: @escaping @Sendable () -> Timestamp) {
    self.ledger = ledger
    self.signers = signers
    self.clock = clock
    gathered = Group(stage: ledger.makeStage())
  }

  /// Gives a parcel its place. It is judged once it is released.
  func enqueue(_ parcel: Parcel) {
    changed.withLock { waiting.append(parcel) }
  }

  /// The parcel is examined.
  func release(_ parcel: Parcel) {
    changed.withLock {
      parcel.isExamined = true
      if isRunning {
        changed.signal()
      } else {
        isRunning = true
        applying.async { self.run() }
      }
    }
  }

  private func run() {
    gathered.stage = ledger.makeStage()
    while let step = nextStep() {
      switch step {
      case .judge(let parcel): judge(parcel)
      case .write: write()
      case .finish(.success(let tree)): finish(tree)
      case .finish(.failure(let error)): fail(error)
      }
    }
  }

  /// Waits for something to do; nil when there is nothing left.
  private func nextStep() -> Step? {
    changed.lock()
    defer { changed.unlock() }
    while true {
      if let result = written {
        written = nil
        return .finish(result)
      }
      let head = waiting.first.flatMap { $0.isExamined ? $0 : nil }
      if beingWritten == nil {
        if mustWrite { return .write }
        if waiting.isEmpty {
          isRunning = false
          return nil
        }
      }
      if let head, beingWritten == nil || !mustWait(before: head) {
        waiting.removeFirst()
        return .judge(head)
      }
      if beingWritten == nil, !gathered.parcels.isEmpty {
        _ = changed.wait(until: gathered.gathersUntil)
      } else {
        changed.wait()
      }
    }
  }

  private var isFull: Bool {
    gathered.stage.byteCount >= Self.stageBytes || unsettled >= Self.unsettledBytes
  }

  /// Whether what was gathered is to be written now that the disk is free.
  private var mustWrite: Bool {
    guard !gathered.parcels.isEmpty else { return false }
    return waiting.isEmpty || isFull || Date() >= gathered.gathersUntil
  }

  /// Whether a parcel has to wait until what is being written is on disk: there is enough to come
  /// after it, or the parcel asks for an entry that the journal may not hold yet.
  private func mustWait(before parcel: Parcel) -> Bool {
    isFull
      || parcel.submissions.contains { submission in
        ledger.replay.entries(of: submission).contains { $0 < gathered.stage.firstEntry }
      }
  }

  // MARK: applying

  private func judge(_ parcel: Parcel) {
    if gathered.parcels.isEmpty { startGathering() }
    ledger.replay.warm(parcel)
    gathered.judgements.append(parcel.submissions.map { judge($0) })
    gathered.parcels.append(parcel)
    parcel.makeRoom()
  }

  private func startGathering() {
    gathered.gathersUntil = Date(timeIntervalSinceNow: Self.gatheringSeconds)
  }

  private func judge(_ submission: Submission) -> Judgement {
    let result: Result<[Receipt], LedgerError>
    do throws(LedgerError) {
      // The books of a writer that has stopped may lack what is in the journal: no answer is right.
      if beingWritten == nil, let stop = ledger.stopReason {
        throw .storage(.writerStopped(stop))
      }
      result = .success(
        try ledger.stage(submission, at: clock(), signers: signers, into: &gathered.stage))
    } catch {
      result = .failure(error)
    }
    return Judgement(outcome: result, entryCount: gathered.stage.nextEntry)
  }

  // MARK: writing

  private func write() {
    let group = gathered
    gathered = Group(stage: ledger.makeStage())
    guard !group.stage.isEmpty else { return answer(group) { $0.outcome } }
    // These parcels will not be judged again.
    for parcel in group.parcels {
      for submission in parcel.submissions { submission.examinations = [] }
    }
    beingWritten = group
    unsettled += group.stage.byteCount
    nonisolated(unsafe) let commits = group.stage.commits
    let tree = ledger.replay.tree
    writing.async {
      let result: Result<MerkleTree, LedgerError>
      do throws(LedgerError) {
        result = .success(try self.ledger.write(commits, after: tree))
      } catch {
        result = .failure(error)
      }
      self.changed.withLock {
        self.written = result
        self.changed.signal()
      }
    }
  }

  private func finish(_ tree: MerkleTree) {
    guard let group = beingWritten else { preconditionFailure("nothing is being written") }
    beingWritten = nil
    startGathering()
    ledger.replay.tree = tree
    if gathered.stage.isEmpty {
      ledger.replay.books.commit()
      gathered.stage = ledger.makeStage()
      unsettled = 0
      // The books are what is published, and nothing more.
      ledger.snapshotIfDue(signers)
    }
    answer(group) { $0.outcome }
  }

  /// The books go back to what is published. What was gathered behind the failure is judged again.
  private func fail(_ error: LedgerError) {
    guard let group = beingWritten else { preconditionFailure("nothing is being written") }
    beingWritten = nil
    changed.withLock { waiting.insert(contentsOf: gathered.parcels, at: 0) }
    ledger.abandon(group.stage)
    gathered = Group(stage: ledger.makeStage())
    unsettled = 0
    // Nobody is told of success before it is on disk, nor refused for the sake of an entry that
    // never came to be.
    let durable = ledger.books.nextEntry
    answer(group) { judgement in
      let isDecided =
        switch judgement.outcome {
        case .success(let receipts): receipts.allSatisfy { $0.entry < durable }
        case .failure: judgement.entryCount <= durable
        }
      return isDecided ? judgement.outcome : .failure(error)
    }
  }

  private func answer(
    _ group: Group, _ outcome: (Judgement) -> Result<[Receipt], LedgerError>
  ) {
    for (parcel, judgements) in zip(group.parcels, group.judgements) {
      for (submission, judgement) in zip(parcel.submissions, judgements) {
        submission.outcome = outcome(judgement)
      }
      parcel.answer()
    }
  }
}
