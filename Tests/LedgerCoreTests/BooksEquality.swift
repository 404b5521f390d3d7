@testable import LedgerCore

extension Books {
  /// Which parts of two books differ. Everything that a rule can read is compared.
  func differences(from other: Books) -> [String] {
    let parts: [(String, Bool)] = [
      ("ledger", ledger == other.ledger), ("name", name == other.name),
      ("rules version", rulesVersion == other.rulesVersion),
      ("sealed through", sealedThrough == other.sealedThrough),
      ("applied", (applied == nil) == (other.applied == nil)),
      ("account kinds", accounts.kinds == other.accounts.kinds),
      ("account owners", accounts.owners == other.accounts.owners),
      ("balances", accounts.balances == other.accounts.balances),
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
      ("acceptances", isSame(acceptances, other.acceptances)),
      ("documents", isSame(documents, other.documents)),
      ("texts", texts.count == other.texts.count),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }

  private func isSame<Key>(_ a: KeyedRows<Key>, _ b: KeyedRows<Key>) -> Bool {
    a.count == b.count
      && (0..<a.count).allSatisfy { a[$0] == b[$0] && a.find(a[$0]) == $0 && b.find(a[$0]) == $0 }
  }

  /// The number of a contract row; its month rows are its own.
  func number(of contract: Contract) -> Identifier {
    contracts.number(contracts.rows.firstIndex { $0.firstMonthRow == contract.firstMonthRow }!)
  }
}

extension Register where Row: Equatable {
  func isSame(as other: Register) -> Bool {
    guard rows == other.rows else { return false }
    return (0..<count).allSatisfy { index in
      number(index) == other.number(index) && find(number(index)) == index
        && other.find(number(index)) == index
    }
  }
}
