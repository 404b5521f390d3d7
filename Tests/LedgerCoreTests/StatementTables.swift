import Testing

@testable import LedgerCore

/// Bank statements: how days chain, and what becomes of receipts.
@Suite struct StatementTables {
  private static let base = """
    payer P1
    payer P2
    order O1 P1 1000.00
    order O2 P2 1000.00
    certificate C1 O1 900.00
    certificate C2 O2 900.00
    provider V1
    agreement A1 V1 O1
    agreement A2 V1 O2
    agreement A3 V1 O1
    contract K1 A1 C1 100.00 start=2023-11-01 end=2023-12-30
    contract K2 A2 C2 100.00 start=2023-11-01 end=2023-12-30
    contract K3 A3 C1 200.00 start=2023-11-01 end=2023-12-30
    open 2023-11
    open 2023-11 order=O2
    """

  /// Advances of 40.00, 40.00 and 80.00 are paid; 10.00, 10.00 and 20.00 of them are owed back.
  private static let owing = """
    a: claim advance A1 2023-11 K1:40.00
    b: claim advance A2 2023-11 K2:40.00
    c: claim advance A3 2023-11 K3:80.00
    accept a b c
    y: calculate
    approve y
    statement P1 2023-11-10 -1/2023 -3/2023
    statement P2 2023-11-10 -2/2023
    f: claim final A1 2023-11 K1:60
    g: claim final A2 2023-11 K2:60
    h: claim final A3 2023-11 K3:60
    accept f g h
    """

  private func town(owing: Bool = false) throws -> Town {
    let town = try Town()
    try town.play(Self.base)
    if owing { try town.play(Self.owing) }
    return town
  }

  @Test func daysChain() throws {
    try town().play(
      """
      statement P1 2023-11-10 account=unknown => ! unknown-account
      statement P1 2023-11-10 +?:1.00@2023-11-09 => ! statement-day
      statement P1 2023-11-10 +?:1.00@2023-11-11 => ! statement-day
      statement P1 2023-11-10 +?:1.00@2023-11-11 +?:1.00 to=2023-11-11 => ! statement-day
      statement P1 2023-11-10 +?:1.00 closing=5.00 => ! statement-sums
      statement P1 2023-11-10 +?:1.00 -?:3.00 opening=10.00 => lines listed listed
      | nothing
      statement P1 2023-11-11 opening=7.99 => ! statement-gap
      statement P1 2023-11-09 opening=10.01 => ! statement-gap
      statement P1 2023-11-09 opening=9.00 +?:1.00 => lines listed
      statement P1 2023-11-20 opening=8.00 +?:2.00@2023-11-21 to=2023-11-22
      statement P1 2023-11-12 +?:2.00 => ! statement-gap
      statement P1 2023-11-12 +?:2.00 -?:2.00@2023-11-13 to=2023-11-13
      statement P1 2023-11-11 to=2023-11-30 => ! statement-differs
      statement P2 2023-11-10 opening=77.00
      """)
  }

  @Test func daysComeAgain() throws {
    try town().play(
      """
      s: statement P1 2023-11-10 +?:1.00 +?:2.00 +?:1.00 => lines listed listed listed
      statement P1 2023-11-10 +?:1.00 +?:2.00 => ! statement-differs
      statement P1 2023-11-10 +?:1.00 +?:2.00 +?:1.01 => ! statement-differs
      statement P1 2023-11-10 +?:1.00 +?:2.00 +?:1.00 opening=5.00 => ! statement-differs
      send-back s:1 => ! unknown-receipt
      t: statement P1 2023-11-09 +?:1.00@2023-11-10 +?:1.00@2023-11-10 +?:2.00@2023-11-10 \
        to=2023-11-10 opening=1000000.00 book=yes => lines unidentified unidentified unidentified
      | settlement.cash P1 > settlement.unidentified P1 1.00
      | settlement.cash P1 > settlement.unidentified P1 1.00
      | settlement.cash P1 > settlement.unidentified P1 2.00
      statement P1 2023-11-10 +?:2.00 +?:1.00 +?:1.00 book=yes \
        => lines bookedBefore bookedBefore bookedBefore, rest t:3 2.00, rest t:1 1.00
      | nothing
      send-back s:1 => ! unknown-receipt
      send-back t:4 => ! unknown-receipt
      send-back t:3 => rest t:3 0.00
      | settlement.unidentified P1 > settlement.cash P1 2.00
      send-back t:3 => ! receipt-spent
      """)
  }

