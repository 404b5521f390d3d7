import LedgerCore

/// What can be wrong, by the layer that finds it.
public enum FaultReason: Error, Hashable, Sendable {
  case file(FileFault)
  case table(TableFault)
  case value(ValueFault)
  case statement(StatementFault)

  /// Stable over versions and languages: `not-a-date`.
  public var code: String { wording.code }

  /// What is wrong, without the place: `not a date of the calendar`.
  public func sentence(_ language: Language) -> String { wording.sentence(language) }

  /// What to do about it, where there is something to say.
  public func hint(_ language: Language) -> String? { wording.hint(language) }

  var wording: Wording {
    switch self {
    case .file(let fault): fault.wording
    case .table(let fault): fault.wording
    case .value(let fault): fault.wording
    case .statement(let fault): fault.wording
    }
  }
}

/// A stable code and its sentence in both languages.
struct Wording {
  let code: String
  private let english: String
  private let russian: String
  private let hints: (english: String, russian: String)?

  init(
    _ code: String, _ english: String, _ russian: String,
    hint: (english: String, russian: String)? = nil
  ) {
    self.code = code
    self.english = english
    self.russian = russian
    hints = hint
  }

  func sentence(_ language: Language) -> String { language == .english ? english : russian }

  func hint(_ language: Language) -> String? {
    hints.map { language == .english ? $0.english : $0.russian }
  }
}

/// What is wrong with a file as a whole, or with its bytes.
public enum FileFault: Error, Hashable, Sendable {
  case tooLarge(limit: Int)
  case empty
  /// Not UTF-8, and a byte that Windows-1251 does not have.
  case notText(offset: Int)
  case utf16
  case lineTooLong(limit: Int)

  var wording: Wording {
    switch self {
    case .tooLarge(let limit):
      Wording(
        "file-too-large", "larger than \(limit) bytes", "больше \(limit) байт",
        hint: ("split the file", "разделите файл на части"))
    case .empty: Wording("file-empty", "the file has no rows", "в файле нет строк")
    case .notText(let offset):
      Wording(
        "not-text", "byte \(offset) belongs to no known encoding",
        "байт \(offset) не подходит ни к одной известной кодировке",
        hint: ("save the file as UTF-8", "сохраните файл в кодировке UTF-8"))
    case .utf16:
      Wording(
        "utf16", "the file is in UTF-16", "файл в кодировке UTF-16",
        hint: ("save the file as UTF-8", "сохраните файл в кодировке UTF-8"))
    case .lineTooLong(let limit):
      Wording("line-too-long", "a line longer than \(limit) bytes", "строка длиннее \(limit) байт")
    }
  }
}

/// What is wrong with the shape of a table.
public enum TableFault: Error, Hashable, Sendable {
  case unknownColumn
  case missingColumn
  case duplicateColumn
  case cellCount(expected: Int, found: Int)
  case unclosedQuote
  case textAfterQuote
  case bareQuote
  case tooManyRows(limit: Int)
  /// The key stands in an earlier line already.
  case duplicateKey(firstLine: Int)

  var wording: Wording {
    switch self {
    case .unknownColumn: Wording("unknown-column", "unknown column", "неизвестный столбец")
    case .missingColumn: Wording("missing-column", "missing column", "нет столбца")
    case .duplicateColumn:
      Wording("duplicate-column", "the column stands twice", "столбец указан дважды")
    case .cellCount(let expected, let found):
      Wording(
        "cell-count", "\(found) cells, \(expected) are expected",
        "ячеек \(found), ожидается \(expected)",
        hint: (
          "a value that holds the delimiter must stand in quotes",
          "значение с разделителем внутри нужно взять в кавычки"
        ))
    case .unclosedQuote:
      Wording("unclosed-quote", "a quote is not closed", "кавычка не закрыта")
    case .textAfterQuote:
      Wording("text-after-quote", "text after a closing quote", "текст после закрывающей кавычки")
    case .bareQuote:
      Wording(
        "bare-quote", "a quote inside a value without quotes",
        "кавычка внутри значения без кавычек",
        hint: (
          "put the whole value in quotes and double the quotes inside",
          "возьмите значение в кавычки целиком, а кавычки внутри удвойте"
        ))
    case .tooManyRows(let limit):
      Wording("too-many-rows", "more than \(limit) rows", "больше \(limit) строк")
    case .duplicateKey(let line):
      Wording(
        "duplicate-key", "stands in line \(line) already", "уже указано в строке \(line)")
    }
  }
}
