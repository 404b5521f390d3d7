import Testing

@testable import LedgerCore

/// The worked example of the design, section 4, to the kopeck.
@Suite struct GoldenExampleTests {
  private func town() throws -> Town {
    let town = try Town()
    try town.play(
      """
      payer P1
      order O1 P1 20000.00
      certificate C1 O1 8000.00
      provider V1
      agreement A1 V1 O1 offset=yes
      contract K1 A1 C1 6879.42 normative=6861.21 start=2023-10-16 end=2023-12-31 \
        => shares 6861.21+18.21, funds.reserved K1 6861.21, funds.available C1 1138.79
      open 2023-10
      | funds.reserved K1 > funds.committed K1 1425.71
      open 2023-11
      | funds.reserved K1 > funds.committed K1 2717.75
      open 2023-12
      | funds.reserved K1 > funds.committed K1 2717.75
      """)
    return town
  }

  @Test func parentShareIsSplitTheSameWay() throws {
    let town = try town()
    let contract = town.books.contracts[0]
    #expect(contract.parentShare.decimal == "18.21")
    let parts = (0..<3).map { contract.parentPlan[$0].kopecks }
    // 18.21 over 77 days, 16 of them in October: the later months get ⌊1821 × 61 / 154⌋ each.
    #expect(parts == [379, 721, 721])
  }

  private static let advancePaid = """
    claim advance A1 2023-11 K1:2174.21 => ! advance-too-large
    a: claim advance A1 2023-11 K1:2174.20
    | nothing
    accept a
    | funds.committed K1 > funds.accepted K1 2174.20
    y: calculate => cycle-lines A1:1:2174.20:0.00:0.00
    | nothing
    approve y
    | settlement.advance A1 > settlement.transit A1 2174.20
    statement P1 2023-11-10 -1/2023 => lines confirmed:1/2023
    | funds.accepted K1 > funds.executed K1 2174.20
    | settlement.transit A1 > settlement.cash P1 2174.20
    """

  @Test func ninetyPercent() throws {
    let town = try town()
    try town.play(Self.advancePaid)
    try town.play(
      """
      f: claim final A1 2023-11 K1:90
      accept f => month K1 2023-11 final 2174.20 2445.98 2174.20 0.00
      | funds.committed K1 > funds.accepted K1 271.78
      | settlement.expense O1 > settlement.payable A1 2445.98
      | settlement.payable A1 > settlement.advance A1 2174.20
      | funds.committed K1 > funds.available C1 271.77
      z: calculate => cycle-lines A1:1:0.00:271.78:0.00
      approve z => payment 2/2023 sent A1 271.78
      | settlement.payable A1 > settlement.transit A1 271.78
      statement P1 2023-11-11 -2/2023 => claim f settled, funds.executed K1 2445.98, \
        settlement.cash P1 2445.98, funds.available C1 1410.56
      """)
  }

  private static let seventyFive = """
    f: claim final A1 2023-11 K1:75
    accept f => month K1 2023-11 final 2174.20 2038.31 2174.20 135.89
    | settlement.expense O1 > settlement.payable A1 2038.31
    | settlement.payable A1 > settlement.advance A1 2038.31
    | funds.committed K1 > funds.available C1 543.55
    | settlement.refund K1 > settlement.advance A1 135.89
    """

  @Test func seventyFivePercentRefunded() throws {
    let town = try town()
    try town.play(Self.advancePaid)
    try town.play(Self.seventyFive)
    try town.play(
      """
      refund A1 135.90 => ! refund-too-large
      refund A1 135.89 => funds.available C1 1818.23, settlement.refund K1 0.00
      | funds.executed K1 > funds.available C1 135.89
      | settlement.cash P1 > settlement.refund K1 135.89
      """)
  }

  @Test func seventyFivePercentOffset() throws {
    let town = try town()
    try town.play(Self.advancePaid)
    try town.play(Self.seventyFive)
    try town.play(
      """
      d: claim advance A1 2023-12 K1:1000.00
      accept d
      z: calculate => cycle-lines A1:2:1000.00:0.00:135.89
      approve z => payment 2/2023 sent A1 864.11, funds.available C1 1818.23, claim f settled
      | funds.accepted K1 > funds.executed K1 135.89
      | funds.executed K1 > funds.available C1 135.89
      | settlement.advance A1 > settlement.refund K1 135.89
      | settlement.advance A1 > settlement.transit A1 864.11
      """)
  }
}
