import Testing

@testable import LedgerCore

/// SplitMix64: small, and the same everywhere.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A town to which anything may happen, and a model that must foresee all of it.
struct RandomTown {
  let town: Town
  var model = Model()
  var numbers: SeededNumbers
  var statements: [BankStatement] = []
  var nextDay = CalendarDate(year: 2023, month: 10, day: 2)!
  /// Late in the year months are closed, contracts end, and orders close.
  var isLate = false

  static let agreements = ["A1", "A2", "A3", "A4"].map { Identifier($0)! }
  static let orders = ["O1", "O2"].map { Identifier($0)! }

  init(seed: UInt64) throws {
    numbers = SeededNumbers(state: seed)
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
    let books = town.books
    for (row, payer) in books.payers.rows.enumerated() {
      model.payers[books.payers.number(row)] = ModelPayer(account: payer.details.account)
    }
    for (row, order) in books.orders.rows.enumerated() {
      model.orders[books.orders.number(row)] = ModelOrder(
        payer: books.payers.number(order.payer),
        amount: Int(books.accounts.balance(order.approved).kopecks))
    }
    for (row, provider) in books.providers.rows.enumerated() {
      model.providers[books.providers.number(row)] = ModelProvider(
        account: provider.details.account)
    }
    for (row, agreement) in books.agreements.rows.enumerated() {
      model.agreements[books.agreements.number(row)] = ModelAgreement(
        provider: books.providers.number(agreement.provider),
        order: books.orders.number(agreement.order),
        limit: agreement.hasLimit
          ? Int(books.accounts.balance(agreement.limitTotal).kopecks) : nil,
        percent: Int(agreement.advancePercent.hundredths), offset: agreement.offset)
    }
    model.entry = books.nextEntry
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
    if chance(60) { try payAdvances() }
  }

  private mutating func enter(_ body: DocumentBody) throws {
    if !submit(body) { throw ScriptError(text: "\(body.kind)") }
  }

  /// November's advances, claimed, paid and confirmed: what comes after can bring debts.
  private mutating func payAdvances() throws {
    let month = YearMonth(year: 2023, month: 11)
    for (row, agreement) in town.books.agreements.rows.indices.map({ ($0, Self.agreements[$0]) }) {
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
          cycle: town.books.head, envelope: cycle.result.envelope, payOn: nextDay)))
    try town.books.payers.rows.indices.forEach { try confirmAll(payer: $0) }
  }

  mutating func confirmAll(payer: Int) throws {
    let account = town.books.payers[payer].details.account
    let lines = town.books.payments.rows.filter { $0.status == .sent }.map(\.order).filter {
      $0.payer.account == account
    }
    .map { town.line(of: $0, .debit, "", nextDay) }
    let opening = town.opening(account, nextDay)
    let statement = BankStatement(
      file: .zero, account: account, from: nextDay, to: nextDay, opening: opening,
      closing: lines.reduce(opening) { $0 - $1.amount }, bookUnidentified: false, lines: lines)
    statements.append(statement)
    nextDay = nextDay.adding(days: 1)
    try enter(.statementImported(statement))
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &numbers) }

  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.randomElement(using: &numbers)
  }

  mutating func money(upTo most: Int) -> Money { Money(kopecks: Int64(number(1...max(1, most)))) }

  /// Submits one document; false where the model had foreseen something else.
  mutating func step() -> Bool {
    guard let body = next() else { return true }
    return submit(body)
  }

  mutating func submit(_ body: DocumentBody) -> Bool {
    let document = town.document(body, on: date())
    let foreseen = model.judge(document)
    switch town.submit(document) {
    case .failure(let refusals):
      if foreseen == nil { return true }
      Issue.record("refused \(refusals.first) of \(body)")
      return false
    case .success:
      guard let foreseen else {
        Issue.record("accepted \(body)")
        return false
      }
      return agrees(foreseen, body)
    }
  }

  private func agrees(_ foreseen: [String: Int], _ body: DocumentBody) -> Bool {
    let accounts = town.books.accounts
    for index in 0..<accounts.count {
      let name = town.books.accountName(AccountIndex(index))
      let found = Int(accounts.balance(AccountIndex(index)).kopecks)
      guard foreseen[name] == found else {
        Issue.record("\(name) is \(found), foreseen \(foreseen[name] ?? -1), after \(body)")
        return false
      }
    }
    return foreseen.count == accounts.count
  }

  private mutating func date() -> CalendarDate {
    CalendarDate(year: 2023, month: isLate && chance(70) ? 9 : number(9...12), day: number(1...28))!
  }

  private mutating func next() -> DocumentBody? {
    let weights: [(Int, (inout RandomTown) -> DocumentBody?)] = [
      (isLate ? 1 : 3, { $0.amendment() }), (2, { $0.certificate() }),
      (isLate ? 1 : 4, { $0.contract() }), (isLate ? 14 : 1, { $0.ending() }),
      (isLate ? 16 : 2, { $0.month() }), (isLate ? 6 : 22, { $0.claim() }),
      (16, { $0.acceptance() }), (4, { $0.undoing() }), (5, { $0.correction() }),
      (22, { $0.cycle() }), (20, { $0.statement() }), (2, { $0.rejection() }),
      (6, { $0.receipt() }), (5, { $0.refund() }), (5, { $0.reversal() }),
      (isLate ? 8 : 0, { $0.orderClosing() }),
    ]
    var place = number(1...weights.reduce(0) { $0 + $1.0 })
    for (weight, make) in weights {
      place -= weight
      if place <= 0 { return make(&self) }
    }
    return nil
  }
}
