import Bytes
import LedgerCore

extension StatementLine: FormatField {
  static let minimumByteCount = 8 + 2 * 4 + 1 + 4 * 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let amount = try reader.money("amount")
    let bookedOn = try reader.date("booked_on")
    let date = try reader.date("date")
    let side = try reader.choice("side", as: StatementSide.self)
    let number = try reader.text("number")
    let counterpartyINN = try reader.text("counterparty_inn")
    let counterpartyAccount = try reader.text("counterparty_account")
    self.init(
      bookedOn: bookedOn, side: side, amount: amount, number: number, date: date,
      counterpartyINN: counterpartyINN, counterpartyAccount: counterpartyAccount,
      purpose: try reader.text("purpose"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(amount)
    writer.write(bookedOn)
    writer.write(date)
    writer.write(side.rawValue)
    for text in [number, counterpartyINN, counterpartyAccount, purpose] {
      writer.write(text: text)
    }
  }
}

extension BankStatement {
  init(from reader: inout FieldReader) throws(FormatError) {
    let file = try reader.digest("file")
    let opening = try reader.money("opening")
    let closing = try reader.money("closing")
    let from = try reader.date("from")
    let to = try reader.date("to")
    let bookUnidentified = try reader.flag("book_unidentified")
    let account = try reader.text("account")
    self.init(
      file: file, account: account, from: from, to: to, opening: opening, closing: closing,
      bookUnidentified: bookUnidentified, lines: try reader.list("lines"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(file)
    writer.write(opening)
    writer.write(closing)
    writer.write(from)
    writer.write(to)
    writer.write(bookUnidentified)
    writer.write(text: account)
    writer.write(list: lines)
  }
}

extension ReceiptReference {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(entry: try reader.integer("receipt"), line: try reader.integer("receipt"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(line)
  }
}

extension ReceiptIdentification {
  private enum Meaning: UInt8 {
    case refund = 1
    case `return` = 2
  }

  init(from reader: inout FieldReader) throws(FormatError) {
    let receipt = try ReceiptReference(from: &reader)
    let code = try reader.choice("as", as: Meaning.self)
    try reader.zeros(3)
    let amount = try reader.money("amount")
    let meaning: ReceiptMeaning =
      switch code {
      case .refund: .refund(agreement: try reader.identifier("agreement"))
      case .return: .return(payment: try PaymentName(from: &reader))
      }
    self.init(receipt: receipt, meaning: meaning, amount: amount)
  }

  func write(to writer: inout ByteWriter) {
    receipt.write(to: &writer)
    switch meaning {
    case .refund(let agreement):
      writer.write(Meaning.refund.rawValue)
      writer.write(zeros: 3)
      writer.write(amount)
      writer.write(agreement)
    case .return(let payment):
      writer.write(Meaning.return.rawValue)
      writer.write(zeros: 3)
      writer.write(amount)
      writer.write(payment)
    }
  }
}
