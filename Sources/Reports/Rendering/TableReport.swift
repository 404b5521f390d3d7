import Exchange

/// Writes a report for people: rows as a table; an object as a block of headings and values, and
/// below it each object and list inside it.
struct TableReport {
  private let person: PersonText
  private var language: Language { person.language }

  init(_ language: Language) { person = PersonText(language: language) }

  func text(_ report: Report) -> String {
    switch report.content {
    case .rows(let rows): return lines(table(rows, columns: report.columns))
    case .object(let object):
      return lines([report.kind.title(language)] + block(object, report.detail))
    }
  }

  private func lines(_ lines: [String]) -> String {
    lines.map { $0 + "\n" }.joined()
  }

  private func block(_ object: JSONObject, _ detail: Report.Detail?) -> [String] {
    var values: [(title: String, text: String, isAmount: Bool)] = []
    var below: [String] = []
    for member in object.members {
      let field = Field.of([member.key])
      switch member.value {
      case .object(let inner): below += ["", field.title(language)] + block(inner, nil)
      case .array where member.value.objects != nil:
        let rows = member.value.objects ?? []
        if rows.isEmpty && member.key != detail?.key { continue }
        let columns = member.key == detail?.key ? detail?.columns : nil
        below += ["", field.title(language)] + table(rows, columns: columns ?? names(rows))
      default:
        let text = person.text(member.value, field.format, inColumn: false)
        values.append((field.title(language), text, field.format == .amount))
      }
    }
    let titleWidth = values.map(\.title.count).max() ?? 0
    let amountWidth = values.filter(\.isAmount).map(\.text.count).max() ?? 0
    return values.map { value in
      let text = value.isAmount ? padded(value.text, amountWidth, right: true) : value.text
      return padded(value.title, titleWidth, right: false) + "  " + text
    } + below
  }

  /// The columns that any row has, in order of appearance.
  private func names(_ rows: [JSONObject]) -> [String] {
    var names: [String] = []
    for row in rows {
      for cell in row.flat where !names.contains(cell.name) { names.append(cell.name) }
    }
    return names
  }

  private func table(_ rows: [JSONObject], columns: [String]) -> [String] {
    let paths = columns.map { $0.split(separator: ".").map(String.init) }
    let formats = paths.map { Field.of($0).format }
    let titles = paths.map { Field.title(of: $0, language) }
    let body = rows.map { row in
      let cells = row.flat
      return columns.indices.map { column in
        let value = cells.find(columns[column], near: column)?.value ?? .null
        return person.text(value, formats[column], inColumn: true)
      }
    }
    let widths = columns.indices.map { column in
      body.reduce(titles[column].count) { max($0, $1[column].count) }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([titles, rule] + body).map { cells in
      let parts = cells.indices.map { padded(cells[$0], widths[$0], right: formats[$0].isNumeric) }
      return trimmed(parts.joined(separator: "  "))
    }
  }

  private func padded(_ text: String, _ width: Int, right: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }

  private func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
