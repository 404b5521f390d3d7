import Testing

@testable import LedgerCore

/// Months and claims, up to their acceptance, refusal and correction.
@Suite struct ClaimTables {
  /// Half of each contract stands in November and half in December.
  static let base = """
    payer P1
    order O1 P1 1000.00
    certificate C1 O1 300.00
    provider V1
    agreement A1 V1 O1 limit=250.00 offset=yes
    agreement A2 V1 O1
    contract K1 A1 C1 100.00 start=2023-11-01 end=2023-12-30
    contract K2 A1 C1 100.00 start=2023-11-01 end=2023-12-30
    """

  static func opened() throws -> Town {
    let town = try Town()
    try town.play(base)
    try town.play(
      """
      open 2023-11
      open 2023-12
      """)
    return town
  }

  @Test func months() throws {
    let town = try Town()
    try town.play(Self.base)
    try town.play(
      """
      open 2023-11 order=O9 => ! unknown-order
      open 2024-11 => ! year-differs
      close 2024-11 => ! year-differs
      close 2023-11 => ! month-not-opened
      open 2023-11 count=1 => ! totals-differ
      open 2023-11 sum=99.99 => ! totals-differ
      open 2023-11 count=2 sum=100.00
      | funds.reserved K1 > funds.committed K1 50.00
      | funds.reserved K2 > funds.committed K2 50.00
      open 2023-11 => ! month-opened
      c: claim final A1 2023-11 K1:100
      close 2023-11 => ! month-claim-waits
      accept c
      close 2023-11 count=2 => ! totals-differ
      close 2023-11 count=1 sum=50.00 => month K2 2023-11 final 0.00 0.00 0.00 0.00
      | funds.committed K2 > funds.available C1 50.00
      | limit.used A1 > limit.free A1 50.00
      claim final A1 2023-11 K2:100 => ! month-final
      withdraw c
      close 2023-11 count=1 sum=50.00
      """)
  }

