import Testing

@testable import LedgerCore

/// Contracts: the checks on signing, terminations and exclusions.
@Suite struct ContractTables {
  private static let base = """
    payer P1
    order O1 P1 1000.00 services=S1|S2
    order O2 P1 1000.00
    certificate C1 O1 300.00 from=2023-02-01 to=2023-11-30
    certificate C2 O2 300.00
    certificate C3 O1 0.00
    provider V1 services=S1|S3 from=2023-03-01
    agreement A1 V1 O1 limit=200.00 from=2023-04-01 to=2023-10-31
    agreement A2 V1 O1
    """

  @Test func signing() throws {
    let town = try Town()
    try town.play(Self.base)
    try town.play(
      """
      contract K1 A9 C1 100.00 end=2023-10-31 => ! unknown-agreement
      contract K1 A1 C9 100.00 end=2023-10-31 => ! unknown-certificate
      contract K1 A9 C9 100.00 end=2023-10-31 => ! unknown-certificate
      contract K1 A1 C2 100.00 end=2023-10-31 => ! other-order
      contract K1 A1 C3 100.00 end=2023-10-31 => ! nothing-available
      contract K1 A2 C1 100.00 end=2023-12-01 => ! outside-certificate
      contract K1 A2 C1 100.00 signed=2023-01-31 end=2023-10-31 => ! outside-certificate
      contract K1 A2 C1 100.00 start=2023-02-28 end=2023-10-31 => ! provider-not-admitted
      contract K1 A1 C1 100.00 start=2023-03-31 end=2023-10-31 => ! outside-agreement
      contract K1 A1 C1 100.00 end=2023-11-01 => ! outside-agreement
      contract K1 A1 C1 100.00 end=2023-10-31 service=S3 => ! service-not-ordered
      contract K1 A1 C1 100.00 end=2023-10-31 service=S2 => ! service-not-admitted
      contract K1 A1 C1 200.01 end=2023-10-31 => ! limit-exceeded
      contract K1 A1 C1 0.00 end=2023-10-31 => ! nothing-available
      suspend C1
      contract K1 A1 C1 100.00 end=2023-10-31 => ! certificate-not-active
      resume C1
      contract K1 A1 C1 110.00 normative=100.00 end=2023-10-31 acceptance=x => shares 100.00+10.00
      | funds.available C1 > funds.reserved K1 100.00
      | limit.free A1 > limit.used A1 100.00
      contract K1 A9 C9 100.00 => ! number-used
      contract K2 A2 C9 100.00 acceptance=x => ! acceptance-used
      contract K2 A2 C1 250.00 end=2023-10-31 => shares 200.00+50.00
      | funds.available C1 > funds.reserved K2 200.00
      contract K3 A2 C1 1.00 end=2023-10-31 => ! nothing-available
      end-agreement A2
      contract K3 A2 C1 1.00 end=2023-10-31 => ! agreement-terminated
      exclude V1 => contract K1 terminated
      contract K3 A1 C1 1.00 end=2023-10-31 => ! provider-excluded
      close-certificate C1
      contract K3 A1 C1 1.00 end=2023-10-31 => ! certificate-not-active
      """)
  }

  @Test func signedLate() throws {
    let town = try Town()
    try town.play(Self.base)
    try town.play(
      """
      open 2023-09
      | nothing
      open 2023-11
      contract K1 A2 C1 122.00 end=2023-11-30
      | funds.available C1 > funds.reserved K1 122.00
      | funds.reserved K1 > funds.committed K1 40.22
      | funds.reserved K1 > funds.committed K1 40.89
      close 2023-09
      | funds.committed K1 > funds.available C1 40.22
      contract K2 A2 C1 30.00 end=2023-09-30
      | funds.available C1 > funds.reserved K2 30.00
      | funds.reserved K2 > funds.committed K2 30.00
      close 2023-09 count=1 sum=30.00 => contract K2 completed
      | funds.committed K2 > funds.available C1 30.00
      close 2023-09
      | nothing
      open 2023-10 count=1 sum=40.89
      | funds.reserved K1 > funds.committed K1 40.89
      """)
  }

