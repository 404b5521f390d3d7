import Exchange
import Foundation
import LedgerCore
import Testing

@testable import Reports

@Test func aRussianTableIsAlignedByCharacters() throws {
  let balances = Balances(try TestBooks.example().books)
  let report = try #require(balances.contract(Identifier("Д-1")!))
  #expect(
    report.render(.table, language: .russian) == """
      Остатки договора
      Договор           Д-1
      Сертификат        С-1
      Соглашение        А-1
      Состояние         действует
      Доля сертификата  6 861,21
      Доля родителей       18,21
      Резерв            4 143,46
      Обязательства         0,00
      Принято               0,00
      Исполнено         2 174,20

      Месяцы
      Месяц        План  Родители     Аванс      Факт  Состояние
      -------  --------  --------  --------  --------  ---------
      10.2023  1 425,71      3,79         –         –  в плане
      11.2023  2 717,75      7,21  2 174,20  2 038,31  итог
      12.2023  2 717,75      7,21         –         –  в плане

      """)
}

@Test func anEnglishTableGroupsByCommas() throws {
  let balances = Balances(try TestBooks.example().books)
  let report = try #require(balances.order(Identifier("З-2023")!))
  #expect(
    report.render(.table, language: .english) == """
      Order balance
      Order        З-2023
      Approved     1,234,567.89
      Unallocated  1,226,567.89
      Available        1,682.34
      Reserved         4,143.46
      Committed            0.00
      Accepted             0.00
      Executed         2,174.20
      Lapsed               0.00

      """)
}

@Test func csvHasARowForEachInnermostItem() throws {
  let balances = Balances(try TestBooks.example().books)
  let report = try #require(balances.contract(Identifier("Д-1")!))
  #expect(
    report.render(.csv, language: .russian) == """
      contract,certificate,agreement,status,share,parent_share,reserved,committed,accepted,\
      executed,months.month,months.plan,months.parent,months.advance,months.fact,months.status
      Д-1,С-1,А-1,active,6861.21,18.21,4143.46,0.00,0.00,2174.20,2023-10,1425.71,3.79,,,planned
      Д-1,С-1,А-1,active,6861.21,18.21,4143.46,0.00,0.00,2174.20,2023-11,2717.75,7.21,2174.20,\
      2038.31,final
      Д-1,С-1,А-1,active,6861.21,18.21,4143.46,0.00,0.00,2174.20,2023-12,2717.75,7.21,,,planned

      """)
}

@Test func linesOfJSONAreObjects() {
  let report = Report(.keys, rows: [["a": .integer(1)], ["a": .null]], columns: ["a"])
  #expect(report.render(.jsonl, language: .english) == "{\"a\":1}\n{\"a\":null}\n")
  #expect(report.render(.json, language: .english) == "[{\"a\":1},{\"a\":null}]\n")
  let empty = Report(.keys, rows: [], columns: ["id", "role"])
  #expect(empty.render(.jsonl, language: .english) == "")
  #expect(empty.render(.json, language: .english) == "[]\n")
  #expect(empty.render(.csv, language: .english) == "id,role\n")
  #expect(empty.render(.table, language: .english) == "Id  Role\n--  ----\n")
}

@Test(arguments: [
  ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
  ("МБУ \"Ёж\", №1", "\"МБУ \"\"Ёж\"\", №1\""), ("a\u{202E}b\u{7}", "\"a b \""),
])
func namesCannotBecomeFormulas(name: String, expected: String) throws {
  let report = Report(.keys, rows: [["name": .string(name)]], columns: ["name"])
  let line = report.render(.csv, language: .english).split(separator: "\n")[1]
  #expect(line == expected)
}

@Test func aNegativeAmountIsNoFormula() {
  let amount = Money(kopecks: -123_456_789)
  let report = Report(.keys, rows: [["balance": .amount(amount)]], columns: ["balance"])
  #expect(report.render(.csv, language: .english) == "balance\n-1234567.89\n")
  #expect(report.render(.table, language: .russian).hasSuffix("-1 234 567,89\n"))
  #expect(report.render(.table, language: .english).hasSuffix("-1,234,567.89\n"))
}

@Test func nothingInvisibleReachesATerminal() throws {
  let test = try TestBooks.example(name: "=cmd \u{202E}\u{1B}[31m\u{2028}")
  for report in try everyReport(test) {
    for language in Language.allCases {
      for format in OutputFormat.allCases {
        let text = report.render(format, language: language)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || isVisible($0) })
        #expect(!text.contains(",=cmd") && !text.contains("\n=cmd"))
      }
      let table = report.render(.table, language: language)
      #expect(!table.split(separator: "\n").contains { $0.hasSuffix(" ") })
      #expect(table.hasSuffix("\n"))
    }
  }
}

private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator: false
  default: true
  }
}

@Test func everyReportIsValidJSONAndKnowsItsKeys() throws {
  for report in try everyReport(TestBooks.example()) {
    let text = report.render(.json, language: .english)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(JSONSerialization.isValidJSONObject(parsed))
    for line in report.render(.jsonl, language: .english).split(separator: "\n") {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
    for key in keys(report.value) {
      #expect(Field.known[key] != nil, "\(key) of \(report.kind)")
      #expect(key.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) })
    }
    for column in report.columns + (report.detail?.columns ?? []) {
      #expect(Field.known[column] != nil)
    }
  }
}

@Test func rowsHaveTheKeysOfTheirColumns() throws {
  for report in try everyReport(TestBooks.example()) {
    if case .rows(let rows) = report.content {
      for row in rows { #expect(row.flat.map(\.name) == report.columns) }
    }
    if case .object(let object) = report.content, let detail = report.detail {
      for item in object[detail.key]?.objects ?? [] {
        #expect(item.flat.map(\.name) == detail.columns)
      }
    }
  }
}

func keys(_ value: JSONValue) -> [String] {
  switch value {
  case .object(let object): object.members.flatMap { [$0.key] + keys($0.value) }
  case .array(let values): values.flatMap(keys)
  default: []
  }
}

func everyReport(_ test: TestBooks) throws -> [Report] {
  let balances = Balances(test.books)
  let period = PeriodReports(test.books, Period(from: date("2023-11-01"), to: date("2023-12-31")))
  let lists = Listings(test.books)
  let subjects: [StatementSubject] = [
    .certificate(Identifier("С-1")!), .contract(Identifier("Д-1")!),
    .agreement(Identifier("А-1")!), .provider(TestBooks.provider),
  ]
  let found: [Report?] = [
    balances.order(Identifier("З-2023")!), balances.certificate(Identifier("С-1")!),
    balances.contract(Identifier("Д-1")!), balances.agreement(Identifier("А-1")!),
    balances.provider(TestBooks.provider), balances.payer(TestBooks.payer),
    try period.reconciliation(ofProvider: TestBooks.provider, entries: test.stream),
    lists.cycle(1),
  ]
  let made: [Report] = [
    balances.orderExecution(), balances.contracts(),
    try period.trialBalance(byOwner: false, entries: test.stream),
    try period.trialBalance(byOwner: true, entries: test.stream),
    lists.log(0..<test.books.nextEntry), lists.claims(), lists.cycles(), lists.payments(),
    lists.keys(), lists.advances(),
  ]
  let statements = try subjects.map { try period.statement(of: $0, entries: test.stream) }
  return try (found + statements).map { try #require($0) } + made
    + test.shown.map { $0.report(test.books) }
}
