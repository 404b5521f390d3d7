import LedgerCore
import LedgerFormat

@testable import Audit

/// A journal whose hashes, chain, tree and checkpoints are all right, made by somebody who holds the
/// log key.
struct ForgedJournal {
  let town: SampleTown
  let forge: Forge
  let contents: [EntryContent]

  init() throws {
    town = try SampleTown.whole.get()
    forge = Forge(town)
    contents = try forge.contents()
  }

  func index(_ kind: DocumentKind, last: Bool = false) -> Int {
    let found = contents.indices.filter { contents[$0].kind == kind }
    return last ? found.last! : found.first!
  }

  /// The journal up to the entry at `index`, which is changed.
  func forged(
    _ index: Int, checks: Set<CheckName> = Set(CheckName.allCases),
    _ change: (inout EntryContent) throws -> Void
  ) throws -> VerificationReport {
    var changed = Array(contents[...index])
    try change(&changed[index])
    return try forge.disk(of: changed).verify(checks: checks)
  }

  func appended(_ entry: EntryContent) throws -> VerificationReport {
    try forge.disk(of: contents + [entry]).verify()
  }
}
