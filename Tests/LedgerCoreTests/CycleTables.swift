import Testing

@testable import LedgerCore

/// Cycles: what they take, offset and carry, and when they are refused.
@Suite struct CycleTables {
  private static let base = """
    payer P1
    order O1 P1 1000.00
    certificate C1 O1 900.00
    provider V1
    agreement B1 V1 O1 offset=yes
    agreement A2 V1 O1
    contract K1 B1 C1 100.00 start=2023-11-01 end=2023-12-30
    contract K2 B1 C1 100.00 start=2023-11-01 end=2023-12-30
    contract K3 A2 C1 100.00 start=2023-11-01 end=2023-12-30
    open 2023-11
    open 2023-12
    """

  private func town() throws -> Town {
    let town = try Town()
    try town.play(Self.base)
    return town
  }

  @Test func standing() throws {
    try town().play(
      """
      calculate defer=A9 => ! unknown-agreement
      y: calculate => cycle y calculated, carried y 0/0.00
      | nothing
      calculate => ! cycle-open
      approve #0 => ! unknown-cycle
      cancel y! => ! unknown-cycle
      close-cycle y => ! cycle-not-approved
      approve y => cycle y approved
      | nothing
      approve y => ! cycle-not-calculated
      cancel y => ! cycle-not-calculated
      z: calculate
      cancel z => cycle z cancelled
      | nothing
      cancel z => ! cycle-not-calculated
      close-cycle z => ! cycle-not-approved
      close-cycle y => cycle y closed
      | nothing
      close-cycle y => ! cycle-not-approved
      """)
  }

  @Test func linesGoByAgreementAndClaimsByEntry() throws {
    try town().play(
      """
      a: claim final B1 2023-11 K1:100
      b: claim final A2 2023-11 K3:50
      c: claim advance B1 2023-12 K2:40.00
      accept c
      accept b
      y: calculate => cycle-lines A2:1:0.00:25.00:0.00 B1:1:40.00:0.00:0.00
      accept a
      approve y sum=1.00 => ! envelope-differs
      approve y => payment 1/2023 sent A2 25.00, payment 2/2023 sent B1 40.00, claim a accepted
      | settlement.payable A2 > settlement.transit A2 25.00
      | settlement.advance B1 > settlement.transit B1 40.00
      z: calculate => cycle-lines B1:1:0.00:50.00:0.00
      approve z on=2024-01-09 => payment 1/2024 sent B1 50.00, claim a settling
      close-cycle y => ! cycle-payments-open
      """)
  }

  @Test func limitedFundsCarryTheRest() throws {
    try town().play(
      """
      a: claim final B1 2023-11 K1:60 K2:100
      b: claim final A2 2023-11 K3:10
      accept b
      accept a
      y: calculate funds=29.99 => carried y 3/85.00
      cancel y
      y: calculate funds=79.99 => cycle-lines B1:1:0.00:30.00:0.00
      approve y => carried y 2/55.00, claim a settling
      y: calculate funds=5.00 => carried y 2/55.00
      cancel y
      y: calculate defer=B1 => cycle-lines A2:1:0.00:5.00:0.00
      approve y => carried y 1/50.00
      y: calculate => cycle-lines B1:1:0.00:50.00:0.00
      approve y => payment 3/2023 sent B1 50.00
      """)
  }

  @Test func aDeferredAgreementDoesNotEndTheTaking() throws {
    try town().play(
      """
      a: claim final B1 2023-11 K1:100
      b: claim final A2 2023-11 K3:10
      accept a b
      y: calculate funds=5.00 defer=B1 => cycle-lines A2:1:0.00:5.00:0.00
      """)
  }

  /// K1's advance of 40.00 is paid, its final is 10.00: 30.00 are owed. K3 owes 30.00 likewise.
  private static let owing = """
    a: claim advance B1 2023-11 K1:40.00
    b: claim advance A2 2023-11 K3:40.00
    accept a b
    y: calculate
    approve y
    statement P1 2023-11-10 -1/2023 -2/2023
    f: claim final B1 2023-11 K1:20
    g: claim final A2 2023-11 K3:20
    accept f g => settlement.refund K1 30.00, settlement.refund K3 30.00
    """

  @Test func offsetsStayWithinAnAgreementThatAllowsThem() throws {
    let town = try town()
    try town.play(Self.owing)
    try town.play(
      """
      h: claim final A2 2023-12 K3:100
      i: claim final B1 2023-12 K2:50 K1:20
      accept h i
      z: calculate => cycle-lines A2:2:0.00:50.00:0.00 B1:3:0.00:35.00:30.00
      approve z => claim f settled, payment 3/2023 sent A2 50.00, payment 4/2023 sent B1 5.00
      | funds.accepted K2 > funds.executed K2 25.00
      | funds.executed K1 > funds.available C1 25.00
      | settlement.payable B1 > settlement.refund K1 25.00
      | funds.accepted K1 > funds.executed K1 5.00
      | funds.executed K1 > funds.available C1 5.00
      | settlement.payable B1 > settlement.refund K1 5.00
      | settlement.payable A2 > settlement.transit A2 50.00
      | settlement.payable B1 > settlement.transit B1 5.00
      """)
  }

  @Test func anAdvanceIsOffsetAndComesBackAsMoney() throws {
    let town = try town()
    try town.play(Self.owing)
    try town.play(
      """
      h: claim advance B1 2023-12 K2:20.00
      accept h
      z: calculate funds=0.00 => cycle-lines A2:1:0.00:0.00:0.00 B1:2:20.00:0.00:20.00
      approve z => claim h settled, month K2 2023-12 advanced 20.00 0.00 20.00 0.00
      | funds.accepted K2 > funds.executed K2 20.00
      | funds.executed K1 > funds.available C1 20.00
      | settlement.advance B1 > settlement.refund K1 20.00
      close-cycle z
      i: claim final B1 2023-12 K2:0
      accept i => settlement.refund K2 20.00, settlement.refund K1 10.00
      j: claim final B1 2023-12 K1:100
      accept j
      x: calculate => cycle-lines B1:2:0.00:50.00:30.00
      approve x => payment 3/2023 sent B1 20.00
      | funds.accepted K1 > funds.executed K1 10.00
      | funds.executed K1 > funds.available C1 10.00
      | settlement.payable B1 > settlement.refund K1 10.00
      | funds.accepted K1 > funds.executed K1 20.00
      | funds.executed K2 > funds.available C1 20.00
      | settlement.payable B1 > settlement.refund K2 20.00
      | settlement.payable B1 > settlement.transit B1 20.00
      """)
  }

  @Test func approvalIsRefusedAfterTheResultChanged() throws {
    let town = try town()
    try town.play(Self.owing)
    try town.play(
      """
      h: claim final B1 2023-12 K2:100
      accept h
      z: calculate => cycle-lines A2:1:0.00:0.00:0.00 B1:2:0.00:50.00:30.00
      r: refund B1 10.00
      approve z => ! result-changed
      reverse r
      approve z
      """)
  }
}
