import LedgerCore

/// The days of a month's work, and what happened besides.
struct DemoMonth {
  let month: YearMonth
  let signed: String
  let opened: String
  let advancesClaimed: String
  let advancesAccepted: String
  let advances: DemoCycle
  /// Between the settlement of the advances and the notices of the month's end.
  let between: (DemoScript) -> [DemoStep]
  let noticed: String
  let finalsClaimed: String
  let finalsAccepted: String
  let finals: DemoCycle
  let closed: String
  /// Before this month's contracts are entered.
  let before: (DemoScript) -> [DemoStep]
}

/// A cycle: its number, its days, and the bank's statement on it.
struct DemoCycle {
  let number: Int
  let calculated: String
  let paid: String
  let imported: String
  var funds: String?
  var booksUnidentified = false
  let statement: StatementPlan

  var payments: String { "cycle-\(number).txt" }
  var importLabel: String { "statement-\(number)" }

  /// A statement is imported on its last day, and named after it.
  init(
    _ number: Int, calculated: String, paid: String, statementFrom: String, to: String,
    funds: String? = nil, rejected: [Int] = [], returned: [(provider: Int, on: String)] = [],
    credits: [StatementPlan.Credit] = []
  ) {
    self.number = number
    self.calculated = calculated
    self.paid = paid
    imported = to
    self.funds = funds
    booksUnidentified = !credits.isEmpty
    statement = StatementPlan(
      file: "bank/\(to).txt", from: statementFrom, to: to, payments: "cycle-\(number).txt",
      rejected: rejected.map { DemoScript.provider($0).inn },
      returned: returned.map {
        .init(
          inn: DemoScript.provider($0.provider).inn, on: $0.on,
          reason: "счёт получателя закрыт")
      },
      credits: credits)
  }
}

extension DemoScript {
  var months: [DemoMonth] { [september, october, november, december] }

  private var september: DemoMonth {
    DemoMonth(
      month: YearMonth(year: 2023, month: 9), signed: "2023-09-08", opened: "2023-09-11",
      advancesClaimed: "2023-09-12", advancesAccepted: "2023-09-13",
      advances: DemoCycle(
        1, calculated: "2023-09-14", paid: "2023-09-15", statementFrom: "2023-09-01",
        to: "2023-09-18"),
      between: \.septemberEvents, noticed: "2023-09-26", finalsClaimed: "2023-09-27",
      finalsAccepted: "2023-09-28",
      finals: DemoCycle(
        2, calculated: "2023-09-28", paid: "2023-09-29", statementFrom: "2023-09-19",
        to: "2023-10-02", returned: [(Self.returnedFinalProvider, "2023-10-02")]),
      closed: "2023-09-30", before: { _ in [] })
  }

  private var october: DemoMonth {
    DemoMonth(
      month: YearMonth(year: 2023, month: 10), signed: "2023-10-06", opened: "2023-10-09",
      advancesClaimed: "2023-10-10", advancesAccepted: "2023-10-11",
      advances: DemoCycle(
        3, calculated: "2023-10-12", paid: "2023-10-13", statementFrom: "2023-10-03",
        to: "2023-10-16", rejected: [Self.rejectedProvider]),
      between: \.octoberEvents, noticed: "2023-10-25", finalsClaimed: "2023-10-26",
      finalsAccepted: "2023-10-30",
      finals: DemoCycle(
        4, calculated: "2023-10-30", paid: "2023-10-31", statementFrom: "2023-10-17",
        to: "2023-11-01", funds: Self.octoberFunds),
      closed: "2023-10-31", before: \.earlyOctoberEvents)
  }

  private var november: DemoMonth {
    DemoMonth(
      month: YearMonth(year: 2023, month: 11), signed: "2023-11-08", opened: "2023-11-09",
      advancesClaimed: "2023-11-10", advancesAccepted: "2023-11-13",
      advances: DemoCycle(
        5, calculated: "2023-11-14", paid: "2023-11-15", statementFrom: "2023-11-02",
        to: "2023-11-17", returned: [(Self.returnedAdvanceProvider, "2023-11-16")],
        credits: [Self.refund, Self.unclear]),
      between: \.novemberEvents, noticed: "2023-11-24", finalsClaimed: "2023-11-27",
      finalsAccepted: "2023-11-28",
      finals: DemoCycle(
        7, calculated: "2023-11-28", paid: "2023-11-29", statementFrom: "2023-11-24",
        to: "2023-11-30"),
      closed: "2023-11-30", before: \.earlyNovemberEvents)
  }

  private var december: DemoMonth {
    DemoMonth(
      month: YearMonth(year: 2023, month: 12), signed: "2023-12-05", opened: "2023-12-06",
      advancesClaimed: "2023-12-07", advancesAccepted: "2023-12-08",
      advances: DemoCycle(
        8, calculated: "2023-12-11", paid: "2023-12-12", statementFrom: "2023-12-01",
        to: "2023-12-14"),
      between: { _ in [] }, noticed: "2023-12-20", finalsClaimed: "2023-12-20",
      finalsAccepted: "2023-12-21",
      finals: DemoCycle(
        9, calculated: "2023-12-22", paid: "2023-12-25", statementFrom: "2023-12-15",
        to: "2023-12-29"),
      closed: "2023-12-29", before: { _ in [] })
  }

  /// About half of what the finals of October need.
  static let octoberFunds = "900000.00"

  private static var refund: StatementPlan.Credit {
    let payer = provider(refundingProvider)
    return StatementPlan.Credit(
      document: "71", on: "2023-11-16", inn: payer.inn, payer: payer.name,
      amount: .debt(agreement: "SG-\(refundingProvider)"),
      purpose: "Возврат излишне полученной субсидии по соглашению SG-\(refundingProvider)")
  }

  static let unclearDocument = "905"
  /// Paid at a counter of a bank, which stands as the payer.
  private static var unclear: StatementPlan.Credit {
    StatementPlan.Credit(
      document: unclearDocument, on: "2023-11-17",
      inn: InventedRequisites.organisationINN("249900003"), payer: "АО «Банк-пример № 1»",
      amount: .kopecks(120_000), purpose: "Возврат средств по сертификатам")
  }
}
