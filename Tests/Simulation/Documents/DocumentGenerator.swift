import LedgerCore
import SeededNumbers

/// Makes documents, valid and not, for a town with two payers, orders and providers and four
/// agreements, whatever else stands in its books. A model follows what is accepted.
package struct DocumentGenerator: Sendable {
  package enum Phase: Sendable {
    /// Certificates and contracts come first.
    case founding
    /// Claims and money.
    case paying
    /// Late in the year months are closed, contracts end, and orders close.
    case ending
  }

  /// The books as they stand; whoever submits the documents keeps them up to date.
  package var books: Books
  package var model: Model
  package var numbers: SeededNumbers
  package var phase = Phase.founding
  package var statements: [BankStatement] = []
  package var nextDay = CalendarDate(year: 2023, month: 10, day: 2)!
  var applications = 0
  package let agreements: [Identifier]
  /// Years over which the town's orders run.
  let years: ClosedRange<Int>
  /// Public keys that nobody has enrolled yet; without them no document is about keys.
  package var spareKeys: [[UInt8]] = []
  let providers: [Identifier]
  let service: String

  /// `books` hold the town without certificates and contracts.
  package init(books: Books, seed: UInt64) {
    self.books = books
    model = Model(of: books)
    numbers = SeededNumbers(seed: seed)
    agreements = (0..<books.agreements.count).map(books.agreements.number).sorted()
    providers = (0..<books.providers.count).map(books.providers.number).sorted()
    service = books.orders[0].services[0]
    let all = books.orders.rows.map { Int($0.year) }
    years = (all.min() ?? 2023)...(all.max() ?? 2023)
  }

  package var orders: [Identifier] {
    (0..<books.orders.count).map(books.orders.number).sorted()
  }

  /// Mostly the first, seldom one without agreements.
  mutating func order() -> Identifier {
    let known = chance(10) ? orders : Array(Set(model.agreements.values.map(\.order))).sorted()
    return chance(50) ? orders[0] : pick(known) ?? orders[0]
  }

  var isLate: Bool { phase == .ending }

  private func by(_ founding: Int, _ paying: Int, _ ending: Int) -> Int {
    switch phase {
    case .founding: founding
    case .paying: paying
    case .ending: ending
    }
  }

  package mutating func number(_ range: ClosedRange<Int>) -> Int { numbers.number(range) }

  package mutating func chance(_ percent: Int) -> Bool { numbers.chance(percent) }

  mutating func pick<Element>(_ elements: [Element]) -> Element? { numbers.pick(elements) }

  mutating func money(upTo most: Int) -> Money { Money(kopecks: Int64(number(1...max(1, most)))) }

  package mutating func date() -> CalendarDate {
    let year = number(years)
    let months = year == 2023 ? 9...12 : 1...12
    let early = year == 2023 ? 9 : 1
    // What is sealed is refused, whatever else it is: not too often.
    let first = model.sealedThrough.map { $0 + 1 - year * 12 } ?? early
    let month = isLate && chance(70) ? early : number(months)
    return CalendarDate(
      year: year, month: chance(10) ? month : min(12, max(month, first)), day: number(1...28))!
  }

  /// The contract months of an order's year that come to pass.
  func months(of year: Int) -> ClosedRange<Int> { year == 2023 ? 9...12 : 1...3 }

  /// Nil where the kind that chance chose has nothing to be about.
  package mutating func next() -> DocumentBody? {
    let weights: [(Int, (inout DocumentGenerator) -> DocumentBody?)] = [
      (by(5, 3, 1), { $0.amendment() }), (by(7, 2, 2), { $0.certificate() }),
      (by(12, 4, 1), { $0.contract() }), (by(2, 1, 14), { $0.ending() }),
      (by(9, 2, 16), { $0.month() }), (by(22, 22, 6), { $0.claim() }),
      (16, { $0.acceptance() }), (4, { $0.undoing() }), (5, { $0.correction() }),
      (22, { $0.cycle() }), (by(14, 20, 20), { $0.statement() }), (2, { $0.rejection() }),
      (6, { $0.receipt() }), (5, { $0.refund() }), (5, { $0.reversal() }),
      (by(0, 0, 8), { $0.orderClosing() }), (by(1, 1, 2), { $0.seal() }), (2, { $0.party() }),
      (1, { $0.orderApproval() }), (spareKeys.isEmpty ? 0 : 6, { $0.key() }),
    ]
    var place = number(1...weights.reduce(0) { $0 + $1.0 })
    for (weight, make) in weights {
      place -= weight
      if place <= 0 { return make(&self) }
    }
    return nil
  }
}

extension Model {
  /// Knows the payers, orders, providers and agreements of books that hold nothing else yet.
  package init(of books: Books) {
    self.init()
    for (row, payer) in books.payers.rows.enumerated() {
      payers[books.payers.number(row)] = ModelPayer(
        details: payer.details, termsEntry: payer.termsEntry)
    }
    for (row, order) in books.orders.rows.enumerated() {
      orders[books.orders.number(row)] = ModelOrder(
        payer: books.payers.number(order.payer), year: Int(order.year),
        amount: Int(books.accounts.balance(order.approved).kopecks))
    }
    for (row, order) in books.orders.rows.enumerated() {
      firstTerms[.order(books.orders.number(row))] = order.termsEntry
    }
    for (row, agreement) in books.agreements.rows.enumerated() {
      firstTerms[.agreement(books.agreements.number(row))] = agreement.termsEntry
    }
    for (row, provider) in books.providers.rows.enumerated() {
      providers[books.providers.number(row)] = ModelProvider(
        details: provider.details, termsEntry: provider.termsEntry)
    }
    for (row, agreement) in books.agreements.rows.enumerated() {
      agreements[books.agreements.number(row)] = ModelAgreement(
        provider: books.providers.number(agreement.provider),
        order: books.orders.number(agreement.order),
        limit: agreement.hasLimit
          ? Int(books.accounts.balance(agreement.limitTotal).kopecks) : nil,
        percent: Int(agreement.advancePercent.hundredths), offset: agreement.offset)
    }
    for key in books.keys.rows {
      keys[key.id] = ModelKey(
        role: key.role, party: key.party, from: key.from, to: key.to, hasEnded: !key.isActive)
    }
    for (number, row) in books.entries.rows.enumerated() {
      effectiveMonths[UInt64(number)] = row.effectiveDate.yearMonth.index
      today = row.recordedAt.date
    }
    entry = books.nextEntry
  }

  /// What of the books' balances is not as foreseen.
  package static func difference(_ foreseen: [String: Int], from books: Books) -> String? {
    let accounts = books.accounts
    for index in 0..<accounts.count {
      let name = books.accountName(AccountIndex(index))
      let found = Int(accounts.balance(AccountIndex(index)).kopecks)
      guard foreseen[name] == found else {
        return "\(name) is \(found), foreseen \(foreseen[name].map { "\($0)" } ?? "nothing")"
      }
    }
    guard foreseen.count == accounts.count else {
      return "there are \(accounts.count) accounts, foreseen \(foreseen.count)"
    }
    return nil
  }
}
