import Bytes
import Dispatch
import Foundation

/// One command, run over and over in copies of a town, with its first, second, third … system call
/// of each kind failing, until it makes none more.
struct FaultTrials: Sendable {
  /// What a run without faults did.
  private struct Model: Sendable {
    let outcome: Town.Outcome
    /// Of each system call, the numbers that touch the town's files.
    let numbers: [String: ClosedRange<Int>]
    let before: [String: Data]
    let names: Set<String>
    let stateBefore: String
    let stateAfter: String
  }

  private let base: Town
  private let command: String
  private let model: Model

  /// Nil where strace cannot watch. The town stays as it is.
  init?(_ command: String, in base: Town) throws {
    let town = try Town(copying: base)
    let outcome = try town.run(Self.script(SystemCalls.watching(command)))
    guard SystemCalls.areWatched(outcome) else { return nil }
    let calls = town.text("trace")
    try FileManager.default.removeItem(at: town.directory.appendingPathComponent("trace"))
    self.base = base
    self.command = command
    let lines = calls.split(separator: "\n")
    var numbers: [String: ClosedRange<Int>] = [:]
    for call in SystemCalls.all {
      let own = lines.filter { $0.contains(" \(call)(") || $0.contains("<... \(call) resumed") }
      let trace = CallTrace(own.joined(separator: "\n"), in: town.directory.path)
      numbers[call] = trace.numbers
    }
    model = Model(
      outcome: outcome, numbers: numbers, before: try base.contents(),
      names: Set(try town.contents().keys), stateBefore: try Self.state(base),
      stateAfter: try Self.state(town))
  }

  private static func script(_ line: String) -> String { "\(FaultStory.prelude)\n\(line)" }

  /// Whether the ledger is sound, what it holds, and how many entries.
  private static func state(_ town: Town) throws -> String {
    let outcome = try town.run(
      script(
        """
        kazna verify > /dev/null && kazna report trial-balance --format json \\
          && kazna log --format jsonl | wc -l
        """))
    return outcome.exitCode == 0 ? outcome.out : "none"
  }

  /// What is not as it should be, and how many faults there were.
  func run(_ calls: [String]) -> (findings: [String], count: Int) {
    let results = Guarded<(findings: [String], count: Int)>(([], 0))
    let calls = calls.filter { model.numbers[$0] != nil }
    DispatchQueue.concurrentPerform(iterations: calls.count) { index in
      do {
        let (findings, count) = try run(calls[index])
        results.withLock {
          $0.findings += findings
          $0.count += count
        }
      } catch {
        results.withLock { $0.findings.append("\(command): \(error)") }
      }
    }
    return results.withLock { $0 }
  }

  private func run(_ call: String) throws -> (findings: [String], count: Int) {
    guard let numbers = model.numbers[call] else { return ([], 0) }
    var town = try Town(copying: base)
    var findings: [String] = []
    var count = 0
    for number in numbers.lowerBound... {
      let outcome = try town.run(Self.script(SystemCalls.failing(call, number, command)))
      let text = town.text("trace")
      try FileManager.default.removeItem(at: town.directory.appendingPathComponent("trace"))
      if !text.contains("(INJECTED)"), number > numbers.upperBound { break }
      let struck = CallTrace(text, in: town.directory.path).struck
      let isChanged = try town.contents() != model.before
      if let path = struck.first?.path {
        count += 1
        let faults =
          try judge(FaultOutcome(call: call, path: path, outcome: outcome))
          + (isChanged ? checkAfterwards(town, outcome) : [])
        findings += faults.map {
          "\(command)\n  \(call) \(number), \(path): \($0); exit \(outcome.exitCode), "
            + "\(outcome.err)"
        }
      }
      if isChanged { town = try Town(copying: base) }
    }
    return (findings, count)
  }

  private func judge(_ fault: FaultOutcome) -> [String] {
    if fault.outcome.exitCode == model.outcome.exitCode {
      // What could be found another way is right.
      let isFound = fault.path.hasPrefix("main/journal") && fault.outcome.out == model.outcome.out
      return fault.isTolerable || isFound ? [] : ["goes unnoticed"]
    }
    return fault.complaints
  }

  /// The ledger is as it was, or as it should be; and the command, repeated, ends its work.
  private func checkAfterwards(_ town: Town, _ outcome: Town.Outcome) throws -> [String] {
    var findings: [String] = []
    let isDone = outcome.exitCode == model.outcome.exitCode
    let state = try Self.state(town)
    let isAfter = state == model.stateAfter
    if !isAfter, isDone || state != model.stateBefore, !command.hasPrefix("kazna init") {
      findings.append("leaves another ledger")
    }
    if !isDone { findings += try checkRepetition(town, outcome, isAfter: isAfter) }
    return findings
  }

  private func checkRepetition(
    _ town: Town, _ outcome: Town.Outcome, isAfter: Bool
  ) throws -> [String] {
    var findings: [String] = []
    // The document is in, and only the rest was not told; without its id another one would follow.
    let isRecorded = isAfter && model.stateAfter != model.stateBefore
    let isUnknown = outcome.err.contains("it is not known")
    if !isRecorded {
      // Files that are whole are not made again.
      let mayBeWhole = try isAfter && strayNames(town).isEmpty
      let again = try town.run(Self.script(command))
      if again.exitCode != model.outcome.exitCode, !mayBeWhole, !isUnknown {
        findings.append("cannot be repeated: \(again.exitCode), \(again.err)")
      }
      let state = try Self.state(town)
      if isUnknown ? state == "none" : state != model.stateAfter {
        findings.append("repeated, it does another thing")
      }
    }
    let names = try strayNames(town)
    if !names.isEmpty { findings.append("leaves files: \(names)") }
    return findings
  }

  /// Files that are there or not there unlike after a run without faults; but for those that are
  /// derived, and for the claim on the keys of a ledger that was opened.
  private func strayNames(_ town: Town) throws -> [String] {
    Set(try town.contents().keys).symmetricDifference(model.names).sorted().filter {
      !$0.hasPrefix("main/index") && $0 != "keys/new-ledger"
    }
  }
}
