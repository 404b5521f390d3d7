import Audit
import Exchange
import Foundation
import LedgerService
import Reports

enum VerifyCommands {
  static let all = [verify]

  static let verify = CommandSpec(
    "verify", .read, "[--checkpoint FILE] [--only CHECK,…] | --list | --explain CHECK",
    Bilingual(
      "read every byte of a ledger again and check all of it, trusting nothing derived",
      "перечитать книгу целиком и проверить всё, ничему не доверяя"),
    options: [
      CommandOption(
        "checkpoint", "FILE", "an older checkpoint: the journal must extend it",
        "сохранённая контрольная точка: журнал обязан её продолжать"),
      CommandOption(
        "only", "CHECK,…", "these checks only", "только эти проверки"),
      CommandOption("list", nil, "the names of the checks", "названия проверок"),
      CommandOption("explain", "CHECK", "what a check shows", "что показывает проверка"),
    ],
    examples: [
      "kazna verify", "kazna verify --checkpoint last-year.checkpoint",
      "kazna verify --only chain,signatures --format json", "kazna verify --explain floors",
    ]
  ) { invocation in
    try invocation.checkArguments(0)
    if invocation.arguments.has("list") { return list(invocation) }
    if let name = invocation.arguments.value("explain") { return try explain(name, invocation) }
    var options = VerifierOptions()
    options.checks = try checks(invocation)
    options.keptCheckpoint = invocation.arguments.value("checkpoint")
    let report = try run(Verifier(ledger: invocation.ledgerPath, options), invocation)
    show(report, invocation)
    guard report.isClean else { throw Program.ExitCode(code: 5) }
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
        throw LedgerError.file(path: path, reason: reason)
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
    return "\(verdict): \(counts), \(root) \(report.root.hex)"
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
      "root": .hash(report.root), "finding_count": .count(report.findingCount),
      "findings": .objects(findings),
    ]
    let columns = ["check", "fault", "entry", "file", "offset", "expected", "found"]
    return Report(.verification, object, detail: .init(key: "findings", columns: columns))
  }
}
