import Exchange
import Foundation
import LedgerFormat
import LedgerService
import Reports

/// The program: finds the command, runs it, and tells what went wrong.
public enum Program {
  static let commands: [CommandSpec] =
    LedgerCommands.all + KeyCommands.all + RegisterCommands.all + ContractCommands.all
    + ClaimCommands.all + CycleCommands.all + BankCommands.all + QuestionCommands.all
    + ExportCommands.all + VerifyCommands.all + ProofCommands.all + CheckpointCommands.all
    + EvidenceCommands.all
    + MirrorCommands.all + BackupCommands.all + DocumentCommands.all + DemoCommands.all

  /// Runs a command line, without the program's own name, and returns the exit code.
  public static func run(
    _ words: [String], environment: [String: String], console: Console,
    sessions: SessionPool = SessionPool(keepsOpen: false)
  ) -> Int32 {
    let language = Self.language(words, environment)
    let asJSON = isJSON(words) && !console.tellsErrorsAsText
    let code = perform(words, environment, console, sessions, language, asJSON)
    guard let failure = console.outputFailure() else { return code }
    let shown = ShownValues(language: asJSON ? .english : language)
    return tell(
      OutputTexts.lost(failure, sessions.receipts, shown), console, language, asJSON)
  }

  private static func perform(
    _ words: [String], _ environment: [String: String], _ console: Console,
    _ sessions: SessionPool, _ language: Language, _ asJSON: Bool
  ) -> Int32 {
    // Machine formats are never translated.
    let told: Language = asJSON ? .english : language
    do {
      let invocation = try invocation(words, environment, console, language, sessions)
      // Without a word nothing was asked for: the help that it gets is no success.
      guard let invocation else { return words.isEmpty ? 2 : 0 }
      try invocation.spec.run(invocation)
      return 0
    } catch let fault as UsageFault {
      return tell(fault.report(told), console, told, asJSON)
    } catch let error as LedgerError {
      let report = error.report(told, file: file(words))
      // What is wrong with words of the command line is wrong usage; no file is at fault.
      let isUsage = if case .form = error { !readsFile(words) } else { false }
      return tell(isUsage ? report.asUsage : report, console, told, asJSON)
    } catch let fault as DocumentFileFault {
      let report = LedgerError.form(fault.error).report(told, file: fault.path)
      return tell(report, console, told, asJSON)
    } catch let fault as MirrorFault {
      return tell(fault.report(told), console, told, asJSON)
    } catch let fault as VerifiedStateFault {
      return tell(fault.report(told), console, told, asJSON)
    } catch let exit as ExitCode {
      return exit.code
    } catch {
      let report = ErrorReport(
        exitCode: 6, code: "unexpected", message: "\(error)", hint: nil, subject: nil,
        details: [])
      return tell(report, console, told, asJSON)
    }
  }

  /// Ends a command that has said all there is to say.
  struct ExitCode: Error {
    let code: Int32
  }

  /// Nil where help was asked for and given.
  private static func invocation(
    _ given: [String], _ environment: [String: String], _ console: Console,
    _ language: Language, _ sessions: SessionPool
  ) throws(UsageFault) -> Invocation? {
    let (options, words) = leadingOptions(given)
    if let help = try help(words, asked: options.contains("--help"), language) {
      console.out(help)
      return nil
    }
    let spec = try command(words)
    let rest = options + words.dropFirst(spec.words.count)
    let arguments = try Arguments(rest, options: spec.allOptions)
    let formatName = arguments.value("format") ?? "table"
    guard let format = OutputFormat(rawValue: formatName) else {
      throw .badValue(option: "format", value: formatName, expected: "table, csv, json, jsonl")
    }
    if let name = arguments.value("lang"), name != "ru", name != "en" {
      throw .badValue(option: "lang", value: name, expected: "ru, en")
    }
    return Invocation(
      spec: spec, arguments: arguments, environment: environment, console: console,
      language: language, format: format, sessions: sessions)
  }

