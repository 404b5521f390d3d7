import Bytes
import Dispatch
import Testing

@Suite struct GuardedTests {
  private struct Failure: Error {}

  @Test func oneThreadAtATime() {
    let count = Guarded(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10_000 { count.withLock { $0 += 1 } }
    }
    #expect(count.withLock { $0 } == 80_000)
  }

  /// What was changed before an error stays, and the next one comes in.
  @Test func anErrorOpensTheLock() {
    let values = Guarded<[Int]>([])
    #expect(throws: Failure.self) {
      try values.withLock { values throws(Failure) in
        values.append(1)
        throw Failure()
      }
    }
    values.withLock { $0.append(2) }
    #expect(values.withLock { $0 } == [1, 2])
  }

  @Test func itsValueIsReleasedWithIt() {
    final class Watched: Sendable {}
    weak var watched: Watched?
    do {
      let object = Watched()
      watched = object
      _ = Guarded(object)
    }
    #expect(watched == nil)
  }
}
