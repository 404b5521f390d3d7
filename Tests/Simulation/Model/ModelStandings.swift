import LedgerCore

extension Model {
  /// What stands elsewhere in the books than here: a claim, a payment, a cycle, a certificate, an
  /// order, a party, a contract or one of its months; nil where nothing does.
  package func differentStatus(in books: Books) -> String? {
    for claim in books.claims.rows where claims[claim.entry]?.status != claim.status {
      return "claim \(claim.entry) is \(claim.status)"
    }
    for (index, payment) in books.payments.rows.enumerated()
    where payments[index].status != payment.status {
      return "payment \(index + 1) is \(payment.status)"
    }
    for cycle in books.cycles.rows where cycles[cycle.entry]?.status != cycle.status {
      return "cycle \(cycle.entry) is \(cycle.status)"
    }
    for (index, row) in books.certificates.rows.enumerated()
    where certificates[books.certificates.number(index)]?.status != row.status {
      return "certificate \(index + 1) is \(row.status)"
    }
    return differentParty(in: books) ?? differentMonth(in: books)
  }

  private func differentParty(in books: Books) -> String? {
    for (index, row) in books.orders.rows.enumerated()
    where orders[books.orders.number(index)]?.isClosed != row.isClosed {
      return "order \(books.orders.number(index)) is closed: \(row.isClosed)"
    }
    for (index, row) in books.providers.rows.enumerated() {
      let known = providers[books.providers.number(index)]
      guard known?.isExcluded == row.isExcluded, known?.details == row.details else {
        return "provider \(books.providers.number(index)) is excluded: \(row.isExcluded)"
      }
    }
    for (index, row) in books.payers.rows.enumerated()
    where payers[books.payers.number(index)]?.details != row.details {
      return "payer \(books.payers.number(index)) has other details"
    }
    for (index, row) in books.agreements.rows.enumerated()
    where agreements[books.agreements.number(index)]?.isTerminated != row.isTerminated {
      return "agreement \(books.agreements.number(index)) is over: \(row.isTerminated)"
    }
    for key in books.keys.rows where keys[key.id]?.hasEnded == key.isActive {
      return "key \(key.id.hex) is active: \(key.isActive)"
    }
    return books.sealedThrough?.index == sealedThrough ? nil : "another month is sealed"
  }

  private func differentMonth(in books: Books) -> String? {
    for (index, contract) in books.contracts.rows.enumerated() {
      let number = books.contracts.number(index)
      guard let known = contracts[number], known.isTerminated == contract.isTerminated else {
        return "contract \(number) is terminated: \(contract.isTerminated)"
      }
      for row in contract.monthRows {
        let key = contract.month(ofRow: row).index
        let month = books.months[row]
        guard let foreseen = known.months[key], foreseen.status == month.status,
          foreseen.fact == Int(month.fact.kopecks), executed(number, key) == month.executed.kopecks,
          refundDue(number, key) == month.refundDue.kopecks
        else { return "month \(contract.month(ofRow: row).iso) of \(number) is \(month.status)" }
      }
    }
    return nil
  }
}

extension ModelMonth {
  fileprivate var status: MonthStatus {
    switch state {
    case .planned: .planned
    case .open: advance > 0 ? .advanced : .open
    case .final: .final
    case .released: .released
    }
  }
}
