import LedgerCore

extension Balances {
  private static let monthColumns = ["month", "plan", "parent", "advance", "fact", "status"]

  public func contract(_ number: Identifier) -> Report? {
    guard let row = books.contracts.find(number) else { return nil }
    let contract = books.contracts[row]
    let object = contractObject(row) + ["months": .objects(months(of: contract))]
    let detail = Report.Detail(key: "months", columns: Self.monthColumns)
    return Report(.contractBalance, object, detail: detail)
  }

  /// Without its months.
  func contractObject(_ row: Int) -> JSONObject {
    let contract = books.contracts[row]
    var stages = Stages()
    stages.add(contract, balance)
    let object: JSONObject = [
      "contract": .number(books.contracts.number(row)),
      "certificate": .number(books.certificates.number(contract.certificate)),
      "agreement": .number(books.agreements.number(contract.agreement)),
      "status": .string(books.status(ofContract: row).name), "share": .amount(contract.share),
      "parent_share": .amount(contract.parentShare),
    ]
    return object + stages.members
  }

  private func months(of contract: Contract) -> [JSONObject] {
    let plan = contract.plan
    let parent = contract.parentPlan
    return contract.monthRows.map { row in
      let offset = row - contract.firstMonthRow
      let month = books.months[row]
      // An accepted advance is above zero; a fact can be zero.
      let advance = isAsOf || month.advance == .zero ? nil : month.advance
      let fact = isAsOf || !month.hasFinal ? nil : month.fact
      return [
        "month": .month(contract.month(ofRow: row)), "plan": .amount(plan[offset]),
        "parent": .amount(parent[offset]), "advance": .amount(advance), "fact": .amount(fact),
        "status": isAsOf ? .null : .string(month.status.name),
      ]
    }
  }
}
