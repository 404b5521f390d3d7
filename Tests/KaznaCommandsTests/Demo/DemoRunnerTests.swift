import Foundation
import LedgerCore
import Testing

@testable import KaznaCommands

/// Commands that were given, and the text that was shown.
private final class Recording {
  var commands: [[String]] = []
  var text = ""
  var complaints = ""
}

@Suite struct DemoRunnerTests {
  private func step(_ words: [DemoArgument], label: String? = nil) -> DemoStep {
    DemoStep(label: label, arguments: words)
  }

  private func run(
    _ steps: [DemoStep], in directory: URL, isTerminal: Bool = false,
    answer: @escaping (Int, [String]) -> (exitCode: Int32, stdout: String, stderr: String)
  ) throws -> (exitCode: Int32, recording: Recording) {
    let recording = Recording()
    let runner = DemoRunner(
      exampleDirectory: directory, ledgerDirectory: directory.appendingPathComponent("ledger"),
      keysDirectory: directory.appendingPathComponent("keys"))
    let exitCode = try runner.run(
      [DemoStage(titleRussian: "Этап", titleEnglish: "Stage", steps: steps)], language: .english,
      commandRunner: { arguments in
        recording.commands.append(arguments)
        return answer(recording.commands.count, arguments)
      },
      output: DemoOutput(
        isTerminal: isTerminal, write: { recording.text += $0 },
        complain: { recording.complaints += $0 }))
    return (exitCode, recording)
  }

  @Test func longRowsAreShownByTheirFirst() throws {
    try withTemporaryDirectory { directory in
      let steps = (1...5).map { step(["key", "enroll", "k\($0)"]) } + [step(["month", "open"])]
      let (exitCode, recording) = try run(steps, in: directory) { number, _ in
        (0, #"{"entry": \#(number), "hash": "ab", "kind": "key-enrolled"}"#, "")
      }
      #expect(exitCode == 0)
      #expect(recording.commands.count == 6)
      #expect(recording.text.contains("Stage\n  $ kazna key enroll k1\n    entry 1 key-enrolled\n"))
      #expect(recording.text.contains("… and 4 more\n  $ kazna month open\n"))
      #expect(!recording.text.contains("k2") && !recording.text.contains("\r"))
      #expect(recording.text.contains("6 commands in "))
      let tail = ["--ledger", directory.path + "/ledger", "--keys", directory.path + "/keys"]
      #expect(
        recording.commands[0]
          == ["key", "enroll", "k1"] + tail + ["--lang", "en", "--format", "json"])
    }
  }

  @Test func progressIsForATerminal() throws {
    try withTemporaryDirectory { directory in
      let steps = (1...4).map { step(["key", "new", "k\($0)"]) }
      let shown = try run(steps, in: directory, isTerminal: true) { _, _ in (0, "", "") }
      #expect(shown.recording.text.contains("\r    4/4\r"))
    }
  }

  @Test func theFirstFailureStopsAllAndIsShownWhole() throws {
    try withTemporaryDirectory { directory in
      let steps = (1...5).map { step(["claim", "submit", "c\($0)"]) }
      let (exitCode, recording) = try run(steps, in: directory) { number, _ in
        number == 3 ? (1, "", "contract 3 is unknown\nline 7\n") : (0, "{}", "")
      }
      #expect(exitCode == 1)
      #expect(recording.commands.count == 3)
      #expect(recording.text.hasSuffix("$ kazna claim submit c3\n"))
      #expect(recording.complaints == "contract 3 is unknown\nline 7\n")
    }
  }

  @Test func aRefusalOfTheExampleIsToldInSentences() throws {
    try withTemporaryDirectory { directory in
      let example = directory.appendingPathComponent("example")
      for file in ExampleTown.files() {
        let path = example.appendingPathComponent(file.path)
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        let isWrong = file.path == "payers.csv"
        try Data((isWrong ? "inn\n1\n" : file.contents).utf8).write(to: path)
      }
      try FileManager.default.createDirectory(
        at: example.appendingPathComponent("bank"), withIntermediateDirectories: true)
      for step in DemoScript.kansk.stages.flatMap(\.steps) {
        for case .input(let path) in step.arguments where path.hasPrefix("bank/") {
          try Data().write(to: example.appendingPathComponent(path))
        }
      }
      var complaints = ""
      let console = Console(
        out: { _ in }, err: { complaints += $0 }, isTerminal: false, usesColor: false)
      let code = Program.run(
        [
          "demo", "--example", example.path, "--ledger", directory.path + "/ledger", "--keys",
          directory.path + "/keys",
        ], environment: [:], console: console)
      #expect(code == 3)
      #expect(complaints.hasPrefix("kazna: error: ") && complaints.contains("payers.csv"))
      #expect(complaints.hasSuffix("\n") && !complaints.hasSuffix("\n\n"))
    }
  }