  @Test func refundsMatchDebts() throws {
    try town(owing: true).play(
      """
      statement P1 2023-11-11 +V1:10.01 +V9:10.00 +?:10.00 => lines listed listed listed
      statement P1 2023-11-12 +V1:10.00 => lines refund
      | funds.executed K1 > funds.available C1 10.00
      | settlement.cash P1 > settlement.refund K1 10.00
      statement P1 2023-11-13 +V1:10.00 +V1:20.00 => lines listed refund
      statement P2 2023-11-13 +V1:10.00 => lines refund
      | funds.executed K2 > funds.available C2 10.00
      | settlement.cash P2 > settlement.refund K2 10.00
      """)
    try town(owing: true).play(
      """
      statement P1 2023-11-12 +V1:30.00 => lines refund
      | funds.executed K1 > funds.available C1 10.00
      | settlement.cash P1 > settlement.refund K1 10.00
      | funds.executed K3 > funds.available C1 20.00
      | settlement.cash P1 > settlement.refund K3 20.00
      """)
  }

  /// A debt of an agreement that comes later in the register may be the older one.
  @Test func theOldestDebtIsPaidFirst() throws {
    let town = try town()
    try town.play(Self.owing.replacing("accept f g h", with: "accept h g f"))
    try town.play(
      """
      statement P1 2023-11-12 +V1:30.00 => lines refund
      | funds.executed K3 > funds.available C1 20.00
      | settlement.cash P1 > settlement.refund K3 20.00
      | funds.executed K1 > funds.available C1 10.00
      | settlement.cash P1 > settlement.refund K1 10.00
      """)
  }

  @Test func twoEqualDebtsAreNotGuessed() throws {
    try town(owing: true).play(
      """
      refund A3 10.00
      statement P1 2023-11-12 +V1:10.00 => lines listed
      """)
  }

  @Test func identifyingARefund() throws {
    try town(owing: true).play(
      """
      s: statement P1 2023-11-12 +?:25.00 book=yes => lines unidentified
      identify s:1 refund A9 1.00 => ! unknown-agreement
      identify s:2 refund A1 1.00 => ! unknown-receipt
      identify #1:1 refund A1 1.00 => ! unknown-receipt
      identify s:1 refund A2 1.00 => ! other-order
      identify s:1 refund A1 25.01 => ! receipt-too-small
      identify s:1 refund A1 10.01 => ! refund-too-large
      identify s:1 refund A1 4.00 => rest s:1 21.00
      | settlement.unidentified P1 > settlement.cash P1 4.00
      | funds.executed K1 > funds.available C1 4.00
      | settlement.cash P1 > settlement.refund K1 4.00
      identify s:1 refund A3 20.00
      identify s:1 refund A1 1.00 => rest s:1 0.00
      identify s:1 refund A1 1.00 => ! receipt-spent
      """)
  }

  @Test func identifyingAReturn() throws {
    try town(owing: true).play(
      """
      s: statement P1 2023-11-12 +?:100.00 +?:40.00 book=yes
      identify s:1 return 9/2023 40.00 => ! unknown-payment
      identify s:1 return 2/2023 40.00 => ! other-order
      identify s:1 return 1/2023 39.99 => ! not-returnable
      identify s:1 return 1/2023 40.00 => rest s:1 60.00, month K1 2023-11 final 40.00 30.00 0.00 0.00
      | settlement.unidentified P1 > settlement.cash P1 40.00
      | funds.executed K1 > funds.accepted K1 40.00
      | settlement.cash P1 > settlement.transit A1 40.00
      | settlement.transit A1 > settlement.payable A1 40.00
      | funds.accepted K1 > funds.available C1 10.00
      | settlement.payable A1 > settlement.refund K1 10.00
      identify s:2 return 1/2023 40.00 => ! not-returnable
      z: calculate
      approve z => payment 4/2023 sent A1 30.00
      identify s:2 return 4/2023 30.00 => rest s:2 10.00
      | settlement.unidentified P1 > settlement.cash P1 30.00
      | settlement.transit A1 > settlement.payable A1 30.00
      """)
  }

  @Test func aReceiptBeyondWhatALedgerCanHoldIsRefused() throws {
    let town = try town()
    let most = Money(kopecks: Int64.max - 100)
    func statement(_ day: Int) -> DocumentBody {
      let date = CalendarDate(year: 2023, month: 11, day: day)!
      func line(_ side: StatementSide) -> StatementLine {
        StatementLine(
          bookedOn: date, side: side, amount: most, number: "1", date: date, counterpartyINN: "",
          counterpartyAccount: "", purpose: "")
      }
      return .statementImported(
        BankStatement(
          file: .zero, account: "account-P1", from: date, to: date, opening: .zero,
          closing: .zero, bookUnidentified: true, lines: [line(.credit), line(.debit)]))
    }
    guard case .success = town.submit(statement(1)), case .failure = town.submit(statement(2))
    else {
      Issue.record("not the first alone")
      return
    }
  }
}
