import LedgerCore

/// The table of accounts in `Ledger/FORMAT.md`, section 4, written down a second time.
struct AccountNature {
  let ledger: LedgerName
  let growsByDebit: Bool
  let mayFallBelowZero: Bool

  init(_ kind: AccountKind) {
    switch kind {
    case .fundsApproved: self.init(.funds, debit: true, control: true)
    case .fundsUnallocated, .fundsAvailable, .fundsReserved, .fundsCommitted, .fundsAccepted,
      .fundsExecuted, .fundsLapsed:
      self.init(.funds, debit: false, control: false)
    case .settlementCash, .settlementUnidentified:
      self.init(.settlement, debit: false, control: true)
    case .settlementExpense, .settlementRevenue:
      self.init(.settlement, debit: true, control: true)
    case .settlementAdvance, .settlementRefund:
      self.init(.settlement, debit: true, control: false)
    case .settlementPayable, .settlementTransit:
      self.init(.settlement, debit: false, control: false)
    case .limitTotal: self.init(.limit, debit: true, control: true)
    case .limitFree, .limitUsed: self.init(.limit, debit: false, control: false)
    }
  }

  private init(_ ledger: LedgerName, debit: Bool, control: Bool) {
    self.ledger = ledger
    growsByDebit = debit
    mayFallBelowZero = control
  }

  /// By the account that each new payer, order, certificate, agreement or contract begins with.
  static let payer: [AccountKind] = [.settlementCash, .settlementUnidentified]
  static let order: [AccountKind] = [
    .fundsApproved, .fundsUnallocated, .fundsLapsed, .settlementExpense, .settlementRevenue,
  ]
  static let certificate: [AccountKind] = [.fundsAvailable]
  static let agreement: [AccountKind] = [
    .settlementAdvance, .settlementPayable, .settlementTransit,
  ]
  static let limit: [AccountKind] = [.limitTotal, .limitFree, .limitUsed]
  static let contract: [AccountKind] = [
    .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund,
  ]
}
