import Bytes
import LedgerCore
import Synchronization

/// The pages of one column of a snapshot, each brought in once, when it is first touched, by
/// whichever thread that is.
final class LazyPages<Row: PagedRow>: StoredPages, @unchecked Sendable {
  let count: Int
  private let load: @Sendable (Int) -> [Row]
  private let locate: @Sendable (Int) -> PageAddress?
  /// The addresses of the rows of pages that are in; 0 for the others. Changed only within `moved`.
  private let bases: UnsafeMutablePointer<Atomic<UInt>>
  /// Where pages stand that were stored anew since.
  private let moved = Guarded<[Int: PageAddress]>([:])

  /// `load` gives the rows of a page, as many as belong there; it has no way to fail.
  init(
    count: Int, load: @escaping @Sendable (Int) -> [Row],
    locate: @escaping @Sendable (Int) -> PageAddress?
  ) {
    self.count = count
    self.load = load
    self.locate = locate
    let pageCount = Row.pageCount(rows: count)
    bases = .allocate(capacity: pageCount)
    for page in 0..<pageCount { (bases + page).initialize(to: Atomic(0)) }
  }

  deinit {
    let pageCount = Row.pageCount(rows: count)
    for page in 0..<pageCount {
      guard let rows = known(page) else { continue }
      rows.deinitialize(count: Row.rowCount(ofPage: page, rows: count))
      rows.deallocate()
    }
    bases.deinitialize(count: pageCount)
    bases.deallocate()
  }

  func base(_ page: Int) -> UnsafeMutablePointer<Row> { known(page) ?? bringIn(page) }

  func address(_ page: Int) -> PageAddress? { moved.withLock { $0[page] } ?? locate(page) }

  func setAddress(_ address: PageAddress, _ page: Int) { moved.withLock { $0[page] = address } }

  private func known(_ page: Int) -> UnsafeMutablePointer<Row>? {
    precondition(page < Row.pageCount(rows: count))
    return UnsafeMutablePointer(bitPattern: bases[page].load(ordering: .acquiring))
  }

  private func bringIn(_ page: Int) -> UnsafeMutablePointer<Row> {
    let rows = load(page)
    precondition(rows.count == Row.rowCount(ofPage: page, rows: count))
    return moved.withLock { _ in
      // Another thread may have been faster.
      if let other = known(page) { return other }
      let place = UnsafeMutablePointer<Row>.allocate(capacity: rows.count)
      place.initialize(from: rows, count: rows.count)
      bases[page].store(UInt(bitPattern: place), ordering: .releasing)
      return place
    }
  }
}
