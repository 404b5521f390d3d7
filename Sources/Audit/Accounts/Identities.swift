import LedgerCore

/// A sum that is not what it must be.
struct BrokenIdentity: Hashable {
  let fault: Fault
  /// The payer, order, certificate, agreement or ledger.
  let subject: String
  let expected: Int64
  let found: Int64
}

extension RecordedAccounts {
  /// Checks what the entry in hand touched.
  mutating func brokenIdentities() -> [BrokenIdentity] {
    var broken: [BrokenIdentity] = []
    for row in touchedPayers.sorted() { checkPayer(row, &broken) }
    for row in touchedOrders.sorted() { checkOrder(row, &broken) }
    for row in touchedCertificates.sorted() { checkCertificate(row, &broken) }
    for row in touchedAgreements.sorted() { checkAgreement(row, &broken) }
    return broken
  }

  /// Sums everything up anew from the balances of single accounts, and checks it all.
  mutating func allBrokenIdentities() -> [BrokenIdentity] {
    let totals = sumUp()
    for row in payers.indices { touch(payer: row) }
    for row in orders.indices { touch(order: row) }
    for row in certificates.indices { touch(certificate: row) }
    for row in agreements.indices { touch(agreement: row) }
    var broken = brokenIdentities()
    for ledger in LedgerName.allCases {
      require(.ledgerTotals, ledger.name, 0, totals[Int(ledger.rawValue)], &broken)
    }
    return broken
  }

  /// Makes the sums of several accounts anew. What the ledgers come to, debits less credits, in the
  /// order of their raw values.
  mutating func sumUp() -> [Int64] {
    for row in payers.indices { payers[row].executed = 0 }
    for row in orders.indices { orders[row].funds = 0 }
    for row in certificates.indices { certificates[row].held = 0 }
    for row in agreements.indices {
      agreements[row].stages = 0
      agreements[row].accepted = 0
    }
    var totals = LedgerName.allCases.map { _ in Int64(0) }
    for account in kinds.indices {
      addToSums(account, balances[account])
      let nature = AccountNature(kinds[account])
      let side = nature.growsByDebit ? balances[account] : 0 &- balances[account]
      totals[Int(nature.ledger.rawValue)] &+= side
    }
    return totals
  }

  private func require(
    _ fault: Fault, _ subject: @autoclosure () -> String, _ expected: Int64, _ found: Int64,
    _ broken: inout [BrokenIdentity]
  ) {
    guard expected != found else { return }
    broken.append(
      BrokenIdentity(fault: fault, subject: subject(), expected: expected, found: found))
  }

  /// Cash paid out = executed under its orders − unidentified.
  private func checkPayer(_ row: Int, _ broken: inout [BrokenIdentity]) {
    let payer = payers[row]
    let unidentified = balances[payer.account + 1]
    require(
      .payerCash, "\(payer.number)", payer.executed &- unidentified, balances[payer.account],
      &broken)
  }

  /// Approved = unallocated + available + reserved + committed + accepted + executed + lapsed.
  private func checkOrder(_ row: Int, _ broken: inout [BrokenIdentity]) {
    let order = orders[row]
    let approved = balances[order.account]
    require(.orderFunds, "\(order.number)", order.funds, approved, &broken)
    require(.orderStated, "\(order.number)", order.stated, approved, &broken)
  }

  /// Nominal = available + what its contracts hold.
  private func checkCertificate(_ row: Int, _ broken: inout [BrokenIdentity]) {
    let certificate = certificates[row]
    require(
      .certificateNominal, "\(certificate.number)", certificate.held, certificate.nominal, &broken)
    guard !certificate.isClosed else { return }
    require(
      .certificateStated, "\(certificate.number)", certificate.stated, certificate.nominal, &broken)
  }

  /// Accepted = payable + transit + advances not sent; total limit = free + used; used = what its
  /// contracts hold.
  private func checkAgreement(_ row: Int, _ broken: inout [BrokenIdentity]) {
    let agreement = agreements[row]
    let owed = balances[agreement.account + 1] &+ balances[agreement.account + 2]
    require(
      .agreementAccepted, "\(agreement.number)", owed &+ agreement.unsent, agreement.accepted,
      &broken)
    guard agreement.hasLimit else { return }
    let (total, free, used) = (
      balances[agreement.account + 3], balances[agreement.account + 4],
      balances[agreement.account + 5]
    )
    require(.limitTotal, "\(agreement.number)", free &+ used, total, &broken)
    require(.limitUsed, "\(agreement.number)", agreement.stages, used, &broken)
    require(.limitStated, "\(agreement.number)", agreement.stated, total, &broken)
  }
}
