import Exchange
import Foundation
import LedgerService

enum DemoCommands {
  static let all = [demo, generate]

  static let exampleOption = CommandOption(
    "example", "DIR", "the example's files (Ledger/Examples/kansk-2023)",
    "файлы примера (Ledger/Examples/kansk-2023)")

  static let demo = CommandSpec(
    "demo", .local, "[--ledger DIR] [--keys DIR]",
    Bilingual(
      "run the example: four months of a town, from init to the last payment and verify",
      "показать пример: четыре месяца города, от init до последнего платежа и проверки"),
    options: [
      exampleOption,
      CommandOption("ledger", "DIR", "the ledger to make (Ledger/demo)", "куда (Ledger/demo)"),
      CommandOption("keys", "DIR", "where its keys go (Keys/demo)", "куда ключи (Keys/demo)"),
    ],
    examples: ["kazna demo", "kazna balance provider 2499010010 --ledger Ledger/demo"]
  ) { invocation in
    try invocation.checkArguments(0)
    let ledger = invocation.arguments.value("ledger") ?? "Ledger/demo"
    let keys = invocation.arguments.value("keys") ?? "Keys/demo"
    try checkExample(invocation)
    try replaceDemo(ledger: ledger, keys: keys, invocation)
    let runner = DemoRunner(
      exampleDirectory: example(invocation), ledgerDirectory: URL(fileURLWithPath: ledger),
      keysDirectory: URL(fileURLWithPath: keys))
    let console = invocation.console
    let sessions = SessionPool(keepsOpen: true)
    defer { sessions.closeAll() }
    let code = try runner.run(
      language: invocation.language == .russian ? .russian : .english,
      commandRunner: commandRunner(invocation, sessions),
      output: DemoOutput(
        isTerminal: console.isTerminal, write: { console.out($0) }, complain: { console.err($0) }))
    guard code == 0 else { throw Program.ExitCode(code: code) }
    invocation.say(
      "explore it: kazna balance payer \(ExampleTown.payerINN) --ledger \(ledger)",
      "посмотрите сами: kazna balance payer \(ExampleTown.payerINN) --ledger \(ledger)")
  }

  static let generate = CommandSpec(
    "example generate", .local, "[--example DIR]",
    Bilingual(
      "make the files of the example anew, always the same",
      "создать файлы примера заново, всегда одинаковые"),
    options: [exampleOption], examples: ["kazna example generate --example town"]
  ) { invocation in
    try invocation.checkArguments(0)
    let sessions = SessionPool(keepsOpen: true)
    defer { sessions.closeAll() }
    try ExampleGenerator().write(
      to: example(invocation), commandRunner: commandRunner(invocation, sessions))
    invocation.say("written", "готово")
  }

  private static func example(_ invocation: Invocation) -> URL {
    URL(
      fileURLWithPath: invocation.arguments.value("example") ?? "Ledger/Examples/kansk-2023",
      isDirectory: true)
  }

  /// Before anything is made.
  private static func checkExample(_ invocation: Invocation) throws {
    let files = DemoScript.kansk.stages.flatMap(\.steps).flatMap(\.arguments).compactMap {
      if case .input(let path) = $0 { path } else { nil }
    }
    for file in files {
      let path = example(invocation).appendingPathComponent(file).path
      guard try !Files.exists(path) else { continue }
      throw UsageFault.combination(
        english: "there is no \(path): run the example in the project's folder, or name the place "
          + "of its files with --example",
        russian: "нет файла \(path): запустите пример в папке проекта или укажите, где его файлы, "
          + "в --example")
    }
  }

  /// Commands run in this process, on one open ledger, with their output collected.
  private static func commandRunner(
    _ invocation: Invocation, _ sessions: SessionPool
  ) -> CommandRunner {
    { arguments in
      var out = ""
      var err = ""
      var console = Console(
        out: { out += $0 }, err: { err += $0 }, isTerminal: false, usesColor: false)
      console.tellsErrorsAsText = true
      let code = Program.run(
        arguments, environment: invocation.environment, console: console, sessions: sessions)
      return (code, out, err)
    }
  }

  /// A demonstration of an earlier run makes way, and of the keys those that it made; anything else is
  /// left alone, and refused when `init` finds it.
  private static func replaceDemo(
    ledger: String, keys: String, _ invocation: Invocation
  ) throws {
    guard let opened = try? Ledger.read(ledger), opened.books.name == DemoScript.ledgerName else {
      return
    }
    invocation.say(
      "the demonstration of an earlier run is replaced", "прежний пример заменяется новым")
    try KeyRing(directory: keys).remove(Set(opened.books.keys.rows.map(\.id)))
    for path in [ledger, ledger + "-payments"] where try Files.exists(path) {
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
