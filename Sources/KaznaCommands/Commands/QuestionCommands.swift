import Exchange
import LedgerCore
import LedgerService
import Reports

/// Balances, statements, reports, and the entries themselves.
enum QuestionCommands {
  static let all = [balance, statement, report, show, log]

  static let periodOptions = [
    CommandOption("from", "DATE", "first day (effective dates)", "с даты факта"),
    CommandOption("to", "DATE", "last day", "по дату факта"),
  ]

  static let balance = CommandSpec(
    "balance", .read,
    "payer|order|certificate|contract|agreement|provider ID [--as-of DATE | --at-entry N]",
    Bilingual("where the money of a subject stands", "остатки: где стоят деньги"),
    options: [
      CommandOption(
        "as-of", "DATE", "only postings with an effective date up to that day",
        "только проводки с датой факта по этот день"),
      CommandOption("at-entry", "N", "as the books stood after entry N", "на запись N"),
    ],
    examples: [
      "kazna balance certificate 24-000017", "kazna balance provider 2450054320 --format json",
      "kazna balance order МСЗ-2023 --as-of 2023-10-31",
    ]
  ) { invocation in
    try invocation.checkArguments(2)
    let kind = try subject(
      invocation, ["payer", "order", "certificate", "contract", "agreement", "provider"])
    let id = try invocation.identifier(argument: "ID", at: 1)
    invocation.print(try answer(kind, id, balances(invocation)))
  }

  private static func balances(_ invocation: Invocation) throws -> Balances {
    let ledger = try invocation.session.read()
    let day = try invocation.date(option: "as-of")
    guard let text = invocation.arguments.value("at-entry") else {
      guard let day else { return Balances(ledger.books) }
      let sums = try PostedBalances(
        ledger.books.accounts, asOf: day, entries: ledger.postings)
      return Balances(ledger.books, asOf: { sums[$0] })
    }
    guard day == nil else {
      throw UsageFault.combination(
        english: "give either --as-of or --at-entry", russian: "либо --as-of, либо --at-entry")
    }
    let number = try invocation.entryNumber("at-entry", text)
    guard number < ledger.books.nextEntry else {
      throw LedgerError.notFound(kind: "entry", id: text)
    }
    return Balances(try ledger.books(atEntryCount: number + 1))
  }

  private static func answer(
    _ kind: String, _ id: Identifier, _ balances: Balances
  ) throws -> Report {
    let report: Report? =
      switch kind {
      case "payer": balances.payer(id)
      case "order": balances.order(id)
      case "certificate": balances.certificate(id)
      case "contract": balances.contract(id)
      case "agreement": balances.agreement(id)
      default: balances.provider(id)
      }
    guard let report else { throw LedgerError.notFound(kind: kind, id: id.description) }
    return report
  }

  static let statement = CommandSpec(
    "statement", .read, "certificate|contract|agreement|provider ID [--from DATE] [--to DATE]",
    Bilingual("every posting of a subject, with running balances", "выписка по счетам"),
    options: periodOptions,
    examples: ["kazna statement certificate 24-000017 --from 2023-09-01 --to 2023-09-30"]
  ) { invocation in
    try invocation.checkArguments(2)
    let kind = try subject(invocation, ["certificate", "contract", "agreement", "provider"])
    let id = try invocation.identifier(argument: "ID", at: 1)
    let period = try period(invocation)
    let ledger = try invocation.session.read()
    let subject: StatementSubject =
      switch kind {
      case "certificate": .certificate(id)
      case "contract": .contract(id)
      case "agreement": .agreement(id)
      default: .provider(id)
      }
    let reports = PeriodReports(ledger.books, period)
    guard let report = try reports.statement(of: subject, entries: ledger.postings) else {
      throw LedgerError.notFound(kind: kind, id: id.description)
    }
    invocation.print(report)
  }

  static func period(_ invocation: Invocation) throws(UsageFault) -> Period {
    let period = Period(
      from: try invocation.date(option: "from"), to: try invocation.date(option: "to"))
    if let from = period.from, let to = period.to, to < from {
      throw .combination(english: "--to is before --from", russian: "--to раньше, чем --from")
    }
    return period
  }

