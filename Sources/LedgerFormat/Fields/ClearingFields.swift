import Bytes
import LedgerCore

extension CycleDeferral: FormatField {
  static let minimumByteCount = 24 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      agreement: try reader.identifier("agreement"), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(agreement)
    writer.write(text: reason)
  }
}

extension CycleTerms {
  init(from reader: inout FieldReader) throws(FormatError) {
    let isLimited = try reader.flag("funds")
    try reader.zeros(7)
    let funds = try reader.optional("funds", isPresent: isLimited, as: Int64.self)
    self.init(funds: funds.map(Money.init(kopecks:)), deferrals: try reader.list("deferrals"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(funds != nil)
    writer.write(zeros: 7)
    writer.write(funds ?? .zero)
    writer.write(list: deferrals)
  }
}

extension Envelope {
  init(from reader: inout FieldReader) throws(FormatError) {
    let digest = try reader.digest("digest")
    let sum = try reader.money("sum")
    let count = try reader.integer("count", as: UInt32.self)
    try reader.zeros(4)
    self.init(count: count, sum: sum, digest: digest)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(digest)
    writer.write(sum)
    writer.write(count)
    writer.write(zeros: 4)
  }
}

extension CycleApproval {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      cycle: try EntryReference(from: &reader, "cycle"), envelope: try Envelope(from: &reader),
      payOn: try reader.date("pay_on"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(cycle)
    envelope.write(to: &writer)
    writer.write(payOn)
  }
}

extension PaymentRejection {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(payment: try PaymentName(from: &reader), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(payment)
    writer.write(text: reason)
  }
}

extension RefundReceipt {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      agreement: try reader.identifier("agreement"), amount: try reader.money("amount"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(agreement)
    writer.write(amount)
  }
}

extension EntryReversal {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      entry: try EntryReference(from: &reader, "entry"), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(text: reason)
  }
}
