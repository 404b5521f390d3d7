import Bytes
import Cryptography
@_spi(Verification) import LedgerCore
import LedgerFormat

/// Derives postings and results again by the rules, and compares them with what is recorded.
final class DerivationAudit {
  let log: FindingLog
  private(set) var books: Books
  private(set) var approved: ApprovedSum
  /// What all documents so far did is known, and so what follows from the next.
  private(set) var isStateKnown = true
  /// Recorded postings that were looked at.
  private(set) var postings: UInt64 = 0

  let states: DerivedStates

  /// `trusted` is what an earlier run knew behind its last entry.
  init(_ log: FindingLog, _ trusted: AuditedBooks?, _ states: DerivedStates) {
    self.log = log
    self.states = states
    books = trusted?.books ?? Books(digest: { SHA256.hash($0) })
    approved = trusted?.approved ?? ApprovedSum()
    if books.nextEntry > 0 { states.follow(books) }
  }

  func judge(_ batch: Batch) {
    batch.recorded = batch.items.map { item in
      switch item {
      case .entry(let entry): return judge(entry)
      case .checkpoint: return nil
      case .lost(let place):
        loseState(place)
        return nil
      }
    }
  }

  /// From here on nothing can be derived; told once.
  private func loseState(_ place: Place) {
    guard isStateKnown else { return }
    isStateKnown = false
    log.add(.notDerived, place)
  }

  /// What the entry records, where the state is known before and after it.
  private func judge(_ entry: ReadEntry) -> Recorded? {
    guard let document = entry.document else { return nil }
    let recorded = decode(entry)
    if isStateKnown {
      guard let recorded, isDerived(recorded, document, entry) else {
        loseState(entry.place)
        return nil
      }
      return recorded
    }
    return nil
  }

  private func decode(_ entry: ReadEntry) -> Recorded? {
    let view = entry.view
    let postings: [Posting]
    do {
      postings = try view.postings()
    } catch {
      let start = view.range(of: .postings).lowerBound + (error.offset ?? 0)
      log.add(.postingForm, entry.place.moved(by: start), found: error.brief)
      return nil
    }
    self.postings += UInt64(postings.count)
    guard isStateKnown else { return nil }
    do {
      return Recorded(postings: postings, results: try view.results())
    } catch {
      let start = view.range(of: .results).lowerBound + (error.offset ?? 0)
      log.add(.resultForm, entry.place.moved(by: start), found: error.brief)
      return nil
    }
  }

  /// False where the rules refuse the document: what it did then is not known.
  private func isDerived(
    _ recorded: Recorded, _ document: Document, _ entry: ReadEntry
  ) -> Bool {
    guard approved.add(document) else {
      log.add(
        .balanceOverflow, entry.place,
        expected: "<= \(Money(kopecks: ApprovedSum.limit).decimal)",
        found: Money(kopecks: approved.total).decimal)
      return false
    }
    guard log.wants(.postings) || !states.isEmpty else { return true }
    guard entry.place.entry == books.nextEntry else { return false }
    do {
      compare(try derive(document, entry), with: recorded, entry)
      return true
    } catch {
      let first = error.first.first
      let line = first?.line.map { "\($0): " } ?? ""
      let fault = first.map { "\($0.fault.code.rawValue) \($0.fault.subject)" } ?? ""
      log.add(.documentRefused, entry.place, found: "\(line)\(fault)")
      return false
    }
  }

  /// The rules stand in the core, which takes only what somebody vouches for. Here nobody does yet:
  /// the signatures are judged beside this, and any fault in them is a finding of its own.
  private func derive(
    _ document: Document, _ entry: ReadEntry
  ) throws(Refusals) -> Books.Effects {
    let effects = try books.apply(
      VerifiedDocument(document), recordedAt: entry.view.header.recordedAt)
    books.seal(hash: entry.hash)
    books.commit()
    states.follow(books)
    return effects
  }

  private func compare(
    _ effects: Books.Effects, with recorded: Recorded, _ entry: ReadEntry
  ) {
    if effects.postings != recorded.postings {
      let pairs = zip(effects.postings, recorded.postings)
      let index = pairs.prefix { $0 == $1 }.reduce(0) { n, _ in n + 1 }
      let start = entry.view.range(of: .postings).lowerBound + index * 16
      log.add(
        .postingDiffers, entry.place.moved(by: start),
        expected: text(effects.postings, index), found: text(recorded.postings, index))
    }
    if effects.results != recorded.results {
      log.add(
        .resultsDiffer, entry.place.moved(by: entry.view.range(of: .results).lowerBound))
    }
  }

  /// `17: funds.executed 1, funds.available 2, 135.89`, or how many there are where it is none.
  private func text(_ postings: [Posting], _ index: Int) -> String {
    guard index < postings.count else { return "\(postings.count)" }
    let posting = postings[index]
    return "\(index + 1): \(name(of: posting.debit)), \(name(of: posting.credit)), "
      + posting.amount.decimal
  }

  private func name(of account: AccountIndex) -> String {
    Int(account) < books.accounts.count ? books.accountName(account) : "\(account)"
  }
}
