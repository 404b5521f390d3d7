/// A line of an amendment: new details, and the entry whose details they replace.
public struct Amended<Details: Hashable & Sendable>: Hashable, Sendable {
  public var replaces: EntryReference
  public var details: Details

  public init(replaces: EntryReference, details: Details) {
    self.replaces = replaces
    self.details = details
  }
}

/// Who pays: the municipality's body with its treasury account.
public struct PayerDetails: Hashable, Sendable {
  public var inn: Identifier
  public var kpp: String
  public var name: String
  public var account: String
  public var bic: String
  public var bank: String
  public var correspondentAccount: String
  public var personalAccount: String
  public var oktmo: String

  public init(
    inn: Identifier, kpp: String, name: String, account: String, bic: String, bank: String,
    correspondentAccount: String, personalAccount: String, oktmo: String
  ) {
    self.inn = inn
    self.kpp = kpp
    self.name = name
    self.account = account
    self.bic = bic
    self.bank = bank
    self.correspondentAccount = correspondentAccount
    self.personalAccount = personalAccount
    self.oktmo = oktmo
  }
}

/// A municipal social order (муниципальный социальный заказ) of one budget year.
public struct OrderTerms: Hashable, Sendable {
  public var number: Identifier
  public var year: UInt16
  public var payer: Identifier
  public var amount: Money
  /// Service codes that certificates of this order pay for.
  public var services: [String]
  /// How many certificates may be active or suspended at once; nil for any number.
  public var certificatesMax: UInt32?

  public init(
    number: Identifier, year: UInt16, payer: Identifier, amount: Money, services: [String],
    certificatesMax: UInt32?
  ) {
    self.number = number
    self.year = year
    self.payer = payer
    self.amount = amount
    self.services = services
    self.certificatesMax = certificatesMax
  }
}

public struct OrderAmendment: Hashable, Sendable {
  public var order: Identifier
  public var replaces: EntryReference
  public var amount: Money

  public init(order: Identifier, replaces: EntryReference, amount: Money) {
    self.order = order
    self.replaces = replaces
    self.amount = amount
  }
}

/// Closes an order at the year's end, with what the signers saw: how many certificates close and
/// how much lapses.
public struct OrderClosing: Hashable, Sendable {
  public var order: Identifier
  public var count: UInt32
  public var sum: Money

  public init(order: Identifier, count: UInt32, sum: Money) {
    self.order = order
    self.count = count
    self.sum = sum
  }
}

/// A social certificate: a balance for one child, known here by its number alone.
public struct CertificateTerms: Hashable, Sendable {
  public var number: Identifier
  public var order: Identifier
  public var nominal: Money
  public var validFrom: CalendarDate
  public var validTo: CalendarDate

  public init(
    number: Identifier, order: Identifier, nominal: Money, validFrom: CalendarDate,
    validTo: CalendarDate
  ) {
    self.number = number
    self.order = order
    self.nominal = nominal
    self.validFrom = validFrom
    self.validTo = validTo
  }
}

public struct CertificateAmendment: Hashable, Sendable {
  public var certificate: Identifier
  public var replaces: EntryReference
  public var nominal: Money

  public init(certificate: Identifier, replaces: EntryReference, nominal: Money) {
    self.certificate = certificate
    self.replaces = replaces
    self.nominal = nominal
  }
}

public enum ProviderKind: UInt8, CaseIterable, Sendable {
  case municipal = 1
  case state = 2
  case company = 3
  case nonprofit = 4
  case entrepreneur = 5
  case individual = 6

  public var name: String {
    switch self {
    case .municipal: "municipal"
    case .state: "state"
    case .company: "company"
    case .nonprofit: "nonprofit"
    case .entrepreneur: "entrepreneur"
    case .individual: "individual"
    }
  }

