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
    CalendarDate(year: 2023, month: number(9...12), day: number(1...28))!
  }

  private mutating func next() -> DocumentBody? {
    let weights: [(Int, (inout RandomTown) -> DocumentBody?)] = [
      (isLate ? 1 : 5, { $0.amendment() }), (isLate ? 2 : 7, { $0.certificate() }),
      (isLate ? 2 : 12, { $0.contract() }), (isLate ? 6 : 2, { $0.ending() }),
      (isLate ? 14 : 9, { $0.month() }), (22, { $0.claim() }), (16, { $0.acceptance() }),
      (4, { $0.undoing() }), (5, { $0.correction() }), (24, { $0.cycle() }),
      (14, { $0.statement() }), (3, { $0.rejection() }), (5, { $0.receipt() }),
      (4, { $0.refund() }), (4, { $0.reversal() }), (isLate ? 4 : 0, { $0.orderClosing() }),
    ]
    var place = number(1...weights.reduce(0) { $0 + $1.0 })
    for (weight, make) in weights {
      place -= weight
      if place <= 0 { return make(&self) }
    }
    return nil
  }
}
