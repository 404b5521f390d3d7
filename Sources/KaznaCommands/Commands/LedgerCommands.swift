import LedgerCore
import LedgerService

enum LedgerCommands {
  static let all = [create, sealPeriod, reverse]

  static let create = CommandSpec(
    "init", .write, "--name TEXT",
    Bilingual(
      "make a new ledger, with the keys operator and log",
      "создать книгу и ключи operator и log"),
    options: [CommandOption("name", "TEXT", "name of the ledger", "название книги")],
    examples: ["kazna init --name \"Канск, социальный заказ 2023\""]
  ) { invocation in
    try invocation.checkArguments(0)
    let options = try invocation.writeOptions()
    let session = invocation.session
    let receipt = try session.create(name: invocation.required("name"), options)
    if options.isDryRun {
      let keys = [session.ring.privatePath("operator"), session.ring.privatePath("log")]
      invocation.say(
        "would make the ledger \(session.ledgerPath) and the keys \(keys[0]) and \(keys[1])",
        "были бы созданы книга \(session.ledgerPath) и ключи \(keys[0]) и \(keys[1])")
    }
    invocation.print([receipt], isDryRun: options.isDryRun)
  }

  static let sealPeriod = CommandSpec(
    "period seal", .write, "YYYY-MM",
    Bilingual(
      "seal a month: no entry takes effect in it any more",
      "закрыть период: записей с датой этого месяца больше не будет"),
    examples: ["kazna period seal 2023-11"]
  ) { invocation in
    try invocation.checkArguments(1)
    let month = try invocation.month("month", invocation.argument("YYYY-MM"))
    try invocation.write { _ in [Draft(.periodSealed(month: month))] }
  }

  static let reverse = CommandSpec(
    "reverse", .write, "ENTRY --reason TEXT",
    Bilingual("reverse an entry made by mistake", "сторнировать ошибочную запись"),
    options: [CommandOption("reason", "TEXT", "why", "причина")],
    examples: ["kazna reverse 17 --reason \"ошибка в номинале\""]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    let reason = try invocation.required("reason")
    try invocation.write { (books) throws(LedgerError) in
      try ClearingDrafts.reverse(entry: number, reason: reason, books)
    }
  }
}
