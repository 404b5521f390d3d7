import LedgerCore

/// A row that a page of a snapshot holds.
protocol StateRow: PagedRow, FormatField {}

extension Account: StateRow {}
extension KeyRecord: StateRow {}
extension Payer: StateRow {}
extension Order: StateRow {}
extension Certificate: StateRow {}
extension Provider: StateRow {}
extension Agreement: StateRow {}
extension Contract: StateRow {}
extension ContractMonth: StateRow {}
extension Claim: StateRow {}
extension ClaimLineRow: StateRow {}
extension Refund: StateRow {}
extension Cycle: StateRow {}
extension Payment: StateRow {}
extension StatementRow: StateRow {}
extension StatementDay: StateRow {}
extension EntrySummary: StateRow {}
extension Amendment: StateRow {}
extension RefundUse: StateRow {}
extension Identifier: StateRow {}
extension IndexSlot: StateRow {}
extension AcceptanceKey: StateRow {}
extension UniqueID: StateRow {}
extension String: StateRow {}
extension AgreementTotals: StateRow {}
extension OrderTotals: StateRow {}

/// Something that is done to every column of the books, in the order of their numbers.
protocol StateColumnVisitor {
  mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) throws
}

extension BooksColumns {
  /// The columns by their numbers, which never change.
  mutating func visit(_ visitor: inout some StateColumnVisitor) throws {
    try visitor.visit(1, &accounts)
    try visitor.visit(2, &keys)
    try payers.visit(3, &visitor)
    try orders.visit(6, &visitor)
    try certificates.visit(9, &visitor)
    try providers.visit(12, &visitor)
    try agreements.visit(15, &visitor)
    try contracts.visit(18, &visitor)
    try visitor.visit(21, &months)
    try visitor.visit(22, &claims)
    try visitor.visit(23, &claimLines)
    try visitor.visit(24, &refunds)
    try visitor.visit(25, &cycles)
    try visitor.visit(26, &payments)
    try visitor.visit(27, &statementRows)
    try visitor.visit(28, &statementDays)
    try visitor.visit(29, &entries)
    try visitor.visit(30, &amendments)
    try visitor.visit(31, &refundUses)
    try visitor.visit(32, &acceptances)
    try visitor.visit(33, &acceptanceSlots)
    try visitor.visit(34, &documents)
    try visitor.visit(35, &documentSlots)
    try visitor.visit(36, &texts)
    try visitor.visit(37, &agreementTotals)
    try visitor.visit(38, &orderTotals)
  }

  static let columnCount = 38
}

extension BooksColumns.Numbered where Row: StateRow {
  fileprivate mutating func visit(
    _ first: UInt8, _ visitor: inout some StateColumnVisitor
  ) throws {
    try visitor.visit(first, &rows)
    try visitor.visit(first + 1, &numbers)
    try visitor.visit(first + 2, &slots)
  }
}
