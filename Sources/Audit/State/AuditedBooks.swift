import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// What a verifier knows behind the last entry that it judged, and needs to judge the next: the books
/// as the rules derive them, and its own sums over what is recorded.
struct AuditedBooks: Sendable {
  let books: Books
  let approved: ApprovedSum
  let accounts: RecordedAccounts
  let cycles: CycleAudit
  /// The state roots of the snapshots that were compared, by their numbers of entries.
  let snapshots: [UInt64: Digest]

  /// Hands over its bytes piece by piece. They follow from the journal alone.
  func write(to output: ([UInt8]) throws -> Void) throws {
    try BooksImage.write(books, to: output)
    var writer = ByteWriter(reserving: 64 << 10)
    approved.write(to: &writer)
    accounts.write(to: &writer)
    cycles.write(to: &writer)
    writer.write(UInt32(snapshots.count))
    for (number, root) in snapshots.sorted(by: { $0.key < $1.key }) {
      writer.write(number)
      writer.write(root)
    }
    try output(writer.take())
  }

  /// Throws where the bytes are none. Whether what they say is right, nobody can tell from here.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws {
    let (books, end) = try BooksImage.read(bytes, range, digest: { SHA256.hash($0) })
    self.books = books
    var reader = ByteReader(bytes, range: end..<range.upperBound)
    approved = try ApprovedSum(from: &reader)
    accounts = try RecordedAccounts(from: &reader)
    cycles = try CycleAudit(from: &reader)
    var snapshots: [UInt64: Digest] = [:]
    for _ in 0..<(try reader.readCount(limit: 1 << 20, minimum: 40)) {
      let number = try reader.read(UInt64.self)
      snapshots[number] = try reader.readDigest()
    }
    self.snapshots = snapshots
    try reader.finish()
  }

  /// Once the stages are done.
  init(
    _ derivation: DerivationAudit, _ accounts: AccountAudit, snapshots: [UInt64: Digest]
  ) {
    books = derivation.books
    approved = derivation.approved
    self.accounts = accounts.accounts
    cycles = accounts.cycles
    self.snapshots = snapshots
  }
}

extension ByteReader {
  /// A row of a table of so many.
  mutating func row(of count: Int) throws(MalformedBytes) -> Int {
    let wrong = malformed("no such row")
    let row = try read(UInt32.self)
    guard row < count else { throw wrong }
    return Int(row)
  }

  /// All ones stand for none.
  mutating func optionalRow(of count: Int) throws(MalformedBytes) -> Int? {
    let wrong = malformed("no such row")
    let row = try read(UInt32.self)
    guard row == .max || row < count else { throw wrong }
    return row == .max ? nil : Int(row)
  }
}

extension ByteWriter {
  mutating func write(row: Int?) { write(row.map(UInt32.init) ?? .max) }
}
