/// Writes tables: RFC 4180 quoting, LF at the end of each line. Text cannot become a formula in a
/// spreadsheet, nor carry control characters.
public struct CSVText {
  /// A cell knows whether it may begin with a sign.
  public enum Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Text of any origin.
    case text(String)
    /// A number, date or amount that this program has written itself.
    case number(String)

    public init(stringLiteral text: String) { self = .text(text) }
  }

  public private(set) var text = ""

  public init(header: [String]) { add(header.map { .text($0) }) }

  public mutating func add(_ cells: [Cell]) { text += Self.line(cells) }

  /// One line with its end, for tables that are too long to stand in memory.
  public static func line(_ cells: [Cell]) -> String {
    cells.map(written).joined(separator: ",") + "\n"
  }

  public var bytes: [UInt8] { Array(text.utf8) }

  static func written(_ cell: Cell) -> String {
    switch cell {
    case .number(let text): return quoted(cleansed(text))
    case .text(let text):
      // A leading tab or carriage return starts a formula in some programs: judged before it is
      // replaced by a space. So are the full-width forms of the signs.
      let startsFormula = text.unicodeScalars.drop { $0 == " " || $0 == "\u{A0}" }.first
        .map { formulaStarts.contains($0) }
      return quoted((startsFormula == true ? "'" : "") + cleansed(text))
    }
  }

  private static let formulaStarts = Set("=+-@\t\r\n＝＋－＠\u{2212}".unicodeScalars)

  /// Control, invisible and separating characters become spaces.
  private static func cleansed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",;\"".contains($0) }) || text.first == " " || text.last == " "
    else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
