extension Books {
  mutating func sign(contracts lines: [ContractTerms]) throws(Refusals) -> Outcome {
    let first = contracts.count
    var provider: Int?
    var shares: [ContractShare] = []
    shares.reserveCapacity(lines.count)
    try eachLine(lines, ahead: { $0.warm($1) }) { (books, terms) throws(RuleFault) in
      if let row = books.agreements.find(terms.agreement) {
        guard provider == nil || provider == books.agreements[row].provider else {
          throw RuleFault(.mixedProviders, terms.number)
        }
        provider = books.agreements[row].provider
      }
      shares.append(try books.sign(terms))
    }
    return Outcome(rows: first..<contracts.count, results: .shares(shares))
  }

  /// Asks for what applying these documents will look up, so that the waits for memory run side by
  /// side. Those of many lines do it for themselves.
  package func warm(_ coming: [Document]) {
    documents.prefetch(coming.map { $0.header.id }) { _ in }
    var lines: [ContractTerms] = []
    for document in coming {
      if case .contractsSigned(let terms) = document.body, terms.count == 1 { lines += terms }
    }
    if lines.count > 1 { warm(lines[...]) }
  }

  /// Asks for the certificates of some lines, and for where their own numbers will stand.
  private func warm(_ lines: ArraySlice<ContractTerms>) {
    var rows: [Int] = []
    rows.reserveCapacity(lines.count)
    contracts.prefetch(lines.lazy.map(\.number)) { _ in }
    acceptances.prefetch(lines.map { AcceptanceKey($0.acceptance, digest) }) { _ in }
    certificates.prefetch(lines.lazy.map(\.certificate)) { rows.append($0) }
    for row in rows { accounts.prefetch(certificates[row].available) }
  }

  /// The certificate's share is the least of price, normative cost and what is available.
  private mutating func sign(_ terms: ContractTerms) throws(RuleFault) -> ContractShare {
    guard contracts.find(terms.number) == nil else { throw RuleFault(.numberUsed, terms.number) }
    let acceptance = AcceptanceKey(terms.acceptance, digest)
    guard acceptances.find(acceptance) == nil else {
      throw RuleFault(.acceptanceUsed, terms.acceptance)
    }
    let certificateRow = try certificate(terms.certificate)
    let agreementRow = try agreement(terms.agreement)
    try checkStanding(terms, agreementRow, certificateRow)
    let agreement = agreements[agreementRow]
    let certificate = certificates[certificateRow]
    let available = accounts.balance(certificate.available)
    let share = min(terms.price, terms.normative, available)
    guard share > .zero else {
      throw RuleFault(.nothingAvailable, terms.certificate, have: available, need: terms.price)
    }
    if agreement.hasLimit, accounts.balance(agreement.limitFree) < share {
      throw RuleFault(
        .limitExceeded, terms.agreement, have: accounts.balance(agreement.limitFree), need: share)
    }
    let account = accounts.open(
      Contract.accountKinds, owner: contracts.count, group: agreementRow)
    let contract = Contract(
      start: terms.start, end: terms.end, price: terms.price, share: share,
      agreement: agreementRow, certificate: certificateRow, service: texts.add(terms.service),
      previousOfCertificate: certificate.lastContract,
      previousOfOrder: orders[agreement.order].lastContract, firstMonthRow: months.count,
      firstAccount: account)
    let row = contracts.append(contract, as: terms.number)
    acceptances.append(acceptance)
    certificates.update(certificateRow) {
      $0.contractCount += 1
      $0.lastContract = Int32(row)
    }
    orders.update(agreement.order) { $0.lastContract = Int32(row) }
    try post(certificate.available, contract.reserved, share)
    if agreement.hasLimit { try post(agreement.limitFree, agreement.limitUsed, share) }
    try addMonths(of: contract, orders[agreement.order].openedMonths)
    return ContractShare(certificate: share, parent: contract.parentShare)
  }

  private func checkStanding(
    _ terms: ContractTerms, _ agreementRow: Int, _ certificateRow: Int
  ) throws(RuleFault) {
    let agreement = agreements[agreementRow]
    let certificate = certificates[certificateRow]
    guard certificate.order == agreement.order else {
      throw RuleFault(.otherOrder, terms.certificate)
    }
    guard certificate.status == .active else {
      throw RuleFault(.certificateNotActive, terms.certificate)
    }
    guard certificate.validFrom <= terms.signedOn, terms.end <= certificate.validTo else {
      throw RuleFault(.outsideCertificate, terms.certificate)
    }
    guard !agreement.isTerminated else {
      throw RuleFault(.agreementTerminated, terms.agreement)
    }
    guard agreement.from <= terms.start, terms.end <= agreement.to else {
      throw RuleFault(.outsideAgreement, terms.agreement)
    }
    let provider = providers[agreement.provider]
    guard !provider.isExcluded else { throw RuleFault(.providerExcluded, provider.details.inn) }
    guard provider.details.admittedFrom <= terms.start else {
      throw RuleFault(.providerNotAdmitted, provider.details.inn)
    }
    guard orders[agreement.order].services.contains(terms.service) else {
      throw RuleFault(.serviceNotOrdered, terms.service)
    }
    guard provider.details.services.contains(terms.service) else {
      throw RuleFault(.serviceNotAdmitted, terms.service)
    }
  }

