/// What the books are made of beside their columns.
package struct BooksHeader: Hashable, Sendable {
  package var ledger = UniqueID.zero
  package var name = ""
  package var rulesVersion: UInt16 = 0
  package var sealedThrough: YearMonth?

  package init() {}
}

/// Everything that the books hold, array by array: what a snapshot is made of.
package struct BooksColumns: Sendable {
  /// The columns of a register: rows, their numbers, and the slots that find them.
  package struct Numbered<Row: PagedRow>: Sendable {
    package var rows = PagedArray<Row>()
    package var numbers = PagedArray<Identifier>()
    package var slots = PagedArray<IndexSlot>()

    init() {}

    fileprivate init(_ register: Register<Row>) {
      rows = register.rows
      numbers = register.numbers.keys
      slots = register.numbers.slots
    }

    fileprivate var register: Register<Row> {
      Register(rows: rows, numbers: KeyIndex(keys: numbers, slots: slots))
    }
  }

  package var accounts = PagedArray<Account>()
  package var keys = PagedArray<KeyRecord>()
  package var payers = Numbered<Payer>()
  package var orders = Numbered<Order>()
  package var certificates = Numbered<Certificate>()
  package var providers = Numbered<Provider>()
  package var agreements = Numbered<Agreement>()
  package var contracts = Numbered<Contract>()
  package var months = PagedArray<ContractMonth>()
  package var claims = PagedArray<Claim>()
  package var claimLines = PagedArray<ClaimLineRow>()
  package var refunds = PagedArray<Refund>()
  package var cycles = PagedArray<Cycle>()
  package var payments = PagedArray<Payment>()
  package var statementRows = PagedArray<StatementRow>()
  package var statementDays = PagedArray<StatementDay>()
  package var entries = PagedArray<EntrySummary>()
  package var amendments = PagedArray<Amendment>()
  package var refundUses = PagedArray<RefundUse>()
  package var acceptances = PagedArray<AcceptanceKey>()
  package var acceptanceSlots = PagedArray<IndexSlot>()
  package var documents = PagedArray<UniqueID>()
  package var documentSlots = PagedArray<IndexSlot>()
  package var texts = PagedArray<String>()
  package var agreementTotals = PagedArray<AgreementTotals>()
  package var orderTotals = PagedArray<OrderTotals>()

  package init() {}
}

extension Books {
  package var header: BooksHeader {
    var header = BooksHeader()
    header.ledger = ledger
    header.name = name
    header.rulesVersion = rulesVersion
    header.sealedThrough = sealedThrough
    return header
  }

  package var columns: BooksColumns {
    precondition(applied == nil, "the last entry was not sealed")
    var columns = BooksColumns()
    columns.accounts = accounts.rows
    columns.keys = keys.rows
    columns.payers = BooksColumns.Numbered(payers)
    columns.orders = BooksColumns.Numbered(orders)
    columns.certificates = BooksColumns.Numbered(certificates)
    columns.providers = BooksColumns.Numbered(providers)
    columns.agreements = BooksColumns.Numbered(agreements)
    columns.contracts = BooksColumns.Numbered(contracts)
    columns.months = months.rows
    columns.claims = claims.rows
    columns.claimLines = claimLines.rows
    columns.refunds = refunds.rows
    columns.cycles = cycles.rows
    columns.payments = payments.rows
    columns.statementRows = statementRows.rows
    columns.statementDays = statementDays.rows
    columns.entries = entries.rows
    columns.amendments = amendments.rows
    columns.refundUses = refundUses.rows
    columns.acceptances = acceptances.keys
    columns.acceptanceSlots = acceptances.slots
    columns.documents = documents.keys
    columns.documentSlots = documents.slots
    columns.texts = texts.rows
    columns.agreementTotals = accounts.totals.agreements
    columns.orderTotals = accounts.totals.orders
    return columns
  }

  /// Books as they were stored.
  package init(digest: @escaping DigestFunction, _ header: BooksHeader, _ columns: BooksColumns) {
    self.init(digest: digest)
    ledger = header.ledger
    name = header.name
    rulesVersion = header.rulesVersion
    sealedThrough = header.sealedThrough
    accounts = Accounts(
      rows: columns.accounts,
      totals: AccountTotals(agreements: columns.agreementTotals, orders: columns.orderTotals))
    keys = KeyRegister(rows: columns.keys)
    payers = columns.payers.register
    orders = columns.orders.register
    certificates = columns.certificates.register
    providers = columns.providers.register
    agreements = columns.agreements.register
    contracts = columns.contracts.register
    months = Table(rows: columns.months)
    claims = Table(rows: columns.claims)
    claimLines = Table(rows: columns.claimLines)
    refunds = Table(rows: columns.refunds)
    cycles = Table(rows: columns.cycles)
    payments = Table(rows: columns.payments)
    statementRows = Table(rows: columns.statementRows)
    statementDays = Table(rows: columns.statementDays)
    entries = Table(rows: columns.entries)
    amendments = Table(rows: columns.amendments)
    refundUses = Table(rows: columns.refundUses)
    acceptances = KeyIndex(keys: columns.acceptances, slots: columns.acceptanceSlots)
    documents = KeyIndex(keys: columns.documents, slots: columns.documentSlots)
    texts = SharedTexts(rows: columns.texts)
  }
}
