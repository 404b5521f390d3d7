import Foundation
import Testing

/// `all`, or how the names of the commands begin, with commas; the usual run tries a few.
private let chosen = ProcessInfo.processInfo.environment["KAZNA_FAULTS"]

/// Each command of the real program with each of its calls to the system failing: it says so, names
/// the file, ends with exit code 6, and the ledger is as it was, or the document is wholly in it.
@Suite(.serialized) struct FaultTests {
  @Test func everyCallOfAFewCommands() throws {
    try tell(
      ["key new", "certificate suspend", "balance"],
      SystemCalls.changing + ["openat", "read", "pread64"])
  }

  @Test(.enabled(if: chosen != nil, "KAZNA_FAULTS chooses the commands"))
  func everyCallOfEveryCommand() throws {
    let names = chosen == "all" ? "" : chosen ?? ""
    try tell(names.components(separatedBy: ","), SystemCalls.all)
  }

  /// The story leaves no command out, but for those that run the others, hundreds of times.
  @Test func theStoryHasEveryCommand() throws {
    let help = try Town(isEmpty: true).run("kazna help").out
    let list = try #require(help.components(separatedBy: "\n\n").first { $0.hasPrefix("  ") })
    let lines = list.split(separator: "\n")
    let names = lines.map { $0.components(separatedBy: "  ")[1] }
    #expect(names.count > 60)
    let tried = FaultStory.steps.filter(\.isTried).map { $0.command + " " }
    for name in names where name != "demo" && name != "example generate" {
      #expect(tried.contains { $0.hasPrefix("kazna \(name) ") }, "\(name)")
    }
  }

  private func tell(_ prefixes: [String], _ calls: [String]) throws {
    let steps = FaultStory.steps
    let tried = { (step: FaultStory.Step) in
      step.isTried && prefixes.contains { step.command.hasPrefix("kazna \($0)") }
    }
    let last = try #require(steps.lastIndex(where: tried))
    let town = try FaultStory.town()
    var count = 0
    for step in steps[...last] {
      if tried(step) {
        guard let trials = try FaultTrials(step.command, in: town) else { return }
        let (findings, faults) = trials.run(calls)
        count += faults
        print("\(step.command): \(faults) faults, \(findings.count) findings")
        for finding in findings { Issue.record("\(finding)") }
      }
      let done = try town.run(FaultStory.prelude + "\n" + step.command)
      #expect(done.exitCode == 0, "\(done)")
    }
    #expect(count > 20)
  }
}
