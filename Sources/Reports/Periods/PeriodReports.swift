import LedgerCore

/// Whose account statement is asked for.
public enum StatementSubject: Hashable, Sendable {
  case certificate(Identifier)
  case contract(Identifier)
  case agreement(Identifier)
  case provider(Identifier)

  var member: JSONObject {
    switch self {
    case .certificate(let number): ["certificate": .number(number)]
    case .contract(let number): ["contract": .number(number)]
    case .agreement(let number): ["agreement": .number(number)]
    case .provider(let inn): ["inn": .number(inn)]
    }
  }
}

/// Reports over a period of effective dates, out of the books and the postings of their entries.
public struct PeriodReports {
  let books: Books
  let period: Period

  public init(_ books: Books, _ period: Period) {
    self.books = books
    self.period = period
  }

  /// The accounts that the subject's balance is made of, in order of creation; nil for an unknown
  /// number.
  func accounts(of subject: StatementSubject) -> [AccountIndex]? {
    switch subject {
    case .certificate(let number):
      guard let row = books.certificates.find(number) else { return nil }
      let contracts = books.contracts(ofCertificate: row)
      return ([books.certificates[row].available] + contracts.flatMap(stages)).sorted()
    case .contract(let number):
      guard let row = books.contracts.find(number) else { return nil }
      return stages(of: books.contracts[row]) + [books.contracts[row].refund]
    case .agreement(let number):
      guard let row = books.agreements.find(number) else { return nil }
      return accounts { $0 == row }
    case .provider(let inn):
      guard let row = books.providers.find(inn) else { return nil }
      return accounts { books.agreements[$0].provider == row }
    }
  }

  private func stages(of contract: Contract) -> [AccountIndex] {
    [contract.reserved, contract.committed, contract.accepted, contract.executed]
  }

  private func accounts(ofAgreements isIncluded: (Int) -> Bool) -> [AccountIndex] {
    var accounts: [AccountIndex] = []
    for row in books.agreements.rows.indices where isIncluded(row) {
      let agreement = books.agreements[row]
      accounts += [agreement.advance, agreement.payable, agreement.transit]
      guard agreement.hasLimit else { continue }
      accounts += [agreement.limitTotal, agreement.limitFree, agreement.limitUsed]
    }
    for contract in books.contracts.rows where isIncluded(contract.agreement) {
      accounts += [contract.executed, contract.refund]
    }
    return accounts.sorted()
  }
}
