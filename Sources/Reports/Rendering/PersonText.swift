import Exchange
import LedgerCore

/// How people read values: amounts grouped, dates and words in their language, nothing invisible.
struct PersonText {
  let language: Language

  /// What stands where there is no value.
  static let none = "–"
  private static let shortHash = 16

  /// `inColumn`: many of them stand one below the other, so that a long hash is cut.
  func text(_ value: JSONValue, _ format: FieldFormat, inColumn: Bool) -> String {
    switch value {
    case .null: return Self.none
    case .bool(let flag): return word(flag)
    case .integer(let number): return "\(number)"
    case .string(let text): return self.text(text, format, inColumn: inColumn)
    case .array(let values):
      let texts = values.map { self.text($0, format, inColumn: inColumn) }
      return texts.isEmpty ? Self.none : texts.joined(separator: ", ")
    case .object: return Self.none
    }
  }

  private func word(_ flag: Bool) -> String {
    switch language {
    case .english: flag ? "yes" : "no"
    case .russian: flag ? "да" : "нет"
    }
  }

  private func text(_ text: String, _ format: FieldFormat, inColumn: Bool) -> String {
    if text.isEmpty { return Self.none }
    switch format {
    case .amount: return amount(text)
    case .date where language == .russian:
      return CalendarDate(iso: text)?.russian ?? cleansed(text)
    case .month where language == .russian:
      guard let month = YearMonth(iso: text) else { return cleansed(text) }
      return String(month.first.russian.dropFirst(3))
    case .word where language == .russian: return cleansed(Words.russian(text))
    case .hash where inColumn && text.count > Self.shortHash:
      return cleansed(String(text.prefix(Self.shortHash))) + "…"
    case .number where language == .russian: return cleansed(withComma(text))
    case .text, .number, .date, .month, .moment, .hash, .word: return cleansed(text)
    }
  }

  private func cleansed(_ text: String) -> String { ShownText.cleansed(text, limit: .max) }

  private func withComma(_ text: String) -> String {
    String(text.map { $0 == "." ? "," : $0 })
  }

  /// `-1234567.89` becomes `-1 234 567,89` or `-1,234,567.89`.
  private func amount(_ decimal: String) -> String {
    let parts = decimal.split(separator: ".")
    guard parts.count == 2 else { return cleansed(decimal) }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let digits = Array(parts[0].dropFirst(sign.count))
    var grouped = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.count - position).isMultiple(of: 3) {
        grouped += language == .russian ? " " : ","
      }
      grouped.append(digit)
    }
    return cleansed(sign + grouped + (language == .russian ? "," : ".") + parts[1])
  }
}
