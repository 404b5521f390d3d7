import Testing

@testable import LedgerCore

/// Accepted finals corrected down: unpaid, paid, partly paid, and after a return.
@Suite struct CorrectionTables {
  @Test func correcting() throws {
    let town = try ClaimTables.opened()
    try town.play(
      """
      f: claim final A1 2023-11 K1:90
      correct K9 2023-11 50 => ! unknown-contract
      correct K1 2023-10 50 => ! month-not-in-contract
      correct K1 2023-11 50 => ! no-accepted-final
      accept f
      correct K1 2023-11 90 => ! not-reduced
      correct K1 2023-11 80 => month K1 2023-11 final 0.00 40.00 0.00 0.00
      | funds.accepted K1 > funds.available C1 5.00
      | settlement.payable A1 > settlement.expense O1 5.00
      | limit.used A1 > limit.free A1 5.00
      y: calculate => cycle-lines A1:1:0.00:40.00:0.00
      correct K1 2023-11 70 => ! claim-in-cycle
      approve y
      correct K1 2023-11 70 => ! payment-under-way
      statement P1 2023-11-10 -1/2023
      correct K1 2023-11 70 => month K1 2023-11 final 0.00 35.00 40.00 5.00
      | settlement.refund K1 > settlement.expense O1 5.00
      withdraw f => ! claim-settling
      close 2023-11
      correct K2 2023-11 0 => ! no-accepted-final
      """)
  }

  @Test func correctingWhatIsPartlyPaid() throws {
    let town = try ClaimTables.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00
      accept a
      y: calculate
      approve y
      statement P1 2023-11-10 -1/2023
      f: claim final A1 2023-11 K1:100
      accept f => settlement.payable A1 10.00
      correct K1 2023-11 60 => month K1 2023-11 final 40.00 30.00 40.00 10.00
      | funds.accepted K1 > funds.available C1 10.00
      | settlement.payable A1 > settlement.expense O1 10.00
      | limit.used A1 > limit.free A1 10.00
      | settlement.refund K1 > settlement.expense O1 10.00
      withdraw f => month K1 2023-11 advanced 40.00 0.00 40.00 0.00, settlement.advance A1 40.00
      """)
  }

  @Test func correctingAReturnedAdvanceThatWaits() throws {
    let town = try ClaimTables.opened()
    try town.play(
      """
      a: claim advance A1 2023-11 K1:40.00
      accept a
      y: calculate
      approve y
      statement P1 2023-11-10 -1/2023
      f: claim final A1 2023-11 K1:90
      accept f
      statement P1 2023-11-11 +1/2023 => settlement.payable A1 45.00, funds.accepted K1 45.00
      correct K1 2023-11 10 => month K1 2023-11 final 40.00 5.00 0.00 0.00
      | funds.accepted K1 > funds.available C1 40.00
      | settlement.payable A1 > settlement.expense O1 40.00
      | limit.used A1 > limit.free A1 40.00
      z: calculate => cycle-lines A1:2:0.00:5.00:0.00
      """)
  }
}
