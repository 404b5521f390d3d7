import Bytes

/// What a key may sign for.
public enum KeyRole: UInt8, CaseIterable, Sendable {
  /// Keeps the ledger: signs the opening, enrolments, seals.
  case `operator` = 1
  /// Signs checkpoints and nothing else.
  case log = 2
  /// The authorised body (уполномоченный орган).
  case authority = 3
  /// The right of the first signature in the finance department.
  case financeFirst = 4
  /// The right of the second signature in the finance department.
  case financeSecond = 5
  /// A provider of services; the party tells which.
  case provider = 6
  /// Keeps checkpoints; signs no document.
  case auditor = 7

  public var name: String {
    switch self {
    case .operator: "operator"
    case .log: "log"
    case .authority: "authority"
    case .financeFirst: "finance-first"
    case .financeSecond: "finance-second"
    case .provider: "provider"
    case .auditor: "auditor"
    }
  }

  public init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }
}

/// Opens a ledger; the document that every other one rests on.
public struct LedgerOpening: Hashable, Sendable {
  public var name: String
  /// SubjectPublicKeyInfo in DER (RFC 5280).
  public var operatorKey: [UInt8]
  public var logKey: [UInt8]

  public init(name: String, operatorKey: [UInt8], logKey: [UInt8]) {
    self.name = name
    self.operatorKey = operatorKey
    self.logKey = logKey
  }
}

/// Enters a public key with a role, the party it acts for, and the days on which it may sign.
public struct KeyEnrolment: Hashable, Sendable {
  /// SubjectPublicKeyInfo in DER (RFC 5280).
  public var key: [UInt8]
  public var role: KeyRole
  /// The ИНН of the party.
  public var party: Identifier
  public var from: CalendarDate
  public var to: CalendarDate

  public init(
    key: [UInt8], role: KeyRole, party: Identifier, from: CalendarDate, to: CalendarDate
  ) {
    self.key = key
    self.role = role
    self.party = party
    self.from = from
    self.to = to
  }
}

/// Ends a key: it signs nothing after this entry.
public struct KeyRevocation: Hashable, Sendable {
  /// SHA-256 of the key's SubjectPublicKeyInfo.
  public var key: Digest
  public var reason: String

  public init(key: Digest, reason: String) {
    self.key = key
    self.reason = reason
  }
}

/// Puts a new key in the place of the operator's or the log's.
public struct KeyReplacement: Hashable, Sendable {
  public var role: KeyRole
  /// SubjectPublicKeyInfo in DER (RFC 5280).
  public var key: [UInt8]

  public init(role: KeyRole, key: [UInt8]) {
    self.role = role
    self.key = key
  }
}
