import Bytes
import Cryptography
import LedgerCore

/// An invented region: so many certificates, each with one contract that runs to the end of the
/// year. A thousand contracts stand under one agreement of one provider, and fifty agreements under
/// one order. Everything follows from the sizes and the seed.
struct Region: Sendable {
  static let year = 2023
  static let contractsPerAgreement = 1_000
  static let agreementsPerOrder = 50
  /// Lines of a register of certificates.
  static let registerLines = 10_000

  let certificateCount: Int
  /// The last months of the year, in which the contracts run.
  let monthCount: Int
  let values: SeededValues

  init(certificates: Int, months: Int, seed: UInt64) {
    precondition(certificates > 0 && (1...12).contains(months))
    certificateCount = certificates
    monthCount = months
    values = SeededValues(seed: seed)
  }

  var agreementCount: Int {
    (certificateCount + Self.contractsPerAgreement - 1) / Self.contractsPerAgreement
  }
  var orderCount: Int {
    (agreementCount + Self.agreementsPerOrder - 1) / Self.agreementsPerOrder
  }

  /// The contracts of an agreement; a contract has the number of its certificate.
  func contracts(ofAgreement agreement: Int) -> Range<Int> {
    let first = agreement * Self.contractsPerAgreement
    return first..<min(first + Self.contractsPerAgreement, certificateCount)
  }

  func agreements(ofOrder order: Int) -> Range<Int> {
    let first = order * Self.agreementsPerOrder
    return first..<min(first + Self.agreementsPerOrder, agreementCount)
  }

  func order(ofAgreement agreement: Int) -> Int { agreement / Self.agreementsPerOrder }

  // MARK: what the seed decides, in kopecks and hundredths of a percent

  func nominal(_ certificate: Int) -> Int64 {
    values.number(1_000_000...2_400_000, .nominal, certificate)
  }

  /// Now and then above the nominal, so that the parents pay the rest.
  func price(_ contract: Int) -> Int64 {
    values.number(800_000...2_600_000, .price, contract)
  }

  /// Of a month's service: whole for half of the contracts, else at least what was advanced.
  func delivered(_ contract: Int, month: Int) -> Int64 {
    max(0, min(10_000, values.number(8_000...12_000, .delivered, contract, month)))
  }

  // MARK: dates and months

  /// Months count from 1.
  var firstMonth: Int { 13 - monthCount }
  var months: ClosedRange<Int> { firstMonth...12 }
  func yearMonth(_ month: Int) -> YearMonth { YearMonth(year: Self.year, month: month) }
  var start: CalendarDate { yearMonth(firstMonth).first }
  static let yearStart = CalendarDate(year: year, month: 1, day: 1)!
  static let yearEnd = CalendarDate(year: year, month: 12, day: 31)!

  // MARK: names

  /// Of the opening document, and so of the ledger.
  var ledgerID: UniqueID { id("ledger", 0) }

  func id(_ use: String, _ number: Int) -> UniqueID {
    let digest = SHA256.hash(Array("kazna-benchmark \(values.seed) \(use) \(number)".utf8))
    return UniqueID(bytes: Array(digest.bytes[..<16]))!
  }

  func certificate(_ index: Int) -> Identifier { Self.numbered("99-", index + 1, width: 8) }
  func contract(_ index: Int) -> Identifier { Self.numbered("К-", index + 1, width: 8) }
  func agreement(_ index: Int) -> Identifier { Self.numbered("С-", index + 1, width: 6) }
  func order(_ index: Int) -> Identifier { Self.numbered("МСЗ-", index + 1, width: 4) }

  private static func numbered(_ prefix: String, _ number: Int, width: Int) -> Identifier {
    Identifier(prefix + digits(number, width))!
  }

  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
