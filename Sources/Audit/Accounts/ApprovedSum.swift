import LedgerCore

/// What all orders were ever approved for, by documents, so that no sum of the rules can leave
/// 64 bits: whatever is reserved, owed, paid or due back comes from there.
///
/// An insider who approves more than this gets a finding, and nothing is derived from there on.
struct ApprovedSum {
  /// Kopecks. An amendment counts with its whole amount: a bound is enough.
  private(set) var total: Int64 = 0

  /// 23 quadrillion rubles, which leaves room for one more register of the largest amounts.
  static let limit: Int64 = 1 << 61

  /// False where the limit is exceeded.
  mutating func add(_ document: Document) -> Bool {
    guard total <= Self.limit else { return false }
    switch document.body {
    case .ordersApproved(let lines): for line in lines { add(line.amount) }
    case .orderAmended(let amendment): add(amendment.amount)
    default: break
    }
    return total <= Self.limit
  }

  private mutating func add(_ amount: Money) {
    let (sum, overflow) = total.addingReportingOverflow(amount.kopecks)
    total = overflow ? .max : sum
  }
}
