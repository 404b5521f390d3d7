import Testing

@testable import LedgerCore

/// Payers, orders, certificates, providers and agreements: every posting row and every refusal.
@Suite struct RegisterTables {
  @Test func payers() throws {
    try Town().play(
      """
      payer P1
      | nothing
      payer P1 account=other => ! number-used
      payer P2 account=account-P1 => ! account-used
      payer P2
      amend-payer P3 => ! unknown-payer
      amend-payer P1 replaces=#0 name=N => ! stale-amendment
      amend-payer P1 replaces=#1! name=N => ! stale-amendment
      amend-payer P1 replaces=#77 name=N => ! stale-amendment
      amend-payer P1 => ! nothing-changes
      amend-payer P1 account=account-P2 => ! account-used
      amend-payer P1 name=N account=new
      | nothing
      amend-payer P1 replaces=#1 name=M => ! stale-amendment
      amend-payer P1 name=M
      """)
  }

  @Test func providers() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 100.00
      provider V1
      | nothing
      provider V1 => ! number-used
      amend-provider V2 => ! unknown-provider
      amend-provider V1 => ! nothing-changes
      amend-provider V1 name=N replaces=#1 => ! stale-amendment
      amend-provider V1 name=N
      | nothing
      exclude V2 => ! unknown-provider
      exclude V1
      exclude V1 => ! provider-excluded
      agreement A1 V1 O1 => ! provider-excluded
      amend-provider V1 account=newer
      """)
  }

  @Test func orders() throws {
    try Town().play(
      """
      payer P1
      order O1 P9 100.00 => ! unknown-payer
      order O1 P1 100.00
      | funds.approved O1 > funds.unallocated O1 100.00
      order O1 P9 100.00 => ! number-used
      certificate C1 O1 60.00
      amend-order O9 120.00 => ! unknown-order
      amend-order O1 120.00 replaces=#1 => ! stale-amendment
      amend-order O1 100.00 => ! nothing-changes
      amend-order O1 120.00
      | funds.approved O1 > funds.unallocated O1 20.00
      amend-order O1 59.99 => ! insufficient-funds
      amend-order O1 60.00 => funds.unallocated O1 0.00, funds.approved O1 60.00
      | funds.unallocated O1 > funds.approved O1 60.00
      amend-order O1 120.00 replaces=#2 => ! stale-amendment
      """)
  }

  @Test func closingAnOrder() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 100.00
      certificate C1 O1 30.00
      certificate C2 O1 20.00
      suspend C2
      close-order O9 => ! unknown-order
      close-order O1 count=1 => ! totals-differ
      close-order O1 sum=99.99 => ! totals-differ
      close-order O1 count=2 sum=100.00 => certificate C1 closed, certificate C2 closed, nominal C1 0.00
      | funds.available C1 > funds.unallocated O1 30.00
      | funds.available C2 > funds.unallocated O1 20.00
      | funds.unallocated O1 > funds.lapsed O1 100.00
      close-order O1 => ! order-closed
      amend-order O1 120.00 => ! order-closed
      certificate C3 O1 1.00 => ! order-closed
      provider V1
      agreement A1 V1 O1 => ! order-closed
      open 2023-10 => ! order-closed
      close 2023-10 => ! order-closed
      amend-certificate C1 5.00 => ! certificate-closed
      """)
  }

  @Test func certificates() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 100.00 max=2
      certificate C1 O9 40.00 => ! unknown-order
      certificate C1 O1 40.00 to=2024-01-01 => ! outside-order-year
      certificate C1 O1 40.00 from=2022-12-31 => ! outside-order-year
      certificate C1 O1 100.01 => ! insufficient-funds
      certificate C1 O1 40.00
      | funds.unallocated O1 > funds.available C1 40.00
      certificate C1 O1 40.00 => ! number-used
      certificate C2 O1 10.00
      certificate C3 O1 10.00 => ! too-many-certificates
      suspend C9 => ! unknown-certificate
      suspend C2 => certificate C2 suspended
      suspend C2 => ! certificate-not-active
      certificate C3 O1 10.00 => ! too-many-certificates
      resume C1 => ! certificate-not-suspended
      resume C9 => ! unknown-certificate
      resume C2 => certificate C2 active
      close-certificate C9 => ! unknown-certificate
      close-certificate C2 => certificate C2 closed, nominal C2 0.00
      | funds.available C2 > funds.unallocated O1 10.00
      close-certificate C2 => ! certificate-closed
      suspend C2 => ! certificate-not-active
      resume C2 => ! certificate-not-suspended
      certificate C3 O1 10.00
      amend-certificate C9 1.00 => ! unknown-certificate
      amend-certificate C2 1.00 => ! certificate-closed
      amend-certificate C1 41.00 replaces=#2 => ! stale-amendment
      amend-certificate C1 40.00 => ! nothing-changes
      amend-certificate C1 90.01 => ! insufficient-funds
      amend-certificate C1 90.00 => nominal C1 90.00
      | funds.unallocated O1 > funds.available C1 50.00
      amend-certificate C1 0.00 => nominal C1 0.00
      | funds.available C1 > funds.unallocated O1 90.00
      """)
  }

  @Test func agreements() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 100.00
      provider V1
      agreement A1 V9 O1 => ! unknown-provider
      agreement A1 V9 O9 => ! unknown-order
      agreement A1 V1 O1 limit=50.00
      | limit.total A1 > limit.free A1 50.00
      agreement A1 V1 O1 => ! number-used
      agreement A2 V1 O1
      | nothing
      amend-agreement A9 1.00 => ! unknown-agreement
      amend-agreement A2 1.00 => ! agreement-without-limit
      amend-agreement A1 1.00 replaces=#0 => ! stale-amendment
      amend-agreement A1 50.00 => ! nothing-changes
      amend-agreement A1 70.00
      | limit.total A1 > limit.free A1 20.00
      certificate C1 O1 30.00
      contract K1 A1 C1 30.00
      | funds.available C1 > funds.reserved K1 30.00
      | limit.free A1 > limit.used A1 30.00
      amend-agreement A1 29.99 => ! insufficient-funds
      amend-agreement A1 30.00
      | limit.free A1 > limit.total A1 40.00
      end-agreement A9 => ! unknown-agreement
      end-agreement A1
      | nothing
      end-agreement A1 => ! agreement-terminated
      open 2023-10 => contract K1 active
      amend-agreement A1 31.00
      """)
  }

  @Test func amendingUnderAClosedOrder() throws {
    try Town().play(
      """
      payer P1
      order O1 P1 100.00
      provider V1
      agreement A1 V1 O1 limit=50.00
      a: amend-agreement A1 40.00
      close-order O1
      amend-agreement A1 50.00 => ! order-closed
      reverse a => ! order-closed
      """)
  }
}