  @Test func laterStepsUseWhatEarlierOnesGave() throws {
    try withTemporaryDirectory { directory in
      let inn = DemoScript.provider(3).inn
      let file = directory.appendingPathComponent("bank.txt")
      let payments = [(7, inn, "1.00"), (8, DemoScript.provider(4).inn, "2.00")]
      try exportedPayments(payments, on: "15.09.2023").write(to: file)
      let steps = [
        step(["claim", "submit"], label: "claim"),
        step(["claim", "refuse", .entry(of: "claim")]),
        step(["cycle", "export", .output("list.txt")]),
        step(["payment", "reject", .payment(inn: inn, in: "list.txt")]),
        step(["receipt", "identify", .receipt(of: "claim", document: "8", statement: "bank.txt")]),
      ]
      let (exitCode, recording) = try run(steps, in: directory) { number, arguments in
        if number == 3 {
          try? FileManager.default.copyItem(atPath: file.path, toPath: arguments[2])
        }
        return (0, #"[{"entry": 41, "kind": "a"}, {"entry": 42, "kind": "a"}]"#, "")
      }
      #expect(exitCode == 0)
      #expect(recording.commands.map { $0[2] }[1] == "41")
      #expect(recording.commands[3][2] == "7/2023")
      #expect(recording.commands[4][2] == "41:2")
      #expect(recording.text.contains("entry 41–42 a"))
      #expect(FileManager.default.fileExists(atPath: directory.path + "/ledger-payments/list.txt"))
    }
  }

  @Test func whatIsNotKnownIsAnError() throws {
    try withTemporaryDirectory { directory in
      #expect(throws: DemoFault.self) {
        try run([step(["x", "y", .entry(of: "nothing")])], in: directory) { _, _ in (0, "", "") }
      }
      #expect(throws: DemoFault.self) {
        try run([step(["x", "y"], label: "a")], in: directory) { _, _ in (0, "no receipt", "") }
      }
    }
  }

  @Test func answersToQuestionsAreShownWhole() throws {
    try withTemporaryDirectory { directory in
      let question = DemoStep(arguments: ["balance", "order", "a b"], isQuestion: true)
      let (_, recording) = try run([question], in: directory) { _, _ in (0, "1\n2\n3", "") }
      #expect(recording.text.contains("$ kazna balance order \"a b\"\n1\n2\n3\n"))
      #expect(!recording.commands[0].contains("json"))
    }
  }

  /// The whole script against commands that agree to everything and export two payments.
  @Test func theGeneratorWritesEveryStatement() throws {
    try withTemporaryDirectory { directory in
      let all = [5, 11, 19, 14].enumerated().map { index, number in
        (index + 1, DemoScript.provider(number).inn, "10.00")
      }
      var entry = 0
      let dates = ["15.09.2023", "29.09.2023", "13.10.2023", "31.10.2023", "15.11.2023"]
      var cycles = 0
      try ExampleGenerator().writeStatements(
        to: directory, stages: DemoScript.kansk.stages,
        temporary: directory.appendingPathComponent("temporary")
      ) { arguments in
        entry += 1
        if arguments.starts(with: ["balance", "agreement"]) {
          return (0, #"{"agreement": "SG-14", "refund": "33.10"}"#, "")
        }
        if arguments.starts(with: ["cycle", "export"]) {
          let path = arguments[arguments.firstIndex(of: "--out")! + 1]
          let data = exportedPayments(all, on: dates[min(cycles, 4)])
          cycles += 1
          try? data.write(to: URL(fileURLWithPath: path))
        }
        return (0, #"{"entry": \#(entry), "kind": "x"}"#, "")
      }
      #expect(cycles == 9)
      var closing = ""
      for plan in DemoScript.kansk.stages.flatMap(\.steps).compactMap(\.statement) {
        let data = try Data(contentsOf: directory.appendingPathComponent(plan.file))
        let text = try #require(String(data: data, encoding: .windowsCP1251))
        let lines = text.components(separatedBy: "\r\n")
        let opening = lines.first { $0.hasPrefix("НачальныйОстаток=") }?.dropFirst(17)
        #expect(closing.isEmpty || closing == opening.map(String.init))
        closing = String(lines.first { $0.hasPrefix("КонечныйОстаток=") }?.dropFirst(16) ?? "")
        if plan.file == "bank/2023-11-17.txt" { #expect(text.contains("Сумма=33.10\r\n")) }
      }
    }
  }
}
