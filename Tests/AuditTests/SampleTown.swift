import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import LedgerService

@testable import Audit

/// A ledger that the service itself wrote, taken into memory: two settlement cycles of one contract
/// with an advance, a refund, a returned payment, amendments and reversals.
struct SampleTown: Sendable {
  let journal: [UInt8]
  let latest: [UInt8]
  let keys: [String: PrivateKey]

  static let whole = Result { try SampleTown(months: true) }
  /// Up to the contract: enough where each of many bytes is changed in turn.
  static let small = Result { try SampleTown(months: false) }

  private init(months: Bool) throws {
    let town = try TownWriter()
    defer { town.remove() }
    try town.enrolKeys()
    try town.register()
    if months {
      try town.amend()
      try town.settle()
      try town.endKeys()
    }
    town.session.close()
    let path = town.ledger + "/journal/" + String(repeating: "0", count: 20) + ".journal"
    journal = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    latest = try [UInt8](
      Data(contentsOf: URL(fileURLWithPath: town.ledger + "/checkpoints/latest")))
    var keys: [String: PrivateKey] = [:]
    for (name, _) in try town.session.ring.all() {
      keys[name] = try town.session.ring.privateKey(name)
    }
    self.keys = keys
  }
}

/// Leads a session through the example.
final class TownWriter {
  let root: String
  let session: Session
  private let clock = TestClock()
  var ledger: String { root + "/ledger" }

  static let payer = Identifier("9900000017")!
  static let provider = Identifier("9900000024")!
  static let order = Identifier("1-ДО/2023")!
  static let certificate = Identifier("2450-000001")!
  static let agreement = Identifier("С-2023/1")!
  static let contract = Identifier("Д-1/2023")!
  static let day = CalendarDate(iso: "2023-10-16")!
  static let yearEnd = CalendarDate(iso: "2023-12-31")!
  static let account = "03231643000000000001"
  static let payee = "40702810400000000001"
  private static let service = "804200О.99.0.ББ52АЕ04000"

