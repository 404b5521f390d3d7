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
    + VerifyCommands.all + EvidenceCommands.all + MirrorCommands.all + BackupCommands.all
    + DocumentCommands.all + DemoCommands.all

  /// Runs a command line, without the program's own name, and returns the exit code.
  public static func run(
    _ words: [String], environment: [String: String], console: Console,
    sessions: SessionPool = SessionPool(keepsOpen: false)
  ) -> Int32 {
    let language = Self.language(words, environment)
    let asJSON = isJSON(words)
    do {
      let invocation = try invocation(words, environment, console, language, sessions)
      guard let invocation else { return 0 }
      try invocation.spec.run(invocation)
      return 0
    } catch let fault as UsageFault {
      return tell(fault.report(language), console, language, asJSON)
    } catch let error as LedgerError {
      return tell(error.report(language, file: file(words)), console, language, asJSON)
    } catch let fault as MirrorFault {
      return tell(fault.report(language), console, language, asJSON)
    } catch let exit as ExitCode {
      return exit.code
    } catch {
      let report = ErrorReport(
        exitCode: 6, code: "unexpected", message: "\(error)", hint: nil, subject: nil,
        details: [])
      return tell(report, console, language, asJSON)
    }
  }

  /// Ends a command that has said all there is to say.
  struct ExitCode: Error {
    let code: Int32
  }

  /// Nil where help was asked for and given.
  private static func invocation(
    _ words: [String], _ environment: [String: String], _ console: Console,
    _ language: Language, _ sessions: SessionPool
  ) throws(UsageFault) -> Invocation? {
    guard let spec = try command(words) else {
      console.out(Help.overview(commands, language))
      return nil
    }
    let rest = Array(words.dropFirst(spec.words.count))
    if rest.prefix(while: { $0 != "--" }).contains("--help") {
      console.out(Help.text(of: spec, language))
      return nil
    }
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

  /// The command that the first words name; nil for help on everything.
  private static func command(_ words: [String]) throws(UsageFault) -> CommandSpec? {
    guard let first = words.first, first != "help", first != "--help" else { return nil }
    if let spec = commands.first(where: { words.starts(with: $0.words) }) { return spec }
    let verbs = commands.filter { $0.words[0] == first }
    guard verbs.isEmpty else {
      throw .incompleteCommand([first], verbs: verbs.map(\.name))
    }
    throw .unknownCommand([first])
  }

  /// Runs the writing command behind `--` so that its documents are made and not submitted.
  static func draw(_ invocation: Invocation) throws -> [SignedDocument] {
    let words = invocation.arguments.positionals
    guard let spec = try command(words), spec.mode == .write, spec.name != "init",
      spec.name != "document submit"
    else { throw UsageFault.unknownCommand(words) }
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
