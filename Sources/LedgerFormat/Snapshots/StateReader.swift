import Bytes
import LedgerCore

/// Brings in the pages of a snapshot, each when it is first touched. What is read is checked
/// against the hash tree; what is missing or wrong is taken from books that are replayed for it.
package final class StateReader: Sendable {
  package let header: StateHeader
  private let digest: DigestFunction
  /// The bytes at an address; nil where there are none.
  private let read: @Sendable (PageAddress) -> [UInt8]?
  private let replay: @Sendable () -> BooksColumns
  private let replayed = Guarded<BooksColumns?>(nil)
  private let nodes = Guarded<[NodeKey: StateNode]>([:])

  private struct NodeKey: Hashable {
    let column: UInt8
    let level: UInt8
    let index: Int
  }

  /// `replay` gives the columns of the same state, made from the journal.
  package init(
    _ header: StateHeader, digest: @escaping DigestFunction,
    read: @escaping @Sendable (PageAddress) -> [UInt8]?,
    replay: @escaping @Sendable () -> BooksColumns
  ) {
    self.header = header
    self.digest = digest
    self.read = read
    self.replay = replay
  }

  /// Whether something had to be replayed: the snapshot is of no more use.
  package var isDamaged: Bool { replayed.withLock { $0 != nil } }

  /// Books whose columns come in page by page.
  package func books() -> Books {
    var columns = BooksColumns()
    var visitor = Opening(reader: self)
    // Opening brings nothing in, and so cannot fail.
    try? columns.visit(&visitor)
    return Books(digest: digest, header.books, columns)
  }

  private struct Opening: StateColumnVisitor {
    let reader: StateReader

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) {
      let count = reader.header.columns[Int(column) - 1].rowCount
      let reader = reader
      rows = PagedArray(
        stored: LazyPages<Row>(
          count: count, load: { reader.rows(ofPage: $0, column, count) },
          locate: { reader.address(ofPage: $0, column, pages: Row.pageCount(rows: count)) }))
    }
  }

  private func rows<Row: StateRow>(ofPage page: Int, _ column: UInt8, _ count: Int) -> [Row] {
    let inPage = Row.rowCount(ofPage: page, rows: count)
    let pages = Row.pageCount(rows: count)
    if let address = address(ofPage: page, column, pages: pages),
      let bytes = read(address), digest(bytes) == address.digest,
      let rows: [Row] = try? StatePage.decode(bytes, page: page, column: column, count: inPage)
    {
      return rows
    }
    let rows: [Row] = replayedRows(ofPage: page, column)
    precondition(rows.count == inPage, "the journal leads to another state than the snapshot")
    return rows
  }

  private func replayedRows<Row: StateRow>(ofPage page: Int, _ column: UInt8) -> [Row] {
    var columns = replayed.withLock { replayed in
      if replayed == nil { replayed = replay() }
      return replayed!
    }
    var finding = PageFinding<Row>(wanted: column, page: page)
    try? columns.visit(&finding)
    return finding.rows
  }

  /// Nil where the tree does not lead there.
  private func address(
    ofPage page: Int, _ column: UInt8, pages: Int
  ) -> PageAddress? {
    let counts = StateTree.blockCounts(pages: pages)
    var address = header.columns[Int(column) - 1].top
    for level in stride(from: counts.count - 1, to: 0, by: -1) {
      var child = page
      for _ in 1..<level { child /= StateNode.fanOut }
      let index = child / StateNode.fanOut
      let children = min(counts[level - 1] - index * StateNode.fanOut, StateNode.fanOut)
      let key = NodeKey(column: column, level: UInt8(level), index: index)
      guard let node = node(key, address, children) else { return nil }
      address = node.children[child % StateNode.fanOut]
    }
    return address
  }

  private func node(_ key: NodeKey, _ address: PageAddress, _ children: Int) -> StateNode? {
    if let known = nodes.withLock({ $0[key] }) { return known }
    guard
      let node = StateNode(
        at: address, column: key.column, level: key.level, index: key.index, count: children,
        digest, read)
    else { return nil }
    nodes.withLock { $0[key] = node }
    return node
  }
}

/// Takes the rows of one page out of columns.
private struct PageFinding<Wanted: StateRow>: StateColumnVisitor {
  let wanted: UInt8
  let page: Int
  var rows: [Wanted] = []

  init(wanted: UInt8, page: Int) {
    self.wanted = wanted
    self.page = page
  }

  mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) {
    guard column == wanted, let found = rows as? PagedArray<Wanted> else { return }
    if page < found.pageCount { self.rows = Array(found.rows(ofPage: page)) }
  }
}
