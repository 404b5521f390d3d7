import Bytes
import LedgerCore

extension Contract: FormatField {
  static let minimumByteCount = 9 * 4 + 2 + 2 * 8

  init(from reader: inout FieldReader) throws(FormatError) {
    let agreement = try reader.row("agreement")
    let certificate = try reader.row("certificate")
    let firstMonthRow = try reader.row("first_month_row")
    let firstAccount = try reader.integer("first_account", as: UInt32.self)
    let service = try reader.integer("service", as: Int32.self)
    let previousOfCertificate = try reader.integer("previous_of_certificate", as: Int32.self)
    let previousOfOrder = try reader.integer("previous_of_order", as: Int32.self)
    let start = try reader.date("start")
    let end = try reader.date("end")
    guard start <= end, start.isWithinLimits, end.daysSince1970 - start.daysSince1970 < 366 else {
      throw reader.error(.wrongOrder, "end", back: 4)
    }
    let isTerminated = try reader.flag("is_terminated")
    let isReversed = try reader.flag("is_reversed")
    let price = try reader.boundedMoney("price")
    self.init(
      start: start, end: end, price: price, share: try reader.boundedMoney("share"),
      agreement: agreement, certificate: certificate, service: service,
      previousOfCertificate: previousOfCertificate, previousOfOrder: previousOfOrder,
      firstMonthRow: firstMonthRow, firstAccount: firstAccount)
    self.isTerminated = isTerminated
    self.isReversed = isReversed
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: agreement)
    writer.write(row: certificate)
    writer.write(row: firstMonthRow)
    writer.write(firstAccount)
    writer.write(service)
    writer.write(previousOfCertificate)
    writer.write(previousOfOrder)
    writer.write(start)
    writer.write(end)
    writer.write(isTerminated)
    writer.write(isReversed)
    writer.write(price)
    writer.write(share)
  }
}

extension ContractMonth: FormatField {
  static let minimumByteCount = 5 * 6 + 2 + 2 * 4

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init()
    advance = try reader.rowAmount("advance")
    fact = try reader.rowAmount("fact")
    droppedAdvance = try reader.rowAmount("dropped_advance")
    executed = try reader.rowAmount("executed")
    refundDue = try reader.rowAmount("refund_due")
    status = try reader.choice("status")
    isClosedUnclaimed = try reader.flag("is_closed_unclaimed")
    advanceLine = try reader.integer("advance_line")
    finalLine = try reader.integer("final_line")
  }

  func write(to writer: inout ByteWriter) {
    for amount in [advance, fact, droppedAdvance, executed, refundDue] {
      writer.write(rowAmount: amount)
    }
    writer.write(status.rawValue)
    writer.write(isClosedUnclaimed)
    writer.write(advanceLine)
    writer.write(finalLine)
  }
}

extension Claim: FormatField {
  static let minimumByteCount = 8 + 4 + 4 + 1 + 8 + 1

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      entry: try reader.integer("entry"), agreement: try reader.row("agreement"),
      month: try reader.month("month"), kind: try reader.choice("kind"),
      lines: try reader.rows("lines"), status: try reader.choice("status"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(row: agreement)
    writer.write(month)
    writer.write(kind.rawValue)
    writer.write(rows: lines)
    writer.write(status.rawValue)
  }
}

extension ClaimLineRow: FormatField {
  static let minimumByteCount = 2 * 4 + 2 * 8 + 8 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let contract = try reader.integer("contract", as: Int32.self)
    let claim = try reader.integer("claim", as: Int32.self)
    let amount = ClaimAmount(raw: try reader.integer("amount"))
    self.init(contract: contract, claim: claim, amount: amount)
    due = try reader.money("due")
    waitingSince = try reader.smallEntry("waiting_since")
    state = try reader.choice("state")
    wasTaken = try reader.flag("was_taken")
  }

  func write(to writer: inout ByteWriter) {
    writer.write(contract)
    writer.write(claim)
    writer.write(amount.raw)
    writer.write(due)
    writer.write(waitingSince)
    writer.write(state.rawValue)
    writer.write(wasTaken)
  }
}

extension Refund: FormatField {
  static let minimumByteCount = 2 * 4 + 2 * 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      contract: try reader.row("contract"), monthRow: try reader.row("month_row"),
      entry: try reader.integer("entry"), due: try reader.money("due"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: contract)
    writer.write(row: monthRow)
    writer.write(entry)
    writer.write(due)
  }
}

extension Amendment: FormatField {
  static let minimumByteCount = 8 + 4 + 8 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      entry: try reader.integer("entry"), row: try reader.row("row"),
      previousEntry: try reader.integer("previous_entry"), change: try reader.money("change"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(row: row)
    writer.write(previousEntry)
    writer.write(change)
  }
}

extension RefundUse: FormatField {
  static let minimumByteCount = 8 + 4 + 8 + 1

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      entry: try reader.integer("entry"), refund: try reader.row("refund"),
      amount: try reader.money("amount"), toRevenue: try reader.flag("to_revenue"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(row: refund)
    writer.write(amount)
    writer.write(toRevenue)
  }
}
