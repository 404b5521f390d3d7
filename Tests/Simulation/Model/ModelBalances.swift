import LedgerCore

extension Model {
  func due(_ line: Int) -> Int {
    let row = lines[line]
    guard row.isAccepted else { return 0 }
    return row.owed - row.offsets.reduce(0, +) - paid(line, [.sent, .confirmed])
  }

  func paid(_ line: Int, _ statuses: [PaymentStatus]) -> Int {
    var sum = 0
    for payment in payments where statuses.contains(payment.status) {
      for item in payment.items where item.line == line { sum += item.amount }
    }
    return sum
  }

  func isSent(_ line: Int) -> Bool {
    payments.contains { $0.status == .sent && $0.items.contains { $0.line == line } }
  }

  /// The line of a month that is submitted or accepted.
  func line(_ contract: Identifier, _ month: Int, _ kind: ClaimKind) -> Int? {
    lines.indices.first {
      let row = lines[$0]
      let status = claims[row.claim]?.status
      return row.contract == contract && row.month == month && row.kind == kind
        && (status == .submitted || status == .accepted)
    }
  }

  func refundDue(_ contract: Identifier, _ month: Int) -> Int {
    refunds.reduce(0) {
      $1.contract == contract && $1.month == month ? $0 + $1.due : $0
    }
  }

  func executed(_ contract: Identifier, _ month: Int) -> Int {
    var given = contracts[contract]?.months[month]?.kept ?? 0
    for line in lines.indices
    where lines[line].contract == contract && lines[line].month == month {
      given += lines[line].offsets.reduce(0, +) + paid(line, [.confirmed])
    }
    for refund in refunds where refund.contract == contract && refund.month == month {
      for use in refund.uses where use.use == .offset || use.use == .received {
        given -= use.amount
      }
    }
    return given
  }

  private func stages(_ number: Identifier) -> (Int, Int, Int, Int) {
    guard let contract = contracts[number] else { return (0, 0, 0, 0) }
    var stages = (0, 0, 0, 0)
    for (month, row) in contract.months {
      if row.state == .planned { stages.0 += row.plan }
      if row.state == .open { stages.1 += row.plan - row.advance }
      stages.3 += executed(number, month)
    }
    for line in lines.indices where lines[line].contract == number {
      stages.2 += due(line) + paid(line, [.sent])
    }
    return stages
  }

  private func isAdvance(_ line: ModelLine) -> Bool {
    line.kind == .advance && contracts[line.contract]?.months[line.month]?.state != .final
  }

  /// Every balance, by the account's name.
  func balances() -> [String: Int] {
    var all: [String: Int] = [:]
    var stagesOf: [Identifier: Int] = [:]
    for (number, contract) in contracts {
      let (reserved, committed, accepted, executed) = stages(number)
      all["funds.reserved \(number)"] = reserved
      all["funds.committed \(number)"] = committed
      all["funds.accepted \(number)"] = accepted
      all["funds.executed \(number)"] = executed
      let owed = contract.months.keys.reduce(0) { $0 + refundDue(number, $1) }
      all["settlement.refund \(number)"] = owed
      stagesOf[number] = reserved + committed + accepted + executed
    }
    for (number, certificate) in certificates {
      all["funds.available \(number)"] =
        certificate.status == .closed ? 0 : nominal(number, stagesOf) - spent(number, stagesOf)
    }
    for (number, order) in orders {
      let granted = certificates.reduce(0) {
        $1.value.order == number ? $0 + nominal($1.key, stagesOf) : $0
      }
      all["funds.approved \(number)"] = order.amount
      all["funds.unallocated \(number)"] = order.isClosed ? 0 : order.amount - granted
      all["funds.lapsed \(number)"] = order.isClosed ? order.amount - granted : 0
      let own = contracts.filter { agreements[$0.value.agreement]?.order == number }
      all["settlement.expense \(number)"] = own.values.flatMap(\.months.values)
        .reduce(0) { $0 + $1.fact }
      all["settlement.revenue \(number)"] = refunds.filter { own[$0.contract] != nil }
        .flatMap(\.uses).reduce(0) { $1.use == .revenue ? $0 + $1.amount : $0 }
    }
    for number in agreements.keys { addAgreement(number, stagesOf, &all) }
    for (number, payer) in payers {
      all["settlement.cash \(number)"] = payer.cash.reduce(0, +)
      all["settlement.unidentified \(number)"] = receipts.reduce(0) {
        $1.payer == number ? $0 + $1.rest : $0
      }
    }
    return all
  }

  private func spent(_ certificate: Identifier, _ stages: [Identifier: Int]) -> Int {
    contracts.reduce(0) {
      $1.value.certificate == certificate ? $0 + (stages[$1.key] ?? 0) : $0
    }
  }

  private func nominal(_ number: Identifier, _ stages: [Identifier: Int]) -> Int {
    guard let certificate = certificates[number] else { return 0 }
    return certificate.status == .closed ? spent(number, stages) : certificate.granted
  }

  private func addAgreement(
    _ number: Identifier, _ stages: [Identifier: Int], _ all: inout [String: Int]
  ) {
    guard let agreement = agreements[number] else { return }
    let own = lines.indices.filter { contracts[lines[$0].contract]?.agreement == number }
    all["settlement.advance \(number)"] = own.reduce(0) {
      isAdvance(lines[$1]) && lines[$1].isAccepted ? $0 + lines[$1].owed - due($1) : $0
    }
    all["settlement.payable \(number)"] = own.reduce(0) {
      isAdvance(lines[$1]) ? $0 : $0 + due($1)
    }
    all["settlement.transit \(number)"] = payments.reduce(0) {
      $1.agreement == number && $1.status == .sent ? $0 + $1.amount : $0
    }
    guard let limit = agreement.limit else { return }
    let used = contracts.reduce(0) {
      $1.value.agreement == number ? $0 + (stages[$1.key] ?? 0) : $0
    }
    all["limit.total \(number)"] = limit
    all["limit.used \(number)"] = used
    all["limit.free \(number)"] = limit - used
  }

  private static let controls = [
    "funds.approved", "settlement.cash", "settlement.expense", "settlement.revenue",
    "settlement.unidentified", "limit.total",
  ]

  func keepsFloors(_ balances: [String: Int]) -> Bool {
    balances.allSatisfy { name, amount in
      amount >= 0 || Self.controls.contains { name.hasPrefix($0) }
    }
  }
}