  /// Half of each contract stands in November and half in December.
  private static let halves = """
    payer P1
    order O1 P1 1000.00
    certificate C1 O1 300.00
    provider V1
    agreement A1 V1 O1 limit=200.00
    contract K1 A1 C1 60.00 start=2023-11-01 end=2023-12-30
    """

  @Test func terminating() throws {
    let town = try Town()
    try town.play(Self.halves)
    try town.play(
      """
      terminate K9 => ! unknown-contract
      terminate K1 on=2024-01-01 => ! contract-ended
      open 2023-11
      terminate K1 on=2023-11-05 => contract K1 terminated, month K1 2023-12 released 0.00 0.00 0.00 0.00
      | funds.reserved K1 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      terminate K1 on=2023-11-05 => ! contract-terminated
      open 2023-12
      | nothing
      claim final A1 2023-12 K1:50 => ! month-released
      c: claim final A1 2023-11 K1:100
      accept c => contract K1 completed
      """)
  }

  @Test func terminatingWithLaterMonthsOpenClaimedOrClosed() throws {
    let town = try Town()
    try town.play(Self.halves)
    try town.play(
      """
      open 2023-11
      open 2023-12
      c: claim advance A1 2023-12 K1:5.00
      terminate K1 on=2023-11-05 => ! later-month-claimed
      accept c
      terminate K1 on=2023-11-05 => ! later-month-claimed
      withdraw c
      terminate K1 on=2023-10-05 => contract K1 completed
      | funds.committed K1 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      | funds.committed K1 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      contract K2 A1 C1 60.00 start=2023-11-01 end=2023-12-30
      f: claim final A1 2023-12 K2:0
      accept f
      terminate K2 on=2023-11-05 => ! later-month-claimed
      contract K3 A1 C1 60.00 start=2023-11-01 end=2023-12-30
      close 2023-12
      terminate K3 on=2023-10-31 => contract K3 completed, month K3 2023-12 final 0.00 0.00 0.00 0.00
      | funds.committed K3 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      """)
  }

  @Test func excludingEndsContractsAfterTheirClaims() throws {
    let town = try Town()
    try town.play(Self.halves)
    try town.play(
      """
      contract K2 A1 C1 60.00 start=2023-11-01 end=2023-12-30
      contract K3 A1 C1 10.00 start=2023-09-01 end=2023-09-30
      open 2023-11
      open 2023-12
      c: claim advance A1 2023-12 K1:5.00
      exclude V1 on=2023-10-20 => contract K1 terminated, contract K2 completed, contract K3 active
      | funds.committed K2 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      | funds.committed K2 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      accept c
      f: claim final A1 2023-12 K1:50
      accept f
      """)
  }

  /// A notice for a later month does not save a contract from it.
  @Test func excludingEndsContractsThatWereToEndLater() throws {
    let town = try Town()
    try town.play(Self.halves)
    try town.play(
      """
      terminate K1 on=2023-11-15 => contract K1 terminated
      exclude V1 on=2023-10-20 => contract K1 completed
      | funds.reserved K1 > funds.available C1 30.00
      | limit.used A1 > limit.free A1 30.00
      """)
  }

  @Test func whatReturnsToAClosedCertificateGoesOn() throws {
    let town = try Town()
    try town.play(Self.halves)
    try town.play(
      """
      close-certificate C1 => nominal C1 60.00
      | funds.available C1 > funds.unallocated O1 240.00
      terminate K1 on=2023-11-30 => nominal C1 30.00
      | funds.reserved K1 > funds.available C1 30.00
      | funds.available C1 > funds.unallocated O1 30.00
      | limit.used A1 > limit.free A1 30.00
      open 2023-11
      c: claim final A1 2023-11 K1:50
      accept c => nominal C1 15.00
      | funds.committed K1 > funds.accepted K1 15.00
      | settlement.expense O1 > settlement.payable A1 15.00
      | funds.committed K1 > funds.available C1 15.00
      | funds.available C1 > funds.unallocated O1 15.00
      | limit.used A1 > limit.free A1 15.00
      refuse c => nominal C1 30.00
      | limit.free A1 > limit.used A1 15.00
      | funds.unallocated O1 > funds.available C1 15.00
      | funds.available C1 > funds.committed K1 15.00
      | settlement.payable A1 > settlement.expense O1 15.00
      | funds.accepted K1 > funds.committed K1 15.00
      """)
  }
}
