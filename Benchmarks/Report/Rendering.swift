import Foundation

extension BenchmarkReport {
  func render(_ format: Settings.Format) throws -> String {
    switch format {
    case .table: table
    case .markdown: markdown
    case .json: try json
    }
  }

  private var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  private var machineText: String {
    let memory = (Double(machine.memoryBytes) / Double(1 << 30)).short
    return "\(machine.processor), \(machine.cores) cores, \(memory) GiB; \(machine.disk); "
      + "\(machine.kernel); \(machine.openSSL); \(machine.swift), \(machine.build) build; "
      + "seed \(seed), median of \(runs) runs"
  }

  /// The best that the machine showed beside any of the scenarios.
  private var bestLimits: [(name: String, value: String)] {
    let all = scenarios.map(\.machine)
    return all.dropFirst().reduce(all.first) { $1.better(of: $0 ?? $1) }?.rows ?? []
  }

  private static let columns = [
    "scenario", "figure", "spread", "limit", "ratio", "target", "met",
  ]

  private func row(_ report: ScenarioReport) -> [String] {
    [
      report.name, report.figureText, report.spreadText, report.limitText, report.ratioText,
      report.targetText, report.metText,
    ]
  }

  private var table: String {
    let rows = [Self.columns] + scenarios.map(row)
    let widths = Self.columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }
    let limits = bestLimits.map { "  \($0.name): \($0.value)" }
    let notes = scenarios.flatMap { report in
      ["", "\(report.name): \(report.title)"] + report.notes.map { "  \($0)" }
    }
    return ([machineText, ""] + limits + [""] + lines + notes).joined(separator: "\n") + "\n"
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    func rule(_ count: Int) -> String { "|" + String(repeating: "---|", count: count) }
    let limits = bestLimits.map { line([$0.name, $0.value]) }
    let rows = scenarios.map { line(row($0)) }
    let notes = scenarios.map { report in
      "- `\(report.name)`: " + report.notes.joined(separator: "; ") + "."
    }
    return
      ([machineText + ".", "", line(["limit", "of this machine"]), rule(2)] + limits
      + ["", line(Self.columns), rule(Self.columns.count)] + rows + [""] + notes)
      .joined(separator: "\n") + "\n"
  }
}
