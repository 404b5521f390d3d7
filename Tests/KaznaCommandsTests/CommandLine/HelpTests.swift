import Exchange
import Foundation
import Testing

@testable import KaznaCommands

/// Every command's help, kept as text: whoever changes it sees what changes. After a change,
/// `KAZNA_WRITE_HELP=1 swift test --filter HelpTests` writes the files anew.
struct HelpTests {
  private static let directory = BuiltProgram.repository
    .appendingPathComponent("Tests/KaznaCommandsTests/Help")

  @Test(arguments: ["en", "ru"])
  func helpIsAsKept(_ language: String) throws {
    let file = Self.directory.appendingPathComponent("help.\(language).txt")
    var text = Self.answer(["--help", "--lang", language])
    for spec in Program.commands {
      text += "\n=== \(spec.name)\n" + Self.answer(spec.words + ["--help", "--lang", language])
    }
    if ProcessInfo.processInfo.environment["KAZNA_WRITE_HELP"] != nil {
      try Data(text.utf8).write(to: file)
    }
    let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let sections = { (text: String) in Set(text.components(separatedBy: "\n=== ")) }
    let changed = sections(text).symmetricDifference(sections(kept))
    #expect(text == kept, "changed: \(changed.sorted().joined(separator: "\n---\n"))")
  }

  @Test(arguments: Program.commands.map(\.name))
  func everyExampleIsWellFormed(_ name: String) throws {
    let spec = try #require(Program.commands.first { $0.name == name })
    #expect(!spec.examples.isEmpty)
    #expect(Set(spec.allOptions.map(\.name)).count == spec.allOptions.count)
    for example in spec.examples {
      let words = Self.words(of: example)
      #expect(words.first == "kazna")
      let command = try #require(
        Program.commands.first { words.dropFirst().starts(with: $0.words) }, "\(example)")
      let rest = Array(words.dropFirst(1 + command.words.count))
      #expect(throws: Never.self, "\(example)") {
        _ = try Arguments(rest, options: command.allOptions)
      }
    }
  }

  private static func answer(_ words: [String]) -> String {
    var out = ""
    let console = Console(
      out: { out += $0 }, err: { _ in }, isTerminal: false, usesColor: false)
    #expect(Program.run(words, environment: [:], console: console) == 0)
    return out
  }

  /// As a shell splits them; quotes keep spaces.
  private static func words(of line: String) -> [String] {
    line.components(separatedBy: "\"").enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [part]
    }
  }
}
