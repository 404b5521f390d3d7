import Testing

@testable import LedgerCore

/// What the bank says of payments: debits, returns, rejections, and debits that come late.
@Suite struct PaymentTables {
  /// Payment 1/2023 of 90.00: an advance of 40.00 for K1, and a final of 50.00 for K2.
  static let sending = """
    payer P1
    order O1 P1 1000.00
    certificate C1 O1 900.00
    provider V1
    agreement A1 V1 O1 limit=500.00 offset=yes
    contract K1 A1 C1 100.00 start=2023-11-01 end=2023-12-30
    contract K2 A1 C1 100.00 start=2023-11-01 end=2023-12-30
    open 2023-11
    open 2023-12
    a: claim advance A1 2023-11 K1:40.00
    f: claim final A1 2023-11 K2:100
    accept a f
    y: calculate
    approve y
    | settlement.payable A1 > settlement.transit A1 50.00
    | settlement.advance A1 > settlement.transit A1 40.00
    """

  static func sent() throws -> Town {
    let town = try Town()
    try town.play(Self.sending)
    return town
  }

  static let confirmed = """
    statement P1 2023-11-10 -1/2023 => lines confirmed:1/2023
    | funds.accepted K1 > funds.executed K1 40.00
    | funds.accepted K2 > funds.executed K2 50.00
    | settlement.transit A1 > settlement.cash P1 90.00
    """

  @Test func aDebitMatchesOnEverything() throws {
    try Self.sent().play(
      """
      statement P1 2023-11-10 -1/2023~sum -1/2023~date -1/2023~number -1/2023~account \
        => lines listed listed listed listed
      | nothing
      statement P1 2023-11-11 -1/2023 -1/2023 => lines confirmed:1/2023 listed
      close-cycle y
      """)
  }

  @Test func rejected() throws {
    try Self.sent().play(
      """
      reject 2/2023 => ! unknown-payment
      reject 1/2023 => payment 1/2023 rejected A1 90.00, claim a settling
      | settlement.transit A1 > settlement.payable A1 50.00
      | settlement.transit A1 > settlement.advance A1 40.00
      reject 1/2023 => ! payment-not-sent
      close-cycle y
      z: calculate => cycle-lines A1:2:40.00:50.00:0.00
      approve z => payment 2/2023 sent A1 90.00
      statement P1 2023-11-10 -2/2023
      reject 2/2023 => ! payment-not-sent
      """)
  }

  @Test func aLateDebitConfirmsARejectedPayment() throws {
    try Self.sent().play(
      """
      reject 1/2023
      z: calculate
      statement P1 2023-11-10 -1/2023 => lines confirmed:1/2023, settlement.cash P1 90.00
      | settlement.payable A1 > settlement.transit A1 50.00
      | settlement.advance A1 > settlement.transit A1 40.00
      | funds.accepted K1 > funds.executed K1 40.00
      | funds.accepted K2 > funds.executed K2 50.00
      | settlement.transit A1 > settlement.cash P1 90.00
      approve z => ! result-changed
      cancel z
      x: calculate
      approve x => claim a settled, claim f settled
      | nothing
      """)
  }

  @Test func aLateDebitOfLinesSentAgainIsUnidentified() throws {
    try Self.sent().play(
      """
      reject 1/2023
      z: calculate
      approve z
      s: statement P1 2023-11-10 -1/2023 => lines unidentified:1/2023, rest s:1 -90.00
      | settlement.unidentified P1 > settlement.cash P1 90.00
      send-back s:1 => ! receipt-spent
      statement P1 2023-11-11 -2/2023 => settlement.cash P1 180.00
      statement P1 2023-11-12 +1/2023 => lines listed
      t: statement P1 2023-11-13 +1/2023 book=yes => lines unidentified
      | settlement.cash P1 > settlement.unidentified P1 90.00
      """)
  }