  static let report = CommandSpec(
    "report", .read,
    "trial-balance|order-execution|contracts|payments|advances|reconciliation [--provider INN]",
    Bilingual("reports over the books", "отчёты по книге"),
    options: periodOptions + [
      CommandOption("by-owner", nil, "a row for every account", "строка на каждый счёт"),
      CommandOption(
        "provider", "INN", "whose reconciliation act (of all agreements)",
        "чей акт сверки (по всем соглашениям)"),
    ],
    examples: [
      "kazna report trial-balance --from 2023-10-01 --to 2023-10-31",
      "kazna report reconciliation --provider 2450054320",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    let names = [
      "trial-balance", "order-execution", "contracts", "payments", "advances",
      "reconciliation",
    ]
    let name = try subject(invocation, names)
    try checkOptions(ofReport: name, invocation)
    let period = try period(invocation)
    let ledger = try invocation.session.read()
    let reports = PeriodReports(ledger.books, period)
    switch name {
    case "trial-balance":
      let byOwner = invocation.arguments.has("by-owner")
      invocation.print(try reports.trialBalance(byOwner: byOwner, entries: ledger.postings))
    case "order-execution": invocation.print(Balances(ledger.books).orderExecution())
    case "contracts": invocation.print(Balances(ledger.books).contracts())
    case "payments": invocation.print(Listings(ledger.books).payments())
    case "advances": invocation.print(Listings(ledger.books).advances())
    default:
      guard invocation.arguments.has("provider") else {
        return invocation.print(try reports.reconciliation(entries: ledger.postings))
      }
      let inn = try invocation.identifier("provider", invocation.required("provider"))
      guard
        let act = try reports.reconciliation(ofProvider: inn, entries: ledger.postings)
      else { throw LedgerError.notFound(kind: "provider", id: inn.description) }
      invocation.print(act)
    }
  }

  /// A report of how things stand now has no period; what would change nothing is refused.
  private static func checkOptions(
    ofReport name: String, _ invocation: Invocation
  ) throws(UsageFault) {
    let taken =
      ["trial-balance": ["from", "to", "by-owner"], "reconciliation": ["from", "to", "provider"]]
    for option in ["from", "to", "by-owner", "provider"]
    where invocation.arguments.has(option) && taken[name]?.contains(option) != true {
      throw .combination(
        english: "report \(name) takes no --\(option)",
        russian: "у отчёта \(name) нет параметра --\(option)")
    }
  }

  static let show = CommandSpec(
    "show", .read, "ENTRY",
    Bilingual(
      "one entry whole: document, signatures, postings, results",
      "запись целиком: документ, подписи, проводки, результаты"),
    examples: ["kazna show 17", "kazna show 17 --format json"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    let ledger = try invocation.session.read()
    let shown = try ledger.shown(entry: number)
    invocation.sayRepair(ledger.indexRepair)
    invocation.print(shown.report(ledger.books))
  }

  static let log = CommandSpec(
    "log", .read, "[--from DATE] [--to DATE] [--kind KIND] [--party INN]",
    Bilingual("the entries in order", "записи по порядку"),
    options: periodOptions + [
      CommandOption("kind", "KIND", "only this kind, as contract-signed", "вид документа"),
      CommandOption("party", "INN", "only documents signed by this party", "ИНН подписавшего"),
    ],
    examples: ["kazna log --kind claim-submitted --party 2450054320 --format jsonl"]
  ) { invocation in
    try invocation.checkArguments(0)
    let period = try period(invocation)
    let ledger = try invocation.session.read()
    var filter = EntryFilter()
    (filter.from, filter.to) = (period.from, period.to)
    if let name = invocation.arguments.value("kind") {
      guard let kind = DocumentKind(name: name) else {
        throw UsageFault.badValue(
          option: "kind", value: name,
          expected: DocumentKind.allCases.map(\.name).joined(separator: ", "))
      }
      filter.kind = kind
    }
    if let inn = invocation.arguments.value("party") {
      filter.party = try invocation.identifier("party", inn)
    }
    invocation.print(Listings(ledger.books).log(try ledger.entries(matching: filter)))
  }

  private static func subject(
    _ invocation: Invocation, _ known: [String]
  ) throws(UsageFault) -> String {
    let text = try invocation.argument(known.joined(separator: "|"))
    guard known.contains(text) else {
      throw .badValue(
        option: "\(invocation.spec.name)", value: text, expected: known.joined(separator: ", "))
    }
    return text
  }
}
