import Exchange

/// Writes a report as CSV, by the rules that `Report` describes and those of `CSVText`.
struct CSVReport {
  let text: String

  init(_ report: Report) {
    switch report.content {
    case .rows(let rows): text = Self.text(rows, columns: report.columns)
    case .object(let object): text = Self.text(object, detail: report.detail)
    }
  }

  private static func text(_ rows: [JSONObject], columns: [String]) -> String {
    var csv = CSVText(header: columns)
    for row in rows {
      let cells = row.flat
      csv.add(Self.cells(cells, columns))
    }
    return csv.text
  }

  private static func text(_ object: JSONObject, detail: Report.Detail?) -> String {
    let own = object.flat
    let names = own.map(\.name)
    guard let detail else {
      var csv = CSVText(header: names)
      csv.add(own.map(cell))
      return csv.text
    }
    if detail.standsAlone {
      return text(object[detail.key]?.objects ?? [], columns: detail.columns)
    }
    var csv = CSVText(header: names + detail.columns.map { "\(detail.key).\($0)" })
    let items = object[detail.key]?.objects ?? []
    for item in items {
      let cells = item.flat
      csv.add(own.map(cell) + Self.cells(cells, detail.columns))
    }
    if items.isEmpty { csv.add(own.map(cell) + detail.columns.map { _ in empty }) }
    return csv.text
  }

  private static func cells(_ cells: [FlatCell], _ columns: [String]) -> [CSVText.Cell] {
    columns.enumerated().map { position, column in
      cells.find(column, near: position).map(cell) ?? empty
    }
  }

  private static let empty = CSVText.Cell.number("")

  private static func cell(_ cell: FlatCell) -> CSVText.Cell {
    switch cell.value {
    case .null: return empty
    case .bool(let flag): return .number(flag ? "yes" : "no")
    case .integer(let number): return .number("\(number)")
    case .string(let text):
      return Field.of(cell.path).format.isNumeric ? .number(text) : .text(text)
    case .array(let values):
      let texts = values.compactMap { value -> String? in
        if case .string(let text) = value { text } else { nil }
      }
      return .text(texts.joined(separator: "|"))
    case .object: return empty
    }
  }
}
