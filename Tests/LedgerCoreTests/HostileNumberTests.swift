import Testing

@testable import LedgerCore

/// Numbers that no honest document carries are refused, and trap nowhere.
@Suite struct HostileNumberTests {
  private let beyond = EntryReference(number: .max, hash: .zero)

  private func code(_ body: DocumentBody) throws -> RefusalCode? {
    guard case .failure(let refusals) = try Town().submit(body) else { return nil }
    return refusals.first.first?.fault.code
  }

  @Test func entriesBeyondAnyJournal() throws {
    #expect(try code(.entryReversed(EntryReversal(entry: beyond, reason: "r"))) == .unknownEntry)
    #expect(try code(.claimWithdrawn(claim: beyond)) == .unknownClaim)
    #expect(try code(.cycleClosed(cycle: beyond)) == .unknownCycle)
    #expect(
      try code(.receiptSentBack(ReceiptReference(entry: .max, line: .max))) == .unknownReceipt)
    let acceptance = ClaimAcceptance(claims: [beyond], reductions: [])
    #expect(try code(.claimAccepted(acceptance)) == .unknownClaim)
  }

  @Test func basisBeyondAnyJournal() throws {
    let town = try Town()
    var document = town.document(.periodSealed(month: YearMonth(year: 2023, month: 1)))
    document.header.basis = beyond
    guard case .failure(let refusals) = town.submit(document) else {
      Issue.record("accepted")
      return
    }
    #expect(refusals.first.map(\.fault.code) == [.unknownBasis])
  }

  /// However many orders of the largest amount somebody signs, no sum leaves 64 bits.
  @Test func ordersBeyondAnyBudget() throws {
    let town = try Town()
    try town.play("payer P1\norder O1 P1 1.00")
    let payer = town.books.payers.number(0)
    var number = 0
    func approve(_ count: Int) -> RuleFault? {
      let lines = (0..<count).map { _ in
        number += 1
        return OrderTerms(
          number: Identifier("H\(number)")!, year: 2023, payer: payer, amount: .limit,
          services: town.books.orders[0].services, certificatesMax: nil)
      }
      guard case .failure(let refusals) = town.submit(.ordersApproved(lines)) else { return nil }
      return refusals.first.first?.fault
    }
    // 23 058 of them reach 2^61 kopecks, but for less than one.
    let whole = Int(Books.approvedLimit.kopecks / Money.limit.kopecks)
    #expect(whole == 23_058)
    while number + 5_000 < whole { #expect(approve(5_000) == nil) }
    #expect(approve(whole - number - 1) == nil)
    let fault = approve(2)
    #expect(fault?.code == .approvedLimit && fault?.need == .limit)
    #expect(fault.flatMap(\.have).map { $0 > .zero && $0 < .limit } == true)
    // What is left can be had by amendment, and no more than that.
    let order = town.books.orders.number(0)
    let terms = town.books.reference(toEntry: town.books.orders[0].termsEntry)
    let amendment = OrderAmendment(order: order, replaces: terms, amount: .limit)
    #expect(approve(1) == nil)
    guard case .failure(let refusals) = town.submit(.orderAmended(amendment)) else {
      Issue.record("an amendment goes beyond the limit")
      return
    }
    #expect(refusals.first.map(\.fault.code) == [.approvedLimit])
  }
}
