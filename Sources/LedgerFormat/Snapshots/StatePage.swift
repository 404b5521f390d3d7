import Bytes
import LedgerCore

/// What a page or a node begins with: 16 bytes.
struct StateBlockHeader: Equatable {
  let column: UInt8
  /// 0 for a page of rows; a node of level n covers up to 256 blocks of level n - 1.
  let level: UInt8
  /// Rows or children.
  let count: Int
  /// Which of its level, from 0.
  let index: Int

  func write(to writer: inout ByteWriter) {
    writer.write(column)
    writer.write(level)
    writer.write(zeros: 2)
    writer.write(UInt32(count))
    writer.write(UInt64(index))
  }

  /// Throws unless the bytes begin with this header.
  func check(_ reader: inout FieldReader) throws(FormatError) {
    var writer = ByteWriter(reserving: 16)
    write(to: &writer)
    guard try reader.raw(16, "block") == writer.bytes else {
      throw reader.error(.headerMismatch, "block", back: 16)
    }
  }
}

/// The bytes of one page of rows.
package enum StatePage {
  static func encode<Row: StateRow>(
    _ rows: some Collection<Row>, page: Int, column: UInt8, to writer: inout ByteWriter
  ) {
    StateBlockHeader(column: column, level: 0, count: rows.count, index: page).write(to: &writer)
    for row in rows { row.write(to: &writer) }
  }

  static func decode<Row: StateRow>(
    _ bytes: [UInt8], page: Int, column: UInt8, count: Int
  ) throws(FormatError) -> [Row] {
    var reader = FieldReader(bytes, range: 0..<bytes.count)
    try StateBlockHeader(column: column, level: 0, count: count, index: page).check(&reader)
    let rows: [Row] = try reader.items(count)
    try reader.finish("page")
    return rows
  }
}

/// A node of the hash tree over the pages of one column. Its digest covers the children's digests;
/// where the children are stored stands behind, and is proved by what is found there.
struct StateNode: Equatable {
  static let fanOut = 256

  let column: UInt8
  let level: UInt8
  let index: Int
  let children: [PageAddress]

  /// What the digest covers.
  func encodeDigests() -> [UInt8] {
    var writer = ByteWriter(reserving: 16 + children.count * 32)
    StateBlockHeader(column: column, level: level, count: children.count, index: index)
      .write(to: &writer)
    for child in children { writer.write(child.digest) }
    return writer.take()
  }

  func encodePlaces() -> [UInt8] {
    var writer = ByteWriter(reserving: children.count * 20)
    for child in children { child.writePlace(to: &writer) }
    return writer.take()
  }

  /// How many bytes of a node with so many children the digest covers.
  static func digestsByteCount(_ count: Int) -> Int { 16 + count * 32 }

  init(column: UInt8, level: UInt8, index: Int, children: [PageAddress]) {
    self.column = column
    self.level = level
    self.index = index
    self.children = children
  }

  init(
    _ bytes: [UInt8], column: UInt8, level: UInt8, index: Int, count: Int
  ) throws(FormatError) {
    var reader = FieldReader(bytes, range: 0..<bytes.count)
    try StateBlockHeader(column: column, level: level, count: count, index: index).check(&reader)
    var digests: [Digest] = []
    for _ in 0..<count { digests.append(try reader.digest("child")) }
    var children: [PageAddress] = []
    for digest in digests { children.append(try PageAddress(digest, placeFrom: &reader)) }
    try reader.finish("node")
    self.init(column: column, level: level, index: index, children: children)
  }
}

extension StateNode {
  /// Reads the node; nil where there is none that hashes to what stands above it.
  init?(
    at address: PageAddress, column: UInt8, level: UInt8, index: Int, count: Int,
    _ digest: DigestFunction, _ read: (PageAddress) -> [UInt8]?
  ) {
    let covered = Self.digestsByteCount(count)
    guard let bytes = read(address), bytes.count >= covered,
      digest(Array(bytes[..<covered])) == address.digest,
      let node = try? StateNode(bytes, column: column, level: level, index: index, count: count)
    else { return nil }
    self = node
  }
}

extension PageAddress {
  func writePlace(to writer: inout ByteWriter) {
    writer.write(snapshot)
    writer.write(offset)
    writer.write(byteCount)
  }

  init(_ digest: Digest, placeFrom reader: inout FieldReader) throws(FormatError) {
    self.init(
      digest: digest, snapshot: try reader.integer("snapshot"),
      offset: try reader.integer("offset"), byteCount: try reader.integer("byte_count"))
  }
}

extension StatePage {
  /// Reads a page of any column and writes its rows again: the same bytes, or an error. For whoever
  /// tries what a page may hold.
  package static func rewritten(_ bytes: [UInt8]) throws(FormatError) -> [UInt8] {
    var reader = FieldReader(bytes, range: 0..<bytes.count)
    let column = try reader.integer("column", as: UInt8.self)
    try reader.zeros(3)
    let count = Int(try reader.integer("count", as: UInt32.self))
    guard let index = Int(exactly: try reader.integer("index", as: UInt64.self)) else {
      throw reader.error(.numberOutOfRange, "index", back: 8)
    }
    var columns = BooksColumns()
    var rewriting = Rewriting(bytes: bytes, wanted: column, count: count, index: index)
    do { try columns.visit(&rewriting) } catch let error as FormatError { throw error } catch {}
    guard let written = rewriting.written else {
      throw FormatError(field: "page", reason: .notAllowed)
    }
    return written
  }

  private struct Rewriting: StateColumnVisitor {
    let bytes: [UInt8]
    let wanted: UInt8
    let count: Int
    let index: Int
    var written: [UInt8]?

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) throws {
      guard column == wanted, count <= 1 << Row.pageShift else { return }
      let rows: [Row] = try StatePage.decode(bytes, page: index, column: column, count: count)
      var writer = ByteWriter(reserving: bytes.count)
      StatePage.encode(rows, page: index, column: column, to: &writer)
      written = writer.take()
    }
  }
}
