import Bytes
import Cryptography
@_spi(Verification) import LedgerCore

/// Derives postings and results again by the rules.
struct Derivation {
  private var books = Books(digest: { SHA256.hash($0) })

  /// The rules stand in the core, which takes only what somebody vouches for. Here nobody does yet:
  /// the signatures are judged beside this, and any fault in them is a finding of its own.
  mutating func apply(
    _ document: Document, recordedAt: Timestamp, hash: Digest
  ) throws(Refusals) -> Books.Effects {
    let effects = try books.apply(VerifiedDocument(document), recordedAt: recordedAt)
    books.seal(hash: hash)
    books.commit()
    return effects
  }

  var nextEntry: UInt64 { books.nextEntry }

  func name(of account: AccountIndex) -> String {
    Int(account) < books.accounts.count ? books.accountName(account) : "\(account)"
  }

  /// `17: funds.executed 1, funds.available 2, 135.89`
  func text(_ posting: Posting, at index: Int) -> String {
    "\(index + 1): \(name(of: posting.debit)), \(name(of: posting.credit)), "
      + posting.amount.decimal
  }
}
