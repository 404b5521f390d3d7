extension Books {
  mutating func issue(certificates lines: [CertificateTerms]) throws(Refusals) -> Outcome {
    let first = certificates.count
    try eachLine(lines, ahead: { $0.certificates.prefetch($1.lazy.map(\.number)) { _ in } }) {
      (books, terms) throws(RuleFault) in try books.issue(terms)
    }
    return Outcome(rows: first..<certificates.count)
  }

  private mutating func issue(_ terms: CertificateTerms) throws(RuleFault) {
    guard certificates.find(terms.number) == nil else {
      throw RuleFault(.numberUsed, terms.number)
    }
    let row = try openOrder(terms.order)
    let order = orders[row]
    guard terms.validFrom.year == Int(order.year), terms.validTo.year == Int(order.year) else {
      throw RuleFault(.outsideOrderYear, terms.number)
    }
    if let most = order.certificatesMax {
      guard order.openCertificates < most else {
        throw RuleFault(.tooManyCertificates, "\(most)")
      }
    }
    try checkUnallocated(order, terms.nominal)
    let account = accounts.open(
      [.fundsAvailable], owner: certificates.count, group: row)
    let certificate = Certificate(
      order: row, nominal: terms.nominal, validFrom: terms.validFrom, validTo: terms.validTo,
      termsEntry: nextEntry, available: account)
    certificates.append(certificate, as: terms.number)
    orders.update(row) { $0.openCertificates += 1 }
    try post(order.unallocated, account, terms.nominal)
  }

  private func checkUnallocated(_ order: Order, _ amount: Money) throws(RuleFault) {
    let unallocated = accounts.balance(order.unallocated)
    guard amount <= unallocated else {
      throw RuleFault(
        .insufficientFunds, accountName(order.unallocated), have: unallocated, need: amount)
    }
  }

  mutating func amend(_ amendment: CertificateAmendment) throws(RuleFault) -> Outcome {
    let row = try certificate(amendment.certificate)
    let certificate = certificates[row]
    guard certificate.status != .closed else {
      throw RuleFault(.certificateClosed, amendment.certificate)
    }
    try checkReplaces(amendment.replaces, certificate.termsEntry, amendment.certificate)
    let change = amendment.nominal - certificate.nominal
    guard change != .zero else { throw RuleFault(.nothingChanges, amendment.certificate) }
    try changeNominal(certificate: row, by: change)
    record(
      Amendment(
        entry: nextEntry, row: row, previousEntry: certificate.termsEntry, change: change))
    let entry = nextEntry
    certificates.update(row) { $0.termsEntry = entry }
    return Outcome(rows: row..<row + 1)
  }

  mutating func changeNominal(certificate row: Int, by change: Money) throws(RuleFault) {
    let certificate = certificates[row]
    let order = orders[certificate.order]
    if change > .zero {
      try post(order.unallocated, certificate.available, change)
    } else {
      try post(certificate.available, order.unallocated, .zero - change)
    }
    certificates.update(row) { $0.nominal += change }
  }

  mutating func suspend(certificates numbers: [Identifier]) throws(Refusals) -> Outcome {
    try eachLine(numbers) { (books, number) throws(RuleFault) in
      let row = try books.certificate(number)
      guard books.certificates[row].status == .active else {
        throw RuleFault(.certificateNotActive, number)
      }
      books.certificates.update(row) { $0.status = .suspended }
    }
    return Outcome()
  }

  mutating func resume(certificates numbers: [Identifier]) throws(Refusals) -> Outcome {
    try eachLine(numbers) { (books, number) throws(RuleFault) in
      let row = try books.certificate(number)
      guard books.certificates[row].status == .suspended else {
        throw RuleFault(.certificateNotSuspended, number)
      }
      books.certificates.update(row) { $0.status = .active }
    }
    return Outcome()
  }

  mutating func close(certificates numbers: [Identifier]) throws(Refusals) -> Outcome {
    try eachLine(numbers) { (books, number) throws(RuleFault) in
      let row = try books.certificate(number)
      guard books.certificates[row].status != .closed else {
        throw RuleFault(.certificateClosed, number)
      }
      try books.close(certificate: row)
    }
    return Outcome()
  }

  /// What is available goes back to the order; what contracts hold stays until they end.
  mutating func close(certificate row: Int) throws(RuleFault) {
    let certificate = certificates[row]
    let rest = accounts.balance(certificate.available)
    try post(certificate.available, orders[certificate.order].unallocated, rest)
    certificates.update(row) {
      $0.nominal -= rest
      $0.status = .closed
    }
    orders.update(certificate.order) { $0.openCertificates -= 1 }
  }

  func certificate(_ number: Identifier) throws(RuleFault) -> Int {
    guard let row = certificates.find(number) else {
      throw RuleFault(.unknownCertificate, number)
    }
    return row
  }
}
