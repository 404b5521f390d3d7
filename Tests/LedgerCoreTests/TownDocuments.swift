import Bytes

@testable import LedgerCore

extension Town {
  /// The document that a row of a script describes.
  func body(of row: ScriptRow) throws -> DocumentBody {
    if let body = try register(row) ?? amendment(row) ?? claimDocument(row) ?? clearing(row) {
      return body
    }
    throw ScriptError(text: row.text)
  }

  private func register(_ row: ScriptRow) throws -> DocumentBody? {
    switch row.verb {
    case "payer": .payersRegistered([payer(try row.identifier(0), row)])
    case "order":
      .ordersApproved([
        OrderTerms(
          number: try row.identifier(0), year: UInt16(row.options["year"] ?? "2023")!,
          payer: try row.identifier(1), amount: try row.money(2),
          services: services(row), certificatesMax: row.options["max"].flatMap { UInt32($0) })
      ])
    case "certificate":
      .certificatesIssued([
        CertificateTerms(
          number: try row.identifier(0), order: try row.identifier(1), nominal: try row.money(2),
          validFrom: try row.date("from", "2023-01-01"),
          validTo: try row.date("to", "2023-12-31"))
      ])
    case "suspend": .certificatesSuspended(try row.words.map(Identifier.of))
    case "resume": .certificatesResumed(try row.words.map(Identifier.of))
    case "close-certificate": .certificatesClosed(try row.words.map(Identifier.of))
    case "provider": .providersAdmitted([try provider(row.identifier(0), row)])
    case "exclude": .providerExcluded(ProviderExclusion(inn: try row.identifier(0), reason: "r"))
    case "agreement":
      .agreementsSigned([
        AgreementTerms(
          number: try row.identifier(0), provider: try row.identifier(1),
          order: try row.identifier(2), kbk: "00000000000000000000",
          from: try row.date("from", "2023-01-01"), to: try row.date("to", "2023-12-31"),
          limit: try row.money("limit"),
          advance: Percent(decimal: row.options["advance"] ?? "80")!,
          offset: row.options["offset"] == "yes")
      ])
    case "end-agreement": .agreementTerminated(agreement: try row.identifier(0))
    case "contract": .contractsSigned([try contract(row)])
    case "terminate": .contractTerminated(contract: try row.identifier(0))
    default: nil
    }
  }

  private func services(_ row: ScriptRow) -> [String] {
    (row.options["services"] ?? "S1").split(separator: "|").map(String.init)
  }

  func payer(_ inn: Identifier, _ row: ScriptRow) -> PayerDetails {
    PayerDetails(
      inn: inn, kpp: "", name: row.options["name"] ?? "Finance",
      account: row.options["account"] ?? "account-\(inn)", bic: "", bank: "",
      correspondentAccount: "", personalAccount: "", oktmo: "")
  }

  func provider(_ inn: Identifier, _ row: ScriptRow) throws -> ProviderDetails {
    ProviderDetails(
      inn: inn, kpp: "", ogrn: "", name: row.options["name"] ?? "Studio", kind: .company,
      services: services(row), admittedFrom: try row.date("from", "2023-01-01"), licence: "",
      account: row.options["account"] ?? "account-\(inn)", bic: "", bank: "",
      correspondentAccount: "")
  }

  func contract(_ row: ScriptRow) throws -> ContractTerms {
    let start = try row.date("start", "2023-09-01")
    let price = try row.money(3)
    let number = try row.identifier(0)
    return ContractTerms(
      number: number, agreement: try row.identifier(1),
      certificate: try row.identifier(2), service: row.options["service"] ?? "S1",
      signedOn: try row.options["signed"].map(CalendarDate.of) ?? start, start: start,
      end: try row.date("end", "2023-12-31"), price: price,
      normative: try row.money("normative") ?? price,
      acceptance: row.options["acceptance"] ?? "application-\(number)")
  }

  /// The entry that an amendment replaces: the newest one, unless the row says otherwise.
  private func replaced(_ row: ScriptRow, _ newest: UInt64?) throws -> EntryReference {
    if let name = row.options["replaces"] { return try reference(name) }
    return newest.map(books.reference(toEntry:)) ?? .none
  }

  private func amendment(_ row: ScriptRow) throws -> DocumentBody? {
    switch row.verb {
    case "amend-payer":
      let number = try row.identifier(0)
      let newest = books.payers.find(number).map { books.payers[$0].termsEntry }
      return .payersAmended([
        Amended(replaces: try replaced(row, newest), details: payer(number, row))
      ])
    case "amend-provider":
      let number = try row.identifier(0)
      let newest = books.providers.find(number).map { books.providers[$0].termsEntry }
      return .providersAmended([
        Amended(replaces: try replaced(row, newest), details: try provider(number, row))
      ])
    case "amend-order":
      let number = try row.identifier(0)
      let newest = books.orders.find(number).map { books.orders[$0].termsEntry }
      return .orderAmended(
        OrderAmendment(
          order: number, replaces: try replaced(row, newest), amount: try row.money(1)))
    case "amend-certificate":
      let number = try row.identifier(0)
      let newest = books.certificates.find(number).map { books.certificates[$0].termsEntry }
      return .certificateAmended(
        CertificateAmendment(
          certificate: number, replaces: try replaced(row, newest), nominal: try row.money(1)))
    case "amend-agreement":
      let number = try row.identifier(0)
      let newest = books.agreements.find(number).map { books.agreements[$0].termsEntry }
      return .agreementAmended(
        AgreementAmendment(
          agreement: number, replaces: try replaced(row, newest), limit: try row.money(1)))
    case "close-order":
      let number = try row.identifier(0)
      let totals = books.orders.find(number).map { books.closingTotals(order: $0) } ?? (0, .zero)
      return .orderClosed(
        OrderClosing(
          order: number, count: row.options["count"].flatMap { UInt32($0) } ?? totals.count,
          sum: try row.money("sum") ?? totals.sum))
    default: return nil
    }
  }
}
