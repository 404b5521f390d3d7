import Bytes
import Foundation
import LedgerFormat
import LedgerService

/// Threads that hand over documents side by side, each waiting for its answer before its next call.
enum Submitters {
  struct Outcome: Sendable {
    var seconds = 0.0
    /// Processor time of the whole process, on all cores together.
    var processorSeconds = 0.0
    /// Of each call, in milliseconds, in no order.
    var latencies: [Double] = []
    /// By call.
    var receipts: [[Receipt]] = []
  }

  /// How a call is to be answered.
  enum Manner: Sendable {
    /// All documents of a call, or none.
    case together
    /// Each document for itself.
    case each
  }

  /// Call `i` is made by thread `i % count`. Throws the first failure or refusal.
  static func run(
    _ calls: [[SignedDocument]], to queue: CommitQueue, _ manner: Manner = .together,
    threads count: Int
  ) throws -> Outcome {
    let answers = Answers()
    let clock = ContinuousClock()
    let use = ProcessorUse()
    let start = clock.now
    try Workers.run(count) { worker in
      for index in stride(from: worker, to: calls.count, by: count) {
        let submitted = clock.now
        let receipts =
          switch manner {
          case .together: try queue.submit(calls[index])
          case .each: try queue.submit(each: calls[index]).map { try $0.get() }
          }
        let milliseconds = clock.now.seconds(since: submitted) * 1_000
        answers.kept.withLock { $0[index] = (receipts, milliseconds) }
      }
    }
    var outcome = Outcome(
      seconds: clock.now.seconds(since: start), processorSeconds: use.processorSeconds())
    answers.kept.withLock { found in
      outcome.receipts = calls.indices.map { found[$0]?.receipts ?? [] }
      outcome.latencies = found.values.map(\.milliseconds)
    }
    return outcome
  }

  private final class Answers: Sendable {
    let kept = Guarded<[Int: (receipts: [Receipt], milliseconds: Double)]>([:])
  }
}

/// Threads that all begin before any is waited for.
enum Workers {
  /// Runs `body` on `count` threads, with numbers from 0. Throws the first failure.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let group = DispatchGroup()
    let failures = Failures()
    for number in 0..<count {
      group.enter()
      Thread.detachNewThread {
        do { try body(number) } catch { failures.add(error) }
        group.leave()
      }
    }
    group.wait()
    if let error = failures.first { throw error }
  }

  private final class Failures: Sendable {
    private let kept = Guarded<(any Error)?>(nil)

    var first: (any Error)? { kept.withLock { $0 } }

    func add(_ error: any Error) { kept.withLock { $0 = $0 ?? error } }
  }
}

extension ContinuousClock.Instant {
  func seconds(since start: Self) -> Double { (self - start) / .seconds(1) }
}
