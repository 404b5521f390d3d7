import Bytes
import LedgerCore

// How rows stand in the pages of a snapshot (`Ledger/FORMAT.md`, "Snapshots").

extension Account: FormatField {
  static let minimumByteCount = 16

  init(from reader: inout FieldReader) throws(FormatError) {
    let balance = try reader.integer("balance", as: Int64.self)
    let owner = try reader.integer("owner", as: UInt32.self)
    let kindAndGroup = try reader.integer("kind", as: UInt32.self)
    guard let kind = AccountKind(rawValue: UInt8(truncatingIfNeeded: kindAndGroup)) else {
      throw reader.error(.unknownValue(UInt8(truncatingIfNeeded: kindAndGroup)), "kind", back: 4)
    }
    self.init(balance: balance, owner: owner, kind: kind, group: Int(kindAndGroup >> 8))
  }

  /// The kind is the lowest byte of the last word, the group the other three.
  func write(to writer: inout ByteWriter) {
    writer.write(balance)
    writer.write(owner)
    writer.write(UInt32(group) << 8 | UInt32(kind.rawValue))
  }
}

extension AgreementTotals: FormatField {
  static let minimumByteCount = 5 * 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init()
    reserved = try reader.integer("reserved")
    committed = try reader.integer("committed")
    accepted = try reader.integer("accepted")
    executed = try reader.integer("executed")
    refund = try reader.integer("refund")
  }

  func write(to writer: inout ByteWriter) {
    for sum in [reserved, committed, accepted, executed, refund] { writer.write(sum) }
  }
}

extension OrderTotals: FormatField {
  static let minimumByteCount = 8

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init()
    available = try reader.integer("available")
  }

  func write(to writer: inout ByteWriter) { writer.write(available) }
}

extension KeyRecord: FormatField {
  static let minimumByteCount = 32 + 2 + 1 + 25 + 4 + 4 + 8 + 9

  init(from reader: inout FieldReader) throws(FormatError) {
    let id = try reader.digest("id")
    let spki = try reader.key("spki")
    let role = try reader.choice("role", as: KeyRole.self)
    let party = try reader.flag("party") ? try reader.identifier("party") : nil
    let from = try reader.date("from")
    let to = try reader.date("to")
    let enrolledBy = try reader.integer("enrolled_by", as: UInt64.self)
    self.init(
      id: id, spki: spki, role: role, party: party, from: from, to: to, enrolledBy: enrolledBy,
      endedBy: try reader.optionalEntry("ended_by"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(id)
    writer.write(key: spki)
    writer.write(role.rawValue)
    writer.write(party != nil)
    if let party { writer.write(party) }
    writer.write(from)
    writer.write(to)
    writer.write(enrolledBy)
    writer.write(optionalEntry: endedBy)
  }
}

extension Payer: FormatField {
  static var minimumByteCount: Int { PayerDetails.minimumByteCount + 12 }

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      details: try PayerDetails(from: &reader), termsEntry: try reader.integer("terms_entry"),
      firstAccount: try reader.integer("first_account"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(details)
    writer.write(termsEntry)
    writer.write(firstAccount)
  }
}

extension Order: FormatField {
  static let minimumByteCount = 2 + 4 + 2 + 5 + 8 + 4 + 4 + 2 + 2 + 1 + 4

  init(from reader: inout FieldReader) throws(FormatError) {
    let year = try reader.integer("year", as: UInt16.self)
    let payer = try reader.row("payer")
    let services = try reader.services()
    let isCapped = try reader.flag("certificates_max")
    let cap = try reader.optional("certificates_max", isPresent: isCapped, as: UInt32.self)
    let termsEntry = try reader.integer("terms_entry", as: UInt64.self)
    self.init(
      year: year, payer: payer, services: services, certificatesMax: cap, termsEntry: termsEntry,
      firstAccount: try reader.integer("first_account"))
    openCertificates = try reader.integer("open_certificates")
    openedMonths = MonthSet(bits: try reader.integer("opened_months"))
    closedMonths = MonthSet(bits: try reader.integer("closed_months"))
    isClosed = try reader.flag("is_closed")
    lastContract = try reader.integer("last_contract")
  }

  func write(to writer: inout ByteWriter) {
    writer.write(year)
    writer.write(row: payer)
    writer.write(services: services)
    writer.write(certificatesMax != nil)
    writer.write(certificatesMax ?? 0)
    writer.write(termsEntry)
    writer.write(firstAccount)
    writer.write(openCertificates)
    writer.write(openedMonths.bits)
    writer.write(closedMonths.bits)
    writer.write(isClosed)
    writer.write(lastContract)
  }
}

extension Certificate: FormatField {
  static let minimumByteCount = 8 + 4 + 4 + 4 + 8 + 4 + 4 + 4 + 1

  init(from reader: inout FieldReader) throws(FormatError) {
    let nominal = try reader.money("nominal")
    let order = try reader.row("order")
    let validFrom = try reader.date("valid_from")
    let validTo = try reader.date("valid_to")
    let termsEntry = try reader.smallEntry("terms_entry")
    self.init(
      order: order, nominal: nominal, validFrom: validFrom, validTo: validTo,
      termsEntry: termsEntry, available: try reader.integer("available"))
    contractCount = try reader.integer("contract_count")
    lastContract = try reader.integer("last_contract")
    status = try reader.choice("status")
  }

  func write(to writer: inout ByteWriter) {
    writer.write(nominal)
    writer.write(row: order)
    writer.write(validFrom)
    writer.write(validTo)
    writer.write(termsEntry)
    writer.write(available)
    writer.write(contractCount)
    writer.write(lastContract)
    writer.write(status.rawValue)
  }
}

extension Provider: FormatField {
  static var minimumByteCount: Int { ProviderDetails.minimumByteCount + 9 }

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(
      details: try ProviderDetails(from: &reader), termsEntry: try reader.integer("terms_entry"),
      isExcluded: try reader.flag("is_excluded"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(details)
    writer.write(termsEntry)
    writer.write(isExcluded)
  }
}

extension Agreement: FormatField {
  static let minimumByteCount = 3 * 4 + 2 * 4 + 1 + 2 + 1 + 8 + 4 + 1 + 8

  init(from reader: inout FieldReader) throws(FormatError) {
    let provider = try reader.row("provider")
    let order = try reader.row("order")
    let kbk = try reader.integer("kbk", as: Int32.self)
    let from = try reader.date("from")
    let to = try reader.date("to")
    let hasLimit = try reader.flag("has_limit")
    let percent = try reader.percent("advance_percent")
    let offset = try reader.flag("offset")
    let termsEntry = try reader.integer("terms_entry", as: UInt64.self)
    self.init(
      provider: provider, order: order, kbk: kbk, from: from, to: to, hasLimit: hasLimit,
      advancePercent: percent, offset: offset, termsEntry: termsEntry,
      firstAccount: try reader.integer("first_account"))
    isTerminated = try reader.flag("is_terminated")
    refundDue = try reader.money("refund_due")
  }

  func write(to writer: inout ByteWriter) {
    writer.write(row: provider)
    writer.write(row: order)
    writer.write(kbk)
    writer.write(from)
    writer.write(to)
    writer.write(hasLimit)
    writer.write(advancePercent.hundredths)
    writer.write(offset)
    writer.write(termsEntry)
    writer.write(firstAccount)
    writer.write(isTerminated)
    writer.write(refundDue)
  }
}
