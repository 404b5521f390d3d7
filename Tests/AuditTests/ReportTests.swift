import Testing

@testable import Audit

@Suite struct ReportTests {
  @Test(arguments: CheckName.allCases)
  func everyCheckIsExplained(check: CheckName) {
    #expect(CheckName(name: check.rawValue) == check)
    #expect(!check.explanation(russian: true).isEmpty)
    #expect(check.explanation(russian: false) != check.explanation(russian: true))
    #expect(Fault.allCases.contains { $0.check == check })
  }

  @Test func everyFaultHasAMessageOfItsOwn() {
    #expect(Set(Fault.allCases.map { $0.text(russian: false) }).count == Fault.allCases.count)
    #expect(Set(Fault.allCases.map { $0.text(russian: true) }).count == Fault.allCases.count)
  }

  @Test func aMessageSaysWhereAndWhat() {
    let finding = Finding(
      fault: .belowZero, entry: 12, file: "a.journal", offset: 64, expected: "", found: "-0.01")
    #expect(
      finding.message(russian: false)
        == "entry 12: an account falls below zero; found -0.01 (a.journal, byte 64)")
    #expect(
      finding.message(russian: true)
        == "запись 12: остаток счёта ниже нуля; найдено -0.01 (a.journal, байт 64)")
  }

  @Test func findingsBeyondTheLimitAreCounted() {
    let log = FindingLog(checks: [.chain], limit: 2)
    for entry in [5, 4, 3] as [UInt64] { log.add(.entryNumber, Place(entry: entry)) }
    log.add(.belowZero, Place(entry: 1))
    #expect(log.total == 3)
    #expect(FindingLog.sorted([log]).map(\.entry) == [4, 5])
  }

  @Test func whatConcernsNoEntryIsNotDropped() {
    let log = FindingLog(checks: [.chain, .checkpoints], limit: 2)
    for entry in 1...9 as ClosedRange<UInt64> { log.add(.entryNumber, Place(entry: entry)) }
    for _ in 0..<3 { log.add(.keptRoot, Place(file: "kept")) }
    let other = log.sibling()
    other.add(.latestLost, Place(file: "latest"))
    let sorted = FindingLog.sorted([other, log])
    #expect(sorted.map(\.entry) == [1, 2, nil, nil])
    #expect(sorted.map(\.fault) == [.entryNumber, .entryNumber, .latestLost, .keptRoot])
  }
}
