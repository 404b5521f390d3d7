import LedgerCore
import LedgerFormat

/// The verifier's own accounts, summed up from what is recorded: floors, identities, envelopes, and
/// which providers a document needs the signatures of.
final class AccountAudit {
  let log: FindingLog
  var accounts: RecordedAccounts
  private(set) var cycles: CycleAudit
  private var told = Set<BrokenSubject>()
  private let isBooking: Bool

  /// A broken sum or floor stays broken: it is told once.
  private struct BrokenSubject: Hashable {
    let fault: Fault
    let subject: String
  }

  /// `trusted` is what an earlier run knew behind its last entry.
  init(_ log: FindingLog, _ trusted: AuditedBooks?) {
    self.log = log
    accounts = trusted?.accounts ?? RecordedAccounts()
    cycles = trusted?.cycles ?? CycleAudit()
    let needing: [CheckName] = [.floors, .identities, .envelopes, .signatures]
    isBooking = needing.contains { log.wants($0) }
  }

  /// Comes after the stage that derives postings: what follows a document that cannot be is not
  /// booked.
  func judge(_ batch: Batch) {
    for (item, recorded) in zip(batch.items, batch.recorded) {
      guard case .entry(let entry) = item, let document = entry.document else { continue }
      if let signing = entry.signing { requireSigners(signing, of: document, entry) }
      if let recorded, isBooking { book(document, recorded, entry) }
    }
  }

  private func requireSigners(_ signing: Signing, of document: Document, _ entry: ReadEntry) {
    let rules = SigningRules(keys: signing.keys, audit: self)
    guard let missing = signing.missing(rules.alternatives(for: document)) else { return }
    log.add(
      .signerMissing, entry.place.moved(by: entry.view.range(of: .signatures).lowerBound),
      expected: missing.expected, found: missing.found)
  }

  private func book(_ document: Document, _ recorded: Recorded, _ entry: ReadEntry) {
    let (place, view) = (entry.place, entry.view)
    let number = place.entry ?? 0
    accounts.apply(document, entry: number)
    cycles.apply(document, recorded.results, entry: number, accounts: &accounts) {
      log.add(
        $0, place.moved(by: view.range(of: .results).lowerBound), expected: $1, found: $2)
    }
    let context = accounts.context(of: document)
    let start = view.range(of: .postings).lowerBound
    for (index, fault) in accounts.post(recorded.postings, context) {
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
    guard log.wants(.identities) else { return }
    for broken in accounts.allBrokenIdentities() { tell(broken, place) }
  }
}
