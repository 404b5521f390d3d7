import Authentication
import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// What a party gets for an accepted document.
public struct Receipt: Hashable, Sendable {
  public let entry: UInt64
  public let hash: Digest
  public let id: UniqueID
  public let kind: DocumentKind
  public let recordedAt: Timestamp
  /// The same document had been accepted before; this is its first receipt.
  public let isRepeated: Bool
}

/// Entries that are applied to the books and not yet on disk, and how to take them back.
struct Stage {
  struct Item {
    let payload: [UInt8]
    let hash: Digest
    /// The log key in force after this entry: it signs the checkpoint that ends with it.
    let logKey: Digest
  }

  var items: [Item] = []
  /// The books and the tree before the first item.
  let mark: Books.Mark
  let tree: MerkleTree
}

extension Ledger {
  /// Applies signed documents to the books: all of them, or none. What is wrong is told of every
  /// document at once. `signers`, where given, must have each log key that comes into force.
  func stage(
    _ documents: [SignedDocument], fileLines: [[Int]] = [], at now: Timestamp,
    confirmsClock: Bool, signers: LogSigners? = nil, into stage: inout Stage
  ) throws(LedgerError) -> [Receipt] {
    let before = replay.books.mark()
    let treeBefore = replay.tree
    let itemsBefore = stage.items.count
    var receipts: [Receipt] = []
    var refused: [DocumentRefusals] = []
    do throws(LedgerError) {
      for (index, signed) in documents.enumerated() {
        let document = try decode(signed)
        if let known = try knownReceipt(document, signed, stage) {
          receipts.append(known)
          continue
        }
        // Only a new document needs a clock: a repeated one gets its receipt at any time.
        let recordedAt = try recordingTime(now, confirmsClock: confirmsClock)
        let verified = try verify(document, signed, on: recordedAt.date)
        let effects: Books.Effects
        do throws(Refusals) {
          effects = try replay.books.apply(verified, recordedAt: recordedAt)
        } catch {
          refused.append(
            DocumentRefusals(
              document: index, kind: document.kind, refusals: error,
              fileLines: index < fileLines.count ? fileLines[index] : []))
          continue
        }
        receipts.append(try seal(document, signed, effects, recordedAt, into: &stage))
        if let signers, let item = stage.items.last { _ = try signers.signer(for: item.logKey) }
      }
      guard refused.isEmpty else { throw .refused(refused) }
      return receipts
    } catch {
      replay.books.rollback(to: before)
      replay.tree = treeBefore
      stage.items.removeLast(stage.items.count - itemsBefore)
      throw error
    }
  }

  private func decode(_ signed: SignedDocument) throws(LedgerError) -> Document {
    do throws(FormatError) { return try DocumentCodec.decode(signed.document) } catch {
      throw .form(error)
    }
  }

  /// Ids never expire: the same document gets its first receipt, other bytes are refused.
  private func knownReceipt(
    _ document: Document, _ signed: SignedDocument, _ stage: Stage
  ) throws(LedgerError) -> Receipt? {
    guard let number = books.entry(ofDocument: document.header.id) else { return nil }
    let known: [UInt8]
    if number >= stage.tree.size {
      let staged = stage.items[Int(number - stage.tree.size)].payload
      do throws(FormatError) { known = try EntryView(staged).documentBytes() } catch {
        throw .form(error)
      }
    } else {
      known = try documentBytes(ofEntry: number)
    }
    guard known == signed.document else {
      throw .idConflict(document.header.id, entry: number)
    }
    return receipt(ofEntry: number, isRepeated: true)
  }

  public func receipt(ofEntry number: UInt64, isRepeated: Bool) -> Receipt {
    let summary = books.entries[Int(number)]
    return Receipt(
      entry: number, hash: summary.hash, id: summary.document, kind: summary.kind,
      recordedAt: summary.recordedAt, isRepeated: isRepeated)
  }

  private func verify(
    _ document: Document, _ signed: SignedDocument, on day: CalendarDate
  ) throws(LedgerError) -> VerifiedDocument {
    do throws(SignatureFault) {
      return try authenticator.verify(
        document, bytes: signed.document, signatures: signed.signatures, in: books, on: day)
    } catch {
      throw .signature(error, names: [:])
    }
  }

  private func seal(
    _ document: Document, _ signed: SignedDocument, _ effects: Books.Effects,
    _ recordedAt: Timestamp, into stage: inout Stage
  ) throws(LedgerError) -> Receipt {
    let number = books.nextEntry
    let entry = try Self.encode(document, signed, effects, recordedAt, after: books)
    replay.books.seal(hash: entry.hash)
    replay.tree.append(entry.hash)
    guard let log = books.activeKey(.log) else { preconditionFailure("a ledger without log key") }
    stage.items.append(
      Stage.Item(payload: entry.payload, hash: entry.hash, logKey: books.keys[log].id))
    return receipt(ofEntry: number, isRepeated: false)
  }

  /// The entry that a document becomes in `books`, to which it is applied and not yet sealed.
  static func encode(
    _ document: Document, _ signed: SignedDocument, _ effects: Books.Effects,
    _ recordedAt: Timestamp, after books: Books
  ) throws(LedgerError) -> EncodedEntry {
    let content = EntryContent(
      number: books.nextEntry, previous: books.head.hash, recordedAt: recordedAt,
      kind: document.kind, rulesVersion: document.header.rulesVersion, document: signed.document,
      signatures: signed.signatures, postings: effects.postings[...], results: effects.results)
    do throws(FormatError) {
      return try EntryEncoder.encode(content) { SHA256.hash($0) }
    } catch {
      throw .form(error)
    }
  }

  /// The time to record: never before the last entry's, and not more than 7 days after it unless
  /// the user vouches for the clock.
  private func recordingTime(
    _ now: Timestamp, confirmsClock: Bool
  ) throws(LedgerError) -> Timestamp {
    guard books.entries.count > 0 else { return now }
    let last = books.entries[books.entries.count - 1].recordedAt
    let week: Int64 = 7 * 86_400_000
    guard confirmsClock || now.milliseconds - last.milliseconds <= week else {
      throw .clockAhead(last: last, now: now)
    }
    return max(last, now)
  }
}
