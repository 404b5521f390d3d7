import Authentication
import Bytes
import Dispatch
import Foundation
import LedgerCore
import LedgerFormat

/// The single writer, for any number of threads. Documents are examined on all cores, applied in
/// the order in which they came, and written while the next ones are applied; those that wait at
/// the same time share one commit, one write and one sync.
public final class CommitQueue: @unchecked Sendable {
  /// Touched by the pipeline only.
  private let ledger: Ledger
  private let pipeline: CommitPipeline
  private let authenticator: Authenticator

  /// Nobody else may touch the ledger while documents are submitted.
  public init(
    _ ledger: Ledger, signers: LogSigners, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.ledger = ledger
    authenticator = ledger.authenticator
    authenticator.learn(ledger.books)
    pipeline = CommitPipeline(ledger, signers: signers, clock: clock)
  }

  /// Accepts all documents or none. When it returns, they are durable.
  public func submit(
    _ documents: [SignedDocument], fileLines: [[Int]] = [], confirmsClock: Bool = false
  ) throws(LedgerError) -> [Receipt] {
    let submission = Submission(fileLines: fileLines, confirmsClock: confirmsClock)
    let parcel = Parcel([submission])
    pipeline.enqueue(parcel)
    submission.examinations = examine(documents)
    pipeline.release(parcel)
    return try parcel.wait()[0].get()
  }

  /// Accepts or refuses each document on its own, in order. When it returns, those accepted are
  /// durable. They are examined, applied and written at the same time, as many as the machine has
  /// cores for, and only a few of them are held in the works.
  public func submit(
    each documents: [SignedDocument], confirmsClock: Bool = false
  ) -> [Result<Receipt, LedgerError>] {
    let sender = BatchSender(documents, confirmsClock: confirmsClock)
    DispatchQueue.concurrentPerform(iterations: sender.threadCount) { _ in
      while let (parcel, range) = sender.next(pipeline) {
        let examinations = authenticator.examine(each: documents[range])
        for (submission, examination) in zip(parcel.submissions, examinations) {
          submission.examinations = [examination]
        }
        pipeline.release(parcel)
      }
    }
    return sender.outcomes()
  }

  /// What those who submit at the same time get, for a caller that must not depend on how threads
  /// happen to meet: each of `batches` is accepted whole or refused, and all share one commit.
  package func submit(
    together batches: [[SignedDocument]]
  ) -> [Result<[Receipt], LedgerError>] {
    let parcel = Parcel(batches.map { _ in Submission() })
    pipeline.enqueue(parcel)
    for (submission, documents) in zip(parcel.submissions, batches) {
      submission.examinations = examine(documents)
    }
    pipeline.release(parcel)
    return parcel.wait()
  }

  private func examine(_ documents: [SignedDocument]) -> [Examination] {
    if documents.count == 1 { return [Ledger.examine(documents[0], authenticator)] }
    return [Examination](unsafeUninitializedCapacity: documents.count) { buffer, count in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: documents.count) { index in
        (slots.baseAddress! + index).initialize(
          to: Ledger.examine(documents[index], authenticator))
      }
      count = documents.count
    }
  }
}

/// Cuts a batch into parcels and hands them out to the threads that examine them, each in its place
/// in the queue.
private final class BatchSender: Sendable {
  private static let parcelBytes = 64 << 10
  private static let parcelCount = 32
  /// Parcels between the first one that is examined and the last one that is applied.
  private static let window = 32

  private let documents: [SignedDocument]
  private let confirmsClock: Bool
  private let room = DispatchSemaphore(value: 0)
  private let sent = Guarded(Sent())

  private struct Sent {
    var position = 0
    var parcels: [Parcel] = []
  }

  let threadCount: Int

  init(_ documents: [SignedDocument], confirmsClock: Bool) {
    self.documents = documents
    self.confirmsClock = confirmsClock
    threadCount = min(ProcessInfo.processInfo.activeProcessorCount, documents.count)
    for _ in 0..<Self.window { room.signal() }
  }

  /// Takes the next documents and queues a parcel for them; nil when there are no more.
  func next(_ pipeline: CommitPipeline) -> (Parcel, Range<Int>)? {
    room.wait()
    return sent.withLock { sent in
      let range = nextRange(sent.position)
      guard !range.isEmpty else {
        room.signal()
        return nil
      }
      sent.position = range.upperBound
      let parcel = Parcel(
        range.map { _ in Submission(confirmsClock: confirmsClock) }, room: room)
      sent.parcels.append(parcel)
      pipeline.enqueue(parcel)
      return (parcel, range)
    }
  }

  /// A few small documents, or a large one. Where there are not many, no thread takes more than its
  /// share.
  private func nextRange(_ position: Int) -> Range<Int> {
    let share = max(1, documents.count / (4 * max(1, threadCount)))
    let end = min(documents.count, position + min(Self.parcelCount, share))
    var bytes = 0
    for index in position..<end {
      bytes += documents[index].document.count
      if bytes > Self.parcelBytes { return position..<index + 1 }
    }
    return position..<end
  }

  func outcomes() -> [Result<Receipt, LedgerError>] {
    let parcels = sent.withLock { $0.parcels }
    return parcels.flatMap { parcel in parcel.wait().map { outcome in outcome.map { $0[0] } } }
  }
}
