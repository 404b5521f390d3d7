import Foundation
import LedgerCore
import Testing

@testable import KaznaCommands

@Suite struct DemoTownTests {
  private let town = ExampleTown.kansk

  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Ledger/Examples/kansk-2023")

  /// With KAZNA_WRITE_EXAMPLE=1 in the environment the files are written anew instead.
  @Test func committedFilesAreWhatTheTownGives() throws {
    if ProcessInfo.processInfo.environment["KAZNA_WRITE_EXAMPLE"] == "1" {
      try ExampleGenerator().writeTables(to: Self.directory)
    }
    for file in ExampleTown.files() {
      let committed = try String(
        contentsOf: Self.directory.appendingPathComponent(file.path), encoding: .utf8)
      #expect(committed == file.contents, "\(file.path)")
    }
    let names = FileManager.default.enumerator(atPath: Self.directory.path)?.compactMap {
      $0 as? String
    }.filter { $0.hasSuffix(".csv") }
    #expect(
      Set(names ?? []) == Set(ExampleTown.files().map(\.path).filter { $0.hasSuffix(".csv") }))
  }

  @Test func filesAreFewSmallAndNamedInASCII() {
    let files = ExampleTown.files()
    #expect(files.count < 340)
    #expect(files.reduce(0) { $0 + $1.contents.utf8.count } < 4_000_000)
    #expect(Set(files.map(\.path)).count == files.count)
    #expect(files.allSatisfy { $0.path.allSatisfy(\.isASCII) && !$0.contents.contains("\r") })
  }

  @Test func certificatesFitTheOrder() {
    let sum = town.certificates.reduce(Money.zero) { $0 + $1.nominal }
    #expect(town.certificates.count == 5_600)
    #expect(sum < ExampleTown.orderAmount)
    #expect(town.certificates.allSatisfy { (800_000...2_400_000).contains($0.nominal.kopecks) })
    #expect(Identifier(ExampleTown.order) != nil)
  }

  @Test func contractsKeepTheRules() throws {
    let first = try #require(CalendarDate(iso: "2023-09-01"))
    let last = try #require(CalendarDate(iso: "2023-12-31"))
    for contract in town.contracts {
      let agreement = ExampleAgreement.all[contract.agreement]
      #expect(Identifier(contract.number) != nil)
      #expect(first <= contract.signedOn && contract.signedOn <= contract.start)
      #expect(contract.start <= contract.end && contract.end <= last)
      #expect(agreement.from <= contract.signedOn && contract.end <= agreement.to)
      #expect(agreement.provider.services.contains(contract.service))
      #expect((150_000...1_500_000).contains(contract.price.kopecks))
      #expect((150_000...1_500_000).contains(contract.normative.kopecks))
      #expect(contract.share.kopecks >= 20_000)
      #expect(!ExampleTown.idle.contains(contract.certificate))
    }
    #expect(Set(town.contracts.map(\.number)).count == town.contracts.count)
    #expect(Set(town.contracts.map(\.acceptance)).count == town.contracts.count)
    #expect((7_500...8_500).contains(town.contracts.count))
    #expect(town.contracts.contains { $0.price > $0.normative })
    #expect(town.contracts.contains { $0.share < min($0.price, $0.normative) })
  }

  /// A document has the contracts of one provider: in a file they stand together.
  @Test func eachProviderHasOneRunOfLinesInAFile() {
    for wave in ContractWave.all {
      let providers = town.contracts.filter { wave.signingDays.contains($0.signedOn) }
        .map { ExampleAgreement.all[$0.agreement].provider.number }
      #expect(providers == providers.sorted())
    }
  }

  @Test func sharesStayWithinCertificatesAndLimits() {
    var left = town.certificates.map(\.nominal)
    var used = [Money](repeating: .zero, count: ExampleAgreement.all.count)
    for contract in town.contracts {
      #expect(contract.share == min(contract.price, contract.normative, left[contract.certificate]))
      left[contract.certificate] -= contract.share
      used[contract.agreement] += min(contract.price, contract.normative)
    }
    for (limit, used) in zip(town.limits, used) { #expect(limit.map { used <= $0 } ?? true) }
    #expect(town.limits.contains { $0 == nil } && town.limits.contains { $0 != nil })
  }

  @Test func plansAddUpToTheShare() {
    for contract in town.contracts {
      let months = (contract.start.yearMonth.index...contract.end.yearMonth.index)
        .map { YearMonth(index: $0) }
      let plans = months.map { contract.plan(of: $0) }
      #expect(plans.reduce(.zero, +) == contract.share)
      #expect(plans.allSatisfy { $0 > .zero })
    }
  }

  /// The worked example of the rules: 6 861.21 from 16.10 to 31.12.2023.
  @Test func aPlanIsSplitByDays() throws {
    let share = Money(kopecks: 686_121)
    let contract = ExampleContract(
      number: "1", agreement: 0, certificate: 0, service: "",
      signedOn: try #require(CalendarDate(iso: "2023-10-16")),
      start: try #require(CalendarDate(iso: "2023-10-16")),
      end: try #require(CalendarDate(iso: "2023-12-31")), price: share, normative: share,
      acceptance: "1", share: share, lastMonth: YearMonth(year: 2023, month: 12))
    let plans = (10...12).map { contract.plan(of: YearMonth(year: 2023, month: $0)).kopecks }
    #expect(plans == [142_571, 271_775, 271_775])
  }

  @Test func aMonthIsClaimedOnceAndOnlyWhereItIsPlanned() {
    for claims in [town.claims.advances, town.claims.finals] {
      var seen: Set<[Int]> = []
      for claim in claims {
        #expect(!claim.lines.isEmpty)
        for line in claim.lines {
          let contract = town.contracts[line.contract]
          #expect(contract.agreement == claim.agreement && contract.covers(claim.month))
          #expect(seen.insert([line.contract, Int(claim.month.index)]).inserted)
        }
      }
    }
    for claim in town.claims.finals {
      #expect(claim.lines.allSatisfy { Percent(decimal: $0.value ?? "") != nil })
    }
    for claim in town.claims.advances {
      let agreement = ExampleAgreement.all[claim.agreement]
      let most = Percent(hundredths: UInt16(agreement.advancePercent * 100))!
      for line in claim.lines {
        guard let value = line.value else { continue }
        let plan = town.contracts[line.contract].plan(of: claim.month)
        #expect(Money(decimal: value)! > .zero && Money(decimal: value)! <= most.share(of: plan))
      }
    }
  }

  @Test func specialCasesAreThere() {
    #expect(town.terminations.count == 61)
    #expect(town.claims.refused != nil)
    #expect(town.claims.reductions.count == 3)
    #expect(town.claims.corrections.count == 2)
    for (contract, day) in town.terminations {
      let terminated = town.contracts[contract]
      #expect(terminated.start <= day && day.yearMonth < terminated.end.yearMonth)
    }
    let excluded = town.contracts.filter {
      ExampleAgreement.all[$0.agreement].provider.number == ExampleTown.excluded
    }
    #expect(!excluded.isEmpty)
    #expect(
      excluded.allSatisfy { $0.lastMonth.month <= 11 && $0.signedOn <= ExampleTown.excludedOn })
  }
}
