import Testing

@testable import LedgerCore

extension Town {
  /// What the books say, and what an expectation of a script wants them to say.
  func standing(
    _ expectation: String, _ results: Results
  ) throws -> (found: String?, expected: String?) {
    let words = expectation.split(separator: " ").map(String.init)
    if words[0] == "lines" || words[0] == "shares" || words[0] == "cycle-lines" {
      return (describe(results), words.dropFirst().joined(separator: " "))
    }
    guard words.count >= 3 else { throw ScriptError(text: expectation) }
    let found = try standing(words)
    let skipped = ["payment", "month"].contains(words[0]) && words.count > 3
    return (
      found, skipped ? words[(words[0] == "month" ? 3 : 2)...].joined(separator: " ") : words.last
    )
  }

  private func standing(_ words: [String]) throws -> String? {
    switch words[0] {
    case "claim": books.claim(ofEntry: try entry(words[1])).map { books.progress(ofClaim: $0).name }
    case "cycle": try cycleRow(words[1]).map { books.cycles[$0].status.name }
    case "carried": try cycleRow(words[1]).map { carried(books.cycles[$0].result) }
    case "payment": PaymentName(words[1]).flatMap(books.findPayment).map(describe)
    case "contract":
      books.contracts.find(try .of(words[1])).map { books.status(ofContract: $0).name }
    case "certificate":
      books.certificates.find(try .of(words[1])).map { books.certificates[$0].status.name }
    case "nominal":
      books.certificates.find(try .of(words[1])).map { books.certificates[$0].nominal.decimal }
    case "month": try month(words[1], words[2])
    case "rest": try books.receipt(receipt(words[1])).map(restOfRow)
    default: balance(words.dropLast().joined(separator: " "))?.decimal
    }
  }

  private func restOfRow(_ row: Int) -> String { books.statementRows[row].unidentified.decimal }

  private func describe(_ payment: Int) -> String {
    let payment = books.payments[payment]
    return "\(payment.status.name) \(payment.order.agreement) \(payment.order.amount.decimal)"
  }

  private func carried(_ result: CycleResult) -> String {
    "\(result.carriedCount)/\(result.carriedSum.decimal)"
  }

  private func month(_ contract: String, _ month: String) throws -> String? {
    guard let index = books.contracts.find(try .of(contract)) else { return nil }
    let row = books.contracts[index].row(of: try .of(month))
    let month = books.months[row]
    return "\(month.status.name) \(month.advance.decimal) \(month.fact.decimal) "
      + "\(month.executed.decimal) \(month.refundDue.decimal)"
  }

  private func describe(_ results: Results) -> String {
    switch results {
    case .none: ""
    case .shares(let shares):
      shares.map { "\($0.certificate.decimal)+\($0.parent.decimal)" }.joined(separator: " ")
    case .cycle(let cycle):
      cycle.lines.map {
        "\($0.agreement):\($0.count):\($0.advances.decimal):\($0.finals.decimal):\($0.offset.decimal)"
      }.joined(separator: " ")
    case .payments(let orders): orders.map { "\($0.name)" }.joined(separator: " ")
    case .statement(let outcomes):
      outcomes.map { outcome in
        "\(outcome.kind)" + (outcome.payment.map { ":\($0)" } ?? "")
      }.joined(separator: " ")
    }
  }

  /// The entry of a label, or of `#7`.
  func entry(_ name: String) throws -> UInt64 {
    if let number = labels[name] { return number }
    let digits = name.dropFirst().prefix { $0.isNumber }
    guard name.hasPrefix("#"), let number = UInt64(digits) else { throw ScriptError(text: name) }
    return number
  }

  /// `c1` or `#7`; `#7!` names the entry with a wrong hash.
  func reference(_ name: String) throws -> EntryReference {
    let isWrong = name.hasSuffix("!")
    let number = try entry(isWrong ? String(name.dropLast()) : name)
    guard number < books.nextEntry, !isWrong else {
      return EntryReference(number: number, hash: .zero)
    }
    return books.reference(toEntry: number)
  }

  /// The row of a calculated cycle.
  func cycleRow(_ name: String) throws -> Int? {
    let number = try entry(name)
    return books.cycles.rows.firstIndex { $0.entry == number }
  }

  /// `s1:2`, the second line of the statement s1.
  func receipt(_ name: String) throws -> ReceiptReference {
    let parts = name.split(separator: ":").map(String.init)
    guard parts.count == 2, let line = UInt32(parts[1]) else { throw ScriptError(text: name) }
    return ReceiptReference(entry: try entry(parts[0]), line: line)
  }
}