  init() throws {
    root = NSTemporaryDirectory() + "kazna-audit-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    session = Session(
      ledgerPath: root + "/ledger", keysPath: root + "/keys", clock: { [clock] in clock.next() },
      today: Self.day, keepsOpen: true)
    _ = try session.create(name: "Проба", WriteOptions())
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }

  @discardableResult
  func write(
    on date: CalendarDate = TownWriter.day, by signers: [String] = [],
    _ body: (Books) throws -> DocumentBody
  ) throws -> Receipt {
    var options = WriteOptions()
    options.effectiveDate = date
    options.signers = signers
    let prepare = { (books: Books) throws(LedgerError) -> [Draft] in
      do {
        return [Draft(try body(books))]
      } catch let error as LedgerError {
        throw error
      } catch {
        throw .nothingToDo("\(error)")
      }
    }
    return try session.write(options, prepare: prepare)[0]
  }

  func enrol(_ name: String, _ role: KeyRole, _ party: Identifier) throws {
    let algorithm: SignatureAlgorithm = role == .provider ? .ecdsaP256 : .ed25519
    let key = try session.ring.create(name, algorithm)
    try write { _ in
      .keyEnrolled(
        KeyEnrolment(
          key: key.spki, role: role, party: party, from: CalendarDate(iso: "2023-01-01")!,
          to: CalendarDate(iso: "2024-12-31")!))
    }
  }

  func enrolKeys() throws {
    try enrol("authority", .authority, Self.payer)
    try enrol("first", .financeFirst, Self.payer)
    try enrol("second", .financeSecond, Self.payer)
    try enrol("provider", .provider, Self.provider)
  }

  func register() throws {
    try write { _ in
      .payersRegistered([
        PayerDetails(
          inn: Self.payer, kpp: "990001001", name: "Управление образования",
          account: Self.account, bic: "019900001", bank: "Отделение Северное",
          correspondentAccount: "40102810500000000001", personalAccount: "03193000001",
          oktmo: "99701000")
      ])
    }
    try write { _ in
      .ordersApproved([
        OrderTerms(
          number: Self.order, year: 2023, payer: Self.payer, amount: Money(kopecks: 50_000_000),
          services: [Self.service], certificatesMax: 100)
      ])
    }
    try write { _ in .certificatesIssued([Self.terms(Self.certificate)]) }
    try write { _ in
      .providersAdmitted([
        ProviderDetails(
          inn: Self.provider, kpp: "990001001", ogrn: "1029900000008", name: "Центр «Радуга»",
          kind: .nonprofit, services: [Self.service], admittedFrom: Self.day,
          licence: "Л035-00001", account: Self.payee, bic: "049900601", bank: "Банк",
          correspondentAccount: "30101810500000000601")
      ])
    }
    try write { _ in
      .agreementsSigned([
        AgreementTerms(
          number: Self.agreement, provider: Self.provider, order: Self.order,
          kbk: "90207030730254910622", from: Self.day, to: Self.yearEnd,
          limit: Money(kopecks: 10_000_000), advance: .usualAdvance, offset: true)
      ])
    }
    try write { _ in
      .contractsSigned([
        ContractTerms(
          number: Self.contract, agreement: Self.agreement, certificate: Self.certificate,
          service: Self.service, signedOn: Self.day, start: Self.day, end: Self.yearEnd,
          price: Money(kopecks: 687_942), normative: Money(kopecks: 686_121),
          acceptance: "З-15")
      ])
    }
  }

  private static func terms(_ number: Identifier) -> CertificateTerms {
    CertificateTerms(
      number: number, order: order, nominal: Money(kopecks: 800_000), validFrom: day,
      validTo: yearEnd)
  }

  /// Amounts that documents change, and take back again.
  func amend() throws {
    let raised = try write { books in
      try AmendmentDrafts.amend(order: Self.order, amount: Money(kopecks: 60_000_000), books)[0]
        .body
    }
    try reverse(raised)
    let lowered = try write { books in
      try AmendmentDrafts.amend(
        certificate: Self.certificate, nominal: Money(kopecks: 700_000), books)[0].body
    }
    try reverse(lowered)
    try write { books in
      try AmendmentDrafts.amend(
        agreement: Self.agreement, limit: Money(kopecks: 9_000_000), books)[0].body
    }
    let extra = Identifier("2450-000002")!
    try write { _ in .certificatesIssued([Self.terms(extra)]) }
    try write { _ in .certificatesClosed([extra]) }
    let third = Identifier("2450-000003")!
    let issued = try write { _ in .certificatesIssued([Self.terms(third)]) }
    try reverse(issued)
  }

  private func reverse(_ receipt: Receipt) throws {
    try write(by: ["authority", "first"]) { books in
      try ClearingDrafts.reverse(entry: receipt.entry, reason: "Ошибка", books)[0].body
    }
  }

  /// November: advance paid, too little delivered, refund; December: returned and paid again.
  func settle() throws {
    let november = YearMonth(year: 2023, month: 11)
    let december = YearMonth(year: 2023, month: 12)
    for month in [november, december] {
      try write { books in try AmendmentDrafts.open(month: month, books)[0].body }
    }
    try claim(november, .advance, ClaimAmount(Money(kopecks: 217_420)))
    try pay(cycle: 1, on: "2023-11-20")
    try statement(1, 217_420, on: "2023-11-21", paidOn: "2023-11-20")
    try claim(november, .final, ClaimAmount(Percent(hundredths: 7_500)!))
    try write { _ in
      .refundReceived(RefundReceipt(agreement: Self.agreement, amount: Money(kopecks: 13_000)))
    }
    // December's advance falls away unpaid when the final is accepted.
    try claim(december, .advance, ClaimAmount(Money(kopecks: 100_000)))
    try claim(december, .final, ClaimAmount(Percent(hundredths: 9_000)!))
    try pay(cycle: 2, on: "2023-12-25")
    try write { _ in
      .paymentRejected(
        PaymentRejection(payment: PaymentName(number: 2, year: 2023), reason: "Счёт закрыт"))
    }
    try pay(cycle: 3, on: "2023-12-26")
    let october = YearMonth(year: 2023, month: 10)
    try write { books in try AmendmentDrafts.open(month: october, books)[0].body }
    try write { books in try AmendmentDrafts.close(month: october, books)[0].body }
  }

  private func claim(_ month: YearMonth, _ kind: ClaimKind, _ amount: ClaimAmount) throws {
    let claim = try write(on: month.first) { _ in
      .claimSubmitted(
        ClaimSubmission(
          agreement: Self.agreement, month: month, kind: kind,
          lines: [ClaimLine(contract: Self.contract, amount: amount)]))
    }
    try write(on: month.first) { books in
      try ClaimDrafts.accept(claims: [claim.entry], books)[0].body
    }
  }

  private func pay(cycle: Int, on day: String) throws {
    let day = CalendarDate(iso: day)!
    try write(on: day) { _ in .cycleCalculated(CycleTerms(funds: nil, deferrals: [])) }
    try write(on: day) { books in
      try ClearingDrafts.approve(cycle: cycle, payOn: day, books)[0].body
    }
  }

  private func statement(
    _ number: Int, _ kopecks: Int64, on day: String, paidOn: String
  ) throws {
    let day = CalendarDate(iso: day)!
    try write(on: day) { _ in
      .statementImported(
        BankStatement(
          file: SHA256.hash([1]), account: Self.account, from: day, to: day,
          opening: Money(kopecks: 1_000_000), closing: Money(kopecks: 1_000_000 - kopecks + 500),
          bookUnidentified: true,
          lines: [
            StatementLine(
              bookedOn: day, side: .debit, amount: Money(kopecks: kopecks), number: "\(number)",
              date: CalendarDate(iso: paidOn)!, counterpartyINN: "\(Self.provider)",
              counterpartyAccount: Self.payee, purpose: "Субсидия"),
            StatementLine(
              bookedOn: day, side: .credit, amount: Money(kopecks: 500), number: "8",
              date: day, counterpartyINN: "", counterpartyAccount: "", purpose: ""),
          ]))
    }
  }

  func endKeys() throws {
    try enrol("other", .provider, Self.payer)
    let id = try session.ring.publicKey("other").id
    try write(by: ["operator", "authority"]) { _ in
      .keyRevoked(KeyRevocation(key: id, reason: "Утрачен"))
    }
    try write { _ in .periodSealed(month: YearMonth(year: 2023, month: 9)) }
  }
}

/// Each reading is a second later. Only one thread reads it.
final class TestClock: @unchecked Sendable {
  private var now: Int64 = 1_701_000_000_000

  func next() -> Timestamp {
    now += 1_000
    return Timestamp(milliseconds: now)
  }
}
