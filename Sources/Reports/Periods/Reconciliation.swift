import LedgerCore

/// What the payer owes a provider, and how it came about.
private struct Mutual {
  var opening = Money.zero
  var accrued = Money.zero
  var paid = Money.zero
  var returned = Money.zero
  var refunded = Money.zero

  var closing: Money { opening + accrued - paid + returned + refunded }

  static func += (sum: inout Mutual, part: Mutual) {
    sum.opening += part.opening
    sum.accrued += part.accrued
    sum.paid += part.paid
    sum.returned += part.returned
    sum.refunded += part.refunded
  }

  var members: JSONObject {
    [
      "opening": .amount(opening), "accrued": .amount(accrued), "paid": .amount(paid),
      "returned": .amount(returned), "refunded": .amount(refunded), "closing": .amount(closing),
    ]
  }
}

extension PeriodReports {
  /// The reconciliation act (акт сверки) with a provider, by agreement. A balance is what the
  /// payer owes: payable and in transit, less advances and refunds due; below zero, the provider
  /// owes. Accrued are accepted facts less corrections; returned is what of the payments came back
  /// from the bank, refunded what the provider gave back. Nil for an unknown provider.
  public func reconciliation(ofProvider inn: Identifier, entries: EntryStream) throws -> Report? {
    guard let provider = books.providers.find(inn) else { return nil }
    let rows = books.agreements.rows.indices.filter { books.agreements[$0].provider == provider }
    let sums = try mutual(ofAgreements: rows, entries)
    var total = Mutual()
    let lines = rows.map { row -> JSONObject in
      total += sums[row] ?? Mutual()
      return line(row, sums)
    }
    let name = books.providers[provider].details.name
    let head: JSONObject = ["inn": .number(inn), "name": .string(name)]
    return Report(
      .reconciliation,
      head + period.members + ["agreements": .objects(lines)] + total.members,
      detail: .init(key: "agreements", columns: Self.lineColumns))
  }

  /// The same of every agreement, with its provider.
  public func reconciliation(entries: EntryStream) throws -> Report {
    let rows = Array(books.agreements.rows.indices)
    let sums = try mutual(ofAgreements: rows, entries)
    let lines = rows.map { row -> JSONObject in
      let inn = books.providers.number(books.agreements[row].provider)
      return ["provider_inn": .number(inn)] + line(row, sums)
    }
    return Report(.reconciliation, rows: lines, columns: ["provider_inn"] + Self.lineColumns)
  }

  private static let lineColumns = [
    "agreement", "opening", "accrued", "paid", "returned", "refunded", "closing",
  ]

  private func line(_ row: Int, _ sums: [Int: Mutual]) -> JSONObject {
    ["agreement": .number(books.agreements.number(row))] + (sums[row] ?? Mutual()).members
  }

  /// By the rows of agreements.
  private func mutual(
    ofAgreements rows: [Int], _ entries: EntryStream
  ) throws -> [Int: Mutual] {
    let agreements = agreementsByAccount(Set(rows))
    var sums: [Int: Mutual] = [:]
    try entries { entry in
      let isBefore = period.isAfter(entry.effectiveDate)
      guard isBefore || period.contains(entry.effectiveDate) else { return }
      for posting in entry.postings {
        let debited = agreements[Int(posting.debit)]
        let credited = agreements[Int(posting.credit)]
        guard debited < 0 || credited < 0, let row = [debited, credited].first(where: { $0 >= 0 })
        else { continue }
        let counter = books.accounts.kind(debited < 0 ? posting.debit : posting.credit)
        // A credit of the agreement's accounts raises what the payer owes.
        let owed = debited < 0 ? posting.amount : .zero - posting.amount
        let own = books.accounts.kind(debited < 0 ? posting.credit : posting.debit)
        sums[row, default: Mutual()].book(owed, counter, own, isBefore: isBefore)
      }
    }
    return sums
  }

  /// For each account the agreement, of these, whose settlement it is part of, or -1.
  private func agreementsByAccount(_ rows: Set<Int>) -> [Int] {
    var agreements = [Int](repeating: -1, count: books.accounts.count)
    for row in rows {
      let agreement = books.agreements[row]
      for account in [agreement.advance, agreement.payable, agreement.transit] {
        agreements[Int(account)] = row
      }
    }
    for contract in books.contracts.rows where rows.contains(contract.agreement) {
      agreements[Int(contract.refund)] = contract.agreement
    }
    return agreements
  }
}

extension Mutual {
  /// `counter` is the account on the other side, of the payer or the order.
  fileprivate mutating func book(
    _ owed: Money, _ counter: AccountKind, _ own: AccountKind, isBefore: Bool
  ) {
    if isBefore {
      opening += owed
    } else if counter == .settlementExpense {
      accrued += owed
    } else if own == .settlementTransit {
      if owed < .zero { paid -= owed } else { returned += owed }
    } else {
      refunded += owed
    }
  }
}
