import Exchange
import LedgerCore
import LedgerService
import Reports

/// The whole ledger for other programs.
enum ExportCommands {
  static let all = [export]

  static let export = CommandSpec(
    "export", .read,
    "journal|hledger|ledger|beancount [--out FILE] [--from DATE] [--to DATE] "
      + "[--format jsonl|json|csv]",
    Bilingual(
      "all postings: line by line for machines, or as plain-text accounting with balances to prove",
      "все проводки: построчно для программ или в формате plain-text accounting с проверкой остатков"
    ),
    options: [
      CommandOption("out", "FILE", "the file to write (stdout)", "куда записать (stdout)"),
      CommandOption(
        "format", "jsonl|json|csv", "how to write the journal (jsonl)", "вид журнала (jsonl)"),
    ] + QuestionCommands.periodOptions,
    examples: [
      "kazna export hledger --out kazna.hledger",
      "kazna export beancount --from 2023-11-01 --to 2023-11-30 --out november.beancount",
      "kazna export journal --format csv --out postings.csv",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    let form = try form(invocation)
    let period = try QuestionCommands.period(invocation)
    let ledger = try invocation.session.read()
    guard let path = invocation.arguments.value("out") else {
      return try write(ledger, form, period) { invocation.console.out($0) }
    }
    let file = try OutputFile(path)
    try write(ledger, form, period) { try file.write($0) }
    try file.commit()
    let count = ledger.books.entries.rows.count { period.contains($0.effectiveDate) }
    invocation.say("entries: \(count), file \(path)", "записей: \(count), файл \(path)")
  }

  private enum Form {
    case journal(JournalExport.Layout)
    case plainText(PlainTextDialect)
  }

  private static func form(_ invocation: Invocation) throws(UsageFault) -> Form {
    let names = ["journal"] + PlainTextDialect.allCases.map(\.rawValue)
    let name = try invocation.argument(names.joined(separator: "|"))
    if let dialect = PlainTextDialect(rawValue: name) {
      guard !invocation.arguments.has("format") else {
        throw .combination(
          english: "--format is for export journal: \(name) is a format of its own",
          russian: "--format только для export journal: у \(name) свой формат")
      }
      return .plainText(dialect)
    }
    guard name == "journal" else {
      throw .badValue(option: "export", value: name, expected: names.joined(separator: ", "))
    }
    let layoutName = invocation.arguments.value("format") ?? "jsonl"
    guard let layout = JournalExport.Layout(rawValue: layoutName) else {
      throw .badValue(
        option: "format", value: layoutName,
        expected: JournalExport.Layout.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return .journal(layout)
  }

  private static func write(
    _ ledger: Ledger, _ form: Form, _ period: Period,
    to sink: @escaping (String) throws -> Void
  ) throws {
    switch form {
    case .journal(let layout):
      try JournalExport(ledger.books, period, layout).write(entries: ledger.postings, to: sink)
    case .plainText(let dialect):
      try PlainTextExport(ledger.books, period, dialect).write(entries: ledger.postings, to: sink)
    }
  }
}
