import LedgerCore

/// Something that must never happen, and how to see it again.
package struct SimulationFailure: Error, CustomStringConvertible, Sendable {
  package let seed: UInt64
  package let step: Int
  package let text: String

  package var description: String {
    "seed \(seed), step \(step): \(text)\n"
      + "  again: swift run -c release kazna-simulate --from \(seed) --seeds 1\n"
      + "     or: KAZNA_SEED=\(seed) swift test --filter SimulationTests"
  }
}

/// What happened in a run; the same seed gives the same again.
package struct SimulationReport: Hashable, Sendable {
  package var documents = 0
  package var accepted = 0
  package var crashes = 0
  package var errors = 0
  /// Commits whose outcome was unknown, and what the next opening found.
  package var foundWhole = 0
  package var foundAbsent = 0
  package var cutTails = 0
  package var republished = 0
  /// Openings that began with a snapshot.
  package var snapshots = 0
  /// Bits that changed by themselves in derived files.
  package var flips = 0
  /// Documents by kind that were accepted.
  package var kinds: [DocumentKind: Int] = [:]
  /// What onlookers saw.
  package var looks = 0
  /// SHA-256 over everything that the disk holds at the end; of several runs, their exclusive or.
  package var disk = [UInt8](repeating: 0, count: 32)

  package mutating func add(_ other: SimulationReport) {
    documents += other.documents
    accepted += other.accepted
    crashes += other.crashes
    errors += other.errors
    foundWhole += other.foundWhole
    foundAbsent += other.foundAbsent
    cutTails += other.cutTails
    republished += other.republished
    snapshots += other.snapshots
    looks += other.looks
    flips += other.flips
    kinds.merge(other.kinds, uniquingKeysWith: +)
    for index in disk.indices { disk[index] ^= other.disk[index] }
  }

  package init() {}
}