  /// Two payments of one number, date and sum, numbered in two years: neither is guessed.
  @Test func aReturnOfOneOfTwoIsListed() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 1000.00
      certificate C1 O1 900.00
      provider V1
      agreement A1 V1 O1
      contract K1 A1 C1 100.00 start=2023-11-01 end=2023-12-30
      contract K2 A1 C1 100.00 start=2023-11-01 end=2023-12-30
      open 2023-11
      a: claim advance A1 2023-11 K1:40.00
      accept a
      y: calculate
      approve y
      b: claim advance A1 2023-11 K2:40.00
      accept b
      z: calculate
      approve z on=2024-01-03
      statement P1 2023-11-10 -1/2023 -1/2024 => lines confirmed:1/2023 confirmed:1/2024
      statement P1 2023-11-11 +1/2023 => lines listed
      | nothing
      """)
  }

  @Test func returnedBeforeItsDebitWasSeen() throws {
    try Self.sent().play(
      """
      statement P1 2023-11-10 +1/2023 => lines returned:1/2023, payment 1/2023 returned A1 90.00
      | settlement.transit A1 > settlement.payable A1 50.00
      | settlement.transit A1 > settlement.advance A1 40.00
      z: calculate
      approve z
      statement P1 2023-11-11 -1/2023 -2/2023 => lines confirmed:1/2023 confirmed:2/2023
      | funds.accepted K1 > funds.executed K1 40.00
      | funds.accepted K2 > funds.executed K2 50.00
      | settlement.transit A1 > settlement.cash P1 90.00
      """)
  }

  @Test func debitAndReturnInOneStatement() throws {
    let town = try Self.sent()
    try town.play(
      """
      statement P1 2023-11-10 +1/2023 -1/2023 => lines returned:1/2023 confirmed:1/2023
      | funds.accepted K1 > funds.executed K1 40.00
      | funds.accepted K2 > funds.executed K2 50.00
      | settlement.transit A1 > settlement.cash P1 90.00
      | funds.executed K1 > funds.accepted K1 40.00
      | settlement.cash P1 > settlement.transit A1 40.00
      | settlement.transit A1 > settlement.advance A1 40.00
      | funds.executed K2 > funds.accepted K2 50.00
      | settlement.cash P1 > settlement.transit A1 50.00
      | settlement.transit A1 > settlement.payable A1 50.00
      statement P1 2023-11-11 +1/2023 => lines listed
      g: claim final A1 2023-11 K1:60
      accept g => claim a settled, settlement.payable A1 80.00
      """)
  }

  @Test func aReturnIsNettedAgainstWhatItsMonthOwes() throws {
    let town = try Self.sent()
    try town.play(Self.confirmed)
    try town.play(
      """
      g: claim final A1 2023-11 K1:60
      accept g => settlement.refund K1 10.00
      statement P1 2023-11-12 +1/2023~sum +1/2023~date +1/2023~number => lines listed listed listed
      statement P1 2023-11-13 +1/2023 => month K1 2023-11 final 40.00 30.00 0.00 0.00, claim g accepted
      | funds.executed K1 > funds.accepted K1 40.00
      | settlement.cash P1 > settlement.transit A1 40.00
      | settlement.transit A1 > settlement.payable A1 40.00
      | funds.accepted K1 > funds.available C1 10.00
      | settlement.payable A1 > settlement.refund K1 10.00
      | limit.used A1 > limit.free A1 10.00
      | funds.executed K2 > funds.accepted K2 50.00
      | settlement.cash P1 > settlement.transit A1 50.00
      | settlement.transit A1 > settlement.payable A1 50.00
      z: calculate => cycle-lines A1:3:0.00:80.00:0.00
      """)
  }

  @Test func aReturnAboveWhatIsExecutedIsUnidentified() throws {
    let town = try Self.sent()
    try town.play(Self.confirmed)
    try town.play(
      """
      g: claim final A1 2023-11 K1:60
      accept g
      refund A1 10.00
      s: statement P1 2023-11-13 +1/2023 => month K1 2023-11 final 40.00 30.00 0.00 0.00, rest s:1 10.00
      | funds.executed K1 > funds.accepted K1 30.00
      | settlement.cash P1 > settlement.transit A1 30.00
      | settlement.transit A1 > settlement.payable A1 30.00
      | funds.executed K2 > funds.accepted K2 50.00
      | settlement.cash P1 > settlement.transit A1 50.00
      | settlement.transit A1 > settlement.payable A1 50.00
      | settlement.cash P1 > settlement.unidentified P1 10.00
      send-back s:1
      | settlement.unidentified P1 > settlement.cash P1 10.00
      """)
  }

  @Test func aReturnOfAMonthClosedUnclaimed() throws {
    let town = try Self.sent()
    try town.play(Self.confirmed)
    try town.play(
      """
      close 2023-11 => settlement.refund K1 40.00
      statement P1 2023-11-13 +1/2023 => month K1 2023-11 final 40.00 0.00 0.00 0.00, \
        claim a settled, funds.available C1 750.00
      """)
  }

  @Test func returnsAndRefundsOfAClosedOrder() throws {
    let town = try Self.sent()
    try town.play(Self.confirmed)
    try town.play(
      """
      g: claim final A1 2023-11 K1:60
      accept g => settlement.refund K1 10.00
      close 2023-11
      close 2023-12
      close-order O1 => funds.lapsed O1 910.00, nominal C1 90.00
      r: refund A1 10.00 => settlement.revenue O1 10.00
      | settlement.revenue O1 > settlement.refund K1 10.00
      statement P1 2023-12-13 +1/2023 => settlement.payable A1 90.00
      reverse r => ! effect-changed
      correct K1 2023-11 0 => settlement.payable A1 60.00, funds.lapsed O1 940.00
      | funds.accepted K1 > funds.available C1 30.00
      | funds.available C1 > funds.unallocated O1 30.00
      | funds.unallocated O1 > funds.lapsed O1 30.00
      | settlement.payable A1 > settlement.expense O1 30.00
      | limit.used A1 > limit.free A1 30.00
      z: calculate
      approve z
      statement P1 2023-12-14 -2/2023
      """)
  }
}
