import Foundation
import LedgerCore
import Testing

@testable import KaznaCommands

@Suite struct DemoScriptTests {
  private let stages = DemoScript.kansk.stages
  private var steps: [DemoStep] { stages.flatMap(\.steps) }

  /// The words of a step, as far as they are known beforehand.
  private func words(_ step: DemoStep) -> [String] {
    step.arguments.map { argument in
      switch argument {
      case .word(let text), .input(let text), .output(let text): text
      case .entry(let label), .receipt(let label, _, _): "@" + label
      case .payment(let inn, _): "@" + inn
      }
    }
  }

  private func value(of option: String, in words: [String]) -> String? {
    words.firstIndex(of: option).map { words[$0 + 1] }
  }

  @Test func everyFileIsUsedAndExists() {
    let statements = steps.compactMap(\.statement?.file)
    let files = ExampleTown.files().map(\.path).filter { $0.hasSuffix(".csv") } + statements
    let used = steps.flatMap(\.arguments).compactMap { argument -> String? in
      if case .input(let path) = argument { path } else { nil }
    }
    #expect(Set(used).symmetricDifference(files).isEmpty)
    #expect(used.count == Set(used).count)
    #expect(statements.count == 9)
  }

  @Test func labelsAreGivenOnceAndBeforeTheirUse() {
    var given: Set<String> = []
    var exported: Set<String> = []
    for step in steps {
      for argument in step.arguments {
        switch argument {
        case .entry(let label): #expect(given.contains(label))
        case .receipt(let label, _, _): #expect(given.contains(label))
        case .payment(_, let path): #expect(exported.contains(path))
        case .output(let path): #expect(exported.insert(path).inserted)
        case .word, .input: continue
        }
      }
      if let statement = step.statement { #expect(exported.contains(statement.payments)) }
      if let label = step.label { #expect(given.insert(label).inserted, "\(label)") }
    }
  }

  @Test func everyWriteIsDatedIn2023() {
    for step in steps where !step.isQuestion {
      let words = words(step)
      if words.starts(with: ["key", "new"]) || words.starts(with: ["cycle", "export"]) {
        #expect(!words.contains("--date"))
        continue
      }
      let date = value(of: "--date", in: words).flatMap { CalendarDate(iso: $0) }
      #expect(date?.year == 2023, "\(words)")
    }
  }

  /// The journal's order is the order of the days, but for a month's closing, which bears the
  /// month's last day.
  @Test func daysDoNotRunBackwards() {
    var last = CalendarDate(year: 2023, month: 1, day: 1)!
    for words in steps.map(words) where !words.starts(with: ["month", "close"]) {
      guard let date = value(of: "--date", in: words).flatMap({ CalendarDate(iso: $0) }) else {
        continue
      }
      #expect(last <= date, "\(words)")
      last = date
    }
  }

  @Test func cyclesAreNumberedInTheirOrder() {
    let all = steps.map(words).filter { $0.first == "cycle" }
    let expected = (1...9).flatMap { number in
      [["calculate"], ["approve", "\(number)"], ["export", "\(number)"], ["close", "\(number)"]]
    }
    let found = all.map { Array($0[1] == "calculate" ? $0[1...1] : $0[1...2]) }
    #expect(found == expected)
    #expect(all.filter { $0.contains("--funds") }.count == 1)
  }

  @Test func statementsFollowEachOtherWithoutAGap() throws {
    var next = try #require(CalendarDate(iso: "2023-09-01"))
    for plan in steps.compactMap(\.statement) {
      #expect(CalendarDate(iso: plan.from) == next)
      let to = try #require(CalendarDate(iso: plan.to))
      #expect(to >= next)
      next = to.adding(days: 1)
    }
    #expect(next == CalendarDate(iso: "2023-12-30"))
  }

  @Test func everyClaimIsSubmittedBeforeTheAcceptanceOfItsMonth() {
    var open: [String: Int] = [:]
    for words in steps.map(words) where words.first == "claim" {
      switch words[1] {
      case "submit":
        open[value(of: "--month", in: words)! + value(of: "--kind", in: words)!, default: 0] += 1
      case "refuse": open["2023-10final"]! -= 1
      case "accept":
        guard let month = value(of: "--month", in: words) else {
          open["2023-11final"]! -= 1
          continue
        }
        #expect(open.removeValue(forKey: month + value(of: "--kind", in: words)!)! > 25)
      default: continue
      }
    }
    #expect(open.isEmpty)
  }

  @Test func allThatTheStoryPromisesHappens() {
    let names = Set(steps.map { words($0).prefix(2).joined(separator: " ") })
    let expected: Set<String> = [
      "order amend", "certificate amend", "certificate suspend", "certificate resume",
      "certificate close", "provider amend", "provider exclude", "agreement amend",
      "contract terminate", "claim refuse", "claim correct", "payment reject", "receipt identify",
      "month close",
    ]
    #expect(expected.isSubset(of: names))
    let plans = steps.compactMap(\.statement)
    #expect(plans.flatMap(\.returned).count == 2)
    #expect(plans.flatMap(\.rejected).count == 1)
    #expect(plans.flatMap(\.credits).count == 2)
    #expect(stages.allSatisfy { !$0.titleRussian.isEmpty && !$0.titleEnglish.isEmpty })
  }
}
