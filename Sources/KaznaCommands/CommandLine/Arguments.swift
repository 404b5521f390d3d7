/// The words of a command line, sorted into options and positional arguments by what a command
/// declares. `--name value`, `--name=value`, flags, repeated options; `--` ends the options.
struct Arguments {
  struct Given: Equatable {
    let name: String
    let value: String
  }

  private(set) var positionals: [String] = []
  /// In the order given: some options belong to the one before.
  private(set) var given: [Given] = []

  init(_ words: [String], options: [CommandOption]) throws(UsageFault) {
    var index = 0
    var onlyPositionals = false
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--", !onlyPositionals {
        onlyPositionals = true
        continue
      }
      guard word.hasPrefix("--"), !onlyPositionals else {
        positionals.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw .unknownOption(name, known: options.map(\.name))
      }
      if parts.count == 2 {
        guard option.takesValue else { throw .unexpectedValue(name) }
        given.append(Given(name: name, value: String(parts[1])))
      } else if option.takesValue {
        guard index < words.count else { throw .missingValue(name) }
        given.append(Given(name: name, value: words[index]))
        index += 1
      } else {
        given.append(Given(name: name, value: ""))
      }
    }
    for option in options where !option.isRepeatable {
      guard given.count(where: { $0.name == option.name }) <= 1 else {
        throw .repeated(option.name)
      }
    }
  }

  func has(_ name: String) -> Bool { given.contains { $0.name == name } }

  func value(_ name: String) -> String? { given.first { $0.name == name }?.value }

  func values(_ name: String) -> [String] { given.filter { $0.name == name }.map(\.value) }
}

/// What is wrong with a command line.
enum UsageFault: Error, Equatable {
  case unknownCommand([String])
  /// A noun, with what stands in the place of its verb.
  case incompleteCommand(String, given: String?, verbs: [String])
  case unknownOption(String, known: [String])
  case missingValue(String)
  case unexpectedValue(String)
  case repeated(String)
  case missingOption(String)
  case missingArgument(String)
  case extraArgument(String)
  case badValue(option: String, value: String, expected: String)
  /// Options that exclude or need each other; a sentence in English and Russian.
  case combination(english: String, russian: String)
}
