import Bytes
import LedgerCore

/// A signature of an entry's document, as judged.
public struct ShownSignature: Hashable, Sendable {
  /// SHA-256 of the key's SubjectPublicKeyInfo.
  public let key: Digest
  public let role: KeyRole
  public let party: Identifier?

  public init(key: Digest, role: KeyRole, party: Identifier?) {
    self.key = key
    self.role = role
    self.party = party
  }
}

/// Everything in an entry, for `show`.
public struct ShownEntry: Sendable {
  public let reference: EntryReference
  public let previousHash: Digest
  public let recordedAt: Timestamp
  public let document: Document
  public let signatures: [ShownSignature]
  public let postings: [Posting]
  public let results: Results

  public init(
    reference: EntryReference, previousHash: Digest, recordedAt: Timestamp, document: Document,
    signatures: [ShownSignature], postings: [Posting], results: Results
  ) {
    self.reference = reference
    self.previousHash = previousHash
    self.recordedAt = recordedAt
    self.document = document
    self.signatures = signatures
    self.postings = postings
    self.results = results
  }

  private static let postingColumns = [
    "debit_account", "debit_owner", "credit_account", "credit_owner", "amount",
  ]

  /// `books` hold this entry, and later ones if need be: whether it was reversed is told as of
  /// them.
  public func report(_ books: Books) -> Report {
    let head: JSONObject = [
      "entry": .integer(reference.number), "hash": .hash(reference.hash),
      "previous_hash": .hash(previousHash), "recorded_at": .moment(recordedAt),
      "reversed_by": .entry(books.entries[Int(reference.number)].reversedBy),
    ]
    let body: JSONObject = [
      "signatures": .objects(signatures.map(\.members)),
      "postings": .objects(
        postings.map { posting -> JSONObject in
          [
            "debit_account": books.name(of: posting.debit),
            "debit_owner": .number(books.ownerNumber(posting.debit)),
            "credit_account": books.name(of: posting.credit),
            "credit_owner": .number(books.ownerNumber(posting.credit)),
            "amount": .amount(posting.amount),
          ]
        }),
      "results": results.fields(of: document.body),
    ]
    return Report(
      .entry, head + document.members(books) + body,
      detail: .init(key: "postings", columns: Self.postingColumns))
  }
}

extension ShownSignature {
  var members: JSONObject {
    ["key": .hash(key), "role": .string(role.name), "party": .number(party)]
  }
}

extension Document {
  /// Header and fields, of an entry's document or of one that is still to be submitted.
  public func members(_ books: Books) -> JSONObject {
    [
      "id": .string(header.id.hex), "kind": .string(kind.name),
      "effective_date": .date(header.effectiveDate), "ledger_id": .string(header.ledger.hex),
      "format_version": .count(Int(header.formatVersion)),
      "rules_version": .count(Int(header.rulesVersion)), "basis": .reference(header.basis),
      "document": .object(body.fields(books)),
    ]
  }
}
