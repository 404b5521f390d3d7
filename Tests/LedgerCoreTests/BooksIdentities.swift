@testable import LedgerCore

extension Books {
  /// The identities of the design's section 3 that do not hold, and what the rows say of a month
  /// or a claim line that the accounts contradict.
  func brokenIdentities() -> [String] {
    var broken: [String] = []
    func expect(_ name: String, _ number: Identifier, _ a: Money, _ b: Money) {
      if a != b { broken.append("\(name) \(number): \(a.decimal) is not \(b.decimal)") }
    }
    for index in 0..<accounts.count where !accounts.rows[index].kind.isControl {
      if accounts.rows[index].balance < 0 { broken.append(accountName(AccountIndex(index))) }
    }
    for (row, order) in orders.rows.enumerated() {
      let certificates = certificates.rows.filter { $0.order == row }
      let contracts = contracts.rows.filter { agreements[$0.agreement].order == row }
      let stages = contracts.reduce(Money.zero) { $0 + self.stages($1) }
      let available = certificates.reduce(Money.zero) { $0 + accounts.balance($1.available) }
      let rest = accounts.balance(order.unallocated) + accounts.balance(order.lapsed)
      expect(
        "available of", orders.number(row), self.available(ofOrder: row), available)
      expect(
        "approved", orders.number(row), accounts.balance(order.approved),
        rest + available + stages)
      let facts = contracts.flatMap { months.rows[$0.monthRows] }.reduce(Money.zero) {
        $0 + $1.fact
      }
      expect("expense", orders.number(row), accounts.balance(order.expense), facts)
      let open = certificates.count { $0.status != .closed }
      if open != Int(order.openCertificates) { broken.append("open certificates") }
      let own = self.contracts.rows.indices.filter {
        agreements[self.contracts[$0].agreement].order == row
      }
      if contractRows(ofOrder: row) != own {
        broken.append("contracts of \(orders.number(row))")
      }
    }
    for (row, certificate) in certificates.rows.enumerated() {
      let stages = contracts.rows.filter { $0.certificate == row }.reduce(Money.zero) {
        $0 + self.stages($1)
      }
      let linked = contracts(ofCertificate: row).reversed().map(\.firstMonthRow)
      if linked != contracts.rows.filter({ $0.certificate == row }).map(\.firstMonthRow) {
        broken.append("contracts of \(certificates.number(row))")
      }
      expect(
        "nominal", certificates.number(row), certificate.nominal,
        accounts.balance(certificate.available) + stages)
    }
    for row in 0..<agreements.count {
      checkAgreement(row, expect)
      if totals(ofAgreement: row) != addedTotals(ofAgreement: row) {
        broken.append("totals of \(agreements.number(row))")
      }
    }
    for row in 0..<contracts.count { checkContract(row, expect) }
    for (row, payer) in payers.rows.enumerated() {
      let executed = contracts.rows.filter { orders[agreements[$0.agreement].order].payer == row }
        .reduce(Money.zero) { $0 + accounts.balance($1.executed) }
      expect(
        "cash", payers.number(row), accounts.balance(payer.cash),
        executed - accounts.balance(payer.unidentified))
      let receipts = statementDays.rows.filter { $0.payer == row }
        .flatMap { statementRows.rows[$0.rows] }.reduce(Money.zero) { $0 + $1.unidentified }
      expect(
        "unidentified", payers.number(row), accounts.balance(payer.unidentified), receipts)
    }
    return broken
  }

  /// What the books keep, added up anew.
  private func addedTotals(ofAgreement row: Int) -> AgreementTotals {
    var totals = AgreementTotals()
    for contract in contracts.rows where contract.agreement == row {
      totals.reserved += accounts.balance(contract.reserved).kopecks
      totals.committed += accounts.balance(contract.committed).kopecks
      totals.accepted += accounts.balance(contract.accepted).kopecks
      totals.executed += accounts.balance(contract.executed).kopecks
      totals.refund += accounts.balance(contract.refund).kopecks
    }
    return totals
  }

  private func stages(_ contract: Contract) -> Money {
    [contract.reserved, contract.committed, contract.accepted, contract.executed]
      .reduce(.zero) { $0 + accounts.balance($1) }
  }

  private typealias Expectation = (String, Identifier, Money, Money) -> Void

  private func checkAgreement(_ row: Int, _ expect: Expectation) {
    let agreement = agreements[row]
    let number = agreements.number(row)
    let own = contracts.rows.filter { $0.agreement == row }
    if agreement.hasLimit {
      let used = accounts.balance(agreement.limitUsed)
      expect(
        "limit", number, accounts.balance(agreement.limitTotal),
        accounts.balance(agreement.limitFree) + used)
      expect("limit used", number, used, own.reduce(.zero) { $0 + stages($1) })
    }
    let lines = claimLines.rows.filter { contracts[Int($0.contract)].agreement == row }
    let unsent = lines.reduce(Money.zero) { isAdvance($1) ? $0 + $1.due : $0 }
    let accepted = own.reduce(Money.zero) { $0 + accounts.balance($1.accepted) }
    expect(
      "accepted", number, accepted,
      accounts.balance(agreement.payable) + accounts.balance(agreement.transit) + unsent)
    let due = lines.reduce(Money.zero) { isAdvance($1) ? $0 : $0 + $1.due }
    expect("payable", number, accounts.balance(agreement.payable), due)
    let sent = payments.rows.filter { $0.agreement == row && $0.status == .sent }
    expect(
      "transit", number, accounts.balance(agreement.transit),
      sent.reduce(.zero) { $0 + $1.order.amount })
    let owed = refunds.rows.filter { contracts[$0.contract].agreement == row }
    expect("refund due", number, agreement.refundDue, owed.reduce(.zero) { $0 + $1.due })
  }

  /// What the months of a contract say stands on its accounts.
  private func checkContract(_ row: Int, _ expect: Expectation) {
    let contract = contracts[row]
    var reserved = Money.zero
    var committed = Money.zero
    for monthRow in contract.monthRows {
      let plan = contract.plan[monthRow - contract.firstMonthRow]
      switch months[monthRow].status {
      case .planned: reserved += plan
      case .open: committed += plan
      case .advanced: committed += plan - months[monthRow].advance
      case .final, .released: continue
      }
    }
    let own = months.rows[contract.monthRows]
    let number = number(of: contract)
    expect("reserved", number, accounts.balance(contract.reserved), reserved)
    expect("committed", number, accounts.balance(contract.committed), committed)
    expect(
      "executed", number, accounts.balance(contract.executed),
      own.reduce(.zero) { $0 + $1.executed })
    expect(
      "refund", number, accounts.balance(contract.refund),
      own.reduce(.zero) { $0 + $1.refundDue })
    expect(
      "refunds", number, accounts.balance(contract.refund),
      refunds.rows.filter { $0.contract == row }.reduce(.zero) { $0 + $1.due })
  }
}