  /// Options that every command has may stand before it too.
  private static func leadingOptions(_ words: [String]) -> (options: [String], rest: [String]) {
    let known = CommonOptions.place + CommonOptions.output + CommonOptions.write
    var count = 0
    while count < words.count, words[count].hasPrefix("-") {
      let name = words[count].drop { $0 == "-" }
      let option = known.first { $0.name == name }
      count += option?.takesValue == true ? 2 : 1
    }
    count = min(count, words.count)
    return (words[..<count].map { $0 == "-h" ? "--help" : $0 }, Array(words[count...]))
  }

  /// The help that the words ask for: on everything, on a noun, or on a command.
  private static func help(
    _ words: [String], asked: Bool, _ language: Language
  ) throws(UsageFault) -> String? {
    let isHelp = words.first == "help"
    let subject = isHelp ? Array(words.dropFirst()) : words
    let before = subject.prefix { $0 != "--" }
    guard asked || isHelp || subject.isEmpty || before.contains("--help") || before.contains("-h")
    else { return nil }
    let named = Array(subject.prefix { !$0.hasPrefix("-") })
    guard let noun = named.first else { return Help.overview(commands, language) }
    if let spec = commands.first(where: { named.starts(with: $0.words) }) {
      return Help.text(of: spec, language)
    }
    let verbs = commands.filter { $0.words[0] == noun }
    guard !verbs.isEmpty, named.count == 1 else { throw .unknownCommand(named) }
    return Help.overview(verbs, language)
  }

  /// The command that the first words name.
  private static func command(_ words: [String]) throws(UsageFault) -> CommandSpec {
    if let spec = commands.first(where: { words.starts(with: $0.words) }) { return spec }
    let verbs = commands.filter { $0.words[0] == words.first }
    guard verbs.isEmpty else {
      throw .incompleteCommand(
        words[0], given: words.dropFirst().first, verbs: verbs.map(\.name))
    }
    throw .unknownCommand(Array(words.prefix(1)))
  }

  /// Runs the writing command behind `--` so that its documents are made and not submitted.
  static func draw(_ invocation: Invocation) throws -> [SignedDocument] {
    let words = invocation.arguments.positionals
    let spec = try command(words)
    guard spec.mode == .write, spec.name != "init", spec.name != "document submit" else {
      throw UsageFault.combination(
        english: "\(spec.name) makes no document that others could sign",
        russian: "\(spec.name) не создаёт документа для подписания")
    }
    var rest = Array(words.dropFirst(spec.words.count))
    for name in ["ledger", "keys"] where invocation.arguments.has(name) {
      rest += ["--\(name)", invocation.arguments.value(name) ?? ""]
    }
    let drawing = SessionPool.Drawing()
    let sessions = SessionPool(keepsOpen: false)
    sessions.drawing = drawing
    let inner = Invocation(
      spec: spec, arguments: try Arguments(rest, options: spec.allOptions),
      environment: invocation.environment, console: invocation.console,
      language: invocation.language, format: invocation.format, sessions: sessions)
    try spec.run(inner)
    return drawing.documents
  }

  private static func tell(
    _ report: ErrorReport, _ console: Console, _ language: Language, _ asJSON: Bool
  ) -> Int32 {
    console.err(
      (asJSON ? report.json : report.text(language, color: console.usesColor)) + "\n")
    return report.exitCode
  }

  /// By `--lang`, else by the locale: Russian where it says so, English otherwise.
  private static func language(
    _ words: [String], _ environment: [String: String]
  ) -> Language {
    if let name = value("lang", in: words) { return name == "ru" ? .russian : .english }
    let locale =
      ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty } ?? ""
    return locale.hasPrefix("ru") ? .russian : .english
  }

  private static func isJSON(_ words: [String]) -> Bool {
    ["json", "jsonl"].contains(value("format", in: words) ?? "")
  }

  /// The input file, for errors that name a line of it.
  private static func file(_ words: [String]) -> String? {
    value("from", in: words) ?? value("reduce", in: words)
  }

  private static func readsFile(_ words: [String]) -> Bool {
    file(words) != nil || words.first == "document" || words.first == "bank"
  }

  /// An option's value before the words are known to be right: how to tell what is wrong with them
  /// depends on it.
  private static func value(_ name: String, in words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      if word == "--\(name)", index + 1 < words.count { return words[index + 1] }
      if word.hasPrefix("--\(name)=") { return String(word.dropFirst(name.count + 3)) }
    }
    return nil
  }
}
