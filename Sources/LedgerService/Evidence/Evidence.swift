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
    let nodes = treeNodes()
    let entry = try proved(number, nodes)
    do {
      let note = try SignedNote(parsing: published.bytes)
      guard
        let verifier = logKey(),
        let signature = note.signatures.first(where: { $0.keyID == verifier.keyID })
      else { throw NoteError.unsigned }
      let list = try SignatureList.decode(entry[.signatures])
      return Evidence(
        ledger: books.ledger, kind: books.entries[Int(number)].kind, entry: entry,
        signatures: try list.signatures.map {
          Evidence.SignedBy(signature: $0, signer: try enrolledKey($0.key, nodes))
        },
        log: try enrolledKey(verifier.publicKey.id, nodes), note: published.bytes,
        checkpoint: try Checkpoint(body: note.text), checkpointText: note.text,
        checkpointSignature: signature.bytes)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .damagedEntry(
        number: number, file: path, offset: 0, reason: "no evidence can be made: \(error)")
    }
  }

  /// The nodes of the tree over all entries, for proofs.
  private func treeNodes() -> some NodeReader {
    var nodes = NodeStore()
    for entry in books.entries.rows { nodes.append(entry.hash) }
    return nodes
  }

  private func proved(
    _ number: UInt64, _ nodes: some NodeReader
  ) throws(LedgerError) -> Evidence.Proved {
    let expected = books.entries[Int(number)].hash
    var found: Evidence.Proved?
    do {
      try journal.forEachFrame(from: number, to: number + 1) { frame in
        guard frame.type == .entry else { return }
        let view = try EntryView(frame.bytes)
        let hash = view.hash { SHA256.hash($0) }
        guard hash == expected, view.checkHashes(hash: { SHA256.hash($0) }) == nil else {
          throw LedgerError.damagedEntry(
            number: number, file: frame.file, offset: frame.offset,
            reason: "it is not as it was when it was read before")
        }
        found = Evidence.Proved(
          number: number, hash: hash, header: Array(view.bytes[..<EntryHeader.byteCount]),
          parts: EntryPart.allCases.map { Array(view.bytes[view.range(of: $0)]) },
          path: try nodes.inclusionProof(index: number, size: books.nextEntry))
      }
    } catch let error as LedgerError {
      throw error
    } catch let error as StorageError {
      throw .storage(error)
    } catch let error as FormatError {
      throw .form(error)
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
    guard let found else { throw .notFound(kind: "entry", id: "\(number)") }
    return found
  }

  private func enrolledKey(
    _ id: Digest, _ nodes: some NodeReader
  ) throws -> Evidence.EnrolledKey {
    guard let row = books.key(id) else { throw LedgerError.notFound(kind: "key", id: id.hex) }
    let record = books.keys[row]
    let enrolment = try proved(record.enrolledBy, nodes)
    let document = enrolment[.document]
    let last = document.count - record.spki.count
    let offset = (0...max(0, last)).first { document[$0...].starts(with: record.spki) }
    guard let offset else { throw LedgerError.notFound(kind: "key", id: id.hex) }
    return Evidence.EnrolledKey(
      key: try PublicKey(spki: record.spki), role: record.role, party: record.party,
      enrolment: enrolment, offset: offset)
  }
}
