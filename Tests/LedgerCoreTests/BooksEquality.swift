@testable import LedgerCore

extension Books {
  /// Which parts of two books differ. Everything that a rule can read is compared.
  func differences(from other: Books) -> [String] {
    let parts: [(String, Bool)] = [
      ("ledger", ledger == other.ledger), ("name", name == other.name),
      ("rules version", rulesVersion == other.rulesVersion),
      ("sealed through", sealedThrough == other.sealedThrough),
      ("applied", (applied == nil) == (other.applied == nil)),
      ("accounts", accounts.rows == other.accounts.rows),
      ("keys", keys.rows == other.keys.rows), ("payers", payers.isSame(as: other.payers)),
      ("orders", orders.isSame(as: other.orders)),
      ("certificates", certificates.isSame(as: other.certificates)),
      ("providers", providers.isSame(as: other.providers)),
      ("agreements", agreements.isSame(as: other.agreements)),
      ("contracts", contracts.isSame(as: other.contracts)),
      ("months", months.rows == other.months.rows),
      ("claims", claims.rows == other.claims.rows),
      ("claim lines", claimLines.rows == other.claimLines.rows),
      ("refunds", refunds.rows == other.refunds.rows),
      ("cycles", cycles.rows == other.cycles.rows),
      ("payments", payments.rows == other.payments.rows),
      ("statement rows", statementRows.rows == other.statementRows.rows),
      ("statement days", statementDays.rows == other.statementDays.rows),
      ("entries", entries.rows == other.entries.rows),
      ("amendments", amendments.rows == other.amendments.rows),
      ("refund uses", refundUses.rows == other.refundUses.rows),
      ("acceptances", acceptances.isSame(as: other.acceptances)),
      ("documents", documents.isSame(as: other.documents)),
      ("texts", texts.rows == other.texts.rows),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }

  /// The number of a contract row; its month rows are its own.
  func number(of contract: Contract) -> Identifier {
    contracts.number(contracts.rows.firstIndex { $0.firstMonthRow == contract.firstMonthRow }!)
  }
}

extension Register where Row: Equatable {
  func isSame(as other: Register) -> Bool {
    rows == other.rows && numbers.isSame(as: other.numbers)
  }
}

extension KeyIndex {
  /// The slots, too, follow from the keys alone, whatever was rolled back on the way.
  func isSame(as other: KeyIndex) -> Bool {
    keys == other.keys && slots == other.slots && keys.indices.allSatisfy { find(keys[$0]) == $0 }
  }
}
