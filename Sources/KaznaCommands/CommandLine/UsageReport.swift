import Exchange

extension UsageFault {
  /// Exit code 2, with a hint that leads on.
  func report(_ language: Language) -> ErrorReport {
    let (code, message, hint) = texts
    return ErrorReport(
      exitCode: 2, code: code, message: message.text(language), hint: hint?.text(language),
      subject: nil, details: [])
  }

  private static let seeHelp = Bilingual(
    "kazna NOUN VERB --help shows what a command takes",
    "kazna ОБЪЕКТ ДЕЙСТВИЕ --help покажет, что нужно команде")

  private var texts: (code: String, message: Bilingual, hint: Bilingual?) {
    switch self {
    case .unknownCommand(let words):
      let name = ShownText.cleansed(words.joined(separator: " "))
      let near = words.first.flatMap { nearest(to: $0, in: Program.commands.map { $0.words[0] }) }
      return (
        "unknown-command", Bilingual("no command \(name)", "нет команды \(name)"),
        near.map(Self.didYouMean)
          ?? Bilingual("kazna --help lists all commands", "kazna --help перечислит все команды")
      )
    case .incompleteCommand(let noun, let given, let verbs):
      let near = given.flatMap { nearest(to: "\(noun) \($0)", in: verbs) }
      return (
        "incomplete-command",
        Bilingual("\(noun): which of its commands?", "\(noun): какое действие?"),
        near.map(Self.didYouMean)
          ?? Bilingual(verbs.joined(separator: ", "), verbs.joined(separator: ", "))
      )
    case .unknownOption(let name, let known):
      return unknownOption(name, known)
    case .missingValue(let name):
      return (
        "missing-value", Bilingual("--\(name) needs a value", "--\(name): нужно значение"),
        Self.seeHelp
      )
    case .unexpectedValue(let name):
      return (
        "unexpected-value", Bilingual("--\(name) takes no value", "--\(name) без значения"),
        Self.seeHelp
      )
    case .repeated(let name):
      return (
        "repeated-option", Bilingual("--\(name) is given twice", "--\(name) указано дважды"), nil
      )
    case .missingOption(let name):
      return (
        "missing-option", Bilingual("--\(name) is missing", "не указано --\(name)"), Self.seeHelp
      )
    case .missingArgument(let name):
      return (
        "missing-argument", Bilingual("\(name) is missing", "не указано: \(name)"), Self.seeHelp
      )
    case .extraArgument(let text):
      let shown = ShownText.cleansed(text)
      return (
        "extra-argument", Bilingual("one argument too many: \(shown)", "лишнее: \(shown)"),
        Self.seeHelp
      )
    case .badValue(let option, let value, let expected):
      let shown = ShownText.cleansed(value)
      return (
        "bad-value", Bilingual("\(option): \(shown) will not do", "\(option): не годится \(shown)"),
        Bilingual("expected: \(expected)", "ожидается: \(expected)")
      )
    case .combination(let english, let russian):
      return ("bad-combination", Bilingual(english, russian), Self.seeHelp)
    }
  }

  private func unknownOption(
    _ name: String, _ known: [String]
  ) -> (code: String, message: Bilingual, hint: Bilingual?) {
    let shown = ShownText.cleansed(name)
    let near = nearest(to: name, in: known)
    return (
      "unknown-option", Bilingual("no option --\(shown)", "нет параметра --\(shown)"),
      near.map { Self.didYouMean("--\($0)") } ?? Self.seeHelp
    )
  }

  private static func didYouMean(_ text: String) -> Bilingual {
    Bilingual("did you mean \(text)?", "может быть, \(text)?")
  }

  /// Of the known words the one that is most like a mistyped one, if any is.
  private func nearest(to text: String, in known: [String]) -> String? {
    let near = known.min { distance($0, text) < distance($1, text) }
    return near.flatMap { distance($0, text) <= 2 ? $0 : nil }
  }

  /// How many letters must change to make one word of the other.
  private func distance(_ a: String, _ b: String) -> Int {
    let left = Array(a)
    let right = Array(b)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let changed = letter == other ? diagonal : diagonal + 1
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}

extension ErrorReport {
  /// The same, with the exit code of wrong usage.
  var asUsage: ErrorReport {
    ErrorReport(
      exitCode: 2, code: code, message: message, hint: hint, subject: subject, details: details)
  }
}
