import Testing

@testable import LedgerCore

/// Reversals: each kind once, while its effect is intact; and seals.
@Suite struct ReversalTables {
  private static let base = """
    p: payer P1
    order O1 P1 1000.00
    c: certificate C1 O1 300.00
    provider V1
    agreement A1 V1 O1 limit=200.00
    """

  private func town() throws -> Town {
    let town = try Town()
    try town.play(Self.base)
    return town
  }

  @Test func amendments() throws {
    try town().play(
      """
      reverse #99 => ! unknown-entry
      reverse p! => ! unknown-entry
      reverse p => ! not-reversible
      a: amend-order O1 1100.00
      b: amend-order O1 1050.00
      reverse a => ! effect-changed
      reverse b
      | funds.approved O1 > funds.unallocated O1 50.00
      reverse b => ! already-reversed
      r: reverse a => funds.approved O1 1000.00
      | funds.unallocated O1 > funds.approved O1 100.00
      reverse r => ! not-reversible
      d: amend-certificate C1 200.00
      e: amend-certificate C1 250.00
      reverse c => ! effect-changed
      reverse d => ! effect-changed
      reverse e => nominal C1 200.00
      | funds.available C1 > funds.unallocated O1 50.00
      reverse d => nominal C1 300.00
      f: amend-agreement A1 100.00
      g: amend-agreement A1 150.00
      reverse f => ! effect-changed
      reverse g
      | limit.free A1 > limit.total A1 50.00
      reverse f
      | limit.total A1 > limit.free A1 100.00
      reverse c => certificate C1 closed, nominal C1 0.00
      | funds.available C1 > funds.unallocated O1 300.00
      reverse c => ! already-reversed
      """)
  }

  @Test func anAmendmentWhoseMoneyIsSpent() throws {
    try town().play(
      """
      a: amend-order O1 1100.00
      certificate C2 O1 750.00
      reverse a => ! insufficient-funds
      b: amend-certificate C2 800.00
      close-certificate C2
      reverse b => ! certificate-closed
      """)
  }

  @Test func certificates() throws {
    try town().play(
      """
      k: contract K1 A1 C1 100.00 start=2023-11-01 end=2023-11-30
      reverse c => ! certificate-has-contracts
      reverse k => contract K1 terminated
      suspend C1
      reverse c
      d: certificate C2 O1 300.00
      close-certificate C2
      reverse d => ! certificate-closed
      """)
  }

  @Test func contracts() throws {
    try town().play(
      """
      open 2023-10
      k: contract K1 A1 C1 100.00 start=2023-11-01 end=2023-11-30
      l: contract K2 A1 C1 50.00 start=2023-10-01 end=2023-11-30
      m: contract K3 A1 C1 50.00 start=2023-11-01 end=2023-11-30
      reverse l => ! month-opened
      terminate K3 on=2023-10-01
      reverse m => ! contract-terminated
      close-certificate C1 => nominal C1 150.00
      reverse k => nominal C1 50.00
      | limit.used A1 > limit.free A1 100.00
      | funds.reserved K1 > funds.available C1 100.00
      | funds.available C1 > funds.unallocated O1 100.00
      open 2023-11 count=1
      claim final A1 2023-11 K1:100 => ! month-released
      terminate K1 on=2023-11-01 => ! contract-terminated
      """)
  }

  /// 10.00 of 40.00 that were paid is owed.
  private static let owing = """
    contract K1 A1 C1 50.00 start=2023-11-01 end=2023-11-30
    open 2023-11
    a: claim advance A1 2023-11 K1:40.00
    accept a
    y: calculate
    approve y
    s: statement P1 2023-11-10 -1/2023
    f: claim final A1 2023-11 K1:60
    accept f
    """

  @Test func refunds() throws {
    let town = try town()
    try town.play(Self.owing)
    try town.play(
      """
      refund A9 1.00 => ! unknown-agreement
      r: refund A1 10.00 => claim f accepted
      reverse s => ! not-reversible
      close-certificate C1
      reverse r => month K1 2023-11 final 40.00 30.00 40.00 10.00, nominal C1 40.00
      | limit.free A1 > limit.used A1 10.00
      | settlement.refund K1 > settlement.cash P1 10.00
      | funds.unallocated O1 > funds.available C1 10.00
      | funds.available C1 > funds.executed K1 10.00
      reverse r => ! already-reversed
      r: refund A1 10.00
      amend-agreement A1 30.00
      reverse r => ! insufficient-funds
      """)
  }

  @Test func refundsAcrossTheClosingOfTheOrder() throws {
    let town = try town()
    try town.play(Self.owing)
    try town.play(
      """
      r: refund A1 4.00
      close-order O1
      reverse r => ! effect-changed
      q: refund A1 6.00
      | settlement.revenue O1 > settlement.refund K1 6.00
      reverse q => settlement.refund K1 6.00
      | settlement.refund K1 > settlement.revenue O1 6.00
      """)
  }

  @Test func seals() throws {
    try town().play(
      """
      seal 2024-07 => ! seal-of-future
      seal 2023-07 on=2023-07-31
      | nothing
      seal 2023-07 => ! month-sealed
      seal 2023-06 => ! month-sealed
      seal 2023-09 => ! seal-out-of-order
      payer P2 on=2023-07-31 => ! month-sealed
      payer P2 on=2023-08-01
      seal 2023-08
      seal 2023-09 on=2023-10-01
      reverse c on=2023-10-01 => ! month-sealed
      payer P3 => ! month-sealed
      """)
  }
}
