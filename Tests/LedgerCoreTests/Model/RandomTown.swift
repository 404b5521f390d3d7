import Simulation
import Testing

@testable import LedgerCore

/// A town to which anything may happen, and a model that must foresee all of it.
struct RandomTown {
  let town: Town
  var generator: DocumentGenerator

  init(seed: UInt64) throws {
    town = try Town()
    try town.play(
      """
      payer P1
      payer P2
      order O1 P1 2000.00
      order O2 P2 1000.00
      provider V1
      provider V2
      agreement A1 V1 O1 limit=400.00 offset=yes
      agreement A2 V1 O1 advance=50
      agreement A3 V2 O1 limit=300.00 offset=yes advance=100
      agreement A4 V1 O2 offset=yes
      """)
    generator = DocumentGenerator(books: town.books, seed: seed)
    generator.phase = .paying
    try furnish()
  }

  /// Certificates, contracts and opened months, so that money has somewhere to move.
  private mutating func furnish() throws {
    var rows = [
      "certificate C1 O1 600.00", "certificate C2 O1 500.00", "certificate C3 O2 400.00",
      "open 2023-09", "open 2023-10 order=O2",
    ]
    for (place, agreement) in ["A1", "A1", "A2", "A3", "A3", "A4", "A4"].enumerated() {
      let certificate = agreement == "A4" ? 3 : number(1...2)
      let first = number(9...11)
      rows.append(
        "contract K\(place + 1) \(agreement) C\(certificate) \(number(20...140)).\(number(10...99))"
          + " start=2023-\(first == 9 ? "09" : "\(first)")-\(number(10...28)) end=2023-12-\(number(10...31))"
      )
    }
    rows += ["open 2023-10", "open 2023-11", "open 2023-11 order=O2"]
    for row in rows {
      try enter(town.body(of: ScriptRow(row)))
    }
    if generator.chance(60) { try payAdvances() }
  }

  private mutating func enter(_ body: DocumentBody) throws {
    if !submit(body) { throw ScriptError(text: "\(body.kind)") }
  }

  /// November's advances, claimed, paid and confirmed: what comes after can bring debts.
  private mutating func payAdvances() throws {
    let month = YearMonth(year: 2023, month: 11)
    for (row, agreement) in town.books.agreements.rows.indices.map({
      ($0, generator.agreements[$0])
    }) {
      let own = town.books.contracts.rows.indices.filter {
        town.books.contracts[$0].agreement == row
      }
      let lines = own.map { index in
        let contract = town.books.contracts[index]
        let most = town.books.largestAdvance(contract: index, monthRow: contract.row(of: month))
        return ClaimLine(contract: town.books.contracts.number(index), amount: ClaimAmount(most))
      }
      try enter(
        .claimSubmitted(
          ClaimSubmission(agreement: agreement, month: month, kind: .advance, lines: lines)))
      let claim = ClaimAcceptance(claims: [town.books.head], reductions: [])
      try enter(.claimAccepted(claim))
    }
    try enter(.cycleCalculated(CycleTerms(funds: nil, deferrals: [])))
    let cycle = town.books.cycles[0]
    try enter(
      .cycleApproved(
        CycleApproval(
          cycle: town.books.head, envelope: cycle.result.envelope, payOn: generator.nextDay)))
    try town.books.payers.rows.indices.forEach { try confirmAll(payer: $0) }
  }

  mutating func confirmAll(payer: Int) throws {
    let account = town.books.payers[payer].details.account
    let lines = town.books.payments.rows.filter { $0.status == .sent }.map(\.order).filter {
      $0.payer.account == account
    }
    .map { town.books.statementLine(of: $0, .debit, "", generator.nextDay) }
    let opening = town.books.opening(account, generator.nextDay)
    let statement = BankStatement(
      file: .zero, account: account, from: generator.nextDay, to: generator.nextDay,
      opening: opening,
      closing: lines.reduce(opening) { $0 - $1.amount }, bookUnidentified: false, lines: lines)
    generator.statements.append(statement)
    generator.nextDay = generator.nextDay.adding(days: 1)
    try enter(.statementImported(statement))
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { generator.number(range) }

  /// Submits one document; false where the model had foreseen something else.
  mutating func step() -> Bool {
    guard let body = generator.next() else { return true }
    return submit(body)
  }

  mutating func submit(_ body: DocumentBody) -> Bool {
    let document = town.document(body, on: generator.date())
    let foreseen = generator.model.judge(document)
    switch town.submit(document) {
    case .failure(let refusals):
      if foreseen == nil { return true }
      Issue.record("refused \(refusals.first) of \(body)")
      return false
    case .success:
      generator.books = town.books
      guard let foreseen else {
        Issue.record("accepted \(body)")
        return false
      }
      guard let difference = Model.difference(foreseen, from: town.books) else { return true }
      Issue.record("\(difference), after \(body)")
      return false
    }
  }
}
