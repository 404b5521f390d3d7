import Bytes
import LedgerCore

/// All of the books in one run of bytes, for whoever keeps them whole instead of page by page: the
/// header, then each column with its number of rows, in the order and the form of snapshots.
package enum BooksImage {
  /// Hands over the bytes piece by piece.
  package static func write(_ books: Books, to output: ([UInt8]) throws -> Void) throws {
    var header = ByteWriter()
    books.header.write(to: &header)
    try output(header.take())
    try withoutActuallyEscaping(output) { output in
      var columns = books.columns
      var writing = Writing(output: output)
      try columns.visit(&writing)
    }
  }

  /// Reads books, and where they end. Throws where the bytes are none; what is decoded is not held
  /// against any rule.
  package static func read(
    _ bytes: [UInt8], _ range: Range<Int>, digest: @escaping DigestFunction
  ) throws(FormatError) -> (books: Books, end: Int) {
    var reader = FieldReader(bytes, range: range)
    let header = try BooksHeader(from: &reader)
    var columns = BooksColumns()
    var reading = Reading(reader: reader)
    do { try columns.visit(&reading) } catch {
      throw error as? FormatError ?? reader.error(.notAllowed, "column")
    }
    return (Books(digest: digest, header, columns), reading.reader.bytes.offset)
  }

  private struct Writing: StateColumnVisitor {
    let output: ([UInt8]) throws -> Void

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) throws {
      var writer = ByteWriter(reserving: 64 << 10)
      writer.write(UInt32(rows.count))
      for page in 0..<rows.pageCount {
        for row in rows.rows(ofPage: page) { row.write(to: &writer) }
        if writer.count > 32 << 10 { try output(writer.take()) }
      }
      try output(writer.take())
    }
  }

  private struct Reading: StateColumnVisitor {
    var reader: FieldReader

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) throws {
      let count = try reader.count(
        "column \(column)", limit: Int(UInt32.max), minimum: Row.minimumByteCount)
      for page in 0..<Row.pageCount(rows: count) {
        rows.append(page: try reader.items(Row.rowCount(ofPage: page, rows: count)))
      }
    }
  }
}

extension BooksHeader {
  func write(to writer: inout ByteWriter) {
    ledger.write(to: &writer)
    writer.write(rulesVersion)
    writer.write(sealedThrough != nil)
    writer.write(sealedThrough ?? YearMonth(index: 0))
    writer.write(text: name)
  }

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init()
    ledger = try reader.uniqueID("ledger")
    rulesVersion = try reader.integer("rules_version")
    let isSealed = try reader.flag("sealed_through")
    let month = try reader.optional("sealed_through", isPresent: isSealed, as: Int32.self)
    sealedThrough = month.map(YearMonth.init(index:))
    name = try reader.text("name")
  }
}
