extension Books {
  /// Reverses an entry (сторно): its postings are mirrored in reverse order, once, while their
  /// effect is intact and their period unsealed. Other documents are undone by their opposites.
  mutating func reverse(_ reversal: EntryReversal) throws(RuleFault) {
    guard isInChain(reversal.entry) else {
      throw RuleFault(.unknownEntry, "\(reversal.entry.number)")
    }
    let number = Int(reversal.entry.number)
    let entry = entries[number]
    if let sealedThrough, entry.effectiveDate.yearMonth <= sealedThrough {
      throw RuleFault(.monthSealed, entry.effectiveDate.yearMonth.iso)
    }
    guard entry.reversedBy == nil else { throw RuleFault(.alreadyReversed, "\(number)") }
    switch entry.kind {
    case .orderAmended, .certificateAmended, .agreementAmended:
      try reverseAmendment(number, entry.kind)
    case .certificatesIssued:
      for row in entry.rows.reversed() { try reverseIssue(certificate: row) }
    case .contractsSigned:
      for row in entry.rows.reversed() { try reverseSigning(contract: row) }
    case .refundReceived:
      try giveBackRefunds(ofEntry: UInt64(number))
    default:
      throw RuleFault(.notReversible, entry.kind.name)
    }
    let reversing = nextEntry
    entries.update(number) { $0.reversedBy = reversing }
  }

  /// An amendment is intact while it is the newest of its subject.
  private mutating func reverseAmendment(
    _ number: Int, _ kind: DocumentKind
  ) throws(RuleFault) {
    guard let amendment = amendments.rows.first(where: { $0.entry == UInt64(number) }) else {
      preconditionFailure("an amendment without its record")
    }
    let row = amendment.row
    let change = Money.zero - amendment.change
    switch kind {
    case .orderAmended:
      guard !orders[row].isClosed else { throw RuleFault(.orderClosed, orders.number(row)) }
      try checkIntact(number, orders[row].termsEntry)
      try changeAmount(order: row, by: change)
      orders.update(row) { $0.termsEntry = amendment.previousEntry }
    case .certificateAmended:
      guard certificates[row].status != .closed else {
        throw RuleFault(.certificateClosed, certificates.number(row))
      }
      try checkIntact(number, certificates[row].termsEntry)
      try changeNominal(certificate: row, by: change)
      certificates.update(row) { $0.termsEntry = amendment.previousEntry }
    default:
      guard !orders[agreements[row].order].isClosed else {
        throw RuleFault(.orderClosed, orders.number(agreements[row].order))
      }
      try checkIntact(number, agreements[row].termsEntry)
      try changeLimit(of: agreements[row], by: change)
      agreements.update(row) { $0.termsEntry = amendment.previousEntry }
    }
  }

  private func checkIntact(_ number: Int, _ termsEntry: UInt64) throws(RuleFault) {
    guard termsEntry == UInt64(number) else { throw RuleFault(.effectChanged, "\(number)") }
  }

  /// A certificate issued by mistake closes with its whole nominal, which nothing has touched.
  private mutating func reverseIssue(certificate row: Int) throws(RuleFault) {
    let certificate = certificates[row]
    let number = certificates.number(row)
    guard certificate.status != .closed else { throw RuleFault(.certificateClosed, number) }
    guard certificate.contractCount == 0 else {
      throw RuleFault(.certificateHasContracts, number)
    }
    guard certificate.termsEntry == nextReversible(row),
      accounts.balance(certificate.available) == certificate.nominal
    else { throw RuleFault(.effectChanged, number) }
    try close(certificate: row)
  }

  /// The entry that issued the certificate, if its nominal was never amended since.
  private func nextReversible(_ row: Int) -> UInt64? {
    let entry = certificates[row].termsEntry
    return entries[Int(entry)].kind == .certificatesIssued ? entry : nil
  }

  /// A contract signed by mistake, of which no month was opened, gives back its whole share.
  private mutating func reverseSigning(contract index: Int) throws(RuleFault) {
    let contract = contracts[index]
    guard !contract.isTerminated else {
      throw RuleFault(.contractTerminated, contracts.number(index))
    }
    for row in contract.monthRows {
      guard months[row].status == .planned else {
        throw RuleFault(.monthOpened, contract.month(ofRow: row).iso)
      }
      months.update(row) { $0.status = .released }
    }
    try freeLimit(contract.share, of: contract)
    try returnFunds(contract.share, from: contract.reserved, of: contract)
    contracts.update(index) { $0.isReversed = true }
    certificates.update(contract.certificate) { $0.contractCount -= 1 }
  }
}
