import Bytes
import LedgerCore

/// Something with one encoding, whatever document or entry it stands in.
protocol FormatField {
  /// No encoding is shorter: a count that promises more than the bytes left can hold is refused
  /// before anything is allocated for it.
  static var minimumByteCount: Int { get }
  init(from reader: inout FieldReader) throws(FormatError)
  func write(to writer: inout ByteWriter)
}

/// Reads fields by name, so that an error can say which one is wrong, and in which line.
struct FieldReader {
  var bytes: ByteReader
  /// Where offsets in errors count from.
  let origin: Int
  var line: Int?

  init(_ array: [UInt8], range: Range<Int>) {
    bytes = ByteReader(array, range: range)
    origin = range.lowerBound
  }

  /// An error at the field that begins `back` bytes before the current position.
  func error(_ reason: FormatError.Reason, _ field: String, back: Int = 0) -> FormatError {
    FormatError(
      offset: bytes.offset - origin - back, line: line, field: field, reason: reason)
  }

  @inline(__always)
  mutating func integer<Value: FixedWidthInteger>(
    _ field: String, as type: Value.Type = Value.self
  ) throws(FormatError) -> Value {
    do { return try bytes.read(type) } catch { throw self.error(.truncated, field) }
  }

  mutating func raw(_ count: Int, _ field: String) throws(FormatError) -> [UInt8] {
    do { return try bytes.read(count: count) } catch { throw self.error(.truncated, field) }
  }

  /// The bytes that every encoding of this sort begins with.
  mutating func magic(_ magic: [UInt8], _ field: String) throws(FormatError) {
    let found: Bool
    do { found = try bytes.skip(magic) } catch { throw self.error(.truncated, field) }
    guard found else { throw error(.wrongMagic, field) }
  }

  mutating func digest(_ field: String) throws(FormatError) -> Digest {
    do { return try bytes.readDigest() } catch { throw self.error(.truncated, field) }
  }

  mutating func identifier(_ field: String) throws(FormatError) -> Identifier {
    guard bytes.remaining >= Identifier.byteCount else { throw error(.truncated, field) }
    do { return try Identifier(from: &bytes) } catch {
      throw self.error(.notIdentifier, field, back: Identifier.byteCount)
    }
  }

  mutating func uniqueID(_ field: String) throws(FormatError) -> UniqueID {
    do { return try UniqueID(from: &bytes) } catch { throw self.error(.truncated, field) }
  }

  mutating func money(_ field: String) throws(FormatError) -> Money {
    Money(kopecks: try integer(field))
  }

  mutating func date(_ field: String) throws(FormatError) -> CalendarDate {
    CalendarDate(daysSince1970: try integer(field))
  }

  mutating func month(_ field: String) throws(FormatError) -> YearMonth {
    YearMonth(index: try integer(field))
  }

  mutating func percent(_ field: String) throws(FormatError) -> Percent {
    guard let percent = Percent(hundredths: try integer(field)) else {
      throw error(.numberOutOfRange, field, back: 2)
    }
    return percent
  }

  mutating func flag(_ field: String) throws(FormatError) -> Bool {
    let value = try integer(field, as: UInt8.self)
    guard value <= 1 else { throw error(.notFlag(value), field, back: 1) }
    return value == 1
  }

  /// A value whose place is kept, with zero in it, where there is none.
  mutating func optional<Value: FixedWidthInteger>(
    _ field: String, isPresent: Bool, as type: Value.Type = Value.self
  ) throws(FormatError) -> Value? {
    let value = try integer(field, as: type)
    guard isPresent || value == 0 else {
      throw error(.notZero, field, back: MemoryLayout<Value>.size)
    }
    return isPresent ? value : nil
  }

  /// A byte that stands for a case.
  mutating func choice<Choice: RawRepresentable<UInt8>>(
    _ field: String, as type: Choice.Type = Choice.self
  ) throws(FormatError) -> Choice {
    let value = try integer(field, as: UInt8.self)
    guard let choice = Choice(rawValue: value) else {
      throw error(.unknownValue(value), field, back: 1)
    }
    return choice
  }

  /// Bytes that keep what follows aligned.
  mutating func zeros(_ count: Int, _ field: String = "reserved") throws(FormatError) {
    for _ in 0..<count where try integer(field, as: UInt8.self) != 0 {
      throw error(.notZero, field, back: 1)
    }
  }

