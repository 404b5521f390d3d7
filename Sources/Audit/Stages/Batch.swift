import Bytes
import Cryptography
import Dispatch
import LedgerCore
import LedgerFormat
import TransparencyLog

/// An entry whose header could be read, with what the reader of the journal knows of it. A class, as
/// all stages look at the same one.
final class ReadEntry: Sendable {
  let view: EntryView
  let place: Place
  let hash: Digest
  /// Nil where its bytes are none.
  let document: Document?
  /// Signatures whose keys are known, to be verified.
  let signatures: [SignatureTask]
  /// Who signed, where it is to be judged whether they are enough.
  let signing: Signing?

  init(
    _ view: EntryView, _ place: Place, hash: Digest, _ document: Document?,
    _ verdict: SignatureJudge.Verdict
  ) {
    self.view = view
    self.place = place
    self.hash = hash
    self.document = document
    signatures = verdict.tasks
    signing = verdict.signing
  }
}

/// What the stages judge, in the order of the journal.
enum ReadItem: Sendable {
  case entry(ReadEntry)
  case checkpoint(SignedNote, NoteVerifierKey, Place)
  /// A document is missing here, or cannot be read.
  case lost(Place)

  var byteCount: Int {
    switch self {
    case .entry(let entry): entry.view.range.count
    case .checkpoint(let note, _, _): note.text.utf8.count
    case .lost: 0
    }
  }
}

/// What an entry says follows from its document.
struct Recorded {
  let postings: [Posting]
  let results: Results
}

/// Items that go through the stages together. Each stage writes a property of its own, which is read
/// by whoever comes after it.
final class Batch: @unchecked Sendable {
  let items: [ReadItem]
  let byteCount: Int
  /// By item, from the stage that derives postings: what the accounts are to book. Nil where nothing
  /// can be booked.
  var recorded: [Recorded?] = []
  /// Wrong hashes and signatures.
  var findings: [Finding] = []
  /// Left by every stage.
  let stages = DispatchGroup()

  init(_ items: [ReadItem], byteCount: Int) {
    self.items = items
    self.byteCount = byteCount
  }

  /// Does what needs nothing but an item's own bytes, and so runs on every core. All hashes come before
  /// the first signature: the processor keeps libcrypto's way through one at hand for the next.
  func verify(checksHashes: Bool) {
    let wrongHashes = items.map { checksHashes ? $0.wrongHashes() : [] }
    for (item, wrong) in zip(items, wrongHashes) { findings += wrong + item.wrongSignatures() }
  }
}

extension ReadItem {
  fileprivate func wrongHashes() -> [Finding] {
    guard case .entry(let entry) = self else { return [] }
    return entry.wrongHashes()
  }

  fileprivate func wrongSignatures() -> [Finding] {
    switch self {
    case .entry(let entry): entry.wrongSignatures()
    case .checkpoint(let note, let key, let place):
      (try? note.verify(with: key)) == nil
        ? [Finding(.checkpointSignature, place, expected: key.vkey)] : []
    case .lost: []
    }
  }
}

extension ReadEntry {
  fileprivate func wrongHashes() -> [Finding] {
    EntryPart.allCases.compactMap { part in
      let hash = view.withBytes(of: part) { SHA256.hash($0) }
      guard hash != view.header[part].hash else { return nil }
      return Finding(
        .partHash, place.moved(by: view.range(of: part).lowerBound),
        expected: "\(part.name) \(view.header[part].hash.hex)", found: hash.hex)
    }
  }

  fileprivate func wrongSignatures() -> [Finding] {
    signatures.compactMap { task in
      let fits = view.withBytes(of: .document) {
        task.key.verifies(task.signature.bytes, of: $0)
      }
      guard !fits else { return nil }
      return Finding(
        .signatureWrong, place.moved(by: view.range(of: .signatures).lowerBound),
        found: task.signature.key.hex)
    }
  }
}
