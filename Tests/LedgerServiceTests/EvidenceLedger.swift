import Cryptography
import Foundation
import LedgerCore
import Testing

@testable import LedgerService

/// A small real ledger in a temporary directory that goes with it.
final class EvidenceLedger {
  let root: String
  var path: String { root + "/ledger" }
  let session: Session

  static let day = CalendarDate(iso: "2023-09-01")!
  private static let party = Identifier("2450001015")!

  /// Entry 0 opens the ledger; then come keys for an authority (Ed25519) and for finance (P-256,
  /// and a second one of Ed25519).
  init() throws {
    root = FileManager.default.temporaryDirectory.path + "/evidence-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    session = Self.session(root)
    _ = try session.create(name: "Проба", WriteOptions())
    try enroll("authority", .authority, .ed25519)
    try enroll("finance-first", .financeFirst, .ecdsaP256)
    try enroll("finance-second", .financeSecond, .ed25519)
  }

  private init(root: String) {
    self.root = root
    session = Self.session(root)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private static func session(_ root: String) -> Session {
    Session(
      ledgerPath: root + "/ledger", keysPath: root + "/keys",
      clock: { Timestamp(milliseconds: 1_693_555_200_000) }, today: day)
  }

  /// The same ledger with the same keys, to grow on its own.
  func twin() throws -> EvidenceLedger {
    let other = root + "-twin-\(UUID().uuidString.prefix(6))"
    try FileManager.default.copyItem(atPath: root, toPath: other)
    return EvidenceLedger(root: other)
  }

  func enroll(_ name: String, _ role: KeyRole, _ algorithm: SignatureAlgorithm) throws {
    let key = try session.ring.create(name, algorithm)
    let enrolment = KeyEnrolment(
      key: key.spki, role: role, party: Self.party, from: Self.day,
      to: Self.day.adding(days: 400))
    var options = WriteOptions()
    options.signers = role == .auditor ? ["operator", "authority"] : []
    _ = try session.write(options) { _ in [Draft(.keyEnrolled(enrolment))] }
  }

  /// One entry more: the key of another auditor.
  func grow() throws {
    try enroll("auditor-\(UUID().uuidString.lowercased().prefix(8))", .auditor, .ed25519)
  }

  /// Two entries, signed with P-256, and with both algorithms.
  func addPayerAndOrder() throws {
    var finance = WriteOptions()
    finance.signers = ["finance-first"]
    _ = try session.write(finance) { _ in [Draft(.payersRegistered([Self.payer]))] }
    var both = WriteOptions()
    both.signers = ["authority", "finance-first"]
    let order = OrderTerms(
      number: Identifier("МСЗ-1")!, year: 2023, payer: Self.party,
      amount: Money(kopecks: 100_000), services: ["804200О.99.0.ББ52АЕ04000"],
      certificatesMax: nil)
    _ = try session.write(both) { _ in [Draft(.ordersApproved([order]))] }
  }

  /// One entry more: another log key signs from here on.
  func replaceLogKey(
    by name: String = "log-2", signers: [String] = ["authority", "finance-first", "log"]
  ) throws {
    let key = try session.ring.create(name, .ed25519)
    var options = WriteOptions()
    options.signers = signers
    _ = try session.write(options) { _ in
      [Draft(.keyReplaced(KeyReplacement(role: .log, key: key.spki)))]
    }
  }

  private static let payer = PayerDetails(
    inn: party, kpp: "245001001", name: "Финансовое управление (пример)",
    account: "03231643040000001900", bic: "010407105", bank: "ОТДЕЛЕНИЕ ПРИМЕР",
    correspondentAccount: "40102810900000000011", personalAccount: "02190000010",
    oktmo: "04000000")

  func evidence(_ number: UInt64) throws -> [EvidenceFile] {
    let ledger = try session.read()
    let shown = try ledger.shown(entry: number).report(ledger.books)
    return try ledger.evidence(ofEntry: number).files(shown: shown)
  }
}
