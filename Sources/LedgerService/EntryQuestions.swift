import LedgerCore
import LedgerFormat
import Reports

/// Which entries a listing shows; nil for any.
public struct EntryFilter: Sendable {
  public var from: CalendarDate?
  public var to: CalendarDate?
  public var kind: DocumentKind?
  /// The ИНН of a party whose key signed.
  public var party: Identifier?

  public init() {}
}

extension Ledger {
  /// The postings of every entry in order, for reports.
  public var postings: EntryStream {
    { body in
      try self.forEachEntry { entry in
        try body(
          EntryPostings(
            entry: entry.header.number, kind: entry.header.kind,
            effectiveDate: entry.document.header.effectiveDate,
            recordedAt: entry.header.recordedAt, postings: entry.postings))
      }
    }
  }

  /// An entry with everything that a person wants to see of it.
  public func shown(entry number: UInt64) throws(LedgerError) -> ShownEntry {
    let entry = try entry(number)
    return ShownEntry(
      reference: EntryReference(number: number, hash: entry.hash),
      previousHash: entry.header.previous, recordedAt: entry.header.recordedAt,
      document: entry.document,
      signatures: entry.signatures.signatures.compactMap { signature in
        books.key(signature.key).map {
          ShownSignature(
            key: signature.key, role: books.keys[$0].role, party: books.keys[$0].party)
        }
      },
      postings: entry.postings, results: entry.results)
  }

  /// The numbers of the entries that pass the filter.
  public func entries(matching filter: EntryFilter) throws(LedgerError) -> [UInt64] {
    let numbers = books.entries.rows.indices.filter { index in
      let entry = books.entries[index]
      return filter.from.map { $0 <= entry.effectiveDate } ?? true
        && filter.to.map { entry.effectiveDate <= $0 } ?? true
        && filter.kind.map { $0 == entry.kind } ?? true
    }.map(UInt64.init)
    guard let party = filter.party else { return numbers }
    let wanted = Set(numbers)
    var signed: [UInt64] = []
    try forEachEntry { entry in
      guard wanted.contains(entry.header.number) else { return }
      let isTheirs = entry.signatures.signatures.contains { signature in
        books.key(signature.key).map { books.keys[$0].party == party } ?? false
      }
      if isTheirs { signed.append(entry.header.number) }
    }
    return signed
  }
}

extension Session {
  /// Adds a signature to a document that was made elsewhere.
  public func sign(
    _ document: inout SignedDocument, with name: String
  ) throws(LedgerError) {
    let choice = SignerChoice(
      ring: ring, names: [name], day: CalendarDate(daysSince1970: 0))
    try choice.add(name, to: &document.signatures, document.document)
  }
}
