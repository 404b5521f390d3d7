import LedgerCore

extension ClaimAmount {
  /// Both keys, so that every line has the same; null where the other one is meant.
  func members(of kind: ClaimKind?) -> JSONObject {
    let kind = kind.flatMap { isValid(for: $0) ? $0 : nil }
    return [
      "amount": .amount(kind == .advance ? money : nil),
      "delivered_percent": .percent(kind == .final ? percent : nil),
    ]
  }
}

extension ClaimSubmission {
  var members: JSONObject {
    [
      "agreement": .number(agreement), "month": .month(month), "kind": .string(kind.name),
      "lines": .objects(
        lines.map { line -> JSONObject in
          let amount: JSONObject =
            kind == .advance
            ? ["amount": .amount(line.amount.money)]
            : line.amount.finalMember
          return ["contract": .number(line.contract)] + amount
        }),
    ]
  }
}

extension ClaimAmount {
  fileprivate var finalMember: JSONObject {
    ["delivered_percent": .percent(isValid(for: .final) ? percent : nil)]
  }
}

extension ClaimAcceptance {
  /// The kind of a reduced claim, and with it what its amount means, is known by the books.
  func members(_ books: Books) -> JSONObject {
    [
      "claims": .array(claims.map { .reference($0) }),
      "reductions": .objects(
        reductions.map { reduction -> JSONObject in
          let position = Int(reduction.claim)
          let entry = position < claims.count ? claims[position].number : nil
          let kind = entry.flatMap(books.claim(ofEntry:)).map { books.claims[$0].kind }
          let head: JSONObject = [
            "claim": .entry(entry), "contract": .number(reduction.contract),
          ]
          return head + reduction.amount.members(of: kind)
            + ["reason": .string(reduction.reason)]
        }),
    ]
  }
}

extension ClaimCorrection {
  var members: JSONObject {
    [
      "contract": .number(contract), "month": .month(month),
      "delivered_percent": .percent(delivered),
    ]
  }
}

extension CycleTerms {
  var members: JSONObject {
    ["funds": .amount(funds), "deferrals": .objects(deferralMembers)]
  }
}

extension CycleApproval {
  var members: JSONObject {
    [
      "cycle": .reference(cycle), "envelope": .object(envelope.members),
      "pay_on": .date(payOn),
    ]
  }
}

extension BankStatement {
  var members: JSONObject {
    [
      "file_hash": .hash(file), "account": .string(account), "from": .date(from), "to": .date(to),
      "opening": .amount(opening), "closing": .amount(closing),
      "book_unidentified": .bool(bookUnidentified),
      "lines": .objects(
        lines.enumerated().map { ["line": .count($0.offset + 1)] + $0.element.members }),
    ]
  }
}

extension StatementLine {
  fileprivate var members: JSONObject {
    [
      "booked_on": .date(bookedOn), "side": .string(side == .debit ? "debit" : "credit"),
      "amount": .amount(amount), "number": .string(number), "date": .date(date),
      "counterparty_inn": .string(counterpartyINN),
      "counterparty_account": .string(counterpartyAccount), "purpose": .string(purpose),
    ]
  }
}

extension ReceiptReference {
  /// `412:3`: entry and line.
  var name: String { "\(entry):\(line)" }
}

extension ReceiptIdentification {
  var members: JSONObject {
    var agreement: Identifier?
    var payment: PaymentName?
    switch meaning {
    case .refund(let number): agreement = number
    case .return(let name): payment = name
    }
    return [
      "receipt": .string(receipt.name),
      "meaning": .string(payment == nil ? "refund" : "return"), "agreement": .number(agreement),
      "payment": .text(payment?.description), "amount": .amount(amount),
    ]
  }
}

extension PaymentRejection {
  var members: JSONObject {
    ["payment": .string(payment.description), "reason": .string(reason)]
  }
}
