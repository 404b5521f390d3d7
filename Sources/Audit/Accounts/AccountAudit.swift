import Bytes
import LedgerCore
import LedgerFormat

/// What documents do to money: derived again by the rules, and summed up as recorded.
final class MoneyAudit {
  private let log: FindingLog
  private(set) var accounts = RecordedAccounts()
  private var cycles = CycleAudit()
  private var derivation = Derivation()
  private var approved = ApprovedSum()
  /// Books and accounts hold what all documents so far made of them.
  private var isStateKnown = true
  private var told = Set<BrokenSubject>()
  private(set) var postings: UInt64 = 0

  /// A broken sum or floor stays broken: it is told once.
  private struct BrokenSubject: Hashable {
    let fault: Fault
    let subject: String
  }

  init(_ log: FindingLog) { self.log = log }

  /// From here on nothing can be derived; told once.
  func loseState(_ place: Place) {
    guard isStateKnown else { return }
    isStateKnown = false
    log.add(.notDerived, place)
  }

  /// `hash` is the entry's.
  func add(_ document: Document, _ view: EntryView, hash: Digest, _ place: Place) {
    guard let recorded = decodePostings(view, place) else { return loseState(place) }
    postings += UInt64(recorded.count)
    guard isStateKnown else { return }
    guard let results = decodeResults(view, place) else { return loseState(place) }
    guard approved.add(document) else {
      log.add(
        .balanceOverflow, place, expected: "<= \(Money(kopecks: ApprovedSum.limit).decimal)",
        found: Money(kopecks: approved.total).decimal)
      return loseState(place)
    }
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
      log.add(.postingForm, place.moved(by: start), found: error.brief)
      return nil
    }
  }

  private func decodeResults(_ view: EntryView, _ place: Place) -> Results? {
    do {
      return try view.results()
    } catch {
      let start = view.range(of: .results).lowerBound + (error.offset ?? 0)
      log.add(.resultForm, place.moved(by: start), found: error.brief)
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
    cycles.apply(document, results, entry: place.entry ?? 0, accounts: &accounts) {
      log.add(
        $0, place.moved(by: view.range(of: .results).lowerBound), expected: $1, found: $2)
    }
    let context = accounts.context(of: document)
    let start = view.range(of: .postings).lowerBound
    for (index, fault) in accounts.post(recorded, context) {
      tell(fault, index, place.moved(by: start + index * 16))
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
    case .belowZero(let account, let kopecks):
      let name = accounts.name(of: account)
      guard told.insert(BrokenSubject(fault: .belowZero, subject: name)).inserted else { return }
      let balance = Money(kopecks: kopecks).decimal
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

  /// Sums everything up once more, after the last entry.
  func finish(_ place: Place) {
    guard isStateKnown, log.wants(.identities) else { return }
    for broken in accounts.allBrokenIdentities() { tell(broken, place) }
  }
}
