import Foundation
import Simulation
import Testing

/// Whole lives of a ledger on a disk that fails: see `SimulationRun`. `KAZNA_SEED` repeats one seed.
@Suite struct SimulationTests {
  private static let seeds: [UInt64] = {
    guard let seed = ProcessInfo.processInfo.environment["KAZNA_SEED"].flatMap(UInt64.init) else {
      return Array(1...300)
    }
    return [seed]
  }()

  @Test(arguments: seeds) func survives(seed: UInt64) throws {
    _ = try SimulationRun(seed: seed).run()
  }
}
