import Audit
import LedgerService
import Reports

enum VerifyCommands {
  static let all = [verify]

  static let verify = CommandSpec(
    "verify", .read,
    "[--checkpoint FILE [--policy FILE]] [--since FILE] [--save FILE] [--limit N] | "
      + "[--only CHECK,…] [--limit N] | --list | --explain CHECK",
    Bilingual(
      "read every byte of a ledger again and check all of it, trusting nothing derived",
      "перечитать книгу целиком и проверить всё, ничему не доверяя"),
    options: [
      CommandOption(
        "checkpoint", "FILE", "an older checkpoint: the journal must extend it",
        "сохранённая контрольная точка: журнал обязан её продолжать"),
      CommandOption(
        "policy", "FILE", "this C2SP tlog-policy must be met by the older checkpoint",
        "сохранённая точка обязана отвечать этому файлу C2SP tlog-policy"),
      CommandOption(
        "save", "FILE", "after a clean run, keep what the next one can start from",
        "после чистой проверки сохранить, откуда начать следующую"),
      CommandOption(
        "since", "FILE",
        "start from what an earlier run saved: its entries are read and hashed again, and once they "
          + "are the bytes of then, only what came since is judged; as good as the place where you "
          + "keep FILE",
        "начать с сохранённого: прежние записи читаются и хешируются заново, и если это те же "
          + "байты, судится только новое; верно настолько, насколько надёжно хранится FILE"),
      CommandOption(
        "only", "CHECK,…", "these checks only", "только эти проверки"),
      CommandOption(
        "limit", "N", "show so many findings of entries (10000); all are counted",
        "показать столько нарушений в записях (10000); сосчитаны все"),
      CommandOption("list", nil, "the names of the checks", "названия проверок"),
      CommandOption("explain", "CHECK", "what a check shows", "что показывает проверка"),
    ],
    examples: [
      "kazna verify", "kazna verify --checkpoint last-year.checkpoint",
      "kazna verify --save audit.state", "kazna verify --since audit.state --save audit.state",
      "kazna verify --checkpoint cosigned.checkpoint --policy witnesses.policy",
      "kazna verify --only chain,signatures --format json", "kazna verify --explain floors",
    ]
  ) { invocation in
    try invocation.checkArguments(0)
    if invocation.arguments.has("list") { return list(invocation) }
    if let name = invocation.arguments.value("explain") { return try explain(name, invocation) }
    var options = VerifierOptions()
    options.checks = try checks(invocation)
    options.keptCheckpoint = invocation.arguments.value("checkpoint")
    options.policy = invocation.arguments.value("policy")
    options.since = invocation.arguments.value("since")
    if let limit = try findingLimit(invocation) { options.findingLimit = limit }
    try checkCombinations(invocation)
    // The auditor's own files: what is wrong with them is told as such, not as a storage fault.
    for name in ["checkpoint", "policy"] {
      _ = try invocation.named(option: name, isRegular: true)
    }
    if let path = options.since { try Files.checkRegular(path) }
    let report = try run(Verifier(ledger: invocation.ledgerPath, options), invocation)
    show(report, invocation)
    try save(report, invocation)
    guard report.isClean else { throw Program.ExitCode(code: 5) }
  }

  private static func findingLimit(_ invocation: Invocation) throws(UsageFault) -> Int? {
    guard let text = invocation.arguments.value("limit") else { return nil }
    guard let limit = Int(text), limit > 0 else {
      throw .badValue(option: "--limit", value: text, expected: "1, 2, …")
    }
    return limit
  }

  private static func checkCombinations(_ invocation: Invocation) throws(UsageFault) {
    let arguments = invocation.arguments
    if arguments.has("only"), arguments.has("since") || arguments.has("save") {
      throw .combination(
        english: "--since and --save go with every check: leave --only out",
        russian: "--since и --save требуют всех проверок: уберите --only")
    }
    if arguments.has("policy"), !arguments.has("checkpoint") {
      throw .combination(
        english: "--policy is about a checkpoint: name it with --checkpoint",
        russian: "--policy относится к контрольной точке: укажите её в --checkpoint")
    }
  }

  /// A run that found something leaves nothing to start from.
  private static func save(
    _ report: VerificationReport, _ invocation: Invocation
  ) throws(LedgerError) {
    guard let path = invocation.arguments.value("save") else { return }
    guard let state = report.state(on: SystemClock.today()) else {
      return invocation.say(
        "\(path) was not written: only a clean run over what is published leaves a state",
        "\(path) не записан: состояние остаётся только после чистой проверки опубликованного")
    }
    do {
      let file = try OutputFile(path)
      try state.write { try file.write($0) }
      try file.commit()
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
  }

  private static func checks(_ invocation: Invocation) throws(UsageFault) -> Set<CheckName> {
    guard let text = invocation.arguments.value("only") else { return Set(CheckName.allCases) }
    var checks: Set<CheckName> = []
    for name in text.split(separator: ",") { checks.insert(try check(String(name), "only")) }
    guard !checks.isEmpty else { throw .missingValue("only") }
    return checks
  }

  private static func check(
    _ name: String, _ option: String
  ) throws(UsageFault) -> CheckName {
    guard let check = CheckName(name: name) else {
      throw .badValue(
        option: "--\(option)", value: name,
        expected: CheckName.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return check
  }

  private static func list(_ invocation: Invocation) {
    let russian = invocation.isDataRussian
    let rows = CheckName.allCases.map { check -> JSONObject in
      ["check": .string(check.rawValue), "shows": .string(check.explanation(russian: russian))]
    }
    invocation.print(Report(.verification, rows: rows, columns: ["check", "shows"]))
  }

  private static func explain(_ name: String, _ invocation: Invocation) throws(UsageFault) {
    let text = try check(name, "explain").explanation(russian: invocation.isDataRussian)
    guard invocation.format != .table else { return invocation.console.out(text + "\n") }
    invocation.print(
      Report(
        .verification, rows: [["check": .string(name), "shows": .string(text)]],
        columns: ["check", "shows"]))
  }

  static func run(
    _ verifier: Verifier, _ invocation: Invocation
  ) throws -> VerificationReport {
    let console = invocation.console
    var lastPercent: UInt64 = 101
    defer { if console.isTerminal { console.err("\r\u{1B}[K") } }
    do throws(VerifierError) {
      return try verifier.run { progress in
        guard console.isTerminal, progress.totalBytes > 0 else { return }
        let percent = progress.bytes * 100 / progress.totalBytes
        guard percent != lastPercent else { return }
        lastPercent = percent
        console.err("\r\(percent) %")
      }
    } catch {
      switch error {
      case .storage(let fault): throw LedgerError.storage(fault)
      case .keptCheckpoint(let path, let reason):
        throw LedgerError.proof(.malformed(path: path, .note(reason)))
      case .policy(let path, let reason):
        throw LedgerError.proof(.malformed(path: path, .policy(reason)))
      case .state(let path, let reason): throw VerifiedStateFault(path: path, reason: reason)
      }
    }
  }
}
