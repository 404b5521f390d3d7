import Foundation
import LedgerCore
import LedgerService

/// Makes the example anew: the tables, and the statements of a bank that the script is run
/// against in a ledger of its own, thrown away afterwards.
struct ExampleGenerator {
  /// - Throws: `DemoFault` where a step is refused, or an error of the file system.
  func write(to directory: URL, commandRunner: @escaping CommandRunner) throws {
    try writeTables(to: directory)
    let temporary = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-example-\(ProcessInfo.processInfo.globallyUniqueString)")
    defer { try? FileManager.default.removeItem(at: temporary) }
    try writeStatements(
      to: directory, stages: DemoScript.kansk.stages, temporary: temporary, commandRunner)
  }

  /// The files that need no ledger.
  func writeTables(to directory: URL) throws {
    for file in ExampleTown.files() {
      try write(Data(file.contents.utf8), to: directory.appendingPathComponent(file.path))
    }
  }

  /// Runs all steps but the questions; before each import, the bank writes its statement.
  func writeStatements(
    to directory: URL, stages: [DemoStage], temporary: URL, _ runner: @escaping CommandRunner
  ) throws {
    var session = DemoSession(
      example: directory, ledger: temporary.appendingPathComponent("ledger"),
      keys: temporary.appendingPathComponent("keys"), language: .english, runner: runner)
    var bank = BankSimulation(account: ExampleTown.payerAccount)
    for step in stages.flatMap(\.steps) where !step.isQuestion {
      if let plan = step.statement {
        let list = try ClientBankText(
          path: session.payments.appendingPathComponent(plan.payments).path)
        let debts = try debts(of: plan, in: &session)
        try write(
          try bank.statement(plan, of: list, debts: debts),
          to: directory.appendingPathComponent(plan.file))
      }
      _ = try session.perform(step)
    }
  }

  private func debts(
    of plan: StatementPlan, in session: inout DemoSession
  ) throws -> [String: Money] {
    var debts: [String: Money] = [:]
    for case .debt(let agreement) in plan.credits.map(\.amount) {
      let question = DemoStep(
        arguments: ["balance", "agreement", .word(agreement), "--format", "json"],
        isQuestion: true)
      let answer = try session.perform(question).stdout
      let object = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
      debts[agreement] = (object?["refund"] as? String).flatMap { Money(decimal: $0) }
    }
    return debts
  }

  private func write(_ data: Data, to url: URL) throws {
    try Files.makeDirectories(url.deletingLastPathComponent().path)
    try Files.write(Array(data), to: url.path)
  }
}