  /// A 16-bit length in bytes, then UTF-8. The rules for texts are checked with the form.
  mutating func text(_ field: String) throws(FormatError) -> String {
    let count = Int(try integer(field, as: UInt16.self))
    guard count <= Document.textLimit else {
      throw error(.text(.tooLong(bytes: count, limit: Document.textLimit)), field, back: 2)
    }
    let text: String?
    do { text = try bytes.readUTF8(count: count) } catch { throw self.error(.truncated, field) }
    guard let text else { throw error(.notUTF8, field, back: count + 2) }
    return text
  }

  /// A 16-bit length, then a public key in DER.
  mutating func key(_ field: String) throws(FormatError) -> [UInt8] {
    let count = Int(try integer(field, as: UInt16.self))
    guard count <= PublicKeyForm.byteLimit else { throw error(.notKey, field, back: 2) }
    return try raw(count, field)
  }

  /// A 16-bit count, then texts.
  mutating func services() throws(FormatError) -> [String] {
    let count = Int(try integer("services", as: UInt16.self))
    guard count <= DocumentForm.serviceLimit else {
      throw error(.tooLarge(count: count, limit: DocumentForm.serviceLimit), "services", back: 2)
    }
    guard count <= bytes.remaining / 2 else { throw error(.truncated, "services") }
    var services: [String] = []
    services.reserveCapacity(count)
    for _ in 0..<count { services.append(try text("services")) }
    return services
  }

  /// The number of items of a list of at most `limit`, each of at least `minimum` bytes.
  mutating func count(
    _ field: String, limit: Int, minimum: Int
  ) throws(FormatError) -> Int {
    let count = Int(try integer(field, as: UInt32.self))
    guard count <= limit else {
      throw error(.tooLarge(count: count, limit: limit), field, back: 4)
    }
    guard count <= bytes.remaining / minimum else { throw error(.truncated, field, back: 4) }
    return count
  }

  /// A 32-bit count, four zeros, then the items, which are the lines of errors.
  mutating func list<Item: FormatField>(
    _ field: String, of type: Item.Type = Item.self
  ) throws(FormatError) -> [Item] {
    let count = try count(field, limit: Document.lineLimit, minimum: Item.minimumByteCount)
    try zeros(4)
    return try items(count)
  }

  mutating func items<Item: FormatField>(_ count: Int) throws(FormatError) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(count)
    for number in 0..<count {
      line = number + 1
      items.append(try Item(from: &self))
    }
    line = nil
    return items
  }

  func finish(_ field: String) throws(FormatError) {
    guard bytes.remaining == 0 else { throw error(.trailingBytes(bytes.remaining), field) }
  }
}

extension ByteWriter {
  mutating func write(zeros count: Int) {
    for _ in 0..<count { write(UInt8(0)) }
  }

  mutating func write(_ flag: Bool) { write(UInt8(flag ? 1 : 0)) }
  mutating func write(_ money: Money) { write(money.kopecks) }
  mutating func write(_ date: CalendarDate) { write(date.daysSince1970) }
  mutating func write(_ month: YearMonth) { write(month.index) }
  mutating func write(_ identifier: Identifier) { identifier.write(to: &self) }
  mutating func write(_ field: some FormatField) { field.write(to: &self) }

  mutating func write(key: [UInt8]) {
    write(UInt16(key.count))
    write(raw: key)
  }

  mutating func write(services: [String]) {
    write(UInt16(services.count))
    for service in services { write(text: service) }
  }

  mutating func write<Item: FormatField>(list items: [Item]) {
    write(UInt32(items.count))
    write(zeros: 4)
    for item in items { item.write(to: &self) }
  }
}

extension Identifier: FormatField {
  static var minimumByteCount: Int { byteCount }

  // A register of identifiers alone: suspended, resumed or closed certificates.
  init(from reader: inout FieldReader) throws(FormatError) {
    self = try reader.identifier("certificate")
  }
}

extension EntryReference: FormatField {
  static let minimumByteCount = 40

  init(from reader: inout FieldReader) throws(FormatError) {
    try self.init(from: &reader, "claim")
  }

  init(from reader: inout FieldReader, _ field: String) throws(FormatError) {
    self.init(number: try reader.integer(field), hash: try reader.digest(field))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(hash)
  }
}

extension PaymentName: FormatField {
  static let minimumByteCount = 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(number: try reader.integer("payment"), year: try reader.integer("payment"))
    try reader.zeros(2)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(year)
    writer.write(zeros: 2)
  }
}
