import Audit
import Exchange
import LedgerService
import Reports

enum BackupCommands {
  static let all = [backup, restore]

  static let backup = CommandSpec(
    "backup", .read, "--to DIR",
    Bilingual(
      "a checked copy of the ledger in use, without keys; again to add what is new",
      "проверенная копия рабочей книги, без ключей; повторно — дополнить новым"),
    options: [
      CommandOption(
        "to", "DIR", "where the copy is: new, or one of this ledger's earlier backups",
        "каталог копии: новый или прежняя копия этой же книги")
    ],
    examples: [
      "kazna backup --to /mnt/backup/main", "kazna backup --ledger Ledger/demo --to demo-backup",
    ]
  ) { invocation in
    try invocation.checkArguments(0)
    let target = try invocation.required("to")
    let done = try MirrorCommands.copy(
      from: invocation.ledgerPath, to: target, invocation)
    invocation.print(Report(.backup, MirrorCommands.fields(done, target)))
  }

  static let restore = CommandSpec(
    "restore", .local, "DIR --to LEDGER [--checkpoint FILE] [--quick]",
    Bilingual(
      "put a ledger back from a backup, once all of it is verified; nothing is overwritten",
      "восстановить книгу из копии после полной проверки; ничего не перезаписывается"),
    options: [
      CommandOption(
        "to", "LEDGER", "where the ledger shall be: missing or empty",
        "где будет книга: каталога нет или он пуст"),
      CommandOption(
        "checkpoint", "FILE", "a checkpoint kept elsewhere: the backup must hold all of it",
        "сохранённая отдельно контрольная точка: копия обязана её содержать"),
      CommandOption(
        "quick", nil, "check hashes, chain, tree and checkpoints only; verify later",
        "проверить только хеши, цепочку, дерево и контрольные точки; остальное позже"),
    ],
    examples: [
      "kazna restore /mnt/backup/main --to Ledger/main",
      "kazna restore backup --to Ledger/main --checkpoint kept.checkpoint",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    let backup = try invocation.argument("DIR")
    let target = try invocation.required("to")
    let isQuick = invocation.arguments.has("quick")
    let line = ProgressLine(invocation.console)
    defer { line.clear() }
    let done = try Restoration(from: backup, to: target).run(
      progress: { line.show($0.done, of: $0.total) },
      verify: { draft in
        line.clear()
        try verify(draft, isQuick ? quickChecks : Set(CheckName.allCases), invocation)
      })
    line.clear()
    let verified: JSONObject = ["verified": .bool(!isQuick)]
    invocation.print(
      Report(.restoration, MirrorCommands.fields(done, target) + verified))
    invocation.say(
      "what was written after the backup is not in it: submit those documents again",
      "того, что записано после копии, в ней нет: подайте эти документы снова")
  }

  private static let quickChecks: Set<CheckName> = [
    .framing, .hashes, .chain, .tree, .checkpoints,
  ]

  /// Findings are printed as `kazna verify` prints them, and end the command as they end that.
  private static func verify(
    _ draft: String, _ checks: Set<CheckName>, _ invocation: Invocation
  ) throws {
    var options = VerifierOptions()
    options.checks = checks
    options.keptCheckpoint = invocation.arguments.value("checkpoint")
    let report = try VerifyCommands.run(Verifier(ledger: draft, options), invocation)
    guard report.isClean else {
      VerifyCommands.show(report, invocation)
      throw Program.ExitCode(code: 5)
    }
  }
}
