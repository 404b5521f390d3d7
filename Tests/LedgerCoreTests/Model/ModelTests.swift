import Foundation
import Testing

@testable import LedgerCore

/// Random documents, valid and not: the model foresees whether each is accepted, and every balance
/// after it. `KAZNA_SEED` repeats one seed.
@Suite struct ModelTests {
  private static let seeds: [UInt64] = {
    guard let seed = ProcessInfo.processInfo.environment["KAZNA_SEED"].flatMap(UInt64.init) else {
      return Array(1...200)
    }
    return [seed]
  }()

  @Test(arguments: seeds) func foresees(seed: UInt64) throws {
    var random = try RandomTown(seed: seed)
    for step in 0..<70 {
      random.generator.isLate = step > 45
      guard random.step() else {
        Issue.record("KAZNA_SEED=\(seed), step \(step)")
        return
      }
    }
  }
}