  /// Its final settled the month, and still the advance waits for an answer.
  @Test func anAdvanceThatAFinalOvertookHindersTheClosing() throws {
    let town = try Self.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00
      f: claim final A1 2023-11 K1:100
      accept f => month K1 2023-11 final 0.00 50.00 0.00 0.00
      close 2023-11 => ! month-claim-waits
      accept a => ! month-final
      refuse a => claim a refused
      close 2023-11 count=1 sum=50.00
      """)
  }

  @Test func submitting() throws {
    let town = try Self.opened()
    try town.play(
      """
      contract K3 A1 C1 10.00 start=2023-10-01 end=2023-10-31
      claim final A9 2023-11 K1:100 => ! unknown-agreement
      claim final A1 2023-11 K9:100 => ! unknown-contract
      claim final A2 2023-11 K1:100 => ! other-agreement
      claim final A1 2023-10 K1:100 => ! month-not-in-contract
      claim final A1 2024-11 K1:100 => ! month-not-in-contract
      claim final A1 2023-10 K3:100 => ! month-not-opened
      claim advance A1 2023-11 K1:40.01 => ! advance-too-large
      claim final A1 2023-11 K1:100 K2:100 K1:100 => ! already-claimed
      a: claim advance A1 2023-11 K1:40.00 K2:10.00 => claim a submitted
      | nothing
      claim advance A1 2023-11 K1:1.00 => ! already-claimed
      f: claim final A1 2023-11 K1:100
      claim final A1 2023-11 K1:90 => ! already-claimed
      withdraw a => claim a withdrawn
      | nothing
      claim advance A1 2023-11 K1:1.00 => ! advance-after-final
      refuse f => claim f refused
      | nothing
      a: claim advance A1 2023-11 K1:1.00
      withdraw f => ! claim-over
      refuse f => ! claim-over
      withdraw #0 => ! unknown-claim
      withdraw a! => ! unknown-claim
      """)
  }

  @Test func accepting() throws {
    let town = try Self.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00 K2:10.00
      f: claim final A1 2023-12 K1:80 K2:100
      accept #0 => ! unknown-claim
      accept a reduce=0/K9/1.00 => ! unknown-contract
      accept a reduce=1/K1/1.00 => ! unknown-reduction
      accept a f reduce=0/K1/1.00;0/K1/0.50 => ! unknown-reduction
      accept a reduce=0/K1/40.00 => ! not-reduced
      accept a reduce=0/K1/0.00 => ! not-reduced
      accept f reduce=0/K1/80 => ! not-reduced
      accept a a => ! claim-not-submitted
      accept a f reduce=0/K2/5.00;1/K1/0 => month K1 2023-12 final 0.00 0.00 0.00 0.00
      | funds.committed K1 > funds.accepted K1 40.00
      | funds.committed K2 > funds.accepted K2 5.00
      | funds.committed K1 > funds.available C1 50.00
      | limit.used A1 > limit.free A1 50.00
      | funds.committed K2 > funds.accepted K2 50.00
      | settlement.expense O1 > settlement.payable A1 50.00
      accept a => ! claim-not-submitted
      withdraw f => claim f withdrawn, month K1 2023-12 open 0.00 0.00 0.00 0.00
      | settlement.payable A1 > settlement.expense O1 50.00
      | funds.accepted K2 > funds.committed K2 50.00
      | limit.free A1 > limit.used A1 50.00
      | funds.available C1 > funds.committed K1 50.00
      refuse a => claim a refused
      | funds.accepted K2 > funds.committed K2 5.00
      | funds.accepted K1 > funds.committed K1 40.00
      accept f => ! claim-not-submitted
      """)
  }

  @Test func finalOverAnAdvanceThatWasNotPaid() throws {
    let town = try Self.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00
      b: claim advance A1 2023-11 K2:40.00
      accept a
      f: claim final A1 2023-11 K1:60 K2:100
      accept f => claim a settled, month K1 2023-11 final 40.00 30.00 0.00 0.00
      | funds.accepted K1 > funds.committed K1 40.00
      | funds.committed K1 > funds.accepted K1 30.00
      | settlement.expense O1 > settlement.payable A1 30.00
      | funds.committed K1 > funds.available C1 20.00
      | limit.used A1 > limit.free A1 20.00
      | funds.committed K2 > funds.accepted K2 50.00
      | settlement.expense O1 > settlement.payable A1 50.00
      accept b => ! month-final
      withdraw a => ! month-final
      withdraw f => claim a accepted, month K1 2023-11 advanced 40.00 0.00 0.00 0.00
      | settlement.payable A1 > settlement.expense O1 50.00
      | funds.accepted K2 > funds.committed K2 50.00
      | limit.free A1 > limit.used A1 20.00
      | funds.available C1 > funds.committed K1 20.00
      | settlement.payable A1 > settlement.expense O1 30.00
      | funds.accepted K1 > funds.committed K1 30.00
      | funds.committed K1 > funds.accepted K1 40.00
      accept b
      y: calculate => cycle-lines A1:2:80.00:0.00:0.00
      withdraw a => ! claim-in-cycle
      close 2023-11 => ! advance-under-way
      g: claim final A1 2023-11 K1:60
      accept g => ! advance-under-way
      approve y
      accept g => ! advance-under-way
      withdraw b => ! claim-settling
      statement P1 2023-11-10 -1/2023
      accept g => month K1 2023-11 final 40.00 30.00 40.00 10.00
      | settlement.expense O1 > settlement.payable A1 30.00
      | settlement.payable A1 > settlement.advance A1 30.00
      | funds.committed K1 > funds.available C1 10.00
      | limit.used A1 > limit.free A1 10.00
      | settlement.refund K1 > settlement.advance A1 10.00
      withdraw g
      | settlement.advance A1 > settlement.refund K1 10.00
      | limit.free A1 > limit.used A1 10.00
      | funds.available C1 > funds.committed K1 10.00
      | settlement.advance A1 > settlement.payable A1 30.00
      | settlement.payable A1 > settlement.expense O1 30.00
      close 2023-11 => month K1 2023-11 final 40.00 0.00 40.00 40.00
      | funds.committed K1 > funds.available C1 10.00
      | limit.used A1 > limit.free A1 10.00
      | settlement.refund K1 > settlement.advance A1 40.00
      | funds.committed K2 > funds.available C1 10.00
      | limit.used A1 > limit.free A1 10.00
      | settlement.refund K2 > settlement.advance A1 40.00
      """)
  }

  @Test func undoingIsRefusedOnceItsMoneyIsSpent() throws {
    let town = try Self.opened()
    try town.play(
      """
      f: claim final A1 2023-11 K1:50
      accept f => funds.available C1 125.00
      contract K3 A2 C1 125.00 start=2023-11-01 end=2023-11-30
      withdraw f => ! insufficient-funds
      terminate K3 on=2023-10-31
      contract K4 A1 C1 75.00 start=2023-11-01 end=2023-11-30
      withdraw f => ! insufficient-funds
      amend-agreement A1 300.00
      withdraw f
      """)
  }

  @Test func undoingIsRefusedOnceItsRefundIsUsed() throws {
    let town = try Self.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00
      accept a
      y: calculate
      approve y
      statement P1 2023-11-10 -1/2023
      f: claim final A1 2023-11 K1:60
      accept f => settlement.refund K1 10.00
      r: refund A1 1.00
      withdraw f => ! claim-effects-used
      reverse r
      withdraw f
      """)
  }

  @Test func aClosedOrderTakesNoClaims() throws {
    let town = try Town()
    try town.play(Self.base)
    try town.play(
      """
      contract K3 A2 C1 0.01 start=2023-11-30 end=2023-12-01
      open 2023-11
      open 2023-12
      f: claim final A2 2023-11 K3:0
      g: claim final A2 2023-12 K3:100
      close-order O1 => ! order-in-use
      accept f
      close 2023-11
      terminate K1 on=2023-11-30
      terminate K2 on=2023-11-30
      close-order O1 => ! month-claim-waits
      withdraw g
      close-order O1
      claim final A2 2023-12 K3:100 => ! order-closed
      withdraw f => ! order-closed
      """)
  }
}
