import Simulation

@testable import LedgerCore

extension RandomTown {
  /// Brings the year to its end, as far as the books let it: claims are decided, everything is
  /// paid, months and orders close. What comes afterwards meets closed orders.
  mutating func endYear() throws -> Bool {
    var isForeseen = true
    func enter(_ body: DocumentBody, _ random: inout RandomTown) {
      isForeseen = random.submit(body) && isForeseen
    }
    for claim in town.books.claims.rows where claim.status == .submitted {
      enter(.claimWithdrawn(claim: town.books.reference(toEntry: claim.entry)), &self)
    }
    for cycle in town.books.cycles.rows where cycle.status == .calculated {
      enter(.cycleCancelled(cycle: town.books.reference(toEntry: cycle.entry)), &self)
    }
    try settle(&isForeseen)
    for order in generator.orders {
      guard let row = town.books.orders.find(order) else { continue }
      for month in (9...12).map({ YearMonth(year: 2023, month: $0) }) {
        if !town.books.orders[row].openedMonths.contains(month.month) {
          let (count, sum) = town.books.openingTotals(order: row, month: month)
          let totals = MonthTotals(order: order, month: month, count: count, sum: sum)
          enter(.monthOpened(totals), &self)
        }
        let (count, sum) = town.books.closingTotals(order: row, month: month)
        let totals = MonthTotals(order: order, month: month, count: count, sum: sum)
        enter(.monthClosed(totals), &self)
      }
      let (count, sum) = town.books.closingTotals(order: row)
      enter(.orderClosed(OrderClosing(order: order, count: count, sum: sum)), &self)
    }
    return isForeseen
  }

  /// One cycle over everything that waits, paid and confirmed.
  private mutating func settle(_ isForeseen: inout Bool) throws {
    isForeseen = submit(.cycleCalculated(CycleTerms(funds: nil, deferrals: []))) && isForeseen
    guard let cycle = town.books.cycles.rows.last, cycle.status == .calculated else { return }
    let approval = CycleApproval(
      cycle: town.books.reference(toEntry: cycle.entry), envelope: cycle.result.envelope,
      payOn: generator.nextDay)
    isForeseen = submit(.cycleApproved(approval)) && isForeseen
    for payer in town.books.payers.rows.indices { try confirmAll(payer: payer) }
  }
}
