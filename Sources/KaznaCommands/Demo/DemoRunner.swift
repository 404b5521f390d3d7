import Foundation

/// The language of titles and messages.
enum DemoLanguage: String, Sendable {
  case russian = "ru"
  case english = "en"
}

/// Where the demonstration writes.
struct DemoOutput {
  /// Progress is shown on a terminal only.
  var isTerminal: Bool
  /// Writes text as it is, without adding an end of line.
  var write: (String) -> Void
  /// Writes what went wrong, as the refused command says it.
  var complain: (String) -> Void
}

/// Leads through the example: four months of a town, command by command, with the files of
/// `Ledger/Examples/kansk-2023`.
struct DemoRunner {
  let exampleDirectory: URL
  /// The new ledger; lists of payments are written to a directory beside it.
  let ledgerDirectory: URL
  let keysDirectory: URL

  /// Runs all steps and stops at the first that fails.
  /// - Returns: 0, or the exit code of the step that failed, whose error was written.
  /// - Throws: where a file of the example or the directory of payments cannot be used.
  func run(
    language: DemoLanguage, commandRunner: @escaping CommandRunner, output: DemoOutput
  ) throws -> Int32 {
    try run(
      DemoScript.kansk.stages, language: language, commandRunner: commandRunner, output: output)
  }

  func run(
    _ stages: [DemoStage], language: DemoLanguage, commandRunner: @escaping CommandRunner,
    output: DemoOutput
  ) throws -> Int32 {
    var session = DemoSession(
      example: exampleDirectory, ledger: ledgerDirectory, keys: keysDirectory, language: language,
      runner: commandRunner)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      for stage in stages {
        let title = language == .russian ? stage.titleRussian : stage.titleEnglish
        output.write("\n\(title)\n")
        for group in Self.groups(of: stage.steps) {
          try perform(group, in: &session, language, output)
        }
      }
    } catch DemoFault.refused(let command, let exitCode, let message) {
      output.write("\n$ \(command)\n")
      output.complain(message)
      return exitCode
    }
    let count = stages.reduce(0) { $0 + $1.steps.count }
    output.write("\n" + Self.closing(count, clock.now - start, language) + "\n")
    return 0
  }

  /// Steps in a row with the same noun and verb: more than three of them are shown by the first.
  static func groups(of steps: [DemoStep]) -> [[DemoStep]] {
    var groups: [[DemoStep]] = []
    for step in steps {
      if let last = groups.last?.first, name(of: last) == name(of: step) {
        groups[groups.count - 1].append(step)
      } else {
        groups.append([step])
      }
    }
    return groups.flatMap { $0.count > 3 ? [$0] : $0.map { [$0] } }
  }

  private static func name(of step: DemoStep) -> [String] {
    step.arguments.prefix(2).map { if case .word(let word) = $0 { word } else { "" } }
  }

  private func perform(
    _ group: [DemoStep], in session: inout DemoSession, _ language: DemoLanguage,
    _ output: DemoOutput
  ) throws {
    for (index, step) in group.enumerated() {
      if index == 0 { output.write("  $ \(Self.shortened(try session.command(step)))\n") }
      let outcome = try session.perform(step)
      if index == 0 { output.write(Self.result(of: step, outcome, language)) }
      if output.isTerminal, group.count > 1 {
        output.write("\r    \(index + 1)/\(group.count)\(index + 1 == group.count ? "\r" : "")")
      }
    }
    guard group.count > 1 else { return }
    let more = group.count - 1
    output.write(language == .russian ? "    … и ещё \(more)\n" : "    … and \(more) more\n")
  }

  private static func shortened(_ command: String) -> String {
    command.count > 150 ? command.prefix(149) + "…" : command
  }

  private static func result(
    of step: DemoStep, _ outcome: DemoSession.Outcome, _ language: DemoLanguage
  ) -> String {
    if step.isQuestion {
      return outcome.stdout + (outcome.stdout.hasSuffix("\n") ? "" : "\n")
    }
    guard let first = outcome.receipts.first, let last = outcome.receipts.last else { return "" }
    let word = language == .russian ? "запись" : "entry"
    let range = first == last ? "\(first.entry)" : "\(first.entry)–\(last.entry)"
    return "    \(word) \(range) \(first.kind)\n"
  }

  private static func closing(
    _ count: Int, _ elapsed: Duration, _ language: DemoLanguage
  ) -> String {
    let tenths = elapsed / .milliseconds(100)
    let seconds = "\(Int(tenths) / 10).\(Int(tenths) % 10)"
    return language == .russian
      ? "Выполнено команд: \(count), время: \(seconds) с" : "\(count) commands in \(seconds) s"
  }
}
