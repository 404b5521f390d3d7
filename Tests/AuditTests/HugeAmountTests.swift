import Bytes
import LedgerCore
import LedgerFormat
import Testing

@testable import Audit

/// Amounts that an insider with every key drives to the ends of 64 bits: findings, never a crash.
@Suite struct HugeAmountTests {
  private let journal: ForgedJournal
  private var forge: Forge { journal.forge }
  private var contents: [EntryContent] { journal.contents }
  private static let most = Money(kopecks: .max)

  init() throws { journal = try ForgedJournal() }

  private func orders(_ count: Int, of amount: Money) throws -> DocumentBody {
    let place = journal.index(.ordersApproved)
    guard case .ordersApproved(let lines) = try forge.document(contents[place]).body else {
      preconditionFailure("the entry approves orders")
    }
    return .ordersApproved(
      (0..<count).map { number in
        var line = lines[0]
        line.number = Identifier("\(number)/Б")!
        line.amount = amount
        return line
      })
  }

  private func document(_ body: DocumentBody) throws -> Document {
    Document(header: try forge.document(contents[1]).header, body: body)
  }

  @Test func ordersOfMoreThanAllSumsCanHold() throws {
    // 23 quadrillion rubles, at 999 999 999 999.99 an order.
    let count = Int(ApprovedSum.limit / Money.limit.kopecks) + 1
    let entry = try forge.entry(
      orders(count, of: .limit), by: ["authority", "first"], after: contents)
    let report = try journal.appended(entry)
    #expect(report.findings.map(\.fault) == [.notDerived, .balanceOverflow])
    #expect(report.has(.balanceOverflow, entry: UInt64(contents.count)))
  }

  @Test func whatWasApprovedIsSummedUp() throws {
    let bound = Money(kopecks: ApprovedSum.limit)
    let one = Money(kopecks: 1)
    let raise = OrderAmendment(
      order: TownWriter.order, replaces: EntryReference(number: 1, hash: .zero), amount: one)
    var sum = ApprovedSum()
    #expect(sum.add(try document(orders(1, of: bound))))
    #expect(sum.add(try document(.periodSealed(month: YearMonth(year: 2023, month: 9)))))
    #expect(!sum.add(try document(.orderAmended(raise))))
    #expect(sum.total == ApprovedSum.limit + 1)
    #expect(!sum.add(try document(orders(2, of: Self.most))))
    var second = ApprovedSum()
    #expect(!second.add(try document(orders(2, of: Self.most))))
  }

  /// The verifier's own accounts take what the rules would refuse.
  @Test func accountsTakeAnyAmount() throws {
    var accounts = RecordedAccounts()
    for (number, content) in contents.enumerated() {
      accounts.apply(try forge.document(content), entry: UInt64(number))
    }
    let claim = ClaimSubmission(
      agreement: TownWriter.agreement, month: YearMonth(year: 2023, month: 12), kind: .advance,
      lines: ["А", "Б", "В"].map {
        ClaimLine(contract: Identifier($0)!, amount: ClaimAmount(Self.most))
      })
    for entry in [UInt64(900), 901] {
      accounts.apply(try document(.claimSubmitted(claim)), entry: entry)
      let acceptance = ClaimAcceptance(
        claims: [EntryReference(number: entry, hash: .zero)], reductions: [])
      accounts.apply(try document(.claimAccepted(acceptance)), entry: entry + 10)
    }
    for (entry, amount) in [(UInt64(920), Int64.max), (921, .min), (922, .max)] {
      let amendment = OrderAmendment(
        order: TownWriter.order, replaces: EntryReference(number: 1, hash: .zero),
        amount: Money(kopecks: amount))
      accounts.apply(try document(.orderAmended(amendment)), entry: entry)
      let reversal = EntryReversal(
        entry: EntryReference(number: entry, hash: .zero), reason: "Ошибка")
      accounts.apply(try document(.entryReversed(reversal)), entry: entry + 10)
    }
    let order = AccountIndex(try #require(accounts.kinds.firstIndex(of: .fundsApproved)))
    let posting = Posting(debit: order, credit: order + 1, amount: Self.most)
    let context = PostingContext(kind: .orderAmended)
    #expect(accounts.post([posting], context).isEmpty)
    let faults = accounts.post([posting, posting], context)
    #expect(faults.count == 2)
    for (_, fault) in faults {
      guard case .overflow(let account) = fault else { return #expect(Bool(false)) }
      #expect(account == Int(order))
    }
    #expect(!accounts.brokenIdentities().isEmpty)
    #expect(!accounts.allBrokenIdentities().isEmpty)
  }
}
