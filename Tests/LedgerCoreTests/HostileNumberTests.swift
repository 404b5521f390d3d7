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
}
