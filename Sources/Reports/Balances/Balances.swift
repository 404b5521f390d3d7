import LedgerCore

/// Answers `balance …`: the values under the keys of the design's section 7, nil for a number that
/// the books do not have.
///
/// With balances as of a day, amounts are those of the postings with an effective date up to it;
/// a certificate's nominal follows from its identity; what happened in a month is not told (null);
/// statuses of certificates, contracts, agreements and providers are those of now.
public struct Balances {
  let books: Books
  let balance: BalanceSource
  let isAsOf: Bool

  /// As the books stand.
  public init(_ books: Books) {
    self.books = books
    balance = { books.accounts.balance($0) }
    isAsOf = false
  }

  /// As `balance` adds up the postings until some day.
  public init(_ books: Books, asOf balance: @escaping BalanceSource) {
    self.books = books
    self.balance = balance
    isAsOf = true
  }

  public func order(_ number: Identifier) -> Report? {
    guard let row = books.orders.find(number) else { return nil }
    return Report(.orderBalance, orderObject(row, stagesOfOrders()[row]))
  }

  public func certificate(_ number: Identifier) -> Report? {
    guard let row = books.certificates.find(number) else { return nil }
    let certificate = books.certificates[row]
    var stages = Stages()
    if certificate.contractCount > 0 {
      for contract in books.contracts(ofCertificate: row) { stages.add(contract, balance) }
    }
    let available = balance(certificate.available)
    let nominal = isAsOf ? available + stages.sum : certificate.nominal
    let object: JSONObject = [
      "certificate": .number(number), "order": .number(books.orders.number(certificate.order)),
      "status": .string(certificate.status.name), "nominal": .amount(nominal),
      "available": .amount(available),
    ]
    return Report(.certificateBalance, object + stages.members)
  }

  public func agreement(_ number: Identifier) -> Report? {
    guard let row = books.agreements.find(number) else { return nil }
    return Report(.agreementBalance, agreementObject(row, stagesOfAgreements()[row]))
  }

  public func provider(_ inn: Identifier) -> Report? {
    guard let row = books.providers.find(inn) else { return nil }
    let provider = books.providers[row]
    let stages = stagesOfAgreements()
    var totals: [String: Money] = [:]
    let rows = books.agreements.rows.indices.filter { books.agreements[$0].provider == row }
    for index in rows {
      let agreement = books.agreements[index]
      totals["advance", default: .zero] += balance(agreement.advance)
      totals["payable", default: .zero] += balance(agreement.payable)
      totals["refund", default: .zero] += stages[index].refund
      totals["transit", default: .zero] += balance(agreement.transit)
      totals["paid", default: .zero] += stages[index].paid
    }
    var object: JSONObject = [
      "inn": .number(inn), "name": .string(provider.details.name),
      "status": .string(provider.isExcluded ? "excluded" : "admitted"),
      "agreements": .objects(rows.map { agreementObject($0, stages[$0]) }),
    ]
    for key in ["advance", "payable", "refund", "transit", "paid"] {
      object.append(key, .amount(totals[key] ?? .zero))
    }
    let detail = Report.Detail(key: "agreements", columns: Self.agreementColumns)
    return Report(.providerBalance, object, detail: detail)
  }

  public func payer(_ inn: Identifier) -> Report? {
    guard let row = books.payers.find(inn) else { return nil }
    let payer = books.payers[row]
    let stages = stagesOfOrders()
    let rows = books.orders.rows.indices.filter { books.orders[$0].payer == row }
    let object: JSONObject = [
      "inn": .number(inn), "name": .string(payer.details.name),
      "orders": .objects(rows.map { orderObject($0, stages[$0]) }),
      "paid": .amount(balance(payer.cash)), "unidentified": .amount(balance(payer.unidentified)),
    ]
    let detail = Report.Detail(key: "orders", columns: Self.orderColumns)
    return Report(.payerBalance, object, detail: detail)
  }
}
