import Bytes
import LedgerCore

extension TakenLine: FormatField {
  static let minimumByteCount = 4 + 8 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      line: try reader.row("line"), offset: try reader.money("offset"),
      cash: try reader.money("cash"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: line)
    writer.write(offset)
    writer.write(cash)
  }
}

extension Cycle: FormatField {
  static let minimumByteCount = 8 + 24 + 4 + 4 + 1 + 9 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    let entry = try reader.integer("entry", as: UInt64.self)
    let terms = try CycleTerms(from: &reader)
    let result = try Self.result(from: &reader)
    self.init(entry: entry, terms: terms, result: result, taken: try reader.rowItems("taken"))
    status = try reader.choice("status")
    approvedBy = try reader.optionalEntry("approved_by")
    payments = try reader.rows("payments")
  }

  /// As in the entry that calculated it, behind its length.
  private static func result(from reader: inout FieldReader) throws(FormatError) -> CycleResult {
    let count = try reader.count("result", limit: .max, minimum: 1)
    let bytes = try reader.raw(count, "result")
    guard case .cycle(let result) = try ResultsCodec.decode(bytes) else {
      throw reader.error(.notAllowed, "result", back: count)
    }
    return result
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    terms.write(to: &writer)
    guard let bytes = try? ResultsCodec.encode(.cycle(result)) else {
      preconditionFailure("an entry holds this result")
    }
    writer.write(counted: bytes)
    writer.write(rowItems: taken)
    writer.write(status.rawValue)
    writer.write(optionalEntry: approvedBy)
    writer.write(rows: payments)
  }
}

extension PaymentItem: FormatField {
  static let minimumByteCount = 4 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(line: try reader.row("line"), amount: try reader.money("amount"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: line)
    writer.write(amount)
  }
}

extension Payment: FormatField {
  static var minimumByteCount: Int { PaymentOrder.minimumByteCount + 4 + 4 + 2 }

  init(from reader: inout FieldReader) throws(FormatError) {
    let order = try PaymentOrder(from: &reader)
    let agreement = try reader.row("agreement")
    self.init(order: order, agreement: agreement, items: try reader.rowItems("items"))
    status = try reader.choice("status")
    debitSeen = try reader.flag("debit_seen")
  }

  func write(to writer: inout ByteWriter) {
    writer.write(order)
    writer.write(row: agreement)
    writer.write(rowItems: items)
    writer.write(status.rawValue)
    writer.write(debitSeen)
  }
}

extension StatementRow: FormatField {
  static var minimumByteCount: Int { StatementLine.minimumByteCount + 8 + 4 + 1 + 8 }

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      line: try StatementLine(from: &reader), entry: try reader.integer("entry"),
      number: try reader.integer("number"), kind: try reader.choice("kind"),
      unidentified: try reader.money("unidentified"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(line)
    writer.write(entry)
    writer.write(number)
    writer.write(kind.rawValue)
    writer.write(unidentified)
  }
}

extension StatementDay: FormatField {
  static let minimumByteCount = 4 + 2 + 4 + 16 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      payer: try reader.row("payer"), account: try reader.text("account"),
      day: try reader.date("day"), opening: try reader.money("opening"),
      closing: try reader.money("closing"), rows: try reader.rows("rows"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: payer)
    writer.write(text: account)
    writer.write(day)
    writer.write(opening)
    writer.write(closing)
    writer.write(rows: rows)
  }
}

extension EntrySummary: FormatField {
  static let minimumByteCount = 1 + 16 + 4 + 8 + 32 + 8 + 9

  init(from reader: inout FieldReader) throws(FormatError) {
    let kind = try reader.choice("kind", as: DocumentKind.self)
    let document = try reader.uniqueID("document")
    let effectiveDate = try reader.date("effective_date")
    let recordedAt = Timestamp(milliseconds: try reader.integer("recorded_at"))
    self.init(
      kind: kind, document: document, effectiveDate: effectiveDate, recordedAt: recordedAt,
      hash: try reader.digest("hash"), rows: try reader.rows("rows"),
      reversedBy: try reader.optionalEntry("reversed_by"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(kind.rawValue)
    document.write(to: &writer)
    writer.write(effectiveDate)
    writer.write(recordedAt.milliseconds)
    writer.write(hash)
    writer.write(rows: rows)
    writer.write(optionalEntry: reversedBy)
  }
}
