/// What a claim asks for: money before the service, or for the service delivered.
public enum ClaimKind: UInt8, CaseIterable, Sendable {
  case advance = 1
  case final = 2

  public var name: String { self == .advance ? "advance" : "final" }

  public init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// What a claim line asks for, by the claim's kind: kopecks of an advance, or hundredths of a
/// percent delivered.
public struct ClaimAmount: Hashable, Sendable {
  public let raw: Int64

  public init(_ money: Money) { raw = money.kopecks }
  public init(_ percent: Percent) { raw = Int64(percent.hundredths) }
  /// For decoders, which check the range by the kind.
  public init(raw: Int64) { self.raw = raw }

  public var money: Money { Money(kopecks: raw) }
  /// Only for a final.
  public var percent: Percent { Percent(hundredths: UInt16(raw))! }

  /// An advance is above zero; a final is 0.00 % to 100.00 %.
  public func isValid(for kind: ClaimKind) -> Bool {
    switch kind {
    case .advance: raw > 0 && money.isWithinLimit
    case .final: (0...10_000).contains(raw)
    }
  }
}

/// One line of a claim: 32 bytes in a document.
public struct ClaimLine: Hashable, Sendable {
  public var contract: Identifier
  public var amount: ClaimAmount

  public init(contract: Identifier, amount: ClaimAmount) {
    self.contract = contract
    self.amount = amount
  }
}

/// A provider's claim under one agreement for one month.
public struct ClaimSubmission: Hashable, Sendable {
  public var agreement: Identifier
  public var month: YearMonth
  public var kind: ClaimKind
  public var lines: [ClaimLine]

  public init(agreement: Identifier, month: YearMonth, kind: ClaimKind, lines: [ClaimLine]) {
    self.agreement = agreement
    self.month = month
    self.kind = kind
    self.lines = lines
  }
}

/// A line accepted below what was claimed.
public struct ClaimReduction: Hashable, Sendable {
  /// Which of the accepted claims, counted from 0.
  public var claim: UInt32
  public var contract: Identifier
  public var amount: ClaimAmount
  public var reason: String

  public init(claim: UInt32, contract: Identifier, amount: ClaimAmount, reason: String) {
    self.claim = claim
    self.contract = contract
    self.amount = amount
    self.reason = reason
  }
}

/// Accepts claims, whole but for the reductions.
public struct ClaimAcceptance: Hashable, Sendable {
  public var claims: [EntryReference]
  public var reductions: [ClaimReduction]

  public init(claims: [EntryReference], reductions: [ClaimReduction]) {
    self.claims = claims
    self.reductions = reductions
  }
}

public struct ClaimRefusal: Hashable, Sendable {
  public var claim: EntryReference
  public var reason: String

  public init(claim: EntryReference, reason: String) {
    self.claim = claim
    self.reason = reason
  }
}

/// Corrects an accepted final down to a smaller delivered share.
public struct ClaimCorrection: Hashable, Sendable {
  public var contract: Identifier
  public var month: YearMonth
  public var delivered: Percent

  public init(contract: Identifier, month: YearMonth, delivered: Percent) {
    self.contract = contract
    self.month = month
    self.delivered = delivered
  }
}
