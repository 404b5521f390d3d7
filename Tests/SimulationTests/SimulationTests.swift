import Foundation
import LedgerCore
import Simulation
import Testing

/// Whole lives of a ledger on a disk that fails: see `SimulationRun`. `KAZNA_SEED` repeats one seed.
@Suite struct SimulationTests {
  private static let seeds: [UInt64] = {
    guard let seed = ProcessInfo.processInfo.environment["KAZNA_SEED"].flatMap(UInt64.init) else {
      return Array(1...150)
    }
    return [seed]
  }()

  @Test(arguments: seeds) func survives(seed: UInt64) throws {
    _ = try SimulationRun(seed: seed).run()
  }

  /// A failure can be looked at as often as it takes.
  @Test func repeatsItself() throws {
    var all = SimulationReport()
    for seed: UInt64 in 1...24 {
      let first = try SimulationRun(seed: seed).run()
      #expect(try SimulationRun(seed: seed).run() == first)
      all.add(first)
    }
    // And it is worth looking at: what is to be survived happens.
    #expect(all.crashes > 5 && all.errors > 5 && all.cutTails > 0 && all.republished > 0)
    #expect(all.foundWhole > 0 && all.foundAbsent > 0 && all.looks > 50 && all.flips > 5)
    #expect(all.snapshots > 10)
    let rare: [DocumentKind] = [
      .keyEnrolled, .keyRevoked, .keyReplaced, .payersAmended, .providersAmended, .periodSealed,
      .ordersApproved, .entryReversed,
    ]
    #expect(rare.allSatisfy { all.kinds[$0, default: 0] > 0 }, "\(all.kinds)")
  }
}
