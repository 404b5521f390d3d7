import Bytes
import Synchronization
import Testing

@_spi(Verification) @testable import LedgerCore

/// A month of one order costs what its own contracts cost: those of other orders are not touched,
/// and need not even be in memory.
@Suite struct MonthVisitTests {
  /// Stored pages that remember which of them were asked for.
  private final class WatchedPages<Row: PagedRow>: StoredPages {
    private let rows: PagedArray<Row>
    private let asked = Mutex<Set<Int>>([])

    init(_ rows: PagedArray<Row>) { self.rows = rows }

    var touched: Set<Int> { asked.withLock { $0 } }
    var count: Int { rows.count }

    func base(_ page: Int) -> UnsafeMutablePointer<Row> {
      asked.withLock { _ = $0.insert(page) }
      return UnsafeMutablePointer(mutating: rows.rows(ofPage: page).baseAddress!)
    }

    func address(_ page: Int) -> PageAddress? { nil }
    func setAddress(_ address: PageAddress, _ page: Int) {}
  }

  private let town: Town
  private var books: Books
  private let month = YearMonth(year: 2023, month: 11)

  /// 256 contracts of the first order fill a page of contracts and four of months; those of the
  /// second stand behind them.
  init() throws {
    town = try Town()
    try town.play(
      """
      payer P1
      provider V1
      order O1 P1 10000.00
      order O2 P1 10000.00
      agreement A1 V1 O1
      agreement A2 V1 O2
      """)
    books = town.books
    try sign(256, order: 1)
    try sign(3, order: 2)
  }

  private mutating func sign(_ count: Int, order: Int) throws {
    let numbers = (1...count).map { "\(order)-\($0)" }
    try enter(
      .certificatesIssued(
        numbers.map {
          CertificateTerms(
            number: try .of("C\($0)"), order: try .of("O\(order)"), nominal: try .of("4.00"),
            validFrom: try .of("2023-01-01"), validTo: try .of("2023-12-31"))
        }))
    try enter(
      .contractsSigned(
        numbers.map { try town.contract(ScriptRow("contract K\($0) A\(order) C\($0) 4.00")) }))
  }

  /// Past the town, whose checks would add up every account after each document.
  private mutating func enter(_ body: DocumentBody) throws {
    let document = town.document(body)
    _ = try books.apply(VerifiedDocument(document), recordedAt: town.recordedAt)
    books.seal(hash: Town.digest(document.header.id.bytes))
  }

  private func opening(_ order: String) throws -> DocumentBody {
    let row = try #require(books.orders.find(.of(order)))
    let (count, sum) = books.openingTotals(order: row, month: month)
    return .monthOpened(
      MonthTotals(order: try .of(order), month: month, count: count, sum: sum))
  }

  private func closing(_ order: String) throws -> DocumentBody {
    let row = try #require(books.orders.find(.of(order)))
    let (count, sum) = books.closingTotals(order: row, month: month)
    return .monthClosed(
      MonthTotals(order: try .of(order), month: month, count: count, sum: sum))
  }

  /// The pages of contracts and of their months that a document brings in.
  private func pages(_ body: DocumentBody) throws -> [Set<Int>] {
    var columns = books.columns
    let contracts = WatchedPages(columns.contracts.rows)
    let months = WatchedPages(columns.months)
    columns.contracts.rows = PagedArray(stored: contracts)
    columns.months = PagedArray(stored: months)
    var watched = Books(digest: Town.digest, books.header, columns)
    let effects = try watched.apply(
      VerifiedDocument(town.document(body)), recordedAt: town.recordedAt)
    #expect(!effects.postings.isEmpty)
    return [contracts.touched, months.touched]
  }

  @Test mutating func otherOrdersAreNotTouched() throws {
    #expect(try pages(opening("O1")) == [[0], [0, 1, 2, 3]])
    #expect(try pages(opening("O2")) == [[1], [4]])
    try enter(opening("O1"))
    try enter(opening("O2"))
    #expect(try pages(closing("O1")) == [[0], [0, 1, 2, 3]])
    #expect(try pages(closing("O2")) == [[1], [4]])
  }
}
