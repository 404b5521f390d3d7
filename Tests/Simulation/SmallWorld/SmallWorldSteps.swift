import LedgerCore

extension SmallWorld {
  /// A document about the one contract, its month, its newest claim, cycle or payment.
  enum Step: String, CaseIterable, Sendable {
    case issue, lowerNominal, suspend, resume, closeCertificate
    case signContract, terminate, reverseSigning
    case openMonth, closeMonth, closeOrder
    case claimAdvance, claimFinal, claimLittle, accept, withdraw, correct
    case calculate, calculateWithoutFunds, approve, cancel, closeCycle
    case debit, credit, reject, refund

    /// Nil where there is nothing yet that it could be about.
    func body(_ world: SmallWorld) -> DocumentBody? {
      switch self {
      case .issue, .lowerNominal, .suspend, .resume, .closeCertificate: certificate(world)
      case .signContract, .terminate, .reverseSigning: contract(world)
      case .openMonth, .closeMonth, .closeOrder: month(world)
      case .claimAdvance, .claimFinal, .claimLittle, .accept, .withdraw, .correct: claim(world)
      case .calculate, .calculateWithoutFunds, .approve, .cancel, .closeCycle: cycle(world)
      case .debit, .credit, .reject, .refund: bank(world)
      }
    }

    private static let certificate = Identifier("C1")!
    private static let contract = Identifier("K1")!
    private static let agreement = Identifier("A1")!
    private static let order = Identifier("O1")!
    private static let november = YearMonth(year: 2023, month: 11)
    private static let nominal = Money(kopecks: 12_000)

    private func certificate(_ world: SmallWorld) -> DocumentBody? {
      switch self {
      case .issue:
        return .certificatesIssued([
          CertificateTerms(
            number: Self.certificate, order: Self.order, nominal: Self.nominal,
            validFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
            validTo: CalendarDate(year: 2023, month: 12, day: 31)!)
        ])
      case .lowerNominal:
        guard let row = world.books.certificates.find(Self.certificate) else { return nil }
        return .certificateAmended(
          CertificateAmendment(
            certificate: Self.certificate,
            replaces: world.books.reference(toEntry: world.books.certificates[row].termsEntry),
            nominal: Money(kopecks: 10_500)))
      case .suspend: return .certificatesSuspended([Self.certificate])
      case .resume: return .certificatesResumed([Self.certificate])
      default: return .certificatesClosed([Self.certificate])
      }
    }

    private func contract(_ world: SmallWorld) -> DocumentBody? {
      if self == .terminate { return .contractTerminated(contract: Self.contract) }
      if self == .reverseSigning {
        let entries = world.books.entries.rows
        return entries.lastIndex { $0.kind == .contractsSigned }.map {
          .entryReversed(
            EntryReversal(entry: world.books.reference(toEntry: UInt64($0)), reason: "r"))
        }
      }
      let start = CalendarDate(year: 2023, month: 11, day: 1)!
      return .contractsSigned([
        ContractTerms(
          number: Self.contract, agreement: Self.agreement, certificate: Self.certificate,
          service: world.books.orders[0].services[0], signedOn: start, start: start,
          end: CalendarDate(year: 2023, month: 11, day: 30)!, price: Money(kopecks: 10_001),
          normative: Money(kopecks: 11_000), acceptance: "application")
      ])
    }

    private func month(_ world: SmallWorld) -> DocumentBody? {
      let books = world.books
      guard let row = books.orders.find(Self.order) else { return nil }
      if self == .closeOrder {
        let (count, sum) = books.closingTotals(order: row)
        return .orderClosed(OrderClosing(order: Self.order, count: count, sum: sum))
      }
      let (count, sum) =
        self == .openMonth
        ? books.openingTotals(order: row, month: Self.november)
        : books.closingTotals(order: row, month: Self.november)
      let totals = MonthTotals(order: Self.order, month: Self.november, count: count, sum: sum)
      return self == .openMonth ? .monthOpened(totals) : .monthClosed(totals)
    }

    private func claim(_ world: SmallWorld) -> DocumentBody? {
      let newest = world.books.claims.rows.last.map {
        world.books.reference(toEntry: $0.entry)
      }
      switch self {
      case .claimAdvance: return Self.claim(.advance, ClaimAmount(Money(kopecks: 5_555)))
      case .claimFinal: return Self.claim(.final, ClaimAmount(Percent(hundredths: 9_000)!))
      case .claimLittle: return Self.claim(.final, ClaimAmount(Percent(hundredths: 3_333)!))
      case .accept:
        return newest.map { .claimAccepted(ClaimAcceptance(claims: [$0], reductions: [])) }
      case .withdraw: return newest.map { .claimWithdrawn(claim: $0) }
      default:
        return .claimCorrected(
          ClaimCorrection(
            contract: Self.contract, month: Self.november,
            delivered: Percent(hundredths: 2_000)!))
      }
    }

    private static func claim(_ kind: ClaimKind, _ amount: ClaimAmount) -> DocumentBody {
      .claimSubmitted(
        ClaimSubmission(
          agreement: agreement, month: november, kind: kind,
          lines: [ClaimLine(contract: contract, amount: amount)]))
    }

    private func cycle(_ world: SmallWorld) -> DocumentBody? {
      switch self {
      case .calculate: return .cycleCalculated(CycleTerms(funds: nil, deferrals: []))
      case .calculateWithoutFunds: return .cycleCalculated(CycleTerms(funds: .zero, deferrals: []))
      default: break
      }
      guard let cycle = world.books.cycles.rows.last else { return nil }
      let reference = world.books.reference(toEntry: cycle.entry)
      switch self {
      case .approve:
        return .cycleApproved(
          CycleApproval(
            cycle: reference, envelope: cycle.result.envelope,
            payOn: CalendarDate(year: 2023, month: 11, day: 20)!))
      case .cancel: return .cycleCancelled(cycle: reference)
      default: return .cycleClosed(cycle: reference)
      }
    }

    private func bank(_ world: SmallWorld) -> DocumentBody? {
      let books = world.books
      if self == .refund {
        let debt = world.model.debt(Self.agreement)
        guard debt > 0 else { return nil }
        return .refundReceived(
          RefundReceipt(agreement: Self.agreement, amount: Money(kopecks: Int64(debt))))
      }
      guard let payment = books.payments.rows.last?.order else { return nil }
      if self == .reject {
        return .paymentRejected(PaymentRejection(payment: payment.name, reason: "r"))
      }
      // Each statement is of a day of its own.
      let day = CalendarDate(year: 2023, month: 11, day: 1)!.adding(days: Int(books.nextEntry))
      let line = books.statementLine(of: payment, self == .debit ? .debit : .credit, "", day)
      let opening = books.opening(payment.payer.account, day)
      let closing = self == .debit ? opening - line.amount : opening + line.amount
      return .statementImported(
        BankStatement(
          file: .zero, account: payment.payer.account, from: day, to: day, opening: opening,
          closing: closing, bookUnidentified: true, lines: [line]))
    }
  }
}
