import Exchange
import LedgerCore
import Reports

/// A sentence in both languages, with places for values: `{s}`. A part in square brackets is left
/// out where one of its values is missing.
struct Phrase: Hashable, Sendable {
  let english: String
  let russian: String

  init(_ english: String, _ russian: String) {
    self.english = english
    self.russian = russian
  }

  func text(_ language: Language, _ values: [String: String] = [:]) -> String {
    Self.filled(language == .english ? english : russian, values)
  }

  /// One pass, so that a value that looks like a place stays as it is.
  private static func filled(_ template: String, _ values: [String: String]) -> String {
    var result = ""
    var part = ""
    var isWhole = true
    var rest = template[...]
    while let character = rest.popFirst() {
      switch character {
      case "[":
        result += part
        (part, isWhole) = ("", true)
      case "]":
        if isWhole { result += part }
        (part, isWhole) = ("", true)
      case "{":
        let name = rest.prefix { $0 != "}" }
        rest = rest.dropFirst(name.count + 1)
        if let value = values[String(name)] { part += value } else { isWhole = false }
      default: part.append(character)
      }
    }
    return result + part
  }
}

extension DocumentKind {
  var phrase: Phrase { Phrase(title.english, title.russian) }
}
