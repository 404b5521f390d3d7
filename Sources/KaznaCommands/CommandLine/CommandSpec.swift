import Exchange

/// A text for people, in both languages.
struct Bilingual: Sendable {
  let english: String
  let russian: String

  init(_ english: String, _ russian: String) {
    self.english = english
    self.russian = russian
  }

  func text(_ language: Language) -> String { language == .russian ? russian : english }
}

/// An option of a command.
struct CommandOption: Sendable {
  let name: String
  /// What stands for the value in help; nil for a flag.
  let valueName: String?
  let help: Bilingual
  var isRepeatable = false

  var takesValue: Bool { valueName != nil }

  init(
    _ name: String, _ valueName: String? = nil, _ english: String, _ russian: String,
    repeatable: Bool = false
  ) {
    self.name = name
    self.valueName = valueName
    help = Bilingual(english, russian)
    isRepeatable = repeatable
  }
}

/// A command: noun, verb, what it takes, what it is for, and what it does.
struct CommandSpec: Sendable {
  enum Mode: Sendable {
    /// Asks, and changes nothing.
    case read
    /// Makes a document.
    case write
    /// Neither: local files, help.
    case local
  }

  let words: [String]
  let mode: Mode
  /// What follows the words in the usage line.
  let synopsis: String
  let summary: Bilingual
  var options: [CommandOption] = []
  let examples: [String]
  let run: @Sendable (Invocation) throws -> Void

  init(
    _ words: String, _ mode: Mode, _ synopsis: String, _ summary: Bilingual,
    options: [CommandOption] = [], examples: [String],
    run: @escaping @Sendable (Invocation) throws -> Void
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.mode = mode
    self.synopsis = synopsis
    self.summary = summary
    self.options = options
    self.examples = examples
    self.run = run
  }

  var name: String { words.joined(separator: " ") }

  /// Its own options, and those that every command of its mode has, where it has none of that name.
  var allOptions: [CommandOption] {
    let common =
      (mode == .write ? CommonOptions.write : []) + CommonOptions.place
      + CommonOptions.output
    return options + common.filter { option in !options.contains { $0.name == option.name } }
  }
}

enum CommonOptions {
  static let place = [
    CommandOption(
      "ledger", "DIR", "the ledger (KAZNA_LEDGER, Ledger/main)",
      "книга (KAZNA_LEDGER, Ledger/main)"),
    CommandOption("keys", "DIR", "key files (KAZNA_KEYS, Keys)", "файлы ключей (KAZNA_KEYS, Keys)"),
  ]

  static let output = [
    CommandOption(
      "format", "table|csv|json|jsonl", "how to print (table)", "вид вывода (table)"),
    CommandOption(
      "lang", "ru|en", "language of messages (by locale)", "язык сообщений (по локали)"),
    CommandOption("help", nil, "this text", "эта справка"),
  ]

  static let write = [
    CommandOption(
      "by", "KEY", "a key that signs (repeatable)", "подписывающий ключ (можно повторять)",
      repeatable: true),
    CommandOption(
      "date", "YYYY-MM-DD", "effective date (today)", "дата факта (сегодня)"),
    CommandOption(
      "id", "HEX32", "id of the document (random): the same id again gives the first receipt",
      "номер документа (случайный): повтор с ним даёт первую квитанцию"),
    CommandOption(
      "dry-run", nil, "do everything but write", "проверить всё, но не записывать"),
    CommandOption(
      "confirm-clock", nil, "the clock is right, though far ahead of the last entry",
      "часы верны, хотя далеко впереди последней записи"),
  ]
}
