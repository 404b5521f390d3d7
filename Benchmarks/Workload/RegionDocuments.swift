import Cryptography
import KaznaCommands
import LedgerCore

/// A document to be made: what it says, and who signs it.
struct PlannedDocument: Sendable {
  let body: DocumentBody
  let signers: [RegionSigner]

  init(_ body: DocumentBody, by signers: RegionSigner...) {
    self.body = body
    self.signers = signers
  }

  /// Of a register or a claim.
  var lineCount: Int {
    switch body {
    case .certificatesIssued(let lines): lines.count
    case .contractsSigned(let lines): lines.count
    case .claimSubmitted(let claim): claim.lines.count
    default: 1
    }
  }
}

/// The documents that found a region: keys, parties, orders, agreements, certificates, contracts.
extension Region {
  static let service = "804200О.99.0.ББ52АЕ04000"
  /// The largest advance of a month: 80 % of its plan.
  static let advancePercent = Percent.usualAdvance
  static let payerINN = Identifier(InventedRequisites.organisationINN("990000001"))!
  static let payerAccount = "03231643990000001900"
  private static let bic = "010499105"
  private static let treasury = "ОТДЕЛЕНИЕ ПРИМЕР БАНКА РОССИИ"
  private static let treasuryAccount = InventedRequisites.correspondentAccount(
    "40102810", "45370000099", bic: bic)

  func opening(_ keys: RegionKeys) -> PlannedDocument {
    let opening = LedgerOpening(
      name: "Benchmark", operatorKey: keys[.operator].publicKey.spki,
      logKey: keys[.log].publicKey.spki)
    return PlannedDocument(.ledgerOpened(opening), by: .operator)
  }

  func enrolments(_ keys: RegionKeys) -> [PlannedDocument] {
    func enrolment(_ signer: RegionSigner, _ role: KeyRole, _ party: Identifier) -> DocumentBody {
      .keyEnrolled(
        KeyEnrolment(
          key: keys[signer].publicKey.spki, role: role, party: party, from: Self.yearStart,
          to: Self.yearEnd.adding(days: 3_650)))
    }
    let offices: [(RegionSigner, KeyRole)] = [
      (.authority, .authority), (.financeFirst, .financeFirst), (.financeSecond, .financeSecond),
    ]
    return offices.map { signer, role in
      PlannedDocument(enrolment(signer, role, Self.payerINN), by: .operator, signer)
    }
      + (0..<agreementCount).map { index in
        PlannedDocument(
          enrolment(.provider(index), .provider, providerINN(index)), by: .operator, .authority,
          .provider(index))
      }
  }

  var parties: [PlannedDocument] {
    let payer = PayerDetails(
      inn: Self.payerINN, kpp: "990001001", name: "Финансовое управление (пример)",
      account: Self.payerAccount, bic: Self.bic, bank: Self.treasury,
      correspondentAccount: Self.treasuryAccount, personalAccount: "03193000001",
      oktmo: "99701000")
    return [
      PlannedDocument(.payersRegistered([payer]), by: .financeFirst),
      PlannedDocument(
        .ordersApproved((0..<orderCount).map(orderTerms)), by: .authority, .financeFirst),
      PlannedDocument(.providersAdmitted((0..<agreementCount).map(provider)), by: .authority),
    ]
      + (0..<agreementCount).map { index in
        PlannedDocument(
          .agreementsSigned([agreementTerms(index)]), by: .authority, .provider(index))
      }
  }

  /// Registers of certificates, one after the other.
  var certificateRegisters: [PlannedDocument] {
    stride(from: 0, to: certificateCount, by: Self.registerLines).map { first in
      let lines = first..<min(first + Self.registerLines, certificateCount)
      return PlannedDocument(.certificatesIssued(lines.map(certificateTerms)), by: .authority)
    }
  }

  /// The register of the contracts under one agreement.
  func contractRegister(_ agreement: Int) -> PlannedDocument {
    PlannedDocument(
      .contractsSigned(contracts(ofAgreement: agreement).map(contractTerms)),
      by: .provider(agreement))
  }

  /// A contract in a document of its own.
  func singleContract(_ index: Int) -> PlannedDocument {
    PlannedDocument(
      .contractsSigned([contractTerms(index)]),
      by: .provider(index / Self.contractsPerAgreement))
  }

  // MARK: terms

  func orderAmount(_ order: Int) -> Int64 { limitOf(agreements(ofOrder: order)) }

  /// What an agreement may take: all nominals of its certificates.
  func agreementLimit(_ agreement: Int) -> Int64 { limitOf(agreement..<agreement + 1) }

  private func limitOf(_ agreements: Range<Int>) -> Int64 {
    agreements.reduce(0) { sum, agreement in
      contracts(ofAgreement: agreement).reduce(sum) { $0 + nominal($1) }
    }
  }

  private func orderTerms(_ index: Int) -> OrderTerms {
    OrderTerms(
      number: order(index), year: UInt16(Self.year), payer: Self.payerINN,
      amount: Money(kopecks: orderAmount(index)), services: [Self.service], certificatesMax: nil)
  }

  func providerINN(_ index: Int) -> Identifier {
    Identifier(InventedRequisites.organisationINN("99" + Self.digits(index + 10, 7)))!
  }

  static func providerAccount(_ index: Int) -> String {
    "03234643" + digits(index + 1, 8) + "1900"
  }

  private func provider(_ index: Int) -> ProviderDetails {
    ProviderDetails(
      inn: providerINN(index), kpp: "990001001",
      ogrn: InventedRequisites.ogrn("12399" + Self.digits(index + 1, 7)),
      name: "Центр творчества № \(index + 1) (пример)", kind: .municipal,
      services: [Self.service], admittedFrom: Self.yearStart, licence: "",
      account: Self.providerAccount(index), bic: Self.bic, bank: Self.treasury,
      correspondentAccount: Self.treasuryAccount)
  }

  private func agreementTerms(_ index: Int) -> AgreementTerms {
    AgreementTerms(
      number: agreement(index), provider: providerINN(index),
      order: order(order(ofAgreement: index)), kbk: "90207030730254910622",
      from: Self.yearStart, to: Self.yearEnd, limit: Money(kopecks: agreementLimit(index)),
      advance: Self.advancePercent, offset: true)
  }

  private func certificateTerms(_ index: Int) -> CertificateTerms {
    CertificateTerms(
      number: certificate(index),
      order: order(order(ofAgreement: index / Self.contractsPerAgreement)),
      nominal: Money(kopecks: nominal(index)), validFrom: Self.yearStart, validTo: Self.yearEnd)
  }

  private func contractTerms(_ index: Int) -> ContractTerms {
    let price = Money(kopecks: price(index))
    return ContractTerms(
      number: contract(index), agreement: agreement(index / Self.contractsPerAgreement),
      certificate: certificate(index), service: Self.service, signedOn: Self.yearStart,
      start: start, end: Self.yearEnd, price: price, normative: price,
      acceptance: "З-" + Self.digits(index + 1, 8))
  }
}
