import Exchange
import LedgerCore

/// Makes the documents of claims.
public enum ClaimDrafts {
  /// An advance without an amount claims the most that the agreement allows.
  public static func submit(
    _ rows: [AdvanceClaimRow], agreement: Identifier, month: YearMonth, _ books: Books
  ) -> [Draft] {
    RegisterDrafts.split(rows) { part in
      .claimSubmitted(
        ClaimSubmission(
          agreement: agreement, month: month, kind: .advance,
          lines: part.map { row in
            let amount = row.amount ?? usualAdvance(row.contract, month, books)
            return ClaimLine(contract: row.contract, amount: ClaimAmount(amount))
          }))
    }
  }

  public static func submit(
    _ rows: [FinalClaimRow], agreement: Identifier, month: YearMonth
  ) -> [Draft] {
    RegisterDrafts.split(rows) { part in
      .claimSubmitted(
        ClaimSubmission(
          agreement: agreement, month: month, kind: .final,
          lines: part.map {
            ClaimLine(contract: $0.contract, amount: ClaimAmount($0.delivered))
          }))
    }
  }

  /// Where the contract or its month is unknown, one kopeck stands in, for the rules to refuse.
  private static func usualAdvance(
    _ number: Identifier, _ month: YearMonth, _ books: Books
  ) -> Money {
    guard let index = books.contracts.find(number), books.contracts[index].contains(month) else {
      return Money(kopecks: 1)
    }
    let row = books.contracts[index].row(of: month)
    return max(Money(kopecks: 1), books.largestAdvance(contract: index, monthRow: row))
  }

  /// Of the claims with these entries, all lines are accepted as claimed but those of `reductions`,
  /// the rows of `file`.
  public static func accept(
    claims entries: [UInt64], reductions: [ReductionRow] = [], file: String = "",
    _ books: Books
  ) throws(LedgerError) -> [Draft] {
    // Where none of the claims has the contract the first one stands in, for the rules to refuse.
    let places = reductions.map { row in
      entries.firstIndex { holds(row.contract, claim: $0, books) } ?? 0
    }
    let kinds = places.map { place in
      books.claim(ofEntry: entries[place]).map { books.claims[$0].kind }
    }
    do throws(InputFaults) {
      try ReductionRow.checkMeasures(reductions, of: kinds, file: file)
    } catch {
      throw .input(error)
    }
    let lines = zip(reductions, places).map { row, place in
      let amount =
        switch row.accepted {
        case .delivered(let percent): ClaimAmount(percent)
        case .amount(let money): ClaimAmount(money)
        }
      return ClaimReduction(
        claim: UInt32(place), contract: row.contract, amount: amount, reason: row.reason)
    }
    let acceptance = ClaimAcceptance(
      claims: entries.map { books.reference(toEntry: $0) }, reductions: lines)
    return [Draft(.claimAccepted(acceptance), fileLines: reductions.map(\.line))]
  }

  private static func holds(_ contract: Identifier, claim entry: UInt64, _ books: Books) -> Bool {
    guard let claim = books.claim(ofEntry: entry), let index = books.contracts.find(contract)
    else { return false }
    return books.line(ofContract: index, claim: claim) != nil
  }

  /// Every claim of the month and kind that waits for acceptance.
  public static func openClaims(
    month: YearMonth, kind: ClaimKind, _ books: Books
  ) throws(LedgerError) -> [UInt64] {
    let entries = books.claims.rows.filter {
      $0.status == .submitted && $0.month == month && $0.kind == kind
    }.map(\.entry)
    guard !entries.isEmpty else { throw .nothingToDo("no-open-claim") }
    return entries
  }

  /// A claim named by the number of the entry that submitted it.
  public static func reference(
    claim entry: UInt64, _ books: Books
  ) throws(LedgerError) -> EntryReference {
    guard books.claim(ofEntry: entry) != nil else {
      throw .notFound(kind: "claim", id: "\(entry)")
    }
    return books.reference(toEntry: entry)
  }
}
