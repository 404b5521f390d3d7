import LedgerCore

/// A row of `contracts.csv`.
public struct ContractRow: RegisterRow {
  public static let columns = [
    "contract", "agreement", "certificate", "service", "signed_on", "start", "end", "price",
    "normative", "acceptance",
  ]
  public static let uniqueColumns = ["contract", "acceptance"]

  public let line: Int
  public let contract: Identifier
  public let agreement: Identifier
  public let certificate: Identifier
  public let service: String
  public let signedOn: CalendarDate
  public let start: CalendarDate
  public let end: CalendarDate
  public let price: Money
  public let normative: Money
  /// Number or SHA-256 (64 small hexadecimal digits) of the consumer's application.
  public let acceptance: String

  public init?(_ row: CSVRow) {
    line = row.line
    let contract = row.identifier("contract")
    let agreement = row.identifier("agreement")
    let certificate = row.identifier("certificate")
    let service = row.service("service")
    let signedOn = row.date("signed_on")
    let period = row.period("start", "end")
    if let signedOn, let period, signedOn > period.from { row.fault(.endBeforeStart, "start") }
    let price = row.money("price")
    let normative = row.money("normative")
    let acceptance = row.acceptance("acceptance")
    guard let contract, let agreement, let certificate, let service, let signedOn, let period,
      let price, let normative, let acceptance, row.isSound
    else { return nil }
    (self.contract, self.agreement, self.certificate) = (contract, agreement, certificate)
    (self.service, self.signedOn, start, end) = (service, signedOn, period.from, period.to)
    (self.price, self.normative, self.acceptance) = (price, normative, acceptance)
  }
}

/// A row of `claims.csv` for an advance.
public struct AdvanceClaimRow: RegisterRow {
  public static let columns = ["contract"]
  public static let optionalColumns = ["amount"]
  public static let uniqueColumns = ["contract"]

  public let line: Int
  public let contract: Identifier
  /// Nil asks for all that the agreement allows.
  public let amount: Money?

  public init?(_ row: CSVRow) {
    line = row.line
    let contract = row.identifier("contract")
    amount = row.optionalMoney("amount")
    guard let contract, row.isSound else { return nil }
    self.contract = contract
  }
}

/// A row of `claims.csv` for a final.
public struct FinalClaimRow: RegisterRow {
  public static let columns = ["contract", "delivered_percent"]
  public static let uniqueColumns = ["contract"]

  public let line: Int
  public let contract: Identifier
  public let delivered: Percent

  public init?(_ row: CSVRow) {
    line = row.line
    let contract = row.identifier("contract")
    let delivered = row.percent("delivered_percent")
    guard let contract, let delivered, row.isSound else { return nil }
    (self.contract, self.delivered) = (contract, delivered)
  }
}

/// A row of `reductions.csv`: what is accepted of a claim line instead of what was claimed.
public struct ReductionRow: RegisterRow {
  public enum Accepted: Hashable, Sendable {
    /// Of a final.
    case delivered(Percent)
    /// Of an advance.
    case amount(Money)
  }

  public static let columns = ["contract", "reason"]
  public static let optionalColumns = ["delivered_percent", "amount"]
  public static let uniqueColumns = ["contract"]

  public let line: Int
  public let contract: Identifier
  public let accepted: Accepted
  public let reason: String

  public init?(_ row: CSVRow) {
    line = row.line
    let contract = row.identifier("contract")
    let reason = row.text("reason")
    let delivered = row.optionalPercent("delivered_percent")
    let amount = row.optionalMoney("amount")
    if row.isEmpty("delivered_percent") == row.isEmpty("amount") {
      row.fault(.exactlyOne(of: "delivered_percent", or: "amount"), "amount")
    }
    guard let contract, let reason, row.isSound else { return nil }
    guard let accepted = delivered.map(Accepted.delivered) ?? amount.map(Accepted.amount) else {
      return nil
    }
    (self.contract, self.accepted, self.reason) = (contract, accepted, reason)
  }

  /// Refuses rows of `file` that reduce an advance by percentage, or a final by amount. `kinds` are
  /// those of the claims with the rows' contracts, nil where one is not known.
  public static func checkMeasures(
    _ rows: [ReductionRow], of kinds: [ClaimKind?], file: String
  ) throws(InputFaults) {
    let log = FaultLog(file: file)
    for (row, kind) in zip(rows, kinds) {
      switch (row.accepted, kind) {
      case (.delivered(let percent), .advance):
        log.add(
          .value(.otherMeasure(.advance)), line: row.line, column: "delivered_percent",
          value: percent.decimal)
      case (.amount(let money), .final):
        log.add(
          .value(.otherMeasure(.final)), line: row.line, column: "amount", value: money.decimal)
      case (.delivered, _), (.amount, _): continue
      }
    }
    try log.throwIfAny()
  }
}
