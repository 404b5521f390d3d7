import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Judges entries one after another.
final class EntryAudit {
  let log: FindingLog
  private let work: WorkQueue
  var chain = ChainAudit()
  private(set) var registry = KeyRegistry()
  private let accounts = RecordedAccounts()
  private var cycles = CycleAudit()
  private var derivation = Derivation()
  private var ids: [UniqueID: UInt64] = [:]
  private var lastRecorded: Timestamp?
  private(set) var ledger: UniqueID?

  /// Books and accounts hold what all documents so far made of them.
  private var isStateKnown = true
  /// No document so far is missing that may have enrolled a key.
  private(set) var isRegistryKnown = true
  private var told = Set<BrokenSubject>()

  private(set) var entries: UInt64 = 0
  private(set) var documents: UInt64 = 0
  private(set) var signatures: UInt64 = 0
  private(set) var postings: UInt64 = 0

  /// A broken sum or floor stays broken: it is told once.
  private struct BrokenSubject: Hashable {
    let fault: Fault
    let subject: String
  }

  init(_ log: FindingLog, _ work: WorkQueue, ledger: UniqueID?) {
    self.log = log
    self.work = work
    self.ledger = ledger
  }

  /// `place` is that of the entry's bytes.
  func add(_ bytes: [UInt8], _ place: Place) {
    entries += 1
    let leaf = Self.leafHash(bytes)
    let view: EntryView
    do {
      view = try EntryView(bytes)
    } catch {
      let numbered = chain.add(number: nil, previous: nil, hash: leaf, place, log)
      log.add(.entryForm, numbered.moved(by: error.offset ?? 0), found: Self.text(error))
      return loseDocument(numbered)
    }
    let place = chain.add(
      number: view.header.number, previous: view.header.previous, hash: leaf, place, log)
    let recordedAt = view.header.recordedAt
    if let lastRecorded, recordedAt < lastRecorded {
      log.add(
        .timeBackwards, place.moved(by: 64), expected: ">= \(lastRecorded.iso)",
        found: recordedAt.iso)
    }
    lastRecorded = max(lastRecorded ?? recordedAt, recordedAt)
    guard let document = decodeDocument(view, place) else {
      work.add(.entry(view, place, checksHashes: log.wants(.hashes), []))
      return loseDocument(place)
    }
    documents += 1
    checkHeader(document, place)
    let tasks = judgeSignatures(document, view, place)
    work.add(.entry(view, place, checksHashes: log.wants(.hashes), tasks))
    follow(document, view, leaf ?? .zero, place)
  }

  /// The leaf hash of the first 216 bytes, whatever they are.
  private static func leafHash(_ bytes: [UInt8]) -> Digest? {
    guard bytes.count >= EntryHeader.byteCount else { return nil }
    return bytes.withUnsafeBytes {
      MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: $0[..<EntryHeader.byteCount]))
    }
  }

  static func text(_ error: FormatError) -> String {
    let line = error.line.map { "\($0): " } ?? ""
    return "\(line)\(error.field) \(error.reason.code)"
  }

  private func decodeDocument(_ view: EntryView, _ place: Place) -> Document? {
    do {
      return try view.document()
    } catch {
      let start = view.range(of: .document).lowerBound + (error.offset ?? 0)
      log.add(.documentForm, place.moved(by: start), found: Self.text(error))
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
  ) -> [SignatureTask] {
    defer {
      for (fault, id) in registry.apply(document, entry: place.entry ?? 0) {
        log.add(fault, place, found: id.hex)
      }
    }
    let at = place.moved(by: view.range(of: .signatures).lowerBound)
    do {
      let list = try view.signatures()
      signatures += UInt64(list.signatures.count)
      guard log.wants(.signatures) else { return [] }
      let judge = SignatureJudge(
        rules: SigningRules(registry: registry, accounts: accounts),
        isRegistryKnown: isRegistryKnown)
      let verdict = judge.judge(document, list, on: view.header.recordedAt.date)
      for item in verdict.faults {
        log.add(item.fault, at, expected: item.expected, found: item.found)
      }
      return verdict.tasks
    } catch {
      log.add(.signatureList, at.moved(by: error.offset ?? 0), found: Self.text(error))
      return []
    }
  }

  /// From here on nothing can be derived; told once.
  private func loseState(_ place: Place) {
    guard isStateKnown else { return }
    isStateKnown = false
    log.add(.notDerived, place)
  }

  private func loseDocument(_ place: Place) {
    isRegistryKnown = false
    loseState(place)
  }

  /// Bytes between frames were skipped.
  func skipped(_ place: Place) {
    chain.lose()
    loseDocument(place)
  }
}

