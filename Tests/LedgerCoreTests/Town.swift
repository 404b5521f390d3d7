import Bytes
import Testing

@_spi(Verification) @testable import LedgerCore

/// A town whose books a test fills. Every document takes the long way round: it is applied, rolled
/// back, applied again, fed to a second set of books, and the identities are checked; one that is
/// refused must have changed nothing.
final class Town {
  private(set) var books = Books(digest: Town.digest)
  private(set) var twin = Books(digest: Town.digest)
  /// The entries that scripts named.
  var labels: [String: UInt64] = [:]
  /// The effective date of what follows, and the moment of recording.
  var today = CalendarDate(year: 2023, month: 9, day: 1)!
  var recordedAt = Timestamp(milliseconds: 1_717_200_000_000)
  private var turnover = Turnover()
  private var nextID: UInt64 = 1

  static let ledger = UniqueID(hex: "00112233445566778899aabbccddeeff")!

  init() throws {
    let opening = LedgerOpening(name: "Town", operatorKey: [1], logKey: [2])
    _ = try submit(.ledgerOpened(opening)).get()
  }

  /// Any function of the bytes that tells them apart does for a test.
  static func digest(_ bytes: [UInt8]) -> Digest {
    var lanes: [UInt64] = [1, 2, 3, 4].map { 0xCBF2_9CE4_8422_2325 &+ $0 }
    for byte in bytes {
      for lane in lanes.indices {
        lanes[lane] = (lanes[lane] ^ UInt64(byte)) &* (0x0000_0100_0000_01B3 &+ UInt64(lane) * 2)
      }
    }
    var writer = ByteWriter(reserving: 32)
    for lane in lanes { writer.write(lane) }
    return Digest(bytes: writer.bytes)!
  }

  func document(_ body: DocumentBody, on date: CalendarDate? = nil) -> Document {
    var writer = ByteWriter(reserving: 16)
    writer.write(nextID)
    writer.write(UInt64(0))
    nextID += 1
    return Document(
      header: DocumentHeader(
        ledger: Town.ledger, id: UniqueID(bytes: writer.bytes)!, effectiveDate: date ?? today,
        basis: books.head),
      body: body)
  }

  @discardableResult
  func submit(
    _ body: DocumentBody, on date: CalendarDate? = nil
  ) -> Result<Books.Effects, Refusals> {
    submit(document(body, on: date))
  }

  @discardableResult
  func submit(_ document: Document) -> Result<Books.Effects, Refusals> {
    let verified = VerifiedDocument(document)
    let before = books
    do throws(Refusals) {
      let mark = books.mark()
      let first = try books.apply(verified, recordedAt: recordedAt)
      books.rollback(to: mark)
      #expect(books.differences(from: before) == [], "rolled back: \(document.body.kind)")
      let effects = try books.apply(verified, recordedAt: recordedAt)
      #expect(first.postings == effects.postings && first.results == effects.results)
      seal(document)
      turnover.add(effects.postings)
      check(document.body.kind)
      return .success(effects)
    } catch {
      #expect(books.differences(from: before) == [], "refused: \(document.body.kind)")
      #expect(refusals(ofTwin: verified) == error)
      return .failure(error)
    }
  }

  private func seal(_ document: Document) {
    let hash = Town.digest(document.header.id.bytes + [document.body.kind.rawValue])
    books.seal(hash: hash)
    if books.entries.count.isMultiple(of: 3) { books.commit() }
    do throws(Refusals) {
      _ = try twin.apply(VerifiedDocument(document), recordedAt: recordedAt)
      twin.seal(hash: hash)
    } catch {
      Issue.record("the twin refuses \(error)")
    }
  }

  /// Why other books refuse a document; nil where they accept it.
  static func refusal(of document: Document, by books: Books) -> RefusalCode? {
    var books = books
    do throws(Refusals) {
      _ = try books.apply(VerifiedDocument(document), recordedAt: Timestamp(milliseconds: 0))
      return nil
    } catch {
      return error.first.first?.fault.code
    }
  }

  private func refusals(ofTwin verified: VerifiedDocument) -> Refusals? {
    do throws(Refusals) {
      _ = try twin.apply(verified, recordedAt: recordedAt)
      return nil
    } catch {
      return error
    }
  }

  private func check(_ kind: DocumentKind) {
    #expect(books.brokenIdentities() == [], "after \(kind)")
    let recorded = books.accounts.rows.map(\.balance)
    #expect(turnover.balances(books.accounts) == recorded, "after \(kind)")
    #expect(turnover.unbalanced(books.accounts) == [], "after \(kind)")
    #expect(twin.differences(from: books) == [], "the twin after \(kind)")
  }

  /// The balance of an account by its kind and its owner's number.
  func balance(_ name: String) -> Money? {
    let accounts = books.accounts
    let index = (0..<accounts.count).first { books.accountName(AccountIndex($0)) == name }
    return index.map { accounts.balance(AccountIndex($0)) }
  }

  /// `funds.available C1 > funds.reserved K1 10.00`
  func text(_ posting: Posting) -> String {
    "\(books.accountName(posting.debit)) > \(books.accountName(posting.credit)) "
      + posting.amount.decimal
  }
}

/// Debits and credits of every account, from the postings alone.
struct Turnover {
  private var debits: [AccountIndex: Int64] = [:]
  private var credits: [AccountIndex: Int64] = [:]

  mutating func add(_ postings: [Posting]) {
    for posting in postings {
      debits[posting.debit, default: 0] += posting.amount.kopecks
      credits[posting.credit, default: 0] += posting.amount.kopecks
    }
  }

  func balances(_ accounts: Accounts) -> [Int64] {
    accounts.rows.indices.map { index in
      let debit = debits[AccountIndex(index)] ?? 0
      let credit = credits[AccountIndex(index)] ?? 0
      return accounts.rows[index].kind.isDebitNormal ? debit - credit : credit - debit
    }
  }

  /// The ledgers whose debits and credits differ.
  func unbalanced(_ accounts: Accounts) -> [String] {
    LedgerName.allCases.filter { ledger in
      let own = accounts.rows.indices.filter { accounts.rows[$0].kind.ledger == ledger }
      let difference = own.reduce(Int64(0)) {
        $0 + (debits[AccountIndex($1)] ?? 0) - (credits[AccountIndex($1)] ?? 0)
      }
      return difference != 0
    }.map(\.name)
  }
}
