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

/// A document as the writer takes it: examined, or with what is wrong with its bytes.
typealias Examination = Result<ExaminedDocument, FormatError>

/// Where submissions are held against the books and the rules.
struct StagingRules {
  let authenticator: Authenticator
  /// Must have each log key that comes into force; nil for a dry run.
  var signers: LogSigners?
  /// A commit ends with the entry that takes it above this many bytes.
  let commitTarget: Int
}

extension Ledger {
  func makeStage() -> Stage { replay.makeStage() }

  /// Decodes a document and checks its signatures, as far as its bytes alone allow. For any thread.
  static func examine(_ signed: SignedDocument, _ authenticator: Authenticator) -> Examination {
    do throws(FormatError) { return .success(try authenticator.examine(signed)) } catch {
      return .failure(error)
    }
  }

  /// Applies the documents of a submission to the books: all of them, or none. What is wrong is
  /// told of every document at once. Without `signers` it is a dry run.
  func stage(
    _ submission: Submission, at now: Timestamp, signers: LogSigners? = nil,
    into stage: inout Stage
  ) throws(LedgerError) -> [Receipt] {
    let rules = StagingRules(
      authenticator: authenticator, signers: signers, commitTarget: commitTarget)
    let recorded = try recordedHashes(submission, before: stage.firstEntry)
    return try replay.stage(submission, recorded, at: now, rules, into: &stage)
  }

  /// The hashes of those documents whose ids stand in the journal already, by entry.
  private func recordedHashes(
    _ submission: Submission, before end: UInt64
  ) throws(LedgerError) -> [UInt64: Digest] {
    var hashes: [UInt64: Digest] = [:]
    for number in replay.entries(of: submission) where number < end {
      hashes[number] = try entry(number).header.document.hash
    }
    return hashes
  }

  public func receipt(ofEntry number: UInt64, isRepeated: Bool) -> Receipt {
    replay.receipt(ofEntry: number, isRepeated: isRepeated)
  }
}

/// All of this is `mutating`, also what only reads: it then works on the books where they are. Read
/// through the ledger, which is a class, they would be copied: a reference counted for each table.
extension Replay {
  mutating func makeStage() -> Stage {
    Stage(mark: books.mark(), firstEntry: books.nextEntry)
  }

  /// The entries that documents of the submission became before.
  mutating func entries(of submission: Submission) -> [UInt64] {
    var numbers: [UInt64] = []
    for case .success(let examined) in submission.examinations {
      if let number = books.entry(ofDocument: examined.document.header.id) {
        numbers.append(number)
      }
    }
    return numbers
  }

  /// See `Books.warm`.
  mutating func warm(_ parcel: Parcel) {
    guard parcel.submissions.count > 1 else { return }
    var documents: [Document] = []
    for submission in parcel.submissions {
      for case .success(let examined) in submission.examinations {
        documents.append(examined.document)
      }
    }
    books.warm(documents)
  }

  mutating func receipt(ofEntry number: UInt64, isRepeated: Bool) -> Receipt {
    let summary = books.entries[Int(number)]
    return Receipt(
      entry: number, hash: summary.hash, id: summary.document, kind: summary.kind,
      recordedAt: summary.recordedAt, isRepeated: isRepeated)
  }

