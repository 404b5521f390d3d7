import LedgerCore

extension DocumentGenerator {
  private mutating func row(_ count: Int) -> Int? { count > 0 ? number(0...count - 1) : nil }

  mutating func contractNumber() -> Identifier? {
    row(books.contracts.count).map(books.contracts.number)
  }

  mutating func certificateNumber() -> Identifier? {
    row(books.certificates.count).map(books.certificates.number)
  }

  /// Mostly an entry of the kind, at times any entry.
  mutating func entry(_ kinds: [DocumentKind]) -> EntryReference? {
    let all = books.entries.rows.indices.filter { kinds.contains(books.entries[$0].kind) }
    guard let number = chance(3) ? row(books.entries.count) : pick(all) else { return nil }
    return books.reference(toEntry: UInt64(number))
  }

  mutating func agreement() -> Identifier { pick(agreements) ?? agreements[0] }

  func year(of order: Identifier) -> Int { model.orders[order]?.year ?? 2023 }

  mutating func amendment() -> DocumentBody? {
    switch number(1...3) {
    case 1:
      guard let order = pick(orders), let row = books.orders.find(order) else { return nil }
      let now = books.accounts.balance(books.orders[row].approved)
      return .orderAmended(
        OrderAmendment(
          order: order, replaces: books.reference(toEntry: books.orders[row].termsEntry),
          amount: now + money(upTo: 50_000) - Money(kopecks: 25_000)))
    case 2:
      guard let number = certificateNumber(), let row = books.certificates.find(number) else {
        return nil
      }
      let terms = books.certificates[row]
      return .certificateAmended(
        CertificateAmendment(
          certificate: number, replaces: books.reference(toEntry: terms.termsEntry),
          nominal: max(.zero, terms.nominal + money(upTo: 20_000) - Money(kopecks: 10_000))))
    default:
      guard let number = pick(agreements), let row = books.agreements.find(number) else {
        return nil
      }
      let limit = books.agreements[row].hasLimit ? model.agreements[number]?.limit ?? 0 : 0
      return .agreementAmended(
        AgreementAmendment(
          agreement: number, replaces: books.reference(toEntry: books.agreements[row].termsEntry),
          limit: max(
            .zero, Money(kopecks: Int64(limit - 10_000)) + money(upTo: 20_000))))
    }
  }

  mutating func certificate() -> DocumentBody? {
    let known = certificateNumber()
    switch number(1...10) {
    case 1: return known.map { .certificatesSuspended([$0]) }
    case 2, 3: return known.map { .certificatesResumed([$0]) }
    case 4: return known.map { .certificatesClosed([$0]) }
    default:
      let number = Identifier("C\(number(1...8))")!
      let order = order()
      let year = chance(3) ? 2025 : self.year(of: order)
      return .certificatesIssued([
        CertificateTerms(
          number: number, order: order, nominal: money(upTo: 40_000),
          validFrom: CalendarDate(year: year, month: 1, day: 1)!,
          validTo: CalendarDate(year: year, month: 12, day: 31)!)
      ])
    }
  }

  mutating func contract() -> DocumentBody? {
    guard let certificate = certificateNumber() else { return nil }
    let order = model.certificates[certificate]?.order
    let fitting = agreements.filter { model.agreements[$0]?.order == order || chance(10) }
    guard let agreement = pick(fitting) else { return nil }
    let name = "K\(number(1...12))"
    let year = model.agreements[agreement].map { self.year(of: $0.order) } ?? 2023
    let months = months(of: year)
    let first = number(months)
    let last = number(first...months.upperBound)
    let start = CalendarDate(year: year, month: first, day: number(1...28))!
    let end = max(start, CalendarDate(year: year, month: last, day: number(1...28))!)
    let price = money(upTo: chance(10) ? 5 : 20_000)
    applications += 1
    return .contractsSigned([
      ContractTerms(
        number: Identifier(name)!, agreement: agreement, certificate: certificate, service: service,
        signedOn: start, start: start, end: end, price: price,
        normative: chance(50) ? price : money(upTo: 20_000),
        acceptance: "application-\(applications)")
    ])
  }

  mutating func ending() -> DocumentBody? {
    switch number(1...20) {
    case 1: .agreementTerminated(agreement: agreement())
    case 2:
      .providerExcluded(
        ProviderExclusion(inn: providers[number(0...1)], reason: "r"))
    default:
      pick(
        books.contracts.rows.indices.filter { !books.contracts[$0].isTerminated || chance(5) }
          .map(books.contracts.number)
      )
      .map { .contractTerminated(contract: $0) }
    }
  }

  mutating func month() -> DocumentBody? {
    let order = order()
    guard let row = books.orders.find(order) else { return nil }
    let year = self.year(of: order)
    let unopened = months(of: year).filter { !books.orders[row].openedMonths.contains($0) }
    let opens = chance(isLate ? 50 : 85)
    guard let month = opens && chance(90) ? pick(unopened) : number(months(of: year)) else {
      return nil
    }
    let key = YearMonth(year: chance(3) ? 2025 : year, month: month)
    var (count, sum) =
      opens
      ? books.openingTotals(order: row, month: key) : books.closingTotals(order: row, month: key)
    if chance(5) { count += 1 }
    if chance(5) { sum += Money(kopecks: 1) }
    let totals = MonthTotals(order: order, month: key, count: count, sum: sum)
    return opens ? .monthOpened(totals) : .monthClosed(totals)
  }

  mutating func orderClosing() -> DocumentBody? {
    guard let order = pick(orders), let row = books.orders.find(order) else { return nil }
    let (count, sum) = books.closingTotals(order: row)
    return .orderClosed(OrderClosing(order: order, count: count, sum: sum))
  }

  mutating func reversal() -> DocumentBody? {
    let kinds: [DocumentKind] = [
      .orderAmended, .certificateAmended, .agreementAmended, .certificatesIssued,
      .contractsSigned, .refundReceived, .refundReceived,
    ]
    return pick(kinds).flatMap { entry([$0]) }.map {
      .entryReversed(EntryReversal(entry: $0, reason: "r"))
    }
  }
}
