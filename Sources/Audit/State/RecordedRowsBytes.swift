import Bytes
import LedgerCore

// The rows of the verifier's own accounts, one by one.

extension RecordedAccounts.Certificate {
  func write(to writer: inout ByteWriter) {
    number.write(to: &writer)
    writer.write(row: order)
    writer.write(row: account)
    writer.write(stated)
    writer.write(UInt8(isClosed ? 1 : 0))
    writer.write(nominal)
  }

  init(
    from reader: inout ByteReader, orders: Int, accounts: Int
  ) throws(MalformedBytes) {
    self.init(
      number: try Identifier(from: &reader), order: try reader.optionalRow(of: orders),
      account: try reader.account(of: accounts, AccountNature.certificate),
      stated: try reader.read(), isClosed: try reader.flag(), nominal: try reader.read())
  }
}

extension RecordedAccounts.Agreement {
  func write(to writer: inout ByteWriter) {
    number.write(to: &writer)
    provider.write(to: &writer)
    writer.write(row: order)
    writer.write(UInt8(hasLimit ? 1 : 0))
    writer.write(row: account)
    writer.write(stated)
    writer.write(unsent)
  }

  init(
    from reader: inout ByteReader, orders: Int, accounts: Int
  ) throws(MalformedBytes) {
    let (number, provider) = (try Identifier(from: &reader), try Identifier(from: &reader))
    let order = try reader.optionalRow(of: orders)
    let hasLimit = try reader.flag()
    let kinds = AccountNature.agreement + (hasLimit ? AccountNature.limit : [])
    self.init(
      number: number, provider: provider, order: order,
      account: try reader.account(of: accounts, kinds), hasLimit: hasLimit,
      stated: try reader.read(), unsent: try reader.read())
  }
}

extension RecordedAccounts.Claim {
  func write(to writer: inout ByteWriter) {
    writer.write(row: agreement)
    writer.write(kind.rawValue)
    writer.write(UInt32(lines.count))
    for line in lines {
      line.contract.write(to: &writer)
      writer.write(line.amount.raw)
    }
  }

  init(from reader: inout ByteReader, agreements: Int) throws(MalformedBytes) {
    agreement = try reader.row(of: agreements)
    let wrong = reader.malformed("no kind of claim")
    guard let kind = ClaimKind(rawValue: try reader.read()) else { throw wrong }
    self.kind = kind
    lines = []
    for _ in 0..<(try reader.readCount(limit: Document.lineLimit, minimum: 32)) {
      lines.append(
        ClaimLine(
          contract: try Identifier(from: &reader), amount: ClaimAmount(raw: try reader.read())))
    }
  }
}

extension RecordedAccounts.Reversible {
  func write(to writer: inout ByteWriter) {
    func write(_ sort: UInt8, _ row: Int, _ value: Int64) {
      writer.write(sort)
      writer.write(row: row)
      writer.write(value)
    }
    switch self {
    case .order(let row, let change): write(1, row, change)
    case .certificate(let row, let change): write(2, row, change)
    case .agreement(let row, let change): write(3, row, change)
    case .issued(let rows): write(4, rows.lowerBound, Int64(rows.count))
    }
  }

  init(
    from reader: inout ByteReader, _ accounts: RecordedAccounts
  ) throws(MalformedBytes) {
    let wrong = reader.malformed("nothing that can be reversed")
    switch try reader.read(UInt8.self) {
    case 1:
      self = .order(try reader.row(of: accounts.orders.count), change: try reader.read())
    case 2:
      self = .certificate(
        try reader.row(of: accounts.certificates.count), change: try reader.read())
    case 3:
      self = .agreement(try reader.row(of: accounts.agreements.count), change: try reader.read())
    case 4:
      let first = Int(try reader.read(UInt32.self))
      let (count, all) = (try reader.read(Int64.self), accounts.certificates.count)
      guard first <= all, count >= 0, count <= Int64(all - first) else { throw wrong }
      self = .issued(first..<first + Int(count))
    default: throw wrong
    }
  }
}

extension AccountKind {
  init(from reader: inout ByteReader) throws(MalformedBytes) {
    let wrong = reader.malformed("no kind of account")
    guard let kind = AccountKind(rawValue: try reader.read()) else { throw wrong }
    self = kind
  }
}

extension ByteReader {
  mutating func flag() throws(MalformedBytes) -> Bool {
    let wrong = malformed("neither 0 nor 1")
    let value = try read(UInt8.self)
    guard value <= 1 else { throw wrong }
    return value == 1
  }

  /// The first of the accounts of one owner, which has one of each kind.
  mutating func account(
    of count: Int, _ kinds: [AccountKind]
  ) throws(MalformedBytes) -> Int {
    let wrong = malformed("no such account")
    let first = Int(try read(UInt32.self))
    guard first + kinds.count <= count else { throw wrong }
    return first
  }
}
