import Exchange
import LedgerCore

/// The journal for machines: a line for each posting of each entry, in order. An entry without
/// postings has one line too, so that none is missing: there `posting` and what follows are null.
public struct JournalExport {
  public enum Layout: String, CaseIterable, Sendable {
    case csv, json, jsonl
  }

  private static let columns = [
    "entry", "hash", "id", "kind", "effective_date", "recorded_at", "posting", "ledger",
    "debit_account", "debit_owner", "credit_account", "credit_owner", "amount",
  ]

  private let books: Books
  private let period: Period
  private let layout: Layout

  public init(_ books: Books, _ period: Period, _ layout: Layout) {
    (self.books, self.period, self.layout) = (books, period, layout)
  }

  /// Writes the text in pieces.
  public func write(
    entries: EntryStream, to sink: @escaping (String) throws -> Void
  ) throws {
    var output = TextOutput(sink)
    if layout == .csv { try output.write(CSVText(header: Self.columns).text) }
    if layout == .json { try output.write("[") }
    var isFirst = true
    try entries { entry in
      guard period.contains(entry.effectiveDate) else { return }
      for line in lines(of: entry) {
        if layout == .json, !isFirst { try output.write(",") }
        isFirst = false
        try output.write(text(of: line))
      }
    }
    if layout == .json { try output.write("]\n") }
    try output.finish()
  }

  private func lines(of entry: EntryPostings) -> some Sequence<JSONObject> {
    let known = books.entries[Int(entry.entry)]
    let head: JSONObject = [
      "entry": .integer(entry.entry), "hash": .hash(known.hash),
      "id": .string(known.document.hex), "kind": .string(entry.kind.name),
      "effective_date": .date(entry.effectiveDate), "recorded_at": .moment(entry.recordedAt),
    ]
    return (0..<max(1, entry.postings.count)).lazy.map { position in
      head
        + (entry.postings.isEmpty
          ? Self.noPosting : posting(entry.postings[position], number: position + 1))
    }
  }

  private func posting(_ posting: Posting, number: Int) -> JSONObject {
    [
      "posting": .count(number),
      "ledger": .string(books.accounts.kind(posting.debit).ledger.name),
      "debit_account": books.name(of: posting.debit),
      "debit_owner": .number(books.ownerNumber(posting.debit)),
      "credit_account": books.name(of: posting.credit),
      "credit_owner": .number(books.ownerNumber(posting.credit)),
      "amount": .amount(posting.amount),
    ]
  }

  private static let noPosting = columns[6...].reduce(into: JSONObject()) { $0.append($1, .null) }

  private func text(of line: JSONObject) -> String {
    guard layout == .csv else {
      return JSONValue.object(line).json + (layout == .jsonl ? "\n" : "")
    }
    return CSVText.line(
      line.members.map { member in
        switch member.value {
        case .integer(let number): .number("\(number)")
        case .string(let text): member.key == "amount" ? .number(text) : .text(text)
        default: .number("")
        }
      })
  }
}
