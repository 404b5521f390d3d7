import Bytes
import LedgerCore

extension ClaimLine: FormatField {
  static let minimumByteCount = 32

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      contract: try reader.identifier("contract"),
      amount: ClaimAmount(raw: try reader.integer("amount")))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(contract)
    writer.write(amount.raw)
  }
}

extension ClaimSubmission {
  init(from reader: inout FieldReader) throws(FormatError) {
    let agreement = try reader.identifier("agreement")
    let month = try reader.month("month")
    let kind = try reader.choice("kind", as: ClaimKind.self)
    try reader.zeros(3)
    self.init(agreement: agreement, month: month, kind: kind, lines: try reader.list("lines"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(agreement)
    writer.write(month)
    writer.write(kind.rawValue)
    writer.write(zeros: 3)
    writer.write(list: lines)
  }
}

extension ClaimReduction: FormatField {
  static let minimumByteCount = 24 + 8 + 4 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let contract = try reader.identifier("contract")
    let amount = ClaimAmount(raw: try reader.integer("amount"))
    let claim = try reader.integer("claim", as: UInt32.self)
    self.init(
      claim: claim, contract: contract, amount: amount, reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(contract)
    writer.write(amount.raw)
    writer.write(claim)
    writer.write(text: reason)
  }
}

extension ClaimAcceptance {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(claims: try reader.list("claims"), reductions: try reader.list("reductions"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(list: claims)
    writer.write(list: reductions)
  }
}

extension ClaimRefusal {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      claim: try EntryReference(from: &reader, "claim"), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(claim)
    writer.write(text: reason)
  }
}

extension ClaimCorrection {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      contract: try reader.identifier("contract"), month: try reader.month("month"),
      delivered: try reader.percent("delivered_percent"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(contract)
    writer.write(month)
    writer.write(delivered.hundredths)
  }
}
