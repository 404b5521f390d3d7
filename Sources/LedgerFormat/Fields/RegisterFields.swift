import Bytes
import LedgerCore

extension Amended: FormatField where Details: FormatField {
  static var minimumByteCount: Int {
    EntryReference.minimumByteCount + Details.minimumByteCount
  }

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      replaces: try EntryReference(from: &reader, "replaces"), details: try Details(from: &reader))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(replaces)
    details.write(to: &writer)
  }
}

extension PayerDetails: FormatField {
  static let minimumByteCount = 24 + 8 * 2

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      inn: try reader.identifier("inn"), kpp: try reader.text("kpp"),
      name: try reader.text("name"), account: try reader.text("account"),
      bic: try reader.text("bic"), bank: try reader.text("bank"),
      correspondentAccount: try reader.text("correspondent_account"),
      personalAccount: try reader.text("personal_account"), oktmo: try reader.text("oktmo"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(inn)
    for text in [kpp, name, account, bic, bank, correspondentAccount, personalAccount, oktmo] {
      writer.write(text: text)
    }
  }
}

extension ProviderDetails: FormatField {
  static let minimumByteCount = 24 + 4 + 1 + 8 * 2 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let inn = try reader.identifier("inn")
    let admittedFrom = try reader.date("admitted_from")
    let kind = try reader.choice("kind", as: ProviderKind.self)
    let kpp = try reader.text("kpp")
    let ogrn = try reader.text("ogrn")
    let name = try reader.text("name")
    let licence = try reader.text("licence")
    let account = try reader.text("account")
    let bic = try reader.text("bic")
    let bank = try reader.text("bank")
    let correspondentAccount = try reader.text("correspondent_account")
    self.init(
      inn: inn, kpp: kpp, ogrn: ogrn, name: name, kind: kind, services: try reader.services(),
      admittedFrom: admittedFrom, licence: licence, account: account, bic: bic, bank: bank,
      correspondentAccount: correspondentAccount)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(inn)
    writer.write(admittedFrom)
    writer.write(kind.rawValue)
    for text in [kpp, ogrn, name, licence, account, bic, bank, correspondentAccount] {
      writer.write(text: text)
    }
    writer.write(services: services)
  }
}

extension ProviderExclusion {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(inn: try reader.identifier("inn"), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(inn)
    writer.write(text: reason)
  }
}

extension OrderTerms: FormatField {
  static let minimumByteCount = 24 + 24 + 8 + 8 + 2

  init(from reader: inout FieldReader) throws(FormatError) {
    let number = try reader.identifier("order")
    let payer = try reader.identifier("payer_inn")
    let amount = try reader.money("amount")
    let year = try reader.integer("year", as: UInt16.self)
    let isCapped = try reader.flag("certificates_max")
    try reader.zeros(1)
    let cap = try reader.optional("certificates_max", isPresent: isCapped, as: UInt32.self)
    self.init(
      number: number, year: year, payer: payer, amount: amount,
      services: try reader.services(), certificatesMax: cap)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(payer)
    writer.write(amount)
    writer.write(year)
    writer.write(certificatesMax != nil)
    writer.write(zeros: 1)
    writer.write(certificatesMax ?? 0)
    writer.write(services: services)
  }
}

extension OrderAmendment {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      order: try reader.identifier("order"),
      replaces: try EntryReference(from: &reader, "replaces"), amount: try reader.money("amount"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(order)
    writer.write(replaces)
    writer.write(amount)
  }
}

extension OrderClosing {
  init(from reader: inout FieldReader) throws(FormatError) {
    let order = try reader.identifier("order")
    let sum = try reader.money("sum")
    self.init(order: order, count: try reader.integer("count"), sum: sum)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(order)
    writer.write(sum)
    writer.write(count)
  }
}

extension CertificateTerms: FormatField {
  static let minimumByteCount = 64

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      number: try reader.identifier("certificate"), order: try reader.identifier("order"),
      nominal: try reader.money("nominal"), validFrom: try reader.date("valid_from"),
      validTo: try reader.date("valid_to"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(number)
    writer.write(order)
    writer.write(nominal)
    writer.write(validFrom)
    writer.write(validTo)
  }
}

extension CertificateAmendment {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      certificate: try reader.identifier("certificate"),
      replaces: try EntryReference(from: &reader, "replaces"),
      nominal: try reader.money("nominal"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(certificate)
    writer.write(replaces)
    writer.write(nominal)
  }
}
