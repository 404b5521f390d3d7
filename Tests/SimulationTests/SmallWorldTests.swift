import Foundation
import Simulation
import Testing

/// All sequences of a few documents, from several starts. `KAZNA_DEPTH` makes them longer.
@Suite struct SmallWorldTests {
  @Test(arguments: SmallWorld.Start.allCases)
  func everySequence(start: SmallWorld.Start) throws {
    let depth = ProcessInfo.processInfo.environment["KAZNA_DEPTH"].flatMap(Int.init) ?? 3
    let report = try SmallWorld(start).explore(depth: depth)
    #expect(report.failures == [], "from \(start)")
    #expect(report.accepted > 0 && report.refused > 0)
    print("from \(start): \(report.accepted) accepted, \(report.refused) refused")
  }
}
