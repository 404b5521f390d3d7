import LedgerCore

/// Balances of everything of a kind, a row each.
extension Balances {
  /// How far each order is executed, in hundredths of a percent of what is approved.
  public func orderExecution() -> Report {
    let stages = stagesOfOrders()
    let rows = books.orders.rows.indices.map { row -> JSONObject in
      let approved = balance(books.orders[row].approved).kopecks
      let executed = stages[row].contracts.executed.kopecks
      // At most 10^14 kopecks times 10^4: within 64 bits.
      let share = approved > 0 ? Money(kopecks: (executed * 10_000 + approved / 2) / approved) : nil
      return orderObject(row, stages[row]) + ["executed_percent": .amount(share)]
    }
    return Report(
      .orderExecution, rows: rows, columns: Self.orderColumns + ["executed_percent"])
  }

  /// Every contract with its share and where it stands.
  public func contracts() -> Report {
    Report(
      .contracts, rows: books.contracts.rows.indices.map { contractObject($0) },
      columns: [
        "contract", "certificate", "agreement", "status", "share", "parent_share", "reserved",
        "committed", "accepted", "executed",
      ])
  }
}
