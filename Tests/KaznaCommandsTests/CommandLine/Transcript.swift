import Foundation
import Testing

/// A scenario in text, run against the built program. A line is
///
///     include NAME              the lines of another file, first of all
///     file NAME [cp1251] [bom] [crlf]    a file, of the lines with `|` that follow
///     $ COMMAND, $3 COMMAND     run it with bash, and expect exit code 0, or 3
///     < TEXT, <! TEXT           standard output holds it, or does not
///     ! TEXT, !! TEXT           standard error holds it, or does not
///     . PATH = VALUE            the JSON on standard output has it; `.!` that on standard error
///     set NAME = PATH           a variable for later commands, from the JSON
struct Transcript {
  private struct Line {
    let file: String
    let number: Int
    let text: String
  }

  private let name: String
  private let directory: URL
  private var variables: [String: String] = [:]
  private var last: BuiltProgram.Outcome?
  private var file: (name: String, options: [String], lines: [String])?

  init(_ name: String, in directory: URL) {
    self.name = name
    self.directory = directory
  }

  static let names: [String] = {
    let path = BuiltProgram.transcripts.path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".transcript") }.sorted()
  }()

  private static let includeTown = "include town.setup"

  /// The town that most scenarios begin with, made once and copied.
  private static let town = Result {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-test-town-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    atexit { Transcript.removeTown() }
    var transcript = Transcript("town.setup", in: directory)
    try transcript.run()
    return directory
  }

  private static func removeTown() {
    if let directory = try? town.get() { try? FileManager.default.removeItem(at: directory) }
  }

  private static func copyTown(to directory: URL) throws {
    let town = try town.get()
    for name in try FileManager.default.contentsOfDirectory(atPath: town.path)
    where !name.hasPrefix(".") {
      try FileManager.default.copyItem(
        at: town.appendingPathComponent(name), to: directory.appendingPathComponent(name))
    }
  }

  mutating func run() throws {
    for line in try Self.lines(of: name) { try step(line) }
    try writeFile()
  }

  private static func lines(of name: String) throws -> [Line] {
    let url = BuiltProgram.transcripts.appendingPathComponent(name)
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    var lines: [Line] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("include "), line != includeTown {
        lines += try self.lines(of: String(line.dropFirst(8)))
      } else {
        lines.append(Line(file: name, number: index + 1, text: String(line)))
      }
    }
    return lines
  }

  private mutating func step(_ line: Line) throws {
    if line.text.hasPrefix("|") {
      file?.lines.append(String(line.text.dropFirst(line.text.hasPrefix("| ") ? 2 : 1)))
      return
    }
    try writeFile()
    guard !line.text.isEmpty, !line.text.hasPrefix("#") else { return }
    let words = line.text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "include": try Self.copyTown(to: directory)
    case "file":
      let parts = rest.split(separator: " ").map(String.init)
      file = (parts[0], Array(parts.dropFirst()), [])
    case "<": expect(last?.out.contains(rest) == true, line)
    case "<!": expect(last?.out.contains(rest) == false, line)
    case "!": expect(last?.err.contains(rest) == true, line)
    case "!!": expect(last?.err.contains(rest) == false, line)
    case ".": try expect(rest, in: last?.out, line)
    case ".!": try expect(rest, in: last?.err, line)
    case "set":
      let parts = rest.components(separatedBy: " = ")
      variables[parts[0]] = try Self.value(at: parts[1], in: last?.out ?? "")
    default:
      let code = try #require(words[0] == "$" ? 0 : Int32(words[0].dropFirst()), "\(line)")
      last = try BuiltProgram.run(rest, in: directory, variables)
      expect(last?.exitCode == code, line)
    }
  }

  private func expect(_ isMet: Bool, _ line: Line) {
    #expect(isMet, "\(line.file):\(line.number): \(line.text)\n\(last?.told ?? "")")
  }

  private func expect(_ claim: String, in text: String?, _ line: Line) throws {
    let parts = claim.components(separatedBy: " = ")
    let found = try? Self.value(at: parts[0], in: text ?? "")
    #expect(
      found == parts[1], "\(line.file):\(line.number): \(claim)\n\(last?.told ?? "")")
  }

  /// The text of a value: keys and places joined by dots; `count` of an array.
  private static func value(at path: String, in text: String) throws -> String {
    var value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    for step in path.split(separator: ".") {
      if let array = value as? [Any] {
        if step == "count" {
          value = array.count
        } else {
          let place = try #require(Int(step))
          try #require(array.indices.contains(place))
          value = array[place]
        }
      } else {
        let object = try #require(value as? [String: Any])
        value = try #require(object[String(step)])
      }
    }
    if value is NSNull { return "null" }
    if let array = value as? [Any], array.isEmpty { return "[]" }
    return "\(value)"
  }

  private mutating func writeFile() throws {
    guard let (name, options, lines) = file else { return }
    file = nil
    let end = options.contains("crlf") ? "\r\n" : "\n"
    let text = lines.map { $0 + end }.joined()
    let encoding = options.contains("cp1251") ? String.Encoding.windowsCP1251 : .utf8
    var bytes = Data(options.contains("bom") ? [0xEF, 0xBB, 0xBF] : [])
    bytes += try #require(text.data(using: encoding))
    try bytes.write(to: directory.appendingPathComponent(name))
  }
}

struct TranscriptTests {
  @Test(arguments: Transcript.names)
  func theProgramAnswersAsWritten(_ name: String) throws {
    try BuiltProgram.inTemporaryDirectory { directory in
      var transcript = Transcript(name, in: directory)
      try transcript.run()
    }
  }

  @Test func transcriptsAreThere() {
    #expect(Transcript.names.count >= 11)
  }
}
