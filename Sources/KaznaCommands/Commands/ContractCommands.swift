import Exchange
import LedgerCore
import LedgerService

/// Agreements, contracts and months.
enum ContractCommands {
  static let all = [
    signAgreements, amendAgreement, terminateAgreement, signContracts, terminateContract,
    openMonth, closeMonth,
  ]

  static let signAgreements = CommandSpec(
    "agreement sign", .write, "--from agreements.csv",
    Bilingual(
      "sign agreements: one document for each provider",
      "подписать соглашения: документ на каждого исполнителя"),
    options: [RegisterCommands.from("agreements.csv")],
    examples: ["kazna agreement sign --from agreements.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(AgreementRow.self)
    try invocation.write(source: bytes) { _ in RegisterDrafts.sign(rows) }
  }

  static let amendAgreement = CommandSpec(
    "agreement amend", .write, "NUMBER --limit X",
    Bilingual("raise or lower a limit", "изменить лимит соглашения"),
    options: [CommandOption("limit", "X", "the new limit, rubles", "новый лимит, руб.")],
    examples: ["kazna agreement amend С-12 --limit 900000"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    let limit = try invocation.money(option: "limit")
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.amend(agreement: number, limit: limit, books)
    }
  }

  static let terminateAgreement = CommandSpec(
    "agreement terminate", .write, "NUMBER",
    Bilingual(
      "terminate an agreement: its running contracts continue",
      "расторгнуть соглашение: действующие договоры продолжаются"),
    examples: ["kazna agreement terminate С-12"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    try invocation.write { _ in [Draft(.agreementTerminated(agreement: number))] }
  }

  static let signContracts = CommandSpec(
    "contract sign", .write, "--from contracts.csv",
    Bilingual(
      "sign contracts: certificates are debited, one document for each provider",
      "подписать договоры: средства сертификатов резервируются"),
    options: [RegisterCommands.from("contracts.csv")],
    examples: ["kazna contract sign --from contracts.csv --dry-run"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(ContractRow.self)
    try invocation.write(source: bytes) { books in RegisterDrafts.sign(rows, books) }
  }

  static let terminateContract = CommandSpec(
    "contract terminate", .write, "NUMBER",
    Bilingual(
      "terminate a contract on the last day of the month of --date",
      "расторгнуть договор с последнего дня месяца даты --date"),
    examples: ["kazna contract terminate Д-101 --date 2023-11-10"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    try invocation.write { _ in [Draft(.contractTerminated(contract: number))] }
  }

  static let openMonth = CommandSpec(
    "month open", .write, "YYYY-MM",
    Bilingual("open a month: its plans become obligations", "открыть месяц"),
    examples: ["kazna month open 2023-11"]
  ) { invocation in
    try invocation.checkArguments(1)
    let month = try invocation.month("month", invocation.argument("YYYY-MM"))
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.open(month: month, books)
    }
  }

  static let closeMonth = CommandSpec(
    "month close", .write, "YYYY-MM",
    Bilingual(
      "close a month: what was never claimed counts as not delivered",
      "закрыть месяц: незаявленное считается неоказанным"),
    examples: ["kazna month close 2023-11"]
  ) { invocation in
    try invocation.checkArguments(1)
    let month = try invocation.month("month", invocation.argument("YYYY-MM"))
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.close(month: month, books)
    }
  }
}
