import LedgerCore

/// What all orders are approved for, as documents state it, so that no sum of the rules can leave
/// 64 bits: whatever is reserved, owed, paid or due back comes from there.
///
/// An insider who approves more than this gets a finding, and nothing is derived from there on.
struct ApprovedSum {
  /// Kopecks.
  private(set) var total: Int64 = 0
  private var amounts: [Identifier: Int64] = [:]
  /// What each amendment replaced, should it be reversed.
  private var replaced: [UInt64: (order: Identifier, amount: Int64)] = [:]
  /// The number of the entry that comes next.
  private var entry: UInt64 = 0

  /// 23 quadrillion rubles, which leaves room for one more register of the largest amounts.
  static let limit: Int64 = 1 << 61

  /// Takes in the documents of all entries, from the first on. False where the limit is exceeded.
  mutating func add(_ document: Document) -> Bool {
    guard total <= Self.limit else { return false }
    switch document.body {
    case .ordersApproved(let lines):
      for line in lines { state(line.amount.kopecks, for: line.number) }
    case .orderAmended(let amendment):
      replaced[entry] = (amendment.order, amounts[amendment.order] ?? 0)
      state(amendment.amount.kopecks, for: amendment.order)
    case .entryReversed(let reversal):
      if let (order, amount) = replaced[reversal.entry.number] { state(amount, for: order) }
    default: break
    }
    entry += 1
    return total <= Self.limit
  }

  /// Amounts of a decoded document are neither negative nor near the ends of 64 bits, so that only
  /// the total can overflow.
  private mutating func state(_ amount: Int64, for order: Identifier) {
    let change = amount - (amounts.updateValue(amount, forKey: order) ?? 0)
    let (sum, overflow) = total.addingReportingOverflow(change)
    total = overflow ? .max : sum
  }
}
