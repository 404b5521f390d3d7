import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Judges entries one after another as they are read: numbers, hashes of each other, documents, keys.
/// The rest is left to the pipeline.
final class EntryAudit {
  let log: FindingLog
  private let pipeline: Pipeline
  let chain = ChainAudit()
  let registry: KeyRegistry
  private var ids: [UniqueID: UInt64] = [:]
  private var lastRecorded: Timestamp?
  private(set) var ledger: UniqueID?

  /// No document so far is missing that may have enrolled a key.
  private(set) var isRegistryKnown = true

  private(set) var entries: UInt64 = 0
  private(set) var documents: UInt64 = 0
  private(set) var signatures: UInt64 = 0
  /// Entries below were judged before: of them, only the chain and the hashes are.
  private let trustedSize: UInt64

  /// `trusted` is what an earlier run knew behind its last entry.
  init(_ log: FindingLog, _ pipeline: Pipeline, ledger: UniqueID?, trusted: Books?) {
    self.log = log
    self.pipeline = pipeline
    self.ledger = ledger
    trustedSize = trusted?.nextEntry ?? 0
    registry = trusted.map { KeyRegistry($0) } ?? KeyRegistry()
    guard let trusted else { return }
    for (number, entry) in trusted.entries.rows.enumerated() {
      ids[entry.document] = UInt64(number)
    }
    lastRecorded = trusted.entries.rows.last?.recordedAt
  }

  /// `leaf` is the hash of the header, and `place` that of the entry's bytes.
  func add(_ bytes: [UInt8], leaf: Digest?, _ place: Place) {
    entries += 1
    let view: EntryView
    do {
      view = try EntryView(bytes)
    } catch {
      let numbered = chain.add(number: nil, previous: nil, hash: leaf, place, log)
      log.add(.entryForm, numbered.moved(by: error.offset ?? 0), found: error.brief)
      return loseDocument(numbered)
    }
    let isTrusted = chain.tree.size < trustedSize
    let place = chain.add(
      number: view.header.number, previous: view.header.previous, hash: leaf, place, log)
    if isTrusted {
      documents += 1
      return pipeline.add(
        .entry(ReadEntry(view, place, hash: leaf ?? .zero, nil, SignatureJudge.Verdict())))
    }
    let recordedAt = view.header.recordedAt
    if let lastRecorded, recordedAt < lastRecorded {
      log.add(
        .timeBackwards, place.moved(by: 64), expected: ">= \(lastRecorded.iso)",
        found: recordedAt.iso)
    }
    lastRecorded = max(lastRecorded ?? recordedAt, recordedAt)
    let document = decodeDocument(view, place)
    var verdict = SignatureJudge.Verdict()
    if let document {
      documents += 1
      checkHeader(document, place)
      verdict = judgeSignatures(document, view, place)
    }
    pipeline.add(.entry(ReadEntry(view, place, hash: leaf ?? .zero, document, verdict)))
    if document == nil { loseDocument(place) }
  }

  /// The leaf hash of the first 216 bytes, whatever they are.
  static func leafHash(_ bytes: [UInt8]) -> Digest? {
    guard bytes.count >= EntryHeader.byteCount else { return nil }
    return bytes.withUnsafeBytes {
      MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: $0[..<EntryHeader.byteCount]))
    }
  }

  private func decodeDocument(_ view: EntryView, _ place: Place) -> Document? {
    do {
      return try view.document()
    } catch {
      let start = view.range(of: .document).lowerBound + (error.offset ?? 0)
      log.add(.documentForm, place.moved(by: start), found: error.brief)
      return nil
    }
  }

  private func checkHeader(_ document: Document, _ place: Place) {
    let header = document.header
    let number = place.entry ?? 0
    if document.kind == .ledgerOpened, number == 0 { ledger = ledger ?? header.ledger }
    if (document.kind == .ledgerOpened) != (number == 0) {
      log.add(.openingMisplaced, place, found: document.kind.name)
    }
    if let ledger, header.ledger != ledger {
      log.add(.otherLedger, place, expected: ledger.hex, found: header.ledger.hex)
    }
    if let first = ids[header.id] {
      log.add(.idRepeated, place, found: "\(header.id.hex), \(first)")
    } else {
      ids[header.id] = number
    }
    if number > 0, header.basis.number >= number || !chain.contains(header.basis) {
      log.add(
        .basisUnknown, place, found: "\(header.basis.number) \(header.basis.hash.hex)")
    }
  }

  private func judgeSignatures(
    _ document: Document, _ view: EntryView, _ place: Place
  ) -> SignatureJudge.Verdict {
    defer {
      for (fault, id) in registry.apply(document, entry: place.entry ?? 0) {
        log.add(fault, place, found: id.hex)
      }
    }
    let at = place.moved(by: view.range(of: .signatures).lowerBound)
    do {
      let list = try view.signatures()
      signatures += UInt64(list.signatures.count)
      guard log.wants(.signatures) else { return SignatureJudge.Verdict() }
      let judge = SignatureJudge(registry: registry, isRegistryKnown: isRegistryKnown)
      let verdict = judge.judge(document, list, on: view.header.recordedAt.date)
      for item in verdict.faults {
        log.add(item.fault, at, expected: item.expected, found: item.found)
      }
      return verdict
    } catch {
      log.add(.signatureList, at.moved(by: error.offset ?? 0), found: error.brief)
      return SignatureJudge.Verdict()
    }
  }

  private func loseDocument(_ place: Place) {
    isRegistryKnown = false
    pipeline.add(.lost(place))
  }

  /// Bytes between frames were skipped.
  func skipped(_ place: Place) {
    chain.lose()
    loseDocument(place)
  }

  /// What is checked when the last entry was read, and all stages are done with it.
  func finish() {
    chain.finish(log)
    pipeline.finish(Place(entry: entries > 0 ? chain.position - 1 : nil))
  }
}

extension FormatError {
  /// Line, field and reason as machines read them.
  var brief: String {
    let line = line.map { "\($0): " } ?? ""
    return "\(line)\(field) \(reason.code)"
  }
}