extension EntryAudit {
  /// What the document does to money: derived by the rules, and as recorded.
  private func follow(_ document: Document, _ view: EntryView, _ hash: Digest, _ place: Place) {
    guard let recorded = decodePostings(view, place) else { return loseState(place) }
    postings += UInt64(recorded.count)
    guard isStateKnown else { return }
    guard let results = decodeResults(view, place) else { return loseState(place) }
    let recordedAt = view.header.recordedAt
    if log.wants(.postings) {
      guard place.entry == derivation.nextEntry else { return loseState(place) }
      guard derive(document, recordedAt, hash, recorded, results, view, place) else {
        return loseState(place)
      }
    }
    guard
      log.wants(.floors) || log.wants(.identities) || log.wants(.envelopes)
        || log.wants(.signatures)
    else { return }
    book(document, recorded, results, view, place)
  }

  private func decodePostings(_ view: EntryView, _ place: Place) -> [Posting]? {
    do {
      return try view.postings()
    } catch {
      let start = view.range(of: .postings).lowerBound + (error.offset ?? 0)
      log.add(.postingForm, place.moved(by: start), found: Self.text(error))
      return nil
    }
  }

  private func decodeResults(_ view: EntryView, _ place: Place) -> Results? {
    do {
      return try view.results()
    } catch {
      let start = view.range(of: .results).lowerBound + (error.offset ?? 0)
      log.add(.resultForm, place.moved(by: start), found: Self.text(error))
      return nil
    }
  }

  /// False where the rules refuse the document: what it did then is not known.
  private func derive(
    _ document: Document, _ recordedAt: Timestamp, _ hash: Digest, _ recorded: [Posting],
    _ results: Results, _ view: EntryView, _ place: Place
  ) -> Bool {
    let effects: Books.Effects
    do {
      effects = try derivation.apply(document, recordedAt: recordedAt, hash: hash)
    } catch {
      let first = error.first.first
      let line = first?.line.map { "\($0): " } ?? ""
      let fault = first.map { "\($0.fault.code.rawValue) \($0.fault.subject)" } ?? ""
      log.add(.documentRefused, place, found: "\(line)\(fault)")
      return false
    }
    if effects.postings != recorded {
      let index = zip(effects.postings, recorded).prefix { $0 == $1 }.reduce(0) { n, _ in n + 1 }
      func text(_ postings: [Posting]) -> String {
        index < postings.count ? derivation.text(postings[index], at: index) : "\(postings.count)"
      }
      let start = view.range(of: .postings).lowerBound + index * 16
      log.add(
        .postingDiffers, place.moved(by: start), expected: text(effects.postings),
        found: text(recorded))
    }
    if effects.results != results {
      log.add(.resultsDiffer, place.moved(by: view.range(of: .results).lowerBound))
    }
    return true
  }

  /// The verifier's own accounts: floors, identities, envelopes.
  private func book(
    _ document: Document, _ recorded: [Posting], _ results: Results, _ view: EntryView,
    _ place: Place
  ) {
    accounts.apply(document, entry: place.entry ?? 0)
    cycles.apply(document, results, entry: place.entry ?? 0, accounts: accounts) {
      log.add(
        $0, place.moved(by: view.range(of: .results).lowerBound), expected: $1, found: $2)
    }
    let context = accounts.context(of: document)
    for (index, posting) in recorded.enumerated() {
      guard let fault = accounts.post(posting, context) else { continue }
      tell(fault, index, place.moved(by: view.range(of: .postings).lowerBound + index * 16))
    }
    guard log.wants(.identities) else { return }
    for broken in accounts.brokenIdentities() { tell(broken, place) }
  }

  private func tell(_ fault: RecordedAccounts.PostingFault, _ index: Int, _ place: Place) {
    switch fault {
    case .unknownAccount(let account):
      log.add(.accountUnknown, place, found: "\(index + 1): \(account)")
    case .mixedLedgers: log.add(.mixedLedgers, place, found: "\(index + 1)")
    case .overflow(let account):
      log.add(.balanceOverflow, place, found: "\(index + 1): \(accounts.name(of: account))")
    case .belowZero(let account):
      let name = accounts.name(of: account)
      guard told.insert(BrokenSubject(fault: .belowZero, subject: name)).inserted else { return }
      let balance = Money(kopecks: accounts.balances[account]).decimal
      log.add(.belowZero, place, found: "\(index + 1): \(name) \(balance)")
    }
  }

  private func tell(_ broken: BrokenIdentity, _ place: Place) {
    let subject = BrokenSubject(fault: broken.fault, subject: broken.subject)
    guard told.insert(subject).inserted else { return }
    log.add(
      broken.fault, place,
      expected: "\(broken.subject) \(Money(kopecks: broken.expected).decimal)",
      found: Money(kopecks: broken.found).decimal)
  }

  /// What is checked when the last entry was read.
  func finish() {
    chain.finish(log)
    guard isStateKnown, log.wants(.identities) else { return }
    let last = Place(entry: entries > 0 ? chain.position - 1 : nil)
    for broken in accounts.allBrokenIdentities() { tell(broken, last) }
  }
}
