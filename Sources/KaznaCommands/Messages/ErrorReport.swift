import Exchange
import Reports

/// An error as its user is told of it: on a terminal, or as JSON.
public struct ErrorReport: Hashable, Sendable {
  /// 1 refused by a rule, 2 wrong usage, 3 a wrong input file, 4 a wrong or missing signature, 5 what
  /// was to be proved is not, 6 a storage fault, 7 busy.
  public let exitCode: Int32
  /// Stable over versions and languages.
  public let code: String
  public let message: String
  /// What to do next.
  public let hint: String?
  /// The number, month, account, file or key that it is about, as the machine formats write it.
  public let subject: String?
  /// One for each wrong line, at most 1 000.
  public let details: [ErrorDetail]

  /// All text is cleansed here, so that nothing of the data can move a terminal's cursor or turn
  /// its text.
  public init(
    exitCode: Int32, code: String, message: String, hint: String? = nil, subject: String? = nil,
    details: [ErrorDetail] = []
  ) {
    self.exitCode = exitCode
    self.code = code
    self.message = ShownText.cleansed(message, limit: Self.textLimit)
    self.hint = hint.map { ShownText.cleansed($0, limit: Self.textLimit) }
    self.subject = subject.flatMap {
      $0.isEmpty ? nil : ShownText.cleansed($0, limit: Self.subjectLimit)
    }
    self.details = details
  }

  static let textLimit = 4_000
  static let subjectLimit = 500
  /// Details are told up to this many, as refusals and faults are kept.
  static let detailLimit = 1_000

  /// Lines for stderr, without a line feed at the end.
  public func text(_ language: Language, color: Bool) -> String {
    let error = language == .english ? "error" : "ошибка"
    let advice = language == .english ? "hint" : "подсказка"
    var lines = [Self.line(error, message, color ? "\u{1B}[1;31m" : nil)]
    lines += details.map { "  \($0.text(language))" }
    if let hint { lines.append(Self.line(advice, hint, color ? "\u{1B}[1;36m" : nil)) }
    return lines.joined(separator: "\n")
  }

  private static func line(_ word: String, _ text: String, _ color: String?) -> String {
    "kazna: \(color ?? "")\(word):\(color == nil ? "" : "\u{1B}[0m") \(text)"
  }

  /// One object on one line: `code, message, hint, subject`, and `errors` where there are details.
  public var json: String {
    var object: JSONObject = [
      "code": .string(code), "message": .string(message), "hint": .text(hint),
      "subject": .text(subject),
    ]
    if !details.isEmpty { object.append("errors", .array(details.map(\.json))) }
    return JSONValue.object(object).json
  }
}

/// What is wrong with one line.
public struct ErrorDetail: Hashable, Sendable {
  public let file: String?
  /// The line of the file from 1; of the register, where there is no file.
  public let line: Int?
  public let column: String?
  public let value: String?
  public let code: String
  public let message: String

  public init(
    file: String?, line: Int?, column: String? = nil, value: String? = nil, code: String,
    message: String
  ) {
    func cleansed(_ text: String?) -> String? {
      text.map { ShownText.cleansed($0, limit: ErrorReport.subjectLimit) }
    }
    self.file = cleansed(file)
    self.line = line
    self.column = cleansed(column)
    self.value = cleansed(value)
    self.code = code
    self.message = ShownText.cleansed(message, limit: ErrorReport.textLimit)
  }

  func text(_ language: Language) -> String {
    let isEnglish = language == .english
    var place: [String] = []
    if let file { place.append(file) }
    if let line { place.append("\(isEnglish ? "line" : "строка") \(line)") }
    if let column { place.append("\(isEnglish ? "column" : "столбец") \(column)") }
    var parts = place.isEmpty ? [] : [place.joined(separator: ", ")]
    // Without a column it is the subject, which the sentence names.
    if let value, column != nil { parts.append(isEnglish ? "\"\(value)\"" : "«\(value)»") }
    return (parts + [message]).joined(separator: ": ")
  }

  var json: JSONValue {
    .object([
      "file": .text(file), "line": line.map { .count($0) } ?? .null, "column": .text(column),
      "value": .text(value), "code": .text(code), "message": .text(message),
    ])
  }
}