  public init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// A provider of services (исполнитель услуг) as admitted to the register.
public struct ProviderDetails: Hashable, Sendable {
  public var inn: Identifier
  /// Empty where the kind has none.
  public var kpp: String
  public var ogrn: String
  public var name: String
  public var kind: ProviderKind
  public var services: [String]
  public var admittedFrom: CalendarDate
  public var licence: String
  public var account: String
  public var bic: String
  public var bank: String
  public var correspondentAccount: String

  public init(
    inn: Identifier, kpp: String, ogrn: String, name: String, kind: ProviderKind,
    services: [String], admittedFrom: CalendarDate, licence: String, account: String, bic: String,
    bank: String, correspondentAccount: String
  ) {
    self.inn = inn
    self.kpp = kpp
    self.ogrn = ogrn
    self.name = name
    self.kind = kind
    self.services = services
    self.admittedFrom = admittedFrom
    self.licence = licence
    self.account = account
    self.bic = bic
    self.bank = bank
    self.correspondentAccount = correspondentAccount
  }
}

public struct ProviderExclusion: Hashable, Sendable {
  public var inn: Identifier
  public var reason: String

  public init(inn: Identifier, reason: String) {
    self.inn = inn
    self.reason = reason
  }
}

/// An agreement (соглашение) between the authorised body and a provider under one order.
public struct AgreementTerms: Hashable, Sendable {
  public var number: Identifier
  public var provider: Identifier
  public var order: Identifier
  /// The budget classification code of the expense (КБК), 20 characters.
  public var kbk: String
  public var from: CalendarDate
  public var to: CalendarDate
  /// The most that its contracts may take; nil for an agreement without a limit.
  public var limit: Money?
  /// The largest advance of a month, as a share of the month's plan.
  public var advance: Percent
  /// Whether refunds that are due may be offset against payments.
  public var offset: Bool

  public init(
    number: Identifier, provider: Identifier, order: Identifier, kbk: String, from: CalendarDate,
    to: CalendarDate, limit: Money?, advance: Percent, offset: Bool
  ) {
    self.number = number
    self.provider = provider
    self.order = order
    self.kbk = kbk
    self.from = from
    self.to = to
    self.limit = limit
    self.advance = advance
    self.offset = offset
  }
}

public struct AgreementAmendment: Hashable, Sendable {
  public var agreement: Identifier
  public var replaces: EntryReference
  public var limit: Money

  public init(agreement: Identifier, replaces: EntryReference, limit: Money) {
    self.agreement = agreement
    self.replaces = replaces
    self.limit = limit
  }
}

/// A contract (договор) between a provider and the parents, paid from a certificate.
public struct ContractTerms: Hashable, Sendable {
  public var number: Identifier
  public var agreement: Identifier
  public var certificate: Identifier
  public var service: String
  public var signedOn: CalendarDate
  public var start: CalendarDate
  public var end: CalendarDate
  public var price: Money
  /// The normative cost (нормативные затраты) of the contracted volume.
  public var normative: Money
  /// The number or the SHA-256 of the consumer's application, used once.
  public var acceptance: String

  /// The longest acceptance reference: a SHA-256 in hexadecimal.
  public static let acceptanceLimit = 64

  public init(
    number: Identifier, agreement: Identifier, certificate: Identifier, service: String,
    signedOn: CalendarDate, start: CalendarDate, end: CalendarDate, price: Money,
    normative: Money, acceptance: String
  ) {
    self.number = number
    self.agreement = agreement
    self.certificate = certificate
    self.service = service
    self.signedOn = signedOn
    self.start = start
    self.end = end
    self.price = price
    self.normative = normative
    self.acceptance = acceptance
  }
}

/// Opens or closes a month of an order, with what the signers saw: how many contract months are
/// concerned, and the sum of their plans.
public struct MonthTotals: Hashable, Sendable {
  public var order: Identifier
  public var month: YearMonth
  public var count: UInt32
  public var sum: Money

  public init(order: Identifier, month: YearMonth, count: UInt32, sum: Money) {
    self.order = order
    self.month = month
    self.count = count
    self.sum = sum
  }
}
