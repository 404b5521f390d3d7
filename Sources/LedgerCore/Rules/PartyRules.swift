extension Books {
  mutating func register(payers lines: [PayerDetails]) throws(Refusals) -> Outcome {
    let first = payers.count
    try eachLine(lines) { (books, details) throws(RuleFault) in
      guard books.payers.find(details.inn) == nil else {
        throw RuleFault(.numberUsed, details.inn)
      }
      try books.checkAccountFree(details, of: nil)
      let account = books.accounts.open(Payer.accountKinds, owner: books.payers.count)
      let payer = Payer(details: details, termsEntry: books.nextEntry, firstAccount: account)
      books.payers.append(payer, as: details.inn)
    }
    return Outcome(rows: first..<payers.count)
  }

  mutating func amend(payers lines: [Amended<PayerDetails>]) throws(Refusals) -> Outcome {
    try eachLine(lines) { (books, line) throws(RuleFault) in
      let row = try books.payer(line.details.inn)
      try books.checkAccountFree(line.details, of: row)
      try books.checkReplaces(line.replaces, books.payers[row].termsEntry, line.details.inn)
      guard books.payers[row].details != line.details else {
        throw RuleFault(.nothingChanges, line.details.inn)
      }
      let entry = books.nextEntry
      books.payers.update(row) {
        $0.details = line.details
        $0.termsEntry = entry
      }
    }
    return Outcome()
  }

  mutating func admit(providers lines: [ProviderDetails]) throws(Refusals) -> Outcome {
    let first = providers.count
    try eachLine(lines) { (books, details) throws(RuleFault) in
      guard books.providers.find(details.inn) == nil else {
        throw RuleFault(.numberUsed, details.inn)
      }
      books.providers.append(
        Provider(details: details, termsEntry: books.nextEntry), as: details.inn)
    }
    return Outcome(rows: first..<providers.count)
  }

  mutating func amend(providers lines: [Amended<ProviderDetails>]) throws(Refusals) -> Outcome {
    try eachLine(lines) { (books, line) throws(RuleFault) in
      let row = try books.provider(line.details.inn)
      try books.checkReplaces(line.replaces, books.providers[row].termsEntry, line.details.inn)
      guard books.providers[row].details != line.details else {
        throw RuleFault(.nothingChanges, line.details.inn)
      }
      let entry = books.nextEntry
      books.providers.update(row) {
        $0.details = line.details
        $0.termsEntry = entry
      }
    }
    return Outcome()
  }

  /// Excludes a provider and ends its contracts in the same entry. It is never refused for their
  /// sake: a contract with a claimed later month ends after that month, and one that was to end later
  /// by an earlier notice ends now.
  mutating func exclude(
    _ exclusion: ProviderExclusion, _ date: CalendarDate
  ) throws(RuleFault) {
    let row = try provider(exclusion.inn)
    guard !providers[row].isExcluded else { throw RuleFault(.providerExcluded, exclusion.inn) }
    providers.update(row) { $0.isExcluded = true }
    for index in 0..<contracts.count {
      let contract = contracts[index]
      guard agreements[contract.agreement].provider == row, !contract.isReversed,
        date.yearMonth <= contract.lastMonth
      else { continue }
      let lastClaimed = contract.monthRows.last { isClaimed(months[$0]) }
      let notice = date.yearMonth
      let last = lastClaimed.map { max(notice, contract.month(ofRow: $0)) } ?? notice
      try release(contract: index, after: last)
    }
  }

  func payer(_ inn: Identifier) throws(RuleFault) -> Int {
    guard let row = payers.find(inn) else { throw RuleFault(.unknownPayer, inn) }
    return row
  }

  func provider(_ inn: Identifier) throws(RuleFault) -> Int {
    guard let row = providers.find(inn) else { throw RuleFault(.unknownProvider, inn) }
    return row
  }

  /// An amendment names the entry that it replaces, so that two of them never overtake each other.
  func checkReplaces(
    _ replaced: EntryReference, _ current: UInt64, _ number: Identifier
  ) throws(RuleFault) {
    guard replaced.number == current, isInChain(replaced) else {
      throw RuleFault(.staleAmendment, number)
    }
  }

  /// A bank account belongs to one payer, or statements could not tell whose they are.
  private func checkAccountFree(_ details: PayerDetails, of row: Int?) throws(RuleFault) {
    let other = payers.rows.firstIndex { $0.details.account == details.account }
    guard other == nil || other == row else { throw RuleFault(.accountUsed, details.account) }
  }
}
