import Bytes
import LedgerCore

extension IndexSlot: FormatField {
  static let minimumByteCount = 4

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(raw: try reader.integer("slot"))
  }

  func write(to writer: inout ByteWriter) { writer.write(raw) }
}

extension UniqueID: FormatField {
  static let minimumByteCount = 16

  init(from reader: inout FieldReader) throws(FormatError) { self = try reader.uniqueID("id") }
}

extension AcceptanceKey: FormatField {
  static let minimumByteCount = 24

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      words: (
        try reader.integer("acceptance", as: UInt64.self).byteSwapped,
        try reader.integer("acceptance", as: UInt64.self).byteSwapped,
        try reader.integer("acceptance", as: UInt64.self).byteSwapped
      ))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(words.0.byteSwapped)
    writer.write(words.1.byteSwapped)
    writer.write(words.2.byteSwapped)
  }
}

extension String: FormatField {
  static let minimumByteCount = 2

  init(from reader: inout FieldReader) throws(FormatError) { self = try reader.text("text") }

  func write(to writer: inout ByteWriter) { writer.write(text: self) }
}

extension FieldReader {
  /// A row of another table, in 32 bits, of which the highest is never set.
  mutating func row(_ field: String) throws(FormatError) -> Int {
    let row = try integer(field, as: UInt32.self)
    guard row <= UInt32(Int32.max) else { throw error(.numberOutOfRange, field, back: 4) }
    return Int(row)
  }

  /// A first row and a count.
  mutating func rows(_ field: String) throws(FormatError) -> Range<Int> {
    let first = try row(field)
    return first..<first + (try row(field))
  }

  /// The number of an entry, kept in 32 bits by the rows that there are most of.
  mutating func smallEntry(_ field: String) throws(FormatError) -> UInt64 {
    let entry = try integer(field, as: UInt64.self)
    guard entry <= UInt64(UInt32.max) else { throw error(.numberOutOfRange, field, back: 8) }
    return entry
  }

  mutating func optionalEntry(_ field: String) throws(FormatError) -> UInt64? {
    let isPresent = try flag(field)
    return try optional(field, isPresent: isPresent, as: UInt64.self)
  }

  /// An amount in six bytes.
  mutating func rowAmount(_ field: String) throws(FormatError) -> Money {
    let low = try integer(field, as: UInt32.self)
    return Money(kopecks: Int64(try integer(field, as: UInt16.self)) << 32 | Int64(low))
  }

  mutating func rowItems<Item: FormatField>(_ field: String) throws(FormatError) -> [Item] {
    try items(try count(field, limit: .max, minimum: Item.minimumByteCount))
  }
}

extension ByteWriter {
  mutating func write(row: Int) { write(UInt32(row)) }

  mutating func write(rows: Range<Int>) {
    write(row: rows.lowerBound)
    write(row: rows.count)
  }

  mutating func write(optionalEntry entry: UInt64?) {
    write(entry != nil)
    write(entry ?? 0)
  }

  mutating func write(rowAmount amount: Money) {
    write(UInt32(truncatingIfNeeded: amount.kopecks))
    write(UInt16(amount.kopecks >> 32))
  }

  mutating func write<Item: FormatField>(rowItems items: [Item]) {
    write(UInt32(items.count))
    for item in items { item.write(to: &self) }
  }
}