  /// See `Ledger.stage`. `recorded` has the hashes of documents that stand in the journal.
  mutating func stage(
    _ submission: Submission, _ recorded: [UInt64: Digest], at now: Timestamp,
    _ rules: StagingRules, into stage: inout Stage
  ) throws(LedgerError) -> [Receipt] {
    let before = books.mark()
    let position = stage.position
    var receipts: [Receipt] = []
    var refused: [DocumentRefusals] = []
    do throws(LedgerError) {
      // Without the key that signs checkpoints nothing can be written.
      if let row = books.activeKey(.log) { _ = try rules.signers?.signer(for: books.keys[row].id) }
      for (index, examination) in submission.examinations.enumerated() {
        let examined: ExaminedDocument
        do throws(FormatError) { examined = try examination.get() } catch { throw .form(error) }
        if let known = try knownReceipt(examined, recorded, stage) {
          receipts.append(known)
          continue
        }
        // Only a new document needs a clock: a repeated one gets its receipt at any time.
        let recordedAt = try recordingTime(now, confirmsClock: submission.confirmsClock)
        let verified = try verify(examined, rules.authenticator, on: recordedAt.date)
        let effects: Books.Effects
        do throws(Refusals) {
          effects = try books.apply(verified, recordedAt: recordedAt)
        } catch {
          refused.append(
            DocumentRefusals(
              document: index, kind: examined.document.kind, refusals: error,
              fileLines: index < submission.fileLines.count ? submission.fileLines[index] : []))
          continue
        }
        receipts.append(try seal(examined, effects, recordedAt, rules, into: &stage))
      }
      guard refused.isEmpty else { throw .refused(refused) }
      return receipts
    } catch {
      books.rollback(to: before)
      stage.cut(to: position)
      throw error
    }
  }

  /// Ids never expire: the same document gets its first receipt, other bytes are refused.
  private mutating func knownReceipt(
    _ examined: ExaminedDocument, _ recorded: [UInt64: Digest], _ stage: Stage
  ) throws(LedgerError) -> Receipt? {
    let id = examined.document.header.id
    guard let number = books.entry(ofDocument: id) else { return nil }
    guard (recorded[number] ?? stage.documentHash(ofEntry: number)) == examined.hash else {
      throw .idConflict(id, entry: number)
    }
    return receipt(ofEntry: number, isRepeated: true)
  }

  private mutating func verify(
    _ examined: ExaminedDocument, _ authenticator: Authenticator, on day: CalendarDate
  ) throws(LedgerError) -> VerifiedDocument {
    do throws(SignatureFault) {
      return try authenticator.verify(examined, in: books, on: day)
    } catch {
      throw .signature(error, names: [:])
    }
  }

  /// Makes the entry of a document that is applied, and chains it.
  private mutating func seal(
    _ examined: ExaminedDocument, _ effects: Books.Effects, _ recordedAt: Timestamp,
    _ rules: StagingRules, into stage: inout Stage
  ) throws(LedgerError) -> Receipt {
    let number = books.nextEntry
    let document = examined.document
    let content = EntryContent(
      number: number, previous: books.head.hash, recordedAt: recordedAt, kind: document.kind,
      rulesVersion: document.header.rulesVersion, document: examined.signed.document,
      documentHash: examined.hash, signatures: examined.signed.signatures,
      postings: effects.postings[...], results: effects.results)
    let layout: EntryLayout
    do throws(FormatError) { layout = try EntryLayout(content) } catch { throw .form(error) }
    guard let log = books.activeKey(.log) else { preconditionFailure("a ledger without log key") }
    let signer = try rules.signers?.signer(for: books.keys[log].id)
    let commit = stage.openCommit(target: rules.commitTarget)
    let hash = try storage { () throws(StorageError) in
      try commit.add(
        layout, documentHash: examined.hash, kind: document.kind, signer: signer)
    }
    books.seal(hash: hash)
    return receipt(ofEntry: number, isRepeated: false)
  }

  /// The time to record: never before the last entry's, not more than 7 days after it unless the user
  /// vouches for the clock, and one that an entry can have.
  private mutating func recordingTime(
    _ now: Timestamp, confirmsClock: Bool
  ) throws(LedgerError) -> Timestamp {
    let time = books.recordingTime(now)
    guard EntryHeader.moments.contains(time.milliseconds) else { throw .clockWrong(now: now) }
    let last = books.lastRecordedAt ?? now
    let week: Int64 = 7 * 86_400_000
    guard confirmsClock || now.milliseconds - last.milliseconds <= week else {
      throw .clockAhead(last: last, now: now)
    }
    return time
  }
}

extension Books {
  fileprivate var lastRecordedAt: Timestamp? {
    entries.count > 0 ? entries[entries.count - 1].recordedAt : nil
  }

  /// What an entry gets as its time: a clock behind repeats that of the last one.
  func recordingTime(_ now: Timestamp) -> Timestamp { max(lastRecordedAt ?? now, now) }
}
