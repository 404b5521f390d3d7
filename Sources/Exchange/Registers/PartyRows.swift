import LedgerCore

/// A row of `payers.csv`: a finance department and its treasury account.
public struct PayerRow: RegisterRow {
  public static let columns = [
    "inn", "kpp", "name", "account", "bic", "bank", "correspondent_account", "personal_account",
    "oktmo",
  ]
  public static let uniqueColumns = ["inn"]

  public let line: Int
  public let inn: Identifier
  public let kpp: String
  public let name: String
  public let bank: BankDetails
  /// The account on the treasury's books; nil where the payer has none.
  public let personalAccount: String?
  public let oktmo: String

  public init?(_ row: CSVRow) {
    line = row.line
    let inn = row.innOfOrganisation("inn")
    let kpp = row.kpp("kpp")
    let personal =
      row.isEmpty("personal_account")
      ? nil : row.requisite("personal_account", .personalAccount, Requisites.isPersonalAccount)
    let name = row.bankName("name")
    let bank = row.bankDetails()
    let oktmo = row.oktmo("oktmo")
    guard let inn, let kpp, let name, let bank, let oktmo, row.isSound else { return nil }
    (self.inn, self.kpp, self.name, self.bank) = (inn, kpp, name, bank)
    (personalAccount, self.oktmo) = (personal, oktmo)
  }
}

/// A row of `providers.csv`: who delivers services, and which.
public struct ProviderRow: RegisterRow {
  public static let columns = [
    "inn", "kpp", "ogrn", "name", "kind", "services", "admitted_from", "licence", "account", "bic",
    "bank", "correspondent_account",
  ]
  public static let uniqueColumns = ["inn"]

  public let line: Int
  public let inn: Identifier
  /// Organisations have one.
  public let kpp: String?
  /// OGRN of an organisation, OGRNIP of an entrepreneur; an individual has none.
  public let ogrn: String?
  public let name: String
  public let kind: ProviderKind
  public let services: [String]
  public let admittedFrom: CalendarDate
  public let licence: String?
  public let bank: BankDetails

  public init?(_ row: CSVRow) {
    line = row.line
    let kind = row.required("kind") { (text) throws(ValueFault) in
      guard let kind = ProviderKind(name: text.lowercased()) else {
        throw .unknownKind(allowed: ProviderKind.allCases.map(\.name).joined(separator: ", "))
      }
      return kind
    }
    let name = row.bankName("name")
    let services = row.services("services")
    let admittedFrom = row.date("admitted_from")
    licence = row.optionalText("licence")
    let bank = row.bankDetails()
    let numbers = Self.numbers(row, kind)
    guard let kind, let inn = numbers.inn, let name, let services, let admittedFrom, let bank,
      row.isSound
    else { return nil }
    (self.inn, kpp, ogrn) = (inn, numbers.kpp, numbers.ogrn)
    (self.name, self.kind, self.services) = (name, kind, services)
    (self.admittedFrom, self.bank) = (admittedFrom, bank)
  }

  private static func numbers(
    _ row: CSVRow, _ kind: ProviderKind?
  ) -> (inn: Identifier?, kpp: String?, ogrn: String?) {
    switch kind {
    case nil: return (row.inn("inn"), nil, nil)
    case .entrepreneur:
      row.mustBeEmpty("kpp")
      return (
        row.innOfPerson("inn"), nil, row.requisite("ogrn", .ogrnip, Requisites.isOGRNIP)
      )
    case .individual:
      row.mustBeEmpty("kpp")
      row.mustBeEmpty("ogrn")
      return (row.innOfPerson("inn"), nil, nil)
    default:
      return (
        row.innOfOrganisation("inn"), row.kpp("kpp"),
        row.requisite("ogrn", .ogrn, Requisites.isOGRN)
      )
    }
  }
}
