import LedgerCore

extension Model {
  mutating func sign(_ terms: ContractTerms) throws(Refused) {
    try require(contracts[terms.number] == nil)
    let certificate = try found(certificates[terms.certificate])
    let agreement = try found(agreements[terms.agreement])
    try require(certificate.status == .active && certificate.order == agreement.order)
    try require(!agreement.isTerminated)
    try require(found(providers[agreement.provider]).isExcluded == false)
    let available = balances()["funds.available \(terms.certificate)"] ?? 0
    let share = min(Int(terms.price.kopecks), Int(terms.normative.kopecks), available)
    try require(share > 0)
    var months: [Int: ModelMonth] = [:]
    for (month, plan) in plans(share, terms.start, terms.end) {
      let isOpen = orders[agreement.order]?.opened.contains(month) == true
      months[month] = ModelMonth(plan: plan, state: isOpen ? .open : .planned)
    }
    contracts[terms.number] = ModelContract(
      agreement: terms.agreement, certificate: terms.certificate, share: share,
      entry: entry, months: months)
    signings[entry, default: []].append(terms.number)
  }

  /// Rule 4.2, by counting days one at a time.
  private func plans(_ share: Int, _ start: CalendarDate, _ end: CalendarDate) -> [Int: Int] {
    var days: [Int: Int] = [:]
    var day = start
    while day <= end {
      days[day.yearMonth.index, default: 0] += 1
      day = day.adding(days: 1)
    }
    let first = start.yearMonth.index
    let all = days.values.reduce(0, +)
    let later = days.count - 1
    guard later > 0, let firstDays = days[first] else { return [first: share] }
    let each = share * (all - firstDays) / (all * later)
    return days.reduce(into: [:]) {
      $0[$1.key] = $1.key == first ? share - each * later : each
    }
  }

  private func isClaimed(_ number: Identifier, _ month: Int) -> Bool {
    contracts[number]?.months[month]?.wasClosedUnclaimed != true
      && (line(number, month, .advance) != nil || line(number, month, .final) != nil)
  }

  mutating func terminate(_ number: Identifier, _ notice: Int) throws(Refused) {
    let contract = try found(contracts[number])
    try require(!contract.isTerminated && !contract.isReversed)
    try require(notice <= (contract.months.keys.max() ?? 0))
    for month in contract.months.keys where month > notice {
      try require(!isClaimed(number, month))
    }
    end(number, after: notice)
  }

  private mutating func end(_ number: Identifier, after last: Int) {
    for (month, row) in contracts[number]?.months ?? [:] where month > last {
      if row.state != .final { contracts[number]?.months[month]?.state = .released }
    }
    contracts[number]?.isTerminated = true
  }

  mutating func exclude(_ provider: Identifier, _ notice: Int) throws(Refused) {
    try require(found(providers[provider]).isExcluded == false)
    providers[provider]?.isExcluded = true
    for (number, contract) in contracts
    where agreements[contract.agreement]?.provider == provider && !contract.isReversed
      && notice <= (contract.months.keys.max() ?? 0)
    {
      let claimed = contract.months.keys.filter { isClaimed(number, $0) }.max() ?? 0
      end(number, after: max(notice, claimed))
    }
  }

  /// The contract months of an order that stand in a state, and the sum of their plans.
  private func standing(
    _ order: Identifier, _ month: Int, _ state: ModelMonth.State
  ) -> (numbers: [Identifier], sum: Int) {
    let own = contracts.filter {
      agreements[$0.value.agreement]?.order == order && $0.value.months[month]?.state == state
    }
    // What one entry makes for several contracts stands in the order of their signing.
    let numbers = own.sorted { ($0.value.entry, $0.key) < ($1.value.entry, $1.key) }.map(\.key)
    return (numbers, own.values.reduce(0) { $0 + ($1.months[month]?.plan ?? 0) })
  }

  mutating func open(_ totals: MonthTotals) throws(Refused) {
    let order = try found(orders[totals.order])
    let month = totals.month.index
    try require(totals.month.year == order.year)
    try require(!order.isClosed && !order.opened.contains(month))
    let (numbers, sum) = standing(totals.order, month, .planned)
    try require(numbers.count == totals.count && sum == totals.sum.kopecks)
    orders[totals.order]?.opened.insert(month)
    for number in numbers { contracts[number]?.months[month]?.state = .open }
  }

  mutating func close(_ totals: MonthTotals) throws(Refused) {
    let order = try found(orders[totals.order])
    let month = totals.month.index
    try require(totals.month.year == order.year)
    try require(!order.isClosed && order.opened.contains(month))
    for claim in claims.values where claim.status == .submitted && claim.month == month {
      try require(agreements[claim.agreement]?.order != totals.order)
    }
    let (numbers, sum) = standing(totals.order, month, .open)
    try require(numbers.count == totals.count && sum == totals.sum.kopecks)
    for number in numbers {
      try finish(number, month, fact: 0)
      contracts[number]?.months[month]?.wasClosedUnclaimed = true
    }
  }

  /// A final, or the closing of a month without one: what is still to be paid.
  @discardableResult
  mutating func finish(_ number: Identifier, _ month: Int, fact: Int) throws(Refused) -> Int {
    let paid = executed(number, month)
    if let advance = line(number, month, .advance), lines[advance].isAccepted {
      try require(!lines[advance].inCycle && !isSent(advance))
      lines[advance].owed -= due(advance)
      lines[advance].isOpen = false
    }
    contracts[number]?.months[month]?.state = .final
    contracts[number]?.months[month]?.fact = fact
    contracts[number]?.months[month]?.paidBefore = paid
    owe(number, month, paid - fact)
    return max(0, fact - paid)
  }

  mutating func owe(_ number: Identifier, _ month: Int, _ amount: Int) {
    guard amount > 0 else { return }
    refunds.append(ModelRefund(contract: number, month: month, entry: entry, amount: amount))
  }
}
