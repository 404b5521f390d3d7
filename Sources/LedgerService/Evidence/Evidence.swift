import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// What shows one entry to somebody who trusts neither us nor our programs: its bytes, its place in
/// the tree of a signed checkpoint, and the entries that brought the keys into the ledger.
public struct Evidence: Sendable {
  /// An entry's bytes as the journal holds them, and its place in the tree.
  public struct Proved: Sendable {
    public let number: UInt64
    public let hash: Digest
    public let header: [UInt8]
    /// One for each `EntryPart`, in that order.
    public let parts: [[UInt8]]
    /// The audit path to the checkpoint's root, the lowest hash first.
    public let path: [Digest]

    public subscript(part: EntryPart) -> [UInt8] { parts[part.rawValue] }
  }

  /// A key, and where the ledger took it up.
  public struct EnrolledKey: Sendable {
    public let key: PublicKey
    public let role: KeyRole
    public let party: Identifier?
    public let enrolment: Proved
    /// Where the key's SubjectPublicKeyInfo stands in the document of its enrolment, in bytes.
    public let offset: Int
  }

  public struct SignedBy: Sendable {
    public let signature: Signature
    public let signer: EnrolledKey
  }

  public let ledger: UniqueID
  public let kind: DocumentKind
  public let entry: Proved
  public let signatures: [SignedBy]
  public let log: EnrolledKey
  /// The signed note as published, its signed text and the log's signature of it.
  public let note: [UInt8]
  public let checkpoint: Checkpoint
  public let checkpointText: String
  public let checkpointSignature: [UInt8]
}

extension Ledger {
  /// Evidence for an entry under the newest checkpoint.
  ///
  /// Throws `notFound` for an entry that the ledger does not hold, and `damagedEntry` where the
  /// journal no longer holds what was read when the ledger was opened.
  public func evidence(ofEntry number: UInt64) throws(LedgerError) -> Evidence {
    guard number < books.nextEntry else { throw .notFound(kind: "entry", id: "\(number)") }
    guard let published = journal.published, published.size == books.nextEntry else {
      throw .storage(.noSuchEntry(entry: books.nextEntry, published: journal.entryCount))
    }
    let log = try LedgerLog.open(path)
    let (bytes, checkpoint) = try log.signedCheckpoint(size: published.size)
    let proofs = EntryProofs(log: log, checkpoint: checkpoint)
    let entry = try proved(number, proofs)
    do {
      let note = try SignedNote(parsing: bytes)
      guard
        let verifier = logKey(),
        let signature = note.signatures.first(where: { $0.keyID == verifier.keyID })
      else { throw NoteError.unsigned }
      let list = try SignatureList.decode(entry[.signatures])
      return Evidence(
        ledger: books.ledger, kind: books.entries[Int(number)].kind, entry: entry,
        signatures: try list.signatures.map {
          Evidence.SignedBy(signature: $0, signer: try enrolledKey($0.key, proofs))
        },
        log: try enrolledKey(verifier.publicKey.id, proofs), note: bytes,
        checkpoint: checkpoint, checkpointText: note.text,
        checkpointSignature: signature.bytes)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .damagedEntry(
        number: number, file: path, offset: 0, reason: "no evidence can be made: \(error)")
    }
  }

  /// Proves entries under one checkpoint.
  private struct EntryProofs {
    let log: LedgerLog
    let checkpoint: Checkpoint
  }

  private func proved(
    _ number: UInt64, _ proofs: EntryProofs
  ) throws(LedgerError) -> Evidence.Proved {
    let entry: LedgerLog.ProvedEntry
    do throws(LedgerError) {
      entry = try proofs.log.provedEntry(number, proofs.checkpoint)
      guard isIntact(entry.view, number) else {
        throw .damagedEntry(
          number: number, file: path, offset: 0,
          reason: "it is not as it was when it was read before")
      }
    } catch {
      // Reading it in its place tells what is wrong, and where.
      try forEachEntry(from: number, to: number + 1) { _ in }
      throw error
    }
    return Evidence.Proved(
      number: number, hash: entry.hash, header: Array(entry.view.bytes[..<EntryHeader.byteCount]),
      parts: EntryPart.allCases.map { Array(entry.view.bytes[entry.view.range(of: $0)]) },
      path: entry.path)
  }

  private func enrolledKey(
    _ id: Digest, _ proofs: EntryProofs
  ) throws -> Evidence.EnrolledKey {
    guard let row = books.key(id) else { throw LedgerError.notFound(kind: "key", id: id.hex) }
    let record = books.keys[row]
    let enrolment = try proved(record.enrolledBy, proofs)
    let document = enrolment[.document]
    let last = document.count - record.spki.count
    let offset = (0...max(0, last)).first { document[$0...].starts(with: record.spki) }
    guard let offset else { throw LedgerError.notFound(kind: "key", id: id.hex) }
    return Evidence.EnrolledKey(
      key: try PublicKey(spki: record.spki), role: record.role, party: record.party,
      enrolment: enrolment, offset: offset)
  }
}
