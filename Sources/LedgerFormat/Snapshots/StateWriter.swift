import Bytes
import LedgerCore

/// Writes the state of the books as blocks, each page that is not stored yet and all nodes of the
/// hash trees, and so finds the state root.
package struct StateWriter {
  /// The snapshot that is written, by its number of entries.
  let snapshot: UInt64
  /// Writes every page anew, also those that are stored.
  let writesAll: Bool
  let digest: DigestFunction
  /// Stores a block and gives the offset that it got.
  let store: ([UInt8]) throws -> UInt64

  package init(
    snapshot: UInt64, writesAll: Bool = false, digest: @escaping DigestFunction,
    store: @escaping ([UInt8]) throws -> UInt64
  ) {
    self.snapshot = snapshot
    self.writesAll = writesAll
    self.digest = digest
    self.store = store
  }

  /// The header of the snapshot whose blocks were stored, and where its pages are now, to be
  /// remembered once they are durable. `fileBytes` gives the sizes of older files.
  package func write(
    _ books: BooksHeader, _ columns: BooksColumns, entryCount: UInt64, subtrees: [Digest],
    fileBytes: (UInt64) -> UInt64 = { _ in 0 }
  ) throws -> (header: StateHeader, places: StatePlaces) {
    var columns = columns
    var visitor = Visitor(writer: self)
    try columns.visit(&visitor)
    let header = StateHeader(
      books: books, entryCount: entryCount, subtrees: subtrees, columns: visitor.columns,
      files: visitor.files.sorted(), pageBytes: visitor.pageBytes,
      fileBytes: visitor.files.reduce(visitor.written) { $0 + fileBytes($1) })
    return (header, visitor.places)
  }

  private struct Visitor: StateColumnVisitor {
    let writer: StateWriter
    var columns: [StateHeader.Column] = []
    var places = StatePlaces()
    var files: Set<UInt64> = []
    var pageBytes: UInt64 = 0
    var written: UInt64 = 0

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) throws {
      var level: [PageAddress] = []
      level.reserveCapacity(rows.pageCount)
      for page in 0..<rows.pageCount {
        let address = try address(of: page, column, rows)
        files.insert(address.snapshot)
        pageBytes += UInt64(address.byteCount)
        level.append(address)
      }
      places.pages.append(level)
      var height: UInt8 = 0
      repeat {
        height += 1
        level = try nodes(over: level, column, height)
      } while level.count > 1
      columns.append(StateHeader.Column(rowCount: rows.count, top: level[0]))
    }

    private mutating func address<Row: StateRow>(
      of page: Int, _ column: UInt8, _ rows: PagedArray<Row>
    ) throws -> PageAddress {
      if !writer.writesAll, let address = rows.address(ofPage: page) { return address }
      var bytes = ByteWriter(reserving: 16 + 64 << Row.pageShift)
      StatePage.encode(rows.rows(ofPage: page), page: page, column: column, to: &bytes)
      let block = bytes.take()
      return try store(block, digest: writer.digest(block))
    }

    private mutating func nodes(
      over level: [PageAddress], _ column: UInt8, _ height: UInt8
    ) throws -> [PageAddress] {
      try stride(from: 0, to: max(level.count, 1), by: StateNode.fanOut).map { first in
        let children = Array(level[first..<min(first + StateNode.fanOut, level.count)])
        let node = StateNode(
          column: column, level: height, index: first / StateNode.fanOut, children: children)
        let digests = node.encodeDigests()
        return try store(digests + node.encodePlaces(), digest: writer.digest(digests))
      }
    }

    private mutating func store(_ block: [UInt8], digest: Digest) throws -> PageAddress {
      written += UInt64(block.count)
      return PageAddress(
        digest: digest, snapshot: writer.snapshot, offset: try writer.store(block),
        byteCount: UInt32(block.count))
    }
  }
}

/// Where the pages of all columns are stored.
package struct StatePlaces: Sendable {
  fileprivate var pages: [[PageAddress]] = []

  /// Lets the columns that were stored know it, and with them all that share their pages.
  package func remember(in columns: BooksColumns) {
    var columns = columns
    var visitor = Remembering(places: self)
    // Remembering reads and writes nothing, and so cannot fail.
    try? columns.visit(&visitor)
  }

  private struct Remembering: StateColumnVisitor {
    let places: StatePlaces

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) {
      for (page, address) in places.pages[Int(column) - 1].enumerated() {
        rows.setAddress(address, ofPage: page)
      }
    }
  }
}
