@testable import LedgerCore

extension Town {
  func claimDocument(_ row: ScriptRow) throws -> DocumentBody? {
    switch row.verb {
    case "open": .monthOpened(try totals(row) { books.openingTotals(order: $0, month: $1) })
    case "close": .monthClosed(try totals(row) { books.closingTotals(order: $0, month: $1) })
    case "claim": .claimSubmitted(try claim(row))
    case "accept": .claimAccepted(try acceptance(row))
    case "withdraw": .claimWithdrawn(claim: try reference(row.word(0)))
    case "refuse": .claimRefused(ClaimRefusal(claim: try reference(row.word(0)), reason: "r"))
    case "correct":
      .claimCorrected(
        ClaimCorrection(
          contract: try row.identifier(0), month: try .of(row.word(1)),
          delivered: try percent(row.word(2))))
    default: nil
    }
  }

  /// What the books count now, unless the row says otherwise.
  private func totals(
    _ row: ScriptRow, _ now: (Int, YearMonth) -> (count: UInt32, sum: Money)
  ) throws -> MonthTotals {
    let month = try YearMonth.of(row.word(0))
    let order = try Identifier.of(row.options["order"] ?? "O1")
    let seen = books.orders.find(order).map { now($0, month) } ?? (0, .zero)
    return MonthTotals(
      order: order, month: month, count: row.options["count"].flatMap { UInt32($0) } ?? seen.count,
      sum: try row.money("sum") ?? seen.sum)
  }

  private func percent(_ text: String) throws -> Percent {
    guard let percent = Percent(decimal: text) else { throw ScriptError(text: text) }
    return percent
  }

  private func amount(_ text: String, _ kind: ClaimKind) throws -> ClaimAmount {
    kind == .advance ? ClaimAmount(try .of(text)) : ClaimAmount(try percent(text))
  }

  /// `claim final A1 2023-11 K1:90 K2:100`
  private func claim(_ row: ScriptRow) throws -> ClaimSubmission {
    guard let kind = ClaimKind(name: try row.word(0)) else { throw ScriptError(text: row.text) }
    let lines = try row.words.dropFirst(3).map { word in
      let parts = word.split(separator: ":").map(String.init)
      guard parts.count == 2 else { throw ScriptError(text: row.text) }
      return ClaimLine(contract: try .of(parts[0]), amount: try amount(parts[1], kind))
    }
    return ClaimSubmission(
      agreement: try row.identifier(1), month: try .of(row.word(2)), kind: kind, lines: lines)
  }

  /// `accept c1 c2 reduce=0/K1/50;1/K2/10`: the claim's place, the contract, what is accepted.
  private func acceptance(_ row: ScriptRow) throws -> ClaimAcceptance {
    let claims = try row.words.map(reference)
    let reductions = try (row.options["reduce"] ?? "").split(separator: ";").map { text in
      let parts = text.split(separator: "/").map(String.init)
      guard parts.count == 3, let place = UInt32(parts[0]) else {
        throw ScriptError(text: row.text)
      }
      let kind =
        Int(place) < row.words.count
        ? books.claim(ofEntry: claims[Int(place)].number).map { books.claims[$0].kind } : nil
      return ClaimReduction(
        claim: place, contract: try .of(parts[1]), amount: try amount(parts[2], kind ?? .final),
        reason: "r")
    }
    return ClaimAcceptance(claims: claims, reductions: reductions)
  }
}
