import Testing

@_spi(Verification) @testable import LedgerCore

/// What stands at the end of the 24 bits in which accounts name an order or an agreement: a refusal,
/// no trap. The books here have as many rows as it takes, all in one page.
@Suite struct FullRegisterTests {
  private final class OnePage<Row: PagedRow>: StoredPages {
    private let page: PagedArray<Row>
    let count: Int

    init(_ row: Row, count: Int) {
      var page = PagedArray<Row>()
      for _ in 0..<1 << Row.pageShift { page.append(row) }
      self.page = page
      self.count = count
    }

    func base(_ page: Int) -> UnsafeMutablePointer<Row> {
      UnsafeMutablePointer(mutating: self.page.rows(ofPage: 0).baseAddress!)
    }

    func address(_ page: Int) -> PageAddress? { nil }
    func setAddress(_ address: PageAddress, _ page: Int) {}
  }

  private let town: Town

  init() throws {
    town = try Town()
    try town.play(
      """
      payer P1
      provider V1
      order O1 P1 100.00
      agreement A1 V1 O1
      """)
  }

  /// So many rows like the first, under numbers that nobody finds.
  private func fill<Row: PagedRow>(_ column: inout BooksColumns.Numbered<Row>, _ count: Int) {
    column.rows = PagedArray(stored: OnePage(column.rows[0], count: count))
    column.numbers = PagedArray(stored: OnePage(column.numbers[0], count: count))
    column.slots = PagedArray(stored: OnePage(.free, count: 1 << 25))
  }

  private func answer(
    _ body: DocumentBody, filled: (inout BooksColumns) -> Void
  ) throws -> RuleFault? {
    var columns = town.books.columns
    filled(&columns)
    var books = Books(digest: Town.digest, town.books.header, columns)
    do throws(Refusals) {
      _ = try books.apply(VerifiedDocument(town.document(body)), recordedAt: town.recordedAt)
      return nil
    } catch {
      #expect(error.total == 1 && error.first[0].line == nil)
      return error.first[0].fault
    }
  }

  private func agreements(_ numbers: ClosedRange<Int>) throws -> DocumentBody {
    let bodies = try numbers.map { try town.body(of: ScriptRow("agreement N\($0) V1 O1")) }
    return .agreementsSigned(
      bodies.flatMap { body -> [AgreementTerms] in
        guard case .agreementsSigned(let lines) = body else { return [] }
        return lines
      })
  }

  @Test func agreements() throws {
    let last = (1 << 24) - 1
    #expect(try answer(agreements(1...1)) { fill(&$0.agreements, last) } == nil)
    let two = try answer(agreements(1...2)) { fill(&$0.agreements, last) }
    #expect(two?.code == .registerFull && two?.subject == "1")
    let one = try answer(agreements(1...1)) { fill(&$0.agreements, 1 << 24) }
    #expect(one?.code == .registerFull && one?.subject == "0")
  }

  @Test func orders() throws {
    let order = try town.body(of: ScriptRow("order O2 P1 1.00"))
    #expect(try answer(order) { fill(&$0.orders, 1 << 24) }?.code == .registerFull)
  }
}
