import Dispatch
import LedgerFormat

/// Documents that are accepted together or not at all.
final class Submission {
  let fileLines: [[Int]]
  let confirmsClock: Bool
  /// What the applying thread judges; empty once nothing can ask for it again.
  var examinations: [Examination]
  var outcome: Result<[Receipt], LedgerError>?

  init(
    _ examinations: [Examination] = [], fileLines: [[Int]] = [], confirmsClock: Bool = false
  ) {
    self.examinations = examinations
    self.fileLines = fileLines
    self.confirmsClock = confirmsClock
  }
}

/// Submissions that go through the pipeline in one piece and share a commit.
///
/// It belongs to the thread that examines it, then to the one that applies it, then, with the
/// outcomes in it, to the one that submitted it.
final class Parcel: @unchecked Sendable {
  let submissions: [Submission]
  /// Guarded by the pipeline's lock.
  var isExamined = false
  /// Signalled when it is applied, for whoever waits to send another.
  private var room: DispatchSemaphore?
  private let answered = DispatchSemaphore(value: 0)

  init(_ submissions: [Submission], room: DispatchSemaphore? = nil) {
    self.submissions = submissions
    self.room = room
  }

  func makeRoom() {
    room?.signal()
    room = nil
  }

  func answer() { answered.signal() }

  /// Returns when every submission has its outcome.
  func wait() -> [Result<[Receipt], LedgerError>] {
    answered.wait()
    return submissions.map { submission in
      guard let outcome = submission.outcome else { preconditionFailure("no outcome") }
      return outcome
    }
  }
}
