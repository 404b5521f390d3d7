import LedgerCore

extension Balances {
  static let orderColumns = [
    "order", "approved", "unallocated", "available", "reserved", "committed", "accepted",
    "executed", "lapsed",
  ]

  static let agreementColumns = [
    "agreement", "provider_inn", "order", "status", "limit", "limit_free", "limit_used", "advance",
    "payable", "refund", "transit", "paid",
  ]

  /// Of every order: from the totals that the books keep; of an earlier day, in one pass over the
  /// certificates and one over the contracts.
  func stagesOfOrders() -> [OrderStages] {
    guard isAsOf else { return keptStagesOfOrders() }
    var stages = [OrderStages](repeating: OrderStages(), count: books.orders.count)
    let certificates = books.certificates.rows
    for certificate in certificates {
      stages[certificate.order].available += balance(certificate.available)
    }
    for contract in books.contracts.rows {
      stages[certificates[contract.certificate].order].contracts.add(contract, balance)
    }
    return stages
  }

  private func keptStagesOfOrders() -> [OrderStages] {
    var stages = books.orders.rows.indices.map { row in
      OrderStages(available: books.available(ofOrder: row))
    }
    for (row, agreement) in books.agreements.rows.enumerated() {
      stages[agreement.order].contracts.add(books.totals(ofAgreement: row))
    }
    return stages
  }

  /// Of every agreement: from the totals that the books keep; of an earlier day, in one pass over
  /// the contracts.
  func stagesOfAgreements() -> [AgreementStages] {
    guard isAsOf else {
      return books.agreements.rows.indices.map { row in
        let totals = books.totals(ofAgreement: row)
        return AgreementStages(
          refund: Money(kopecks: totals.refund), paid: Money(kopecks: totals.executed))
      }
    }
    var stages = [AgreementStages](repeating: AgreementStages(), count: books.agreements.count)
    for contract in books.contracts.rows {
      stages[contract.agreement].refund += balance(contract.refund)
      stages[contract.agreement].paid += balance(contract.executed)
    }
    return stages
  }

  func orderObject(_ row: Int, _ stages: OrderStages) -> JSONObject {
    let order = books.orders[row]
    var object: JSONObject = [
      "order": .number(books.orders.number(row)), "approved": .amount(balance(order.approved)),
      "unallocated": .amount(balance(order.unallocated)), "available": .amount(stages.available),
    ]
    object = object + stages.contracts.members
    object.append("lapsed", .amount(balance(order.lapsed)))
    return object
  }

  func agreementObject(_ row: Int, _ stages: AgreementStages) -> JSONObject {
    let agreement = books.agreements[row]
    func limit(_ account: AccountIndex) -> JSONValue {
      agreement.hasLimit ? .amount(balance(account)) : .null
    }
    return [
      "agreement": .number(books.agreements.number(row)),
      "provider_inn": .number(books.providers.number(agreement.provider)),
      "order": .number(books.orders.number(agreement.order)),
      "status": .string(agreement.isTerminated ? "terminated" : "active"),
      "limit": limit(agreement.limitTotal), "limit_free": limit(agreement.limitFree),
      "limit_used": limit(agreement.limitUsed), "advance": .amount(balance(agreement.advance)),
      "payable": .amount(balance(agreement.payable)), "refund": .amount(stages.refund),
      "transit": .amount(balance(agreement.transit)), "paid": .amount(stages.paid),
    ]
  }
}
