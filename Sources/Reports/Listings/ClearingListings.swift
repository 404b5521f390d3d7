import LedgerCore

extension Listings {
  /// Claims, with the money that each asks for or was accepted with, and what of it is still to be
  /// settled. `openOnly` leaves out what is refused, withdrawn or settled.
  public func claims(
    openOnly: Bool = false, including isIncluded: (Claim) -> Bool = { _ in true }
  ) -> Report {
    var rows: [JSONObject] = []
    for (row, claim) in books.claims.rows.enumerated() where isIncluded(claim) {
      let progress = books.progress(ofClaim: row)
      switch progress {
      case .refused, .withdrawn, .settled: if openOnly { continue }
      case .submitted, .accepted, .settling: break
      }
      let provider = books.agreements[claim.agreement].provider
      let due = claim.lines.reduce(Money.zero) { $0 + books.claimLines[$1].due }
      rows.append([
        "entry": .integer(claim.entry),
        "agreement": .number(books.agreements.number(claim.agreement)),
        "provider_inn": .number(books.providers.number(provider)),
        "month": .month(claim.month), "kind": .string(claim.kind.name),
        "status": .string(progress.name), "count": .count(claim.lines.count),
        "amount": .amount(amount(of: claim)), "due": .amount(due),
      ])
    }
    return Report(
      .claims, rows: rows,
      columns: [
        "entry", "agreement", "provider_inn", "month", "kind", "status", "count", "amount", "due",
      ])
  }

  private func amount(of claim: Claim) -> Money {
    claim.lines.reduce(.zero) { sum, row in
      if claim.status == .accepted { return sum + books.acceptedAmount(ofLine: row) }
      let line = books.claimLines[row]
      if claim.kind == .advance { return sum + line.amount.money }
      let contract = books.contracts[Int(line.contract)]
      let offset = Int(claim.month.index - contract.firstMonth.index)
      return sum + line.amount.percent.share(of: contract.plan[offset])
    }
  }

  public func cycles() -> Report {
    let rows = books.cycles.rows.map { cycle -> JSONObject in
      let envelope = cycle.result.envelope
      return head(of: cycle) + [
        "count": .count(envelope.count), "sum": .amount(envelope.sum),
        "digest": .hash(envelope.digest), "carried_count": .count(cycle.result.carriedCount),
        "carried_sum": .amount(cycle.result.carriedSum),
        "payment_count": .count(cycle.payments.count),
      ]
    }
    return Report(
      .cycles, rows: rows,
      columns: [
        "cycle", "entry", "status", "effective_date", "funds", "approved_by", "count", "sum",
        "digest", "carried_count", "carried_sum", "payment_count",
      ])
  }

  /// A cycle by its number from 1; nil where there is none.
  public func cycle(_ number: UInt32) -> Report? {
    guard number >= 1, Int(number) <= books.cycles.count else { return nil }
    let cycle = books.cycles[Int(number) - 1]
    let result = cycle.result
    let object =
      head(of: cycle) + [
        "envelope": .object(result.envelope.members), "carried": .object(result.carried),
        "deferrals": .objects(cycle.terms.deferralMembers),
        "lines": .objects(result.lines.map(\.members)),
        "payments": .objects(cycle.payments.map(payment)),
      ]
    return Report(.cycle, object, detail: .init(key: "lines", columns: CycleLine.columns))
  }

  private func head(of cycle: Cycle) -> JSONObject {
    [
      "cycle": .count(cycle.result.number), "entry": .integer(cycle.entry),
      "status": .string(cycle.status.name),
      "effective_date": .date(books.entries[Int(cycle.entry)].effectiveDate),
      "funds": .amount(cycle.terms.funds), "approved_by": .entry(cycle.approvedBy),
    ]
  }

  public func payments(including isIncluded: (Payment) -> Bool = { _ in true }) -> Report {
    let rows = books.payments.rows.indices.filter { isIncluded(books.payments[$0]) }
    return Report(
      .payments, rows: rows.map(payment),
      columns: [
        "number", "pay_on", "amount", "agreement", "payee", "inn", "account", "status", "cycle",
      ])
  }

  private func payment(_ row: Int) -> JSONObject {
    let payment = books.payments[row]
    let order = payment.order
    return [
      "number": .string(order.name.description), "pay_on": .date(order.payOn),
      "amount": .amount(order.amount), "agreement": .number(order.agreement),
      "payee": .string(order.payee.name), "inn": .number(order.payee.inn),
      "account": .string(order.payee.account), "status": .string(payment.status.name),
      "cycle": .count(order.cycle),
    ]
  }
}
