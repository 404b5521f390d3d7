import Cryptography
import Dispatch
import LedgerCore
import LedgerFormat

/// The states that entries lead to, where a snapshot is kept: hashed beside the derivation, which goes
/// on with pages of its own where it changes some.
///
/// Its headers are touched on its own queue only: hence `@unchecked Sendable`.
final class DerivedStates: @unchecked Sendable {
  /// Numbers of entries behind which the state is wanted.
  private let wanted: Set<UInt64>
  private let queue = DispatchQueue(label: "kazna.verify.states")
  private let beside: Bool
  private var headers: [UInt64: StateHeader] = [:]

  init(wanted: Set<UInt64>, beside: Bool) {
    self.wanted = wanted
    self.beside = beside
  }

  var isEmpty: Bool { wanted.isEmpty }

  /// By their numbers of entries, without the log's subtrees, which the reader of the journal knows.
  var all: [UInt64: StateHeader] { queue.sync { headers } }

  /// Behind each entry.
  func follow(_ books: Books) {
    guard wanted.contains(books.nextEntry) else { return }
    let (header, columns, count) = (books.header, books.columns, books.nextEntry)
    queue.run(beside: beside) { [self] in
      let writer = StateWriter(snapshot: 0, digest: { SHA256.hash($0) }) { _ in 0 }
      // Nothing is stored, and so nothing can fail.
      guard
        let (state, places) = try? writer.write(header, columns, entryCount: count, subtrees: [])
      else { return }
      // Pages that do not change from here on are not hashed again.
      places.remember(in: columns)
      headers[count] = state
    }
  }
}

extension DispatchQueue {
  /// Does it beside what the caller goes on with, or before that.
  func run(beside: Bool, _ work: @escaping @Sendable () -> Void) {
    if beside { async(execute: work) } else { sync(execute: work) }
  }
}
