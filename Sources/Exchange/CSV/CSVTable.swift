import Foundation
import LedgerCore

/// A table of the outside world: RFC 4180 in the dialects that spreadsheets write. UTF-8 with or
/// without a mark, or Windows-1251; `,` `;` or tab, whichever the header line has most of; CRLF
/// or LF; quotes doubled inside quotes. Rows are read one after the other.
public struct CSVTable {
  public static let fileLimit = 64 << 20
  public static let lineLimit = 1 << 20
  public static let rowLimit = 1_000_000

  let log: FaultLog
  private var records: CSVRecords
  private let places: [String: Int]
  private let cellCount: Int
  private var rowCount = 0
  /// Lines without any value, which are passed over.
  public private(set) var blankCount = 0

  /// Reads the header. Nil, with the reasons in the log, when no row can be understood.
  init?(_ bytes: [UInt8], columns: [String], optional: [String], log: FaultLog) {
    self.log = log
    do {
      records = CSVRecords(try Self.decoded(bytes))
    } catch {
      log.add(.file(error), line: 0)
      return nil
    }
    guard let header = Self.header(&records, log) else { return nil }
    places = Dictionary(
      header.names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    cellCount = header.names.count
    judge(header.names, line: header.line, columns: columns, optional: optional)
    if log.total > 0 { return nil }
  }

  /// The next row that has a value; nil at the end. A row without the right number of cells is
  /// put in the log and passed over.
  mutating func next() -> CSVRow? {
    var cells: [String] = []
    while true {
      let line: Int
      do {
        guard let found = try records.next(into: &cells) else { return nil }
        line = found
      } catch {
        log.add(error.reason, line: error.line)
        continue
      }
      if cells.allSatisfy(\.isEmpty) {
        blankCount += 1
        continue
      }
      rowCount += 1
      guard rowCount <= Self.rowLimit else {
        log.add(.table(.tooManyRows(limit: Self.rowLimit)), line: line)
        return nil
      }
      guard cells.count == cellCount else {
        let fault = TableFault.cellCount(expected: cellCount, found: cells.count)
        log.add(.table(fault), line: line)
        continue
      }
      return CSVRow(line: line, cells: cells, places: places, log: log)
    }
  }

  /// UTF-8 without its mark.
  static func decoded(_ bytes: [UInt8]) throws(FileFault) -> [UInt8] {
    guard bytes.count <= fileLimit else { throw .tooLarge(limit: fileLimit) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
    if let offset = bytes.firstIndex(of: 0) { throw .notText(offset: offset) }
    if String(validating: bytes, as: UTF8.self) != nil {
      return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
    return Array(try CodePage.windows1251.decode(bytes).utf8)
  }

  private static func header(
    _ records: inout CSVRecords, _ log: FaultLog
  ) -> (names: [String], line: Int)? {
    var cells: [String] = []
    do {
      while let line = try records.next(into: &cells) {
        if cells.allSatisfy(\.isEmpty) { continue }
        return (cells.map { $0.lowercased() }, line)
      }
      log.add(.file(.empty), line: 0)
    } catch {
      log.add(error.reason, line: error.line)
    }
    return nil
  }

  private func judge(_ names: [String], line: Int, columns: [String], optional: [String]) {
    var seen: Set<String> = []
    for (offset, name) in names.enumerated() {
      if !columns.contains(name) && !optional.contains(name) {
        log.add(.table(.unknownColumn), line: line, column: name, columnNumber: offset + 1)
      } else if !seen.insert(name).inserted {
        log.add(.table(.duplicateColumn), line: line, column: name, columnNumber: offset + 1)
      }
    }
    for name in columns where !seen.contains(name) {
      log.add(.table(.missingColumn), line: line, column: name)
    }
  }
}

/// What stopped a record, and the line where it began.
struct CSVRecordFault: Error {
  let reason: FaultReason
  let line: Int
}

/// Cuts bytes into records of cells, without their outer spaces and in normalisation form C.
struct CSVRecords {
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    delimiter = Self.delimiter(of: bytes)
  }

  /// The line of the record, or nil at the end. After a fault, reading goes on at the next line.
  mutating func next(into cells: inout [String]) throws(CSVRecordFault) -> Int? {
    cells.removeAll(keepingCapacity: true)
    guard position < bytes.count else { return nil }
    let (start, first) = (position, line)
    do throws(TableFault) {
      repeat {
        cells.append(try nextCell())
      } while position - start <= CSVTable.lineLimit && passDelimiter()
    } catch {
      skipLine()
      throw CSVRecordFault(reason: .table(error), line: first)
    }
    guard position - start <= CSVTable.lineLimit else {
      skipLine()
      throw CSVRecordFault(reason: .file(.lineTooLong(limit: CSVTable.lineLimit)), line: first)
    }
    skipLine()
    return first
  }

  private mutating func nextCell() throws(TableFault) -> String {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedCell() }
    let start = position
    while position < bytes.count, bytes[position] != delimiter, bytes[position] != newline {
      if bytes[position] == UInt8(ascii: "\"") { throw .bareQuote }
      position += 1
    }
    var end = position
    if isAtLineEnd, end > start, bytes[end - 1] == carriageReturn { end -= 1 }
    return Self.cell(bytes[start..<end])
  }

  private mutating func quotedCell() throws(TableFault) -> String {
    position += 1
    var content: [UInt8] = []
    var start = position
    let firstLine = line
    while true {
      guard position < bytes.count else {
        line = firstLine
        throw .unclosedQuote
      }
      let byte = bytes[position]
      position += 1
      if byte == newline { line += 1 }
      guard byte == UInt8(ascii: "\"") else { continue }
      content += bytes[start..<position - 1]
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { break }
      start = position
      position += 1
    }
    if position < bytes.count, bytes[position] == carriageReturn,
      position + 1 == bytes.count || bytes[position + 1] == newline
    {
      position += 1
    }
    guard isAtLineEnd || bytes[position] == delimiter else { throw .textAfterQuote }
    return Self.cell(content[...])
  }

  private var isAtLineEnd: Bool { position == bytes.count || bytes[position] == newline }

  private mutating func passDelimiter() -> Bool {
    guard position < bytes.count, bytes[position] == delimiter else { return false }
    position += 1
    return true
  }

  private mutating func skipLine() {
    while !isAtLineEnd { position += 1 }
    if position < bytes.count { position += 1 }
    line += 1
  }

  private static func cell(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return "" }
    let trimmed =
      isSpace(first) || isSpace(last)
      ? String(
        scalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed().map(Character.init))
      : text
    return normal(trimmed)
  }

  /// Normalisation form C; most text needs no work.
  private static func normal(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.value < 0x300 || (0x400...0x481).contains($0.value)
    }
    return isPlain ? text : text.precomposedStringWithCanonicalMapping
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}"
  }

  private static func delimiter(of bytes: [UInt8]) -> UInt8 {
    let header = bytes.drop { $0 == newlineByte || $0 == 0x0D }.prefix { $0 != newlineByte }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let counts = candidates.map { candidate in header.count { $0 == candidate } }
    let most = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }
    return candidates[most ?? 0]
  }

  private static let newlineByte = UInt8(ascii: "\n")
  private var newline: UInt8 { Self.newlineByte }
  private var carriageReturn: UInt8 { 0x0D }
}
