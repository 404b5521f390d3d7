import Bytes
import LedgerCore

extension AgreementTerms: FormatField {
  static let minimumByteCount = 3 * 24 + 2 * 4 + 8 + 8 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let number = try reader.identifier("agreement")
    let provider = try reader.identifier("provider_inn")
    let order = try reader.identifier("order")
    let from = try reader.date("from")
    let to = try reader.date("to")
    let advance = try reader.percent("advance_percent")
    let offset = try reader.flag("offset")
    let isLimited = try reader.flag("limit")
    try reader.zeros(4)
    let limit = try reader.optional("limit", isPresent: isLimited, as: Int64.self)
    self.init(
      number: number, provider: provider, order: order, kbk: try reader.text("kbk"), from: from,
      to: to, limit: limit.map(Money.init(kopecks:)), advance: advance, offset: offset)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(provider)
    writer.write(order)
    writer.write(from)
    writer.write(to)
    writer.write(advance.hundredths)
    writer.write(offset)
    writer.write(limit != nil)
    writer.write(zeros: 4)
    writer.write(limit ?? .zero)
    writer.write(text: kbk)
  }
}

extension AgreementAmendment {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      agreement: try reader.identifier("agreement"),
      replaces: try EntryReference(from: &reader, "replaces"), limit: try reader.money("limit"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(agreement)
    writer.write(replaces)
    writer.write(limit)
  }
}

extension ContractTerms: FormatField {
  static let minimumByteCount = 3 * 24 + 2 * 8 + 3 * 4 + 2 * 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let number = try reader.identifier("contract")
    let agreement = try reader.identifier("agreement")
    let certificate = try reader.identifier("certificate")
    let price = try reader.money("price")
    let normative = try reader.money("normative")
    let signedOn = try reader.date("signed_on")
    let start = try reader.date("start")
    let end = try reader.date("end")
    let service = try reader.text("service")
    self.init(
      number: number, agreement: agreement, certificate: certificate, service: service,
      signedOn: signedOn, start: start, end: end, price: price, normative: normative,
      acceptance: try reader.text("acceptance"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(agreement)
    writer.write(certificate)
    writer.write(price)
    writer.write(normative)
    writer.write(signedOn)
    writer.write(start)
    writer.write(end)
    writer.write(text: service)
    writer.write(text: acceptance)
  }
}

extension MonthTotals {
  init(from reader: inout FieldReader) throws(FormatError) {
    let order = try reader.identifier("order")
    let sum = try reader.money("sum")
    let month = try reader.month("month")
    self.init(order: order, month: month, count: try reader.integer("count"), sum: sum)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(order)
    writer.write(sum)
    writer.write(month)
    writer.write(count)
  }
}