  /// A month that was opened before the contract was signed is committed at once.
  private mutating func addMonths(of contract: Contract, _ opened: MonthSet) throws(RuleFault) {
    let plan = contract.plan
    for offset in 0..<plan.monthCount {
      var row = ContractMonth()
      let month = contract.month(ofRow: contract.firstMonthRow + offset)
      if opened.contains(month.month) {
        row.status = .open
        try post(contract.reserved, contract.committed, plan[offset])
      }
      months.append(row)
    }
  }

  /// Takes effect on the last day of the month of the notice; the months after it return at once.
  mutating func terminate(contract number: Identifier, _ date: CalendarDate) throws(RuleFault) {
    let index = try contract(number)
    let contract = contracts[index]
    guard !contract.isTerminated, !contract.isReversed else {
      throw RuleFault(.contractTerminated, number)
    }
    let notice = date.yearMonth
    guard notice <= contract.lastMonth else { throw RuleFault(.contractEnded, number) }
    for row in contract.monthRows where contract.month(ofRow: row) > notice {
      guard !isClaimed(months[row]) else {
        throw RuleFault(.laterMonthClaimed, contract.month(ofRow: row).iso)
      }
    }
    try release(contract: index, after: notice)
  }

  /// Whether a claim stands for the month. One closed unclaimed is settled and hinders nothing.
  func isClaimed(_ month: ContractMonth) -> Bool {
    !month.isClosedUnclaimed && (month.advanceLine >= 0 || month.finalLine >= 0)
  }

  /// Ends a contract after `last`: later months return, but for those that are already final.
  mutating func release(contract index: Int, after last: YearMonth) throws(RuleFault) {
    let contract = contracts[index]
    let plan = contract.plan
    for row in contract.monthRows where contract.month(ofRow: row) > last {
      let amount = plan[row - contract.firstMonthRow]
      switch months[row].status {
      case .planned: try giveBack(amount, from: contract.reserved, of: contract)
      case .open: try giveBack(amount, from: contract.committed, of: contract)
      case .advanced: preconditionFailure("a claimed month is not released")
      case .final, .released: continue
      }
      months.update(row) { $0.status = .released }
    }
    contracts.update(index) { $0.isTerminated = true }
  }

  /// Funds and limit go back to where the contract took them from.
  mutating func giveBack(
    _ amount: Money, from account: AccountIndex, of contract: Contract
  ) throws(RuleFault) {
    try returnFunds(amount, from: account, of: contract)
    try freeLimit(amount, of: contract)
  }

  /// Funds return to the certificate; from a closed one they go on to the order, and under a
  /// closed order they lapse.
  mutating func returnFunds(
    _ amount: Money, from account: AccountIndex, of contract: Contract
  ) throws(RuleFault) {
    let certificate = certificates[contract.certificate]
    try post(account, certificate.available, amount)
    guard certificate.status == .closed else { return }
    let order = orders[certificate.order]
    try post(certificate.available, order.unallocated, amount)
    certificates.update(contract.certificate) { $0.nominal -= amount }
    if order.isClosed { try post(order.unallocated, order.lapsed, amount) }
  }

  /// The mirror of `returnFunds`, for open orders: fetches back what had gone on from a closed
  /// certificate.
  mutating func fetchFunds(
    _ amount: Money, to account: AccountIndex, of contract: Contract
  ) throws(RuleFault) {
    let certificate = certificates[contract.certificate]
    if certificate.status == .closed {
      try post(orders[certificate.order].unallocated, certificate.available, amount)
      certificates.update(contract.certificate) { $0.nominal += amount }
    }
    try post(certificate.available, account, amount)
  }

  mutating func freeLimit(_ amount: Money, of contract: Contract) throws(RuleFault) {
    let agreement = agreements[contract.agreement]
    if agreement.hasLimit { try post(agreement.limitUsed, agreement.limitFree, amount) }
  }

  mutating func useLimit(_ amount: Money, of contract: Contract) throws(RuleFault) {
    let agreement = agreements[contract.agreement]
    if agreement.hasLimit { try post(agreement.limitFree, agreement.limitUsed, amount) }
  }

  /// The contracts that were ever signed for a certificate, the newest first.
  public func contracts(ofCertificate row: Int) -> [Contract] {
    chain(certificates[row].lastContract) { $0.previousOfCertificate }.map { contracts[$0] }
  }

  /// The rows of the contracts that were ever signed under an order, in order of signing. No other
  /// order's contracts are touched.
  func contractRows(ofOrder row: Int) -> [Int] {
    chain(orders[row].lastContract) { $0.previousOfOrder }.reversed()
  }

  /// The rows of contracts from the newest back to the first, each leading to the one before.
  private func chain(_ last: Int32, _ previous: (Contract) -> Int32) -> [Int] {
    var rows: [Int] = []
    var next = last
    while next >= 0 {
      rows.append(Int(next))
      next = previous(contracts[Int(next)])
    }
    return rows
  }

  func contract(_ number: Identifier) throws(RuleFault) -> Int {
    guard let row = contracts.find(number) else { throw RuleFault(.unknownContract, number) }
    return row
  }
}
