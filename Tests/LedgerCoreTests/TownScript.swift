import Testing

@testable import LedgerCore

/// A script that a test cannot mean.
struct ScriptError: Error { let text: String }

/// One row of a script: a document, and what is to come of it.
///
///     c1: claim final A1 2023-11 K1:90        a document, and a name for its entry
///     accept c1 => funds.available K1 1.00    balances and standings afterwards
///     claim final A1 2023-11 K1:90 => ! already-claimed
///     | funds.reserved K1 > funds.committed K1 10.00     the postings of the row above
struct ScriptRow {
  let text: String
  var label: String?
  var verb: String
  var words: [String] = []
  var options: [String: String] = [:]
  var refusals: [String] = []
  var expectations: [String] = []
  var postings: [String] = []

  init(_ text: String) throws {
    self.text = text
    let halves = text.split(separator: "=>", maxSplits: 1).map(String.init)
    var tokens = halves[0].split(separator: " ").map(String.init)
    if let first = tokens.first, first.hasSuffix(":") {
      label = String(tokens.removeFirst().dropLast())
    }
    guard !tokens.isEmpty else { throw ScriptError(text: text) }
    verb = tokens.removeFirst()
    for token in tokens {
      let pair = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2, !token.hasPrefix("+"), !token.hasPrefix("-") {
        options[String(pair[0])] = String(pair[1])
      } else {
        words.append(token)
      }
    }
    for part in (halves.count > 1 ? halves[1] : "").split(separator: ",") {
      let words = part.split(separator: " ").map(String.init)
      if words.first == "!" {
        refusals = Array(words.dropFirst())
      } else {
        expectations.append(words.joined(separator: " "))
      }
    }
  }

  func word(_ index: Int) throws -> String {
    guard index < words.count else { throw ScriptError(text: "\(text): word \(index + 1)") }
    return words[index]
  }

  func identifier(_ index: Int) throws -> Identifier { try Identifier.of(word(index)) }

  func money(_ index: Int) throws -> Money { try Money.of(word(index)) }

  func money(_ option: String) throws -> Money? { try options[option].map(Money.of) }

  func date(_ option: String, _ usual: String) throws -> CalendarDate {
    try CalendarDate.of(options[option] ?? usual)
  }
}

extension Identifier {
  static func of(_ text: String) throws -> Identifier {
    guard let number = Identifier(text) else { throw ScriptError(text: text) }
    return number
  }
}

extension Money {
  static func of(_ text: String) throws -> Money {
    guard let money = Money(decimal: text) else { throw ScriptError(text: text) }
    return money
  }
}

extension CalendarDate {
  static func of(_ text: String) throws -> CalendarDate {
    guard let date = CalendarDate(iso: text) else { throw ScriptError(text: text) }
    return date
  }
}

extension YearMonth {
  static func of(_ text: String) throws -> YearMonth {
    guard let month = YearMonth(iso: text) else { throw ScriptError(text: text) }
    return month
  }
}

extension Town {
  /// Enters the documents of a script and holds each to what its row expects.
  func play(
    _ script: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var rows: [ScriptRow] = []
    for line in script.split(separator: "\n") {
      let text = line.trimmed
      if text.isEmpty || text.hasPrefix("//") { continue }
      if text.hasPrefix("|") {
        rows[rows.count - 1].postings.append(text.dropFirst().trimmed)
      } else {
        rows.append(try ScriptRow(text))
      }
    }
    for row in rows { try play(row, sourceLocation) }
  }

  private func play(_ row: ScriptRow, _ sourceLocation: SourceLocation) throws {
    let body = try body(of: row)
    let date = try row.options["on"].map(CalendarDate.of)
    let result = submit(body, on: date)
    let comment = Comment(rawValue: row.text)
    switch result {
    case .failure(let refusals):
      let codes = refusals.first.map(\.fault.code.rawValue)
      #expect(codes == row.refusals, comment, sourceLocation: sourceLocation)
    case .success(let effects):
      #expect(row.refusals == [], comment, sourceLocation: sourceLocation)
      if let label = row.label { labels[label] = books.nextEntry - 1 }
      if !row.postings.isEmpty {
        let postings = row.postings == ["nothing"] ? [] : row.postings
        #expect(
          effects.postings.map(text) == postings, comment, sourceLocation: sourceLocation)
      }
      for expectation in row.expectations {
        let (found, expected) = try standing(expectation, effects.results)
        #expect(
          found == expected, "\(row.text): \(expectation)", sourceLocation: sourceLocation)
      }
    }
  }
}

extension StringProtocol {
  var trimmed: String {
    var rest = self[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
