extension Books {
  /// A moment to which the books can be rolled back, until the next `commit`.
  public struct Mark: Sendable {
    let ledger: UniqueID
    let name: String
    let rulesVersion: UInt16
    let sealedThrough: YearMonth?
    let accounts: Accounts.Mark
    let keys: Table<KeyRecord>.Mark
    let payers: Table<Payer>.Mark
    let orders: Table<Order>.Mark
    let certificates: Table<Certificate>.Mark
    let providers: Table<Provider>.Mark
    let agreements: Table<Agreement>.Mark
    let contracts: Table<Contract>.Mark
    let months: Table<ContractMonth>.Mark
    let claims: Table<Claim>.Mark
    let claimLines: Table<ClaimLineRow>.Mark
    let refunds: Table<Refund>.Mark
    let cycles: Table<Cycle>.Mark
    let payments: Table<Payment>.Mark
    let statementRows: Table<StatementRow>.Mark
    let statementDays: Table<StatementDay>.Mark
    let entries: Table<EntrySummary>.Mark
    let amendments: Table<Amendment>.Mark
    let refundUses: Table<RefundUse>.Mark
    let acceptances: Int
    let documents: Int
    let texts: Int
  }

  public func mark() -> Mark {
    Mark(
      ledger: ledger, name: name, rulesVersion: rulesVersion, sealedThrough: sealedThrough,
      accounts: accounts.mark(), keys: keys.mark(), payers: payers.mark(), orders: orders.mark(),
      certificates: certificates.mark(), providers: providers.mark(),
      agreements: agreements.mark(), contracts: contracts.mark(), months: months.mark(),
      claims: claims.mark(), claimLines: claimLines.mark(), refunds: refunds.mark(),
      cycles: cycles.mark(), payments: payments.mark(), statementRows: statementRows.mark(),
      statementDays: statementDays.mark(), entries: entries.mark(),
      amendments: amendments.mark(), refundUses: refundUses.mark(),
      acceptances: acceptances.count, documents: documents.count,
      texts: texts.count)
  }

  /// Takes back everything since the mark, exactly.
  public mutating func rollback(to mark: Mark) {
    applied = nil
    ledger = mark.ledger
    name = mark.name
    rulesVersion = mark.rulesVersion
    sealedThrough = mark.sealedThrough
    accounts.rollback(to: mark.accounts)
    keys.rollback(to: mark.keys)
    payers.rollback(to: mark.payers)
    orders.rollback(to: mark.orders)
    certificates.rollback(to: mark.certificates)
    providers.rollback(to: mark.providers)
    agreements.rollback(to: mark.agreements)
    contracts.rollback(to: mark.contracts)
    months.rollback(to: mark.months)
    claims.rollback(to: mark.claims)
    claimLines.rollback(to: mark.claimLines)
    refunds.rollback(to: mark.refunds)
    cycles.rollback(to: mark.cycles)
    payments.rollback(to: mark.payments)
    statementRows.rollback(to: mark.statementRows)
    statementDays.rollback(to: mark.statementDays)
    entries.rollback(to: mark.entries)
    amendments.rollback(to: mark.amendments)
    refundUses.rollback(to: mark.refundUses)
    acceptances.removeLast(downTo: mark.acceptances)
    documents.removeLast(downTo: mark.documents)
    texts.removeLast(downTo: mark.texts)
  }

  /// Makes what was applied so far final. Call it when the entries are on disk.
  public mutating func commit() {
    accounts.commit()
    keys.commit()
    payers.commit()
    orders.commit()
    certificates.commit()
    providers.commit()
    agreements.commit()
    contracts.commit()
    months.commit()
    claims.commit()
    claimLines.commit()
    refunds.commit()
    cycles.commit()
    payments.commit()
    statementRows.commit()
    statementDays.commit()
    entries.commit()
    amendments.commit()
    refundUses.commit()
  }
}
