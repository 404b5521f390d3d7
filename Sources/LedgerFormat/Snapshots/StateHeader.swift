import Bytes
import LedgerCore

/// The root block of a snapshot: what the books hold beside their columns, and the top of each
/// column's hash tree. The SHA-256 of its first part is the **state root**.
package struct StateHeader: Equatable, Sendable {
  package struct Column: Equatable, Sendable {
    let rowCount: Int
    let top: PageAddress
  }

  static let magic = Array("kazna-state-v2\0\0".utf8)

  package let books: BooksHeader
  /// The number of entries, and the subtrees of the log at that size.
  package let entryCount: UInt64
  package var subtrees: [Digest]
  let columns: [Column]
  /// The snapshots whose files hold pages of this one, in ascending order.
  package let files: [UInt64]
  /// Bytes of all its pages, and of all the files that hold them.
  package let pageBytes: UInt64
  package let fileBytes: UInt64

  /// What the state root covers.
  package func encodeRoot() -> [UInt8] {
    var writer = ByteWriter(reserving: 4096)
    writer.write(raw: Self.magic)
    books.write(to: &writer)
    writer.write(entryCount)
    writer.write(UInt8(subtrees.count))
    for subtree in subtrees { writer.write(subtree) }
    for column in columns {
      writer.write(UInt64(column.rowCount))
      writer.write(column.top.digest)
    }
    return writer.take()
  }

  /// Where the tops of the columns are stored, and in which files the rest is.
  package func encodePlaces() -> [UInt8] {
    var writer = ByteWriter(reserving: 1024)
    for column in columns { column.top.writePlace(to: &writer) }
    writer.write(pageBytes)
    writer.write(fileBytes)
    writer.write(UInt32(files.count))
    for file in files { writer.write(file) }
    return writer.take()
  }

  init(
    books: BooksHeader, entryCount: UInt64, subtrees: [Digest], columns: [Column],
    files: [UInt64], pageBytes: UInt64, fileBytes: UInt64
  ) {
    self.books = books
    self.entryCount = entryCount
    self.subtrees = subtrees
    self.columns = columns
    self.files = files
    self.pageBytes = pageBytes
    self.fileBytes = fileBytes
  }

  /// Reads both parts; the first is worth nothing before its SHA-256 was compared.
  package init(root: [UInt8], places: [UInt8]) throws(FormatError) {
    var reader = FieldReader(root, range: 0..<root.count)
    try reader.magic(Self.magic, "magic")
    let books = try BooksHeader(from: &reader)
    let entryCount = try reader.integer("entry_count", as: UInt64.self)
    var subtrees: [Digest] = []
    for _ in 0..<(try reader.integer("subtrees", as: UInt8.self)) {
      subtrees.append(try reader.digest("subtree"))
    }
    var counts: [Int] = []
    var tops: [Digest] = []
    for _ in 0..<BooksColumns.columnCount {
      let count = try reader.integer("row_count", as: UInt64.self)
      guard count <= UInt64(UInt32.max) else {
        throw reader.error(.numberOutOfRange, "row_count", back: 8)
      }
      counts.append(Int(count))
      tops.append(try reader.digest("top"))
    }
    try reader.finish("header")
    self.books = books
    self.entryCount = entryCount
    self.subtrees = subtrees

    var place = FieldReader(places, range: 0..<places.count)
    var columns: [Column] = []
    for (count, top) in zip(counts, tops) {
      columns.append(Column(rowCount: count, top: try PageAddress(top, placeFrom: &place)))
    }
    self.columns = columns
    pageBytes = try place.integer("page_bytes")
    fileBytes = try place.integer("file_bytes")
    var files: [UInt64] = []
    for _ in 0..<(try place.count("files", limit: 1024, minimum: 8)) {
      files.append(try place.integer("file"))
    }
    self.files = files
    try place.finish("places")
  }
}
