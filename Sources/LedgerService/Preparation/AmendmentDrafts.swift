import LedgerCore

/// Makes documents that change or end what the books hold. Each names the state that it rests on.
public enum AmendmentDrafts {
  public static func amend(
    order number: Identifier, amount: Money, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    guard let row = books.orders.find(number) else { throw missing("order", number) }
    let replaces = books.reference(toEntry: books.orders[row].termsEntry)
    return [Draft(.orderAmended(OrderAmendment(order: number, replaces: replaces, amount: amount)))]
  }

  public static func close(order number: Identifier, _ books: Books) throws(LedgerError) -> [Draft]
  {
    guard let row = books.orders.find(number) else { throw missing("order", number) }
    let totals = books.closingTotals(order: row)
    return [
      Draft(.orderClosed(OrderClosing(order: number, count: totals.count, sum: totals.sum)))
    ]
  }

  public static func amend(
    certificate number: Identifier, nominal: Money, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    guard let row = books.certificates.find(number) else { throw missing("certificate", number) }
    let replaces = books.reference(toEntry: books.certificates[row].termsEntry)
    return [
      Draft(
        .certificateAmended(
          CertificateAmendment(certificate: number, replaces: replaces, nominal: nominal)))
    ]
  }

  public static func amend(
    agreement number: Identifier, limit: Money, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    guard let row = books.agreements.find(number) else { throw missing("agreement", number) }
    let replaces = books.reference(toEntry: books.agreements[row].termsEntry)
    return [
      Draft(
        .agreementAmended(
          AgreementAmendment(agreement: number, replaces: replaces, limit: limit)))
    ]
  }

  /// Every certificate that is open and whose validity ended before `day`.
  public static func closeExpired(on day: CalendarDate, _ books: Books) throws(LedgerError)
    -> [Draft]
  {
    let numbers = books.certificates.rows.indices.filter {
      books.certificates[$0].status != .closed && books.certificates[$0].validTo < day
    }.map { books.certificates.number($0) }
    guard !numbers.isEmpty else { throw .nothingToDo("no-expired-certificate") }
    return stride(from: 0, to: numbers.count, by: Document.lineLimit).map { start in
      let end = min(start + Document.lineLimit, numbers.count)
      return Draft(.certificatesClosed(Array(numbers[start..<end])))
    }
  }

  /// One document for each open order of the month's year in which the month is not opened yet.
  public static func open(month: YearMonth, _ books: Books) throws(LedgerError) -> [Draft] {
    let orders = try ordersOf(month, books)
    let unopened = orders.filter { !books.orders[$0].openedMonths.contains(month.month) }
    // Where every order has it, the rules say so.
    return (unopened.isEmpty ? orders : unopened).map { row in
      let totals = books.openingTotals(order: row, month: month)
      return Draft(.monthOpened(seen(row, month, totals, books)))
    }
  }

  /// One document for each open order in which the month is opened.
  public static func close(month: YearMonth, _ books: Books) throws(LedgerError) -> [Draft] {
    let orders = try ordersOf(month, books)
    let opened = orders.filter { books.orders[$0].openedMonths.contains(month.month) }
    return (opened.isEmpty ? orders : opened).map { row in
      let totals = books.closingTotals(order: row, month: month)
      return Draft(.monthClosed(seen(row, month, totals, books)))
    }
  }

  private static func seen(
    _ row: Int, _ month: YearMonth, _ totals: (count: UInt32, sum: Money), _ books: Books
  ) -> MonthTotals {
    MonthTotals(
      order: books.orders.number(row), month: month, count: totals.count, sum: totals.sum)
  }

  private static func ordersOf(_ month: YearMonth, _ books: Books) throws(LedgerError) -> [Int] {
    let rows = books.orders.rows.indices.filter {
      Int(books.orders[$0].year) == month.year && !books.orders[$0].isClosed
    }
    guard !rows.isEmpty else { throw .notFound(kind: "order-of-year", id: "\(month.year)") }
    return rows
  }

  static func missing(_ kind: String, _ number: Identifier) -> LedgerError {
    .notFound(kind: kind, id: number.description)
  }
}
