import LedgerCore

extension Results {
  /// Null where there are none.
  func fields(of body: DocumentBody) -> JSONValue {
    switch self {
    case .none: .null
    case .shares(let shares): .object(["shares": .objects(Self.fields(shares, of: body))])
    case .cycle(let result):
      .object([
        "cycle": .count(result.number), "envelope": .object(result.envelope.members),
        "carried": .object(result.carried), "lines": .objects(result.lines.map(\.members)),
      ])
    case .payments(let orders): .object(["payments": .objects(orders.map(\.members))])
    case .statement(let outcomes):
      .object([
        "lines": .objects(
          outcomes.enumerated().map { position, outcome in
            [
              "line": .count(position + 1), "outcome": .string(outcome.kind.name),
              "payment": .text(outcome.payment?.description),
            ]
          })
      ])
    }
  }

  private static func fields(
    _ shares: [ContractShare], of body: DocumentBody
  ) -> [JSONObject] {
    var contracts: [ContractTerms] = []
    if case .contractsSigned(let terms) = body { contracts = terms }
    return shares.enumerated().map { position, share in
      let contract = position < contracts.count ? contracts[position].number : nil
      return [
        "line": .count(position + 1), "contract": .number(contract),
        "share": .amount(share.certificate), "parent_share": .amount(share.parent),
      ]
    }
  }
}

extension LineOutcome.Kind {
  var name: String {
    switch self {
    case .listed: "listed"
    case .bookedBefore: "booked-before"
    case .confirmed: "confirmed"
    case .returned: "returned"
    case .refund: "refund"
    case .unidentified: "unidentified"
    }
  }
}

extension Envelope {
  var members: JSONObject {
    ["count": .count(count), "sum": .amount(sum), "digest": .hash(digest)]
  }
}

extension CycleResult {
  /// What waits for the next cycle.
  var carried: JSONObject { ["count": .count(carriedCount), "sum": .amount(carriedSum)] }
}

extension CycleTerms {
  var deferralMembers: [JSONObject] {
    deferrals.map { ["agreement": .number($0.agreement), "reason": .string($0.reason)] }
  }
}

extension CycleLine {
  static let columns = ["agreement", "count", "advances", "finals", "offset", "net"]

  var members: JSONObject {
    [
      "agreement": .number(agreement), "count": .count(count), "advances": .amount(advances),
      "finals": .amount(finals), "offset": .amount(offset), "net": .amount(net),
    ]
  }
}

extension PaymentOrder {
  var members: JSONObject {
    [
      "number": .string(name.description), "pay_on": .date(payOn), "amount": .amount(amount),
      "cycle": .count(cycle), "agreement": .number(agreement), "kbk": .string(kbk),
      "first_month": .month(firstMonth), "last_month": .month(lastMonth),
      "payer": .object(payer.members), "payee": .object(payee.members),
    ]
  }
}
