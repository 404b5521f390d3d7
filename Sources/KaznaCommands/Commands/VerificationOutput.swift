import Audit
import Exchange
import Reports

/// What a verification found, for people and for machines.
extension VerifyCommands {
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
      if report.omittedCount > 0 {
        let more = report.omittedCount
        invocation.console.out(
          russian ? "… и ещё \(more) (--limit N)\n" : "… and \(more) more (--limit N)\n")
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
      : (russian ? "нарушений \(report.findingCount)" : "\(report.findingCount) findings")
    let root = russian ? "корень" : "root"
    let scope = only(report, russian: russian)
    let text = "\(verdict)\(scope): \(counts), \(root) \(report.root.hex)"
    return text + (report.since.map { start($0, report, russian: russian) } ?? "")
  }

  /// The checks that were made, where it was not all of them.
  private static func only(_ report: VerificationReport, russian: Bool) -> String {
    guard report.checks.count < CheckName.allCases.count else { return "" }
    return " (\(russian ? "только" : "only"): \(checkNames(report).joined(separator: ", ")))"
  }

  private static func checkNames(_ report: VerificationReport) -> [String] {
    CheckName.allCases.filter { report.checks.contains($0) }.map(\.rawValue)
  }

  /// What an incremental run took from the one before.
  private static func start(
    _ since: VerifiedState, _ report: VerificationReport, russian: Bool
  ) -> String {
    russian
      ? "\nпервые записи, \(since.size), — те же байты, что проверены \(since.ranOn.iso); заново "
        + "не судились (все записи — \(since.fullRunOn.iso))"
      : "\nthe first \(since.size) entries are the bytes that the run of \(since.ranOn.iso) "
        + "verified, and were not judged again (all entries: \(since.fullRunOn.iso))"
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
      "clean": .bool(report.isClean), "checks": .texts(checkNames(report)),
      "entries": .entry(report.entries), "signatures": .entry(report.signatures),
      "postings": .entry(report.postings), "checkpoints": .entry(report.checkpoints),
      "size": .entry(report.size), "root": .hash(report.root),
      "since": report.since.map { .entry($0.size) } ?? .null,
      "finding_count": .count(report.findingCount),
      "truncated": .bool(report.omittedCount > 0),
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
