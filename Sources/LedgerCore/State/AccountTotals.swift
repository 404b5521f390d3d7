/// What the contracts of one agreement come to, in kopecks.
package struct AgreementTotals: PagedRow, Equatable {
  package var reserved: Int64 = 0
  package var committed: Int64 = 0
  package var accepted: Int64 = 0
  package var executed: Int64 = 0
  package var refund: Int64 = 0

  package init() {}
}

/// What the certificates of one order have available, in kopecks.
package struct OrderTotals: PagedRow, Equatable {
  package var available: Int64 = 0

  package init() {}
}

/// Sums over the accounts of certificates and contracts, kept with every posting: a provider, an
/// agreement or an order is asked for its balance more often than a million contracts can be added.
package struct AccountTotals: Sendable {
  package private(set) var agreements = PagedArray<AgreementTotals>()
  package private(set) var orders = PagedArray<OrderTotals>()

  init() {}

  package init(agreements: PagedArray<AgreementTotals>, orders: PagedArray<OrderTotals>) {
    self.agreements = agreements
    self.orders = orders
  }

  mutating func openOrder() { orders.append(OrderTotals()) }
  mutating func openAgreement() { agreements.append(AgreementTotals()) }

  /// No sum exceeds what is approved in all, which has room in 64 bits.
  mutating func add(_ change: Int64, to account: Account) {
    switch account.kind {
    case .fundsAvailable: orders.place(account.group).pointee.available += change
    case .fundsReserved: agreements.place(account.group).pointee.reserved += change
    case .fundsCommitted: agreements.place(account.group).pointee.committed += change
    case .fundsAccepted: agreements.place(account.group).pointee.accepted += change
    case .fundsExecuted: agreements.place(account.group).pointee.executed += change
    case .settlementRefund: agreements.place(account.group).pointee.refund += change
    default: break
    }
  }

  struct Mark {
    let agreements: Int
    let orders: Int
  }

  func mark() -> Mark { Mark(agreements: agreements.count, orders: orders.count) }

  /// The sums themselves were taken back with the postings.
  mutating func rollback(to mark: Mark) {
    agreements.removeLast(agreements.count - mark.agreements)
    orders.removeLast(orders.count - mark.orders)
  }
}

extension Books {
  /// What the contracts of an agreement come to.
  package func totals(ofAgreement row: Int) -> AgreementTotals { accounts.totals.agreements[row] }

  /// What the certificates of an order have available.
  package func available(ofOrder row: Int) -> Money {
    Money(kopecks: accounts.totals.orders[row].available)
  }
}
