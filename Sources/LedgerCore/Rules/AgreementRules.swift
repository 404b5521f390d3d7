extension Books {
  mutating func sign(agreements lines: [AgreementTerms]) throws(Refusals) -> Outcome {
    guard lines.allSatisfy({ $0.provider == lines[0].provider }) else {
      throw Refusals(RuleFault(.mixedProviders, lines[0].provider))
    }
    try checkRoom(for: lines.count, beside: agreements.count)
    let first = agreements.count
    try eachLine(lines) { (books, terms) throws(RuleFault) in try books.sign(terms) }
    return Outcome(rows: first..<agreements.count)
  }

  private mutating func sign(_ terms: AgreementTerms) throws(RuleFault) {
    guard agreements.find(terms.number) == nil else { throw RuleFault(.numberUsed, terms.number) }
    let order = try order(terms.order)
    let provider = try provider(terms.provider)
    guard !orders[order].isClosed else { throw RuleFault(.orderClosed, terms.order) }
    guard !providers[provider].isExcluded else {
      throw RuleFault(.providerExcluded, terms.provider)
    }
    accounts.openAgreementTotals()
    let account = accounts.open(
      Agreement.accountKinds(hasLimit: terms.limit != nil), owner: agreements.count)
    let agreement = Agreement(
      provider: provider, order: order, kbk: texts.add(terms.kbk), from: terms.from, to: terms.to,
      hasLimit: terms.limit != nil, advancePercent: terms.advance, offset: terms.offset,
      termsEntry: nextEntry, firstAccount: account)
    agreements.append(agreement, as: terms.number)
    if let limit = terms.limit { try post(agreement.limitTotal, agreement.limitFree, limit) }
  }

  mutating func amend(_ amendment: AgreementAmendment) throws(RuleFault) -> Outcome {
    let row = try agreement(amendment.agreement)
    let agreement = agreements[row]
    guard !orders[agreement.order].isClosed else {
      throw RuleFault(.orderClosed, orders.number(agreement.order))
    }
    guard agreement.hasLimit else {
      throw RuleFault(.agreementWithoutLimit, amendment.agreement)
    }
    try checkReplaces(amendment.replaces, agreement.termsEntry, amendment.agreement)
    let change = amendment.limit - accounts.balance(agreement.limitTotal)
    guard change != .zero else { throw RuleFault(.nothingChanges, amendment.agreement) }
    try changeLimit(of: agreement, by: change)
    record(
      Amendment(
        entry: nextEntry, row: row, previousEntry: agreement.termsEntry, change: change))
    let entry = nextEntry
    agreements.update(row) { $0.termsEntry = entry }
    return Outcome(rows: row..<row + 1)
  }

  mutating func changeLimit(of agreement: Agreement, by change: Money) throws(RuleFault) {
    if change > .zero {
      try post(agreement.limitTotal, agreement.limitFree, change)
    } else {
      try post(agreement.limitFree, agreement.limitTotal, .zero - change)
    }
  }

  /// A terminated agreement takes no new contracts; its running ones continue.
  mutating func terminate(agreement number: Identifier) throws(RuleFault) {
    let row = try agreement(number)
    guard !agreements[row].isTerminated else { throw RuleFault(.agreementTerminated, number) }
    agreements.update(row) { $0.isTerminated = true }
  }

  func agreement(_ number: Identifier) throws(RuleFault) -> Int {
    guard let row = agreements.find(number) else { throw RuleFault(.unknownAgreement, number) }
    return row
  }
}
