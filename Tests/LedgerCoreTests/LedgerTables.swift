import Bytes
import Testing

@testable import LedgerCore

/// What stands in every document's head, keys and rules, and registers as a whole.
@Suite struct LedgerTables {
  private func code(_ result: Result<Books.Effects, Refusals>) -> RefusalCode? {
    guard case .failure(let refusals) = result else { return nil }
    return refusals.first.first?.fault.code
  }

  @Test func heads() throws {
    let town = try Town()
    let payer = try town.body(of: ScriptRow("payer P1"))
    func refused(_ change: (inout DocumentHeader) -> Void) -> RefusalCode? {
      var document = town.document(payer)
      change(&document.header)
      return code(town.submit(document))
    }
    #expect(refused { $0.ledger = .zero } == .otherLedger)
    #expect(refused { $0.rulesVersion = 2 } == .unknownRules)
    #expect(refused { $0.basis = EntryReference(number: 0, hash: .zero) } == .unknownBasis)
    #expect(refused { $0.basis = EntryReference(number: 1, hash: .zero) } == .unknownBasis)
    let first = town.books.entries[0].document
    #expect(refused { $0.id = first } == .documentKnown)
    #expect(refused { _ in } == nil)
    #expect(town.books.entry(ofDocument: first) == 0)
    #expect(town.books.entry(ofDocument: town.books.entries[1].document) == 1)
    let again = LedgerOpening(name: "Again", operatorKey: [3], logKey: [4])
    #expect(code(town.submit(.ledgerOpened(again))) == .ledgerAlreadyOpened)
  }

  @Test func openings() throws {
    let town = try Town()
    func apply(_ body: DocumentBody, _ change: (inout DocumentHeader) -> Void) -> RefusalCode? {
      var document = town.document(body)
      document.header.basis = .none
      change(&document.header)
      return Town.refusal(of: document, by: Books(digest: Town.digest))
    }
    let opening = DocumentBody.ledgerOpened(
      LedgerOpening(name: "L", operatorKey: [1], logKey: [2]))
    #expect(apply(opening) { _ in } == nil)
    #expect(apply(opening) { $0.rulesVersion = 2 } == .unknownRules)
    #expect(apply(opening) { $0.basis = EntryReference(number: 1, hash: .zero) } == .unknownBasis)
    let same = LedgerOpening(name: "L", operatorKey: [1], logKey: [1])
    #expect(apply(.ledgerOpened(same)) { _ in } == .keyUsed)
    #expect(
      apply(.periodSealed(month: YearMonth(year: 2023, month: 1))) { _ in } == .ledgerNotOpened)
  }

  @Test func keys() throws {
    let town = try Town()
    func enrol(_ key: [UInt8], _ role: KeyRole) -> RefusalCode? {
      code(
        town.submit(
          .keyEnrolled(
            KeyEnrolment(
              key: key, role: role, party: Identifier("1")!, from: .earliest, to: .latest))))
    }
    func revoke(_ key: [UInt8]) -> RefusalCode? {
      code(town.submit(.keyRevoked(KeyRevocation(key: Town.digest(key), reason: "r"))))
    }
    func replace(_ role: KeyRole, _ key: [UInt8]) -> RefusalCode? {
      code(town.submit(.keyReplaced(KeyReplacement(role: role, key: key))))
    }
    #expect(enrol([1], .operator) == .roleNotEnrollable)
    #expect(enrol([9], .log) == .roleNotEnrollable)
    #expect(enrol([1], .provider) == .keyUsed)
    #expect(enrol([3], .provider) == nil)
    #expect(enrol([3], .authority) == .keyUsed)
    #expect(revoke([4]) == .unknownKey)
    #expect(revoke([1]) == .roleNotEnrollable)
    #expect(revoke([3]) == nil)
    #expect(revoke([3]) == .keyEnded)
    #expect(enrol([3], .provider) == .keyUsed)
    #expect(replace(.provider, [5]) == .roleNotEnrollable)
    #expect(replace(.log, [1]) == .keyUsed)
    #expect(replace(.log, [5]) == nil)
    #expect(revoke([2]) == .roleNotEnrollable)
    #expect(town.books.keys.rows.map(\.isActive) == [true, false, false, true])
    #expect(town.books.activeKey(.log) == 3)
  }

  @Test func rulesVersions() throws {
    let town = try Town()
    #expect(code(town.submit(.rulesAdopted(version: 1))) == .rulesInForce)
    #expect(code(town.submit(.rulesAdopted(version: 2))) == .unknownRules)
    #expect(code(town.submit(.rulesAdopted(version: 0))) == .unknownRules)
  }

  @Test func aRegisterNamesEveryWrongLine() throws {
    let town = try Town()
    try town.play("payer P1\norder O1 P1 100.00")
    func certificate(_ number: Int) throws -> CertificateTerms {
      guard
        case .certificatesIssued(let lines) = try town.body(
          of: ScriptRow("certificate C\(number) O1 1.00"))
      else { throw ScriptError(text: "a certificate") }
      return lines[0]
    }
    var lines = try (1...3).map(certificate)
    lines[0].nominal = Money(kopecks: 10_001)
    lines[2].order = Identifier("O9")!
    guard case .failure(let two) = town.submit(.certificatesIssued(lines)) else {
      Issue.record("accepted")
      return
    }
    #expect(two.total == 2)
    #expect(two.first.map(\.line) == [1, 3])
    #expect(two.first.map(\.fault.code) == [.insufficientFunds, .unknownOrder])
    #expect(two.first[0].fault.have == Money(kopecks: 10_000))
    #expect(two.first[0].fault.need == Money(kopecks: 10_001))
    #expect(two.first[0].fault.subject == "funds.unallocated O1")

    let many = try [certificate(1)] + (0..<1_500).map { _ in try certificate(1) }
    guard case .failure(let refusals) = town.submit(.certificatesIssued(many)) else {
      Issue.record("accepted")
      return
    }
    #expect(refusals.total == 1_500)
    #expect(refusals.first.count == Refusals.listLimit)
    #expect(refusals.first.map(\.line) == (2...1_001).map { $0 })
  }

  @Test func aRegisterIsOfOneProvider() throws {
    let town = try Town()
    try town.play(
      """
      payer P1
      order O1 P1 100.00
      certificate C1 O1 50.00
      provider V1
      provider V2
      agreement A1 V1 O1
      agreement A2 V2 O1
      """)
    let agreements = try ["agreement A3 V1 O1", "agreement A4 V2 O1"].flatMap { row in
      guard case .agreementsSigned(let lines) = try town.body(of: ScriptRow(row)) else {
        throw ScriptError(text: row)
      }
      return lines
    }
    #expect(code(town.submit(.agreementsSigned(agreements))) == .mixedProviders)
    let contracts = try ["contract K1 A1 C1 1.00", "contract K2 A2 C1 1.00"].map { row in
      try town.contract(ScriptRow(row))
    }
    guard case .failure(let refusals) = town.submit(.contractsSigned(contracts)) else {
      Issue.record("accepted")
      return
    }
    #expect(refusals.first.map(\.line) == [2])
    #expect(refusals.first.map(\.fault.code) == [.mixedProviders])
    #expect(code(town.submit(.contractsSigned([contracts[0]]))) == nil)
  }
}
