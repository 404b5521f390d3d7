import Audit
import Exchange
import Foundation
import LedgerService
import Reports

enum VerifyCommands {
  static let all = [verify]

  static let verify = CommandSpec(
    "verify", .read,
    "[--checkpoint FILE [--policy FILE]] [--since FILE] [--save FILE] | [--only CHECK,…] | --list "
      + "| --explain CHECK",
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
        "start from the state that an earlier run saved: all bytes are read, hashed and derived "
          + "again, but signatures that it covers are not verified again; they are the same bytes "
          + "as then, if FILE is what you kept",
        "начать с сохранённого состояния: все байты читаются, хешируются и выводятся заново, но "
          + "подписи, проверенные тогда, заново не проверяются; это те же байты, если FILE — тот "
          + "самый файл"),
      CommandOption(
        "only", "CHECK,…", "these checks only", "только эти проверки"),
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
    try checkCombinations(invocation)
    // The auditor's own files: what is wrong with them is told as such, not as a storage fault.
    for name in ["checkpoint", "policy", "since"] { _ = try invocation.named(option: name) }
    let report = try run(Verifier(ledger: invocation.ledgerPath, options), invocation)
    show(report, invocation)
    try save(report, invocation)
    guard report.isClean else { throw Program.ExitCode(code: 5) }
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
        "\(path) was not written: only a clean run leaves a state",
        "\(path) не записан: состояние остаётся только после чистой проверки")
    }
    try Files.write(Array(state.text.utf8), to: path)
  }

  private static func checks(_ invocation: Invocation) throws(UsageFault) -> Set<CheckName> {
    guard let text = invocation.arguments.value("only") else { return Set(CheckName.allCases) }
    var checks: Set<CheckName> = []
    for name in text.split(separator: ",") { checks.insert(try check(String(name))) }
    guard !checks.isEmpty else { throw .missingValue("only") }
    return checks
  }

  private static func check(_ name: String) throws(UsageFault) -> CheckName {
    guard let check = CheckName(name: name) else {
      throw .badValue(
        option: "CHECK", value: name,
        expected: CheckName.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return check
  }

  private static func list(_ invocation: Invocation) {
    let russian = invocation.language == .russian
    let rows = CheckName.allCases.map { check -> JSONObject in
      ["check": .string(check.rawValue), "shows": .string(check.explanation(russian: russian))]
    }
    invocation.print(Report(.verification, rows: rows, columns: ["check", "shows"]))
  }

  private static func explain(_ name: String, _ invocation: Invocation) throws(UsageFault) {
    let text = try check(name).explanation(russian: invocation.language == .russian)
    invocation.console.out(text + "\n")
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

  static func show(_ report: VerificationReport, _ invocation: Invocation) {
    let russian = invocation.language == .russian
    for note in report.notes {
      invocation.say(note.message(russian: false), note.message(russian: true))
    }
    switch invocation.format {
    case .table:
      for finding in report.findings {
        invocation.console.out(
          ShownText.cleansed(finding.message(russian: russian), limit: 500) + "\n")
      }
      invocation.console.out(summary(report, russian: russian) + "\n")
    case .json, .jsonl, .csv: invocation.print(machineReport(report))
    }
  }

  private static func summary(_ report: VerificationReport, russian: Bool) -> String {
    let counts =
      russian
      ? "записей \(report.entries), подписей \(report.signatures), проводок \(report.postings), "
        + "контрольных точек \(report.checkpoints)"
      : "\(report.entries) entries, \(report.signatures) signatures, \(report.postings) postings, "
        + "\(report.checkpoints) checkpoints"
    let verdict =
      report.isClean
      ? (russian ? "всё верно" : "verified clean")
      : (russian ? "нарушений: \(report.findingCount)" : "\(report.findingCount) findings")
    let root = russian ? "корень" : "root"
    let text = "\(verdict): \(counts), \(root) \(report.root.hex)"
    return text + (report.since.map { start($0, report, russian: russian) } ?? "")
  }

  /// What an incremental run took from the one before.
  private static func start(
    _ since: VerifiedState, _ report: VerificationReport, russian: Bool
  ) -> String {
    russian
      ? "\nподписей не проверено заново: \(report.trustedSignatures), записей до \(since.size); "
        + "они проверены \(since.ranOn.iso) (все подписи — \(since.fullRunOn.iso))"
      : "\nsignatures not verified again: \(report.trustedSignatures), of the first \(since.size) "
        + "entries; they were by the run of \(since.ranOn.iso) (all signatures: "
        + "\(since.fullRunOn.iso))"
  }

  private static func machineReport(_ report: VerificationReport) -> Report {
    let findings = report.findings.map { finding -> JSONObject in
      [
        "check": .string(finding.check.rawValue), "fault": .string(finding.fault.rawValue),
        "entry": .entry(finding.entry), "file": .text(finding.file),
        "offset": .entry(finding.offset), "expected": .string(finding.expected),
        "found": .string(finding.found),
      ]
    }
    let object: JSONObject = [
      "clean": .bool(report.isClean), "entries": .entry(report.entries),
      "signatures": .entry(report.signatures), "postings": .entry(report.postings),
      "checkpoints": .entry(report.checkpoints), "size": .entry(report.size),
      "root": .hash(report.root), "since": report.since.map { .entry($0.size) } ?? .null,
      "trusted_signatures": .entry(report.trustedSignatures),
      "finding_count": .count(report.findingCount),
      "findings": .objects(findings), "notes": .objects(report.notes.map(machineNote)),
    ]
    func machineNote(_ note: Note) -> JSONObject {
      [
        "note": .string(note.kind.rawValue), "file": .string(note.file),
        "offset": .entry(note.offset), "bytes": .entry(note.byteCount),
      ]
    }
    let columns = ["check", "fault", "entry", "file", "offset", "expected", "found"]
    return Report(.verification, object, detail: .init(key: "findings", columns: columns))
  }
}
