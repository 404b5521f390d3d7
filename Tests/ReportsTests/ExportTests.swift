import Exchange
import Foundation
import LedgerCore
import Testing

@testable import Reports

/// The worked example as files for other programs, kept in `Exports`. After a change,
/// `KAZNA_WRITE_EXPORTS=1 swift test --filter ExportTests` writes them anew.
@Suite struct ExportTests {
  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Exports")
  private static let november = Period(from: date("2023-11-01"), to: date("2023-11-30"))

  private static func plainText(
    _ test: TestBooks, _ dialect: PlainTextDialect, _ period: Period = Period()
  ) throws -> String {
    var text = ""
    try PlainTextExport(test.books, period, dialect).write(entries: test.stream) { text += $0 }
    return text
  }

  private static func journal(
    _ test: TestBooks, _ layout: JournalExport.Layout, _ period: Period = Period()
  ) throws -> String {
    var text = ""
    try JournalExport(test.books, period, layout).write(entries: test.stream) { text += $0 }
    return text
  }

  private func expect(_ text: String, isKeptAs name: String) throws {
    let file = Self.directory.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["KAZNA_WRITE_EXPORTS"] != nil {
      try Data(text.utf8).write(to: file)
    }
    let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == kept)
  }

  @Test(arguments: PlainTextDialect.allCases)
  func plainTextIsAsKept(_ dialect: PlainTextDialect) throws {
    let test = try TestBooks.example()
    try expect(Self.plainText(test, dialect), isKeptAs: "example.\(dialect.rawValue)")
    try expect(
      Self.plainText(test, dialect, Self.november), isKeptAs: "november.\(dialect.rawValue)")
  }

  @Test(arguments: JournalExport.Layout.allCases)
  func theJournalIsAsKept(_ layout: JournalExport.Layout) throws {
    let test = try TestBooks.example()
    try expect(Self.journal(test, layout), isKeptAs: "example.journal.\(layout.rawValue)")
  }

  @Test func theJournalHoldsEveryEntryAndEveryPosting() throws {
    let test = try TestBooks.example()
    let lines = try Self.journal(test, .jsonl).split(separator: "\n").map(Self.object)
    let entries = lines.compactMap { $0["entry"] as? Int }
    #expect(Set(entries) == Set(0..<Int(test.books.nextEntry)))
    let postings = test.entries.flatMap { entry in
      entry.postings.indices.map { "\(entry.entry)/\($0 + 1)" }
    }
    let found = lines.compactMap { line in
      (line["posting"] as? Int).map { "\(line["entry"] as? Int ?? -1)/\($0)" }
    }
    #expect(found == postings)
    let array = try JSONSerialization.jsonObject(
      with: Data(try Self.journal(test, .json).utf8))
    #expect((array as? [[String: Any]])?.count == lines.count)
    let some = try Self.journal(test, .csv, Self.november).split(separator: "\n").dropFirst()
    #expect(some.allSatisfy { $0.contains(",2023-11-") } && !some.isEmpty)
  }

  private static func object(_ line: Substring) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    return try #require(value as? [String: Any])
  }

  /// The text adds up to what it asserts, and that is what the books hold.
  @Test(arguments: [
    Period(), november, Period(from: date("2023-11-06")), Period(to: date("2023-11-09")),
    Period(from: date("2024-01-01")), Period(from: date("2023-11-06"), to: date("2023-11-07")),
  ])
  func theLinesAddUpToTheAssertions(_ period: Period) throws {
    let test = try TestBooks.example()
    var sums: [String: Int64] = [:]
    var asserted: [String: Int64] = [:]
    for line in try Self.plainText(test, .hledger, period).split(separator: "\n")
    where line.hasPrefix("    ") && !line.hasPrefix("    ;") {
      let words = line.split(separator: " ")
      let account = String(words[0])
      if words.contains("=") {
        asserted[account] = try kopecks(words[4])
      } else {
        sums[account, default: 0] += try kopecks(words[1])
      }
    }
    #expect(asserted == sums.merging(asserted.mapValues { _ in 0 }) { sum, _ in sum })
    let end = period.to ?? date("2199-12-31")
    let expected = try PostedBalances(test.books.accounts, asOf: end, entries: test.stream)
    for account in AccountIndex(0)..<AccountIndex(test.books.accounts.count) {
      let kind = test.books.accounts.kind(account)
      let name = PlainTextAccount(kind: kind, owner: test.books.ownerNumber(account)).name
      let balance = expected[account].kopecks * (kind.isDebitNormal ? 1 : -1)
      #expect(asserted[name, default: 0] == balance, "\(name)")
    }
  }

  private func kopecks(_ text: Substring) throws -> Int64 {
    let parts = text.split(separator: ".")
    #expect(parts.count == 2 && parts[1].count == 2)
    return try #require(Int64(parts.joined()))
  }

  @Test func nothingPostedIsAFileToo() throws {
    let books = Books(digest: TestBooks.digest)
    for dialect in PlainTextDialect.allCases {
      var text = ""
      try PlainTextExport(books, Period(), dialect).write(entries: { _ in }) { text += $0 }
      #expect(text.hasPrefix("; kazna, ledger ") && !text.contains("2023"))
    }
  }

  @Test func whatTheReaderThrowsEndsIt() throws {
    struct Full: Error {}
    let test = try TestBooks.example()
    #expect(throws: Full.self) {
      try JournalExport(test.books, Period(), .jsonl).write(entries: test.stream) { _ in
        throw Full()
      }
    }
  }
}
