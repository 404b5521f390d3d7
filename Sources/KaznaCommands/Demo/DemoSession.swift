import Foundation
import LedgerService

/// Runs a command of `kazna` in this process: what it would get after the program's name.
typealias CommandRunner = (_ arguments: [String]) -> (
  exitCode: Int32, stdout: String, stderr: String
)

/// What a write gave: the entry that it became.
struct DemoReceipt: Equatable {
  var entry: UInt64
  var kind: String
}

/// Performs steps one by one, and remembers what later ones refer to.
struct DemoSession {
  let example: URL
  let ledger: URL
  let keys: URL
  let language: DemoLanguage
  let runner: CommandRunner
  private var receipts: [String: DemoReceipt] = [:]

  init(
    example: URL, ledger: URL, keys: URL, language: DemoLanguage, runner: @escaping CommandRunner
  ) {
    self.example = example
    self.ledger = ledger
    self.keys = keys
    self.language = language
    self.runner = runner
  }

  /// Where lists of payments are written: beside the ledger, which holds nothing but its own files.
  var payments: URL {
    ledger.deletingLastPathComponent()
      .appendingPathComponent(ledger.lastPathComponent + "-payments", isDirectory: true)
  }

  /// What a step gave: its output, and the receipts in it.
  struct Outcome {
    var stdout: String
    var receipts: [DemoReceipt]
  }

  /// The step as it is shown: with file names as the example has them.
  func command(_ step: DemoStep) throws -> String {
    let words = try step.arguments.map { argument in
      switch argument {
      case .input(let path), .output(let path): path
      default: try resolve(argument)
      }
    }
    return (["kazna"] + words.map(Self.quoted)).joined(separator: " ")
  }

  /// - Throws: `DemoFault` where the command does not end with 0.
  mutating func perform(_ step: DemoStep) throws -> Outcome {
    let command = try command(step)
    let place = ["--ledger", ledger.path, "--keys", keys.path, "--lang", language.rawValue]
    let form = step.isQuestion ? [] : ["--format", "json"]
    let writesPayments = step.arguments.contains { if case .output = $0 { true } else { false } }
    if writesPayments { try Files.makeDirectories(payments.path) }
    let result = runner(try step.arguments.map(resolve) + place + form)
    guard result.exitCode == 0 else {
      throw DemoFault.refused(
        command: command, exitCode: result.exitCode, message: result.stderr)
    }
    guard !step.isQuestion else { return Outcome(stdout: result.stdout, receipts: []) }
    let found = Self.receipts(in: result.stdout)
    if let label = step.label {
      guard let first = found.first else { throw DemoFault.noReceipt(command: command) }
      receipts[label] = first
    }
    return Outcome(stdout: result.stdout, receipts: found)
  }

  private func resolve(_ argument: DemoArgument) throws -> String {
    switch argument {
    case .word(let text): return text
    case .input(let path): return example.appendingPathComponent(path).path
    case .output(let path): return payments.appendingPathComponent(path).path
    case .entry(let label): return String(try receipt(label).entry)
    case .payment(let inn, let path):
      let list = try ClientBankText(path: payments.appendingPathComponent(path).path)
      guard let document = list.document(toINN: inn), let date = document.date else {
        throw DemoFault.unknownReference("a single payment to \(inn) in \(path)")
      }
      return "\(document["Номер"])/\(date.year)"
    case .receipt(let label, let document, let path):
      let statement = try ClientBankText(path: example.appendingPathComponent(path).path)
      guard let line = statement.documents.firstIndex(where: { $0["Номер"] == document }) else {
        throw DemoFault.unknownReference("document \(document) in \(path)")
      }
      return "\(try receipt(label).entry):\(line + 1)"
    }
  }

  private func receipt(_ label: String) throws -> DemoReceipt {
    guard let receipt = receipts[label] else { throw DemoFault.unknownReference(label) }
    return receipt
  }

  /// One receipt, or an array of them; none where the output is something else.
  static func receipts(in json: String) -> [DemoReceipt] {
    let value = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    let objects = value as? [[String: Any]] ?? (value as? [String: Any]).map { [$0] } ?? []
    return objects.compactMap { object in
      guard let entry = object["entry"] as? NSNumber else { return nil }
      return DemoReceipt(entry: entry.uint64Value, kind: object["kind"] as? String ?? "")
    }
  }

  /// Quotes what a shell would split.
  private static func quoted(_ word: String) -> String {
    word.contains { $0 == " " || $0 == ";" } ? "\"\(word)\"" : word
  }
}
