import Bytes
import LedgerCore

/// Lists of what the books hold, in order of creation.
public struct Listings {
  let books: Books

  public init(_ books: Books) { self.books = books }

  /// `entries` are the numbers to list; each must exist.
  public func log(_ entries: some Sequence<UInt64>) -> Report {
    let rows = entries.map { number -> JSONObject in
      let entry = books.entries[Int(number)]
      return [
        "entry": .integer(number), "kind": .string(entry.kind.name),
        "effective_date": .date(entry.effectiveDate), "recorded_at": .moment(entry.recordedAt),
        "id": .string(entry.document.hex), "hash": .hash(entry.hash),
        "reversed_by": .entry(entry.reversedBy),
      ]
    }
    return Report(
      .log, rows: rows,
      columns: ["entry", "kind", "effective_date", "recorded_at", "id", "hash", "reversed_by"])
  }

  /// A key whose validity has run out stays active: only an entry ends it. `names` are those of the
  /// key files at hand, which the ledger does not know.
  public func keys(names: [Digest: String] = [:]) -> Report {
    let rows = books.keys.rows.map { key -> JSONObject in
      [
        "name": .text(names[key.id]), "id": .hash(key.id), "role": .string(key.role.name),
        "party": .number(key.party),
        "from": .date(key.from), "to": .date(key.to), "status": .string(status(of: key)),
        "enrolled_by": .entry(key.enrolledBy), "ended_by": .entry(key.endedBy),
      ]
    }
    return Report(
      .keys, rows: rows,
      columns: ["name", "id", "role", "party", "from", "to", "status", "enrolled_by", "ended_by"])
  }

  private func status(of key: KeyRecord) -> String {
    guard let end = key.endedBy else { return "active" }
    // The entry that replaces a key is in the books when the key is ended.
    return books.entries[Int(end)].kind == .keyReplaced ? "replaced" : "revoked"
  }

  /// Each accepted advance: what of it was paid, and what the month came to. For a month with a
  /// final, `paid` is what was paid for the month as a whole.
  public func advances() -> Report {
    var rows: [JSONObject] = []
    for (index, contract) in books.contracts.rows.enumerated() {
      for row in contract.monthRows where books.months[row].advance > .zero {
        let month = books.months[row]
        let provider = books.agreements[contract.agreement].provider
        rows.append([
          "contract": .number(books.contracts.number(index)),
          "agreement": .number(books.agreements.number(contract.agreement)),
          "provider_inn": .number(books.providers.number(provider)),
          "month": .month(contract.month(ofRow: row)), "advance": .amount(month.advance),
          "paid": .amount(month.executed), "fact": .amount(month.hasFinal ? month.fact : nil),
          "refund": .amount(month.refundDue), "status": .string(month.status.name),
        ])
      }
    }
    return Report(
      .advances, rows: rows,
      columns: [
        "contract", "agreement", "provider_inn", "month", "advance", "paid", "fact", "refund",
        "status",
      ])
  }
}

/// What a write answers.
public struct WriteReceipt: Hashable, Sendable {
  public let entry: EntryReference
  public let id: UniqueID
  public let kind: DocumentKind
  public let recordedAt: Timestamp

  public init(entry: EntryReference, id: UniqueID, kind: DocumentKind, recordedAt: Timestamp) {
    self.entry = entry
    self.id = id
    self.kind = kind
    self.recordedAt = recordedAt
  }

  /// One object for one document, and rows where a file became several.
  ///
  /// Of a dry run they say so: these entries do not exist.
  public static func report(_ receipts: [WriteReceipt], isDryRun: Bool = false) -> Report {
    let mark: JSONObject = isDryRun ? ["dry_run": .bool(true)] : [:]
    let objects = receipts.map { receipt -> JSONObject in
      let object: JSONObject = [
        "entry": .integer(receipt.entry.number), "hash": .hash(receipt.entry.hash),
        "id": .string(receipt.id.hex), "kind": .string(receipt.kind.name),
        "recorded_at": .moment(receipt.recordedAt),
      ]
      return object + mark
    }
    if objects.count == 1 { return Report(.receipt, objects[0]) }
    return Report(
      .receipt, rows: objects,
      columns: ["entry", "hash", "id", "kind", "recorded_at"] + (isDryRun ? ["dry_run"] : []))
  }
}
