import LedgerCore
import LedgerFormat
import LedgerService
import Testing

@testable import Audit
@testable import HostileBytes

/// What all orders are approved for, counted as the rules count it: amendments by what they change.
@Suite struct ApprovedSumTests {
  private static let number = Identifier("0/Б")!
  private static let one = Money(kopecks: 1)

  /// A town whose orders come as close to the limit as the largest amounts allow.
  private static let rich = Result {
    var town = try VectorTown.after(5)
    let whole = Int(ApprovedSum.limit / Money.limit.kopecks)
    let lines = (0..<whole).map { index in
      var terms = VectorTown.orderTerms
      terms.number = Identifier("\(index)/Б")!
      terms.amount = .limit
      return terms
    }
    try town.write(.ordersApproved(lines), by: ["authority", "first"])
    return town
  }

  private func amend(_ town: inout VectorTown, to amount: Money) throws {
    try town.draft(by: ["authority", "first"]) {
      try AmendmentDrafts.amend(order: Self.number, amount: amount, $0)
    }
  }

  private func reverseLast(_ town: inout VectorTown) throws {
    let last = try #require(town.entries.last).reference
    try town.write(
      .entryReversed(EntryReversal(entry: last, reason: "Ошибка")), by: ["authority", "first"])
  }

  /// One order goes down and up again, by amendments and by their reversals.
  private func amended() throws -> VectorTown {
    var town = try Self.rich.get()
    for amount in [Self.one, .limit, Self.one, .limit] { try amend(&town, to: amount) }
    try reverseLast(&town)
    try amend(&town, to: .limit)
    try amend(&town, to: Self.one)
    try reverseLast(&town)
    return town
  }

  @Test func itIsWhatTheBooksHold() throws {
    var sum = ApprovedSum()
    let town = try amended()
    for content in town.contents { #expect(sum.add(try DocumentCodec.decode(content.document))) }
    let approved = town.books.orders.rows.reduce(Money.zero) {
      $0 + town.books.accounts.balance($1.approved)
    }
    #expect(sum.total == approved.kopecks)
    #expect(Self.limitIsNear(approved))
  }

  private static func limitIsNear(_ sum: Money) -> Bool {
    sum.kopecks <= ApprovedSum.limit && sum.kopecks + Money.limit.kopecks > ApprovedSum.limit
  }

  @Test func theVerifierFindsNothing() throws {
    let journal = try VectorJournal(amended())
    let disk = MemoryDisk(journal: journal.segments[0]!, latest: journal.latest)
    let report = try disk.verify()
    #expect(report.findings.map(\.fault) == [])
  }
}
