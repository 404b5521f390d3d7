import LedgerCore

/// A row of `orders.csv`: a social order for a year.
public struct OrderRow: RegisterRow {
  public static let columns = [
    "order", "year", "payer_inn", "amount", "services", "certificates_max",
  ]
  public static let uniqueColumns = ["order"]

  public let line: Int
  public let order: Identifier
  public let year: Int
  public let payerINN: Identifier
  public let amount: Money
  public let services: [String]
  /// Nil when the order does not limit the number of certificates.
  public let certificatesMaximum: Int?

  public init?(_ row: CSVRow) {
    line = row.line
    let order = row.identifier("order")
    let year = row.integer("year", 2000...2199)
    let payerINN = row.innOfOrganisation("payer_inn")
    let amount = row.money("amount")
    let services = row.services("services")
    certificatesMaximum = row.optionalInteger("certificates_max", 1...Int(UInt32.max))
    guard let order, let year, let payerINN, let amount, let services, row.isSound else {
      return nil
    }
    (self.order, self.year, self.payerINN) = (order, year, payerINN)
    (self.amount, self.services) = (amount, services)
  }
}

/// A row of `certificates.csv`.
public struct CertificateRow: RegisterRow {
  public static let columns = ["certificate", "order", "nominal", "valid_from", "valid_to"]
  public static let uniqueColumns = ["certificate"]

  public let line: Int
  public let certificate: Identifier
  public let order: Identifier
  public let nominal: Money
  public let validFrom: CalendarDate
  public let validTo: CalendarDate

  public init?(_ row: CSVRow) {
    line = row.line
    let certificate = row.identifier("certificate")
    let order = row.identifier("order")
    let nominal = row.money("nominal")
    let validity = row.period("valid_from", "valid_to")
    guard let certificate, let order, let nominal, let validity, row.isSound else { return nil }
    (self.certificate, self.order, self.nominal) = (certificate, order, nominal)
    (validFrom, validTo) = validity
  }
}

/// A row of `agreements.csv`.
public struct AgreementRow: RegisterRow {
  public static let columns = [
    "agreement", "provider_inn", "order", "kbk", "from", "to", "limit", "advance_percent", "offset",
  ]
  public static let uniqueColumns = ["agreement"]

  public let line: Int
  public let agreement: Identifier
  public let providerINN: Identifier
  public let order: Identifier
  public let kbk: String
  public let from: CalendarDate
  public let to: CalendarDate
  /// Nil for an agreement without a limit; zero for one with nothing to spend yet.
  public let limit: Money?
  public let advancePercent: Percent
  /// Whether refunds owed are offset against payments.
  public let offset: Bool

  public init?(_ row: CSVRow) {
    line = row.line
    let agreement = row.identifier("agreement")
    let providerINN = row.inn("provider_inn")
    let order = row.identifier("order")
    let kbk = row.kbk("kbk")
    let period = row.period("from", "to")
    limit = row.optionalMoney("limit", orZero: true)
    advancePercent = row.optionalPercent("advance_percent") ?? .usualAdvance
    let offset = row.yesNo("offset")
    guard let agreement, let providerINN, let order, let kbk, let period, let offset, row.isSound
    else { return nil }
    (self.agreement, self.providerINN, self.order) = (agreement, providerINN, order)
    (self.kbk, self.offset) = (kbk, offset)
    (from, to) = period
  }
}
