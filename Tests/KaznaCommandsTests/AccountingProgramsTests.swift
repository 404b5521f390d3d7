import Exchange
import Foundation
import LedgerCore
import Testing

/// What hledger, ledger and beancount say of our exports. Where one of them is missing, its part is
/// skipped with a message.
struct AccountingProgramsTests {
  /// Checks a file strictly, and prints each account's balance; lines are `account` and amount with
  /// anything but digits, sign and point between.
  private static let checks: [PlainTextDialect: (program: String, command: String)] = [
    .hledger: (
      "hledger",
      "hledger -f FILE check --strict ordereddates "
        + "&& hledger -f FILE balance -N --flat -E -O csv"
    ),
    .ledger: (
      "ledger",
      "ledger --strict --pedantic -f FILE balance --flat --no-total --empty "
        + "--format '%(account) %(display_total)\\n'"
    ),
    .beancount: (
      "bean-check",
      "bean-check --no-cache FILE && bean-query -f csv -q FILE "
        + "'select account, sum(position) group by account order by account'"
    ),
  ]

  private static let periods = [
    "", "--from 2023-11-09", "--to 2023-11-30", "--from 2023-11-01 --to 2023-11-30",
  ]

  private static func isMissing(_ program: String, in directory: URL) throws -> Bool {
    let found = try BuiltProgram.run("command -v \(program)", in: directory)
    if found.exitCode != 0 { print("skipped: \(program) is not installed") }
    return found.exitCode != 0
  }

  private static func run(
    _ dialect: PlainTextDialect, on file: String, in directory: URL
  ) throws -> BuiltProgram.Outcome {
    let command = try #require(checks[dialect]).command.replacing("FILE", with: file)
    return try BuiltProgram.run(command, in: directory, ["LC_ALL": "C.UTF-8"])
  }

  /// Balances above and below zero by the account's name; those of zero are left out, as bean-query
  /// does.
  private static func balances(_ outcome: BuiltProgram.Outcome) throws -> [String: String] {
    var balances: [String: String] = [:]
    for line in outcome.out.split(whereSeparator: \.isNewline) where line.contains(":") {
      let words = line.split { " ,|\"".contains($0) }.map(String.init)
      guard words.count > 1, words[1] != "0" else { continue }
      balances[words[0]] = words[1]
    }
    return balances
  }

  private static func trialBalance(_ period: String, in directory: URL) throws -> [String: String] {
    let outcome = try BuiltProgram.run(
      "kazna report trial-balance --by-owner --format csv \(period)", in: directory)
    let table = outcome.out.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var balances: [String: String] = [:]
    for row in table.dropFirst() {
      let kind = try #require(AccountKind.allCases.first { $0.name == row[1] })
      let owner = try #require(Identifier(row[2]))
      let (debit, credit) = (row[7], row[8])
      guard debit != "0.00" || credit != "0.00" else { continue }
      balances[PlainTextAccount(kind: kind, owner: owner).name] =
        debit != "0.00" ? debit : "-\(credit)"
    }
    return balances
  }

  @Test(arguments: ["refunds", "yearend"])
  func theyProveOurBalances(_ scenario: String) throws {
    try BuiltProgram.inTemporaryDirectory { directory in
      var transcript = Transcript("\(scenario).transcript", in: directory)
      try transcript.run()
      for dialect in PlainTextDialect.allCases {
        let program = try #require(Self.checks[dialect]).program
        if try Self.isMissing(program, in: directory) { continue }
        for period in Self.periods {
          let export = try BuiltProgram.run(
            "kazna export \(dialect.rawValue) --out books \(period)", in: directory)
          #expect(export.exitCode == 0, "\(export.told)")
          let outcome = try Self.run(dialect, on: "books", in: directory)
          #expect(outcome.exitCode == 0 && outcome.err.isEmpty, "\(outcome.told)")
          let expected = try Self.trialBalance(period, in: directory)
          #expect(!expected.isEmpty)
          #expect(try Self.balances(outcome) == expected, "\(period) \(outcome.told)")
        }
        try expectNoticed(dialect, in: directory)
      }
    }
  }

  /// One kopeck more in the last balance, or in a posting, and the program refuses the file.
  private func expectNoticed(_ dialect: PlainTextDialect, in directory: URL) throws {
    let file = directory.appendingPathComponent("books")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let places = [
      lines.lastIndex { $0.contains("RUB") && !$0.contains(" 0.00 ~") && !$0.contains("= 0.00") },
      lines.firstIndex { $0.hasPrefix("  ") && $0.contains(":") && $0.hasSuffix(" RUB") },
    ]
    for place in places {
      let place = try #require(place)
      var wrong = lines
      let start = try #require(wrong[place].lastIndex(of: "."))
      let digits = wrong[place][wrong[place].index(after: start)...].prefix(2)
      let other = digits == "00" ? ".01" : ".00"
      let end = wrong[place].index(start, offsetBy: 3)
      wrong[place] = wrong[place][..<start] + other + wrong[place][end...]
      try Data(wrong.joined(separator: "\n").utf8).write(
        to: directory.appendingPathComponent("wrong"))
      let outcome = try Self.run(dialect, on: "wrong", in: directory)
      #expect(outcome.exitCode != 0, "\(wrong[place])\n\(outcome.told)")
    }
  }

  /// All kinds of account, and numbers that need every letter of the names.
  @Test(arguments: PlainTextDialect.allCases)
  func theyTakeEveryName(_ dialect: PlainTextDialect) throws {
    try BuiltProgram.inTemporaryDirectory { directory in
      let program = try #require(Self.checks[dialect]).program
      if try Self.isMissing(program, in: directory) { return }
      let numbers = [
        "Д-1", "д-1", "12/2023", "12.2023", "12-2023", "-", "/", ".", "a/b.c", "Ґ/Ԯ", "ԯ", "Ѐ-",
        "0",
        "--1", "1--", "Z.", "ЪЫЬ/ъыь",
      ].compactMap { Identifier($0) }
      let day = try #require(CalendarDate(iso: "2023-11-30"))
      let accounts = AccountKind.allCases.flatMap { kind in
        numbers.map { PlainTextAccount(kind: kind, owner: $0) }
      }
      let hash = String(repeating: "0", count: 64)
      var text = dialect.header(remarks: ["a remark: with \"marks\" ; and = signs"])
      for account in accounts { text += dialect.declaration(account, on: day) }
      text += dialect.head(
        entry: 7, kind: "order-approved", ledger: "funds", on: day, hash: hash,
        recordedAt: Timestamp(milliseconds: 0))
      for (offset, account) in accounts.enumerated() {
        text += dialect.line(account.name, Money(kopecks: Int64(offset + 1)))
        text += dialect.line(accounts[0].name, Money(kopecks: -Int64(offset + 1)))
      }
      text += dialect.assertionHead(ledger: "funds", on: day)
      for (offset, account) in accounts.enumerated().dropFirst() {
        text += dialect.assertion(account.name, Money(kopecks: Int64(offset + 1)), on: day)
      }
      try Data(text.utf8).write(to: directory.appendingPathComponent("books"))
      let outcome = try Self.run(dialect, on: "books", in: directory)
      #expect(outcome.exitCode == 0 && outcome.err.isEmpty, "\(outcome.told)")
      #expect(try Self.balances(outcome).count == accounts.count)
    }
  }
}
