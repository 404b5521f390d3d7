import Bytes
import LedgerCore

/// The bytes of the verifier's own accounts. Sums of several accounts are not among them: they are
/// summed up anew.
extension RecordedAccounts {
  func write(to writer: inout ByteWriter) {
    writer.write(UInt32(kinds.count))
    for kind in kinds { writer.write(kind.rawValue) }
    for owner in owners { writer.write(owner) }
    for balance in balances { writer.write(balance) }
    writer.write(UInt32(payers.count))
    for payer in payers {
      payer.number.write(to: &writer)
      writer.write(row: payer.account)
    }
    writer.write(UInt32(orders.count))
    for order in orders {
      order.number.write(to: &writer)
      writer.write(row: order.payer)
      writer.write(row: order.account)
      writer.write(order.stated)
    }
    writer.write(UInt32(certificates.count))
    for certificate in certificates { certificate.write(to: &writer) }
    writer.write(UInt32(agreements.count))
    for agreement in agreements { agreement.write(to: &writer) }
    writer.write(UInt32(contracts.count))
    for contract in contracts {
      contract.number.write(to: &writer)
      writer.write(row: contract.agreement)
      writer.write(row: contract.certificate)
    }
    writer.write(UInt32(claims.count))
    for (entry, claim) in claims.sorted(by: { $0.key < $1.key }) {
      writer.write(entry)
      claim.write(to: &writer)
    }
    writer.write(UInt32(reversible.count))
    for (entry, change) in reversible.sorted(by: { $0.key < $1.key }) {
      writer.write(entry)
      change.write(to: &writer)
    }
  }

  init(from reader: inout ByteReader) throws(MalformedBytes) {
    self.init()
    let accountCount = try reader.readCount(limit: Int(Int32.max), minimum: 13)
    kinds.reserveCapacity(accountCount)
    owners.reserveCapacity(accountCount)
    balances.reserveCapacity(accountCount)
    for _ in 0..<accountCount { kinds.append(try AccountKind(from: &reader)) }
    for _ in 0..<accountCount { owners.append(try reader.read()) }
    for _ in 0..<accountCount { balances.append(try reader.read()) }
    try readRegisters(&reader)
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 17)) {
      let entry = try reader.read(UInt64.self)
      claims[entry] = try Claim(from: &reader, agreements: agreements.count)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 21)) {
      let entry = try reader.read(UInt64.self)
      reversible[entry] = try Reversible(from: &reader, self)
    }
    try checkOwners(reader)
    _ = sumUp()
  }

  private mutating func readRegisters(_ reader: inout ByteReader) throws(MalformedBytes) {
    let accounts = kinds.count
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 28)) {
      let number = try Identifier(from: &reader)
      payers.append(
        Payer(number: number, account: try reader.account(of: accounts, AccountNature.payer)))
      payerRows.append(number)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 40)) {
      let number = try Identifier(from: &reader)
      orders.append(
        Order(
          number: number, payer: try reader.optionalRow(of: payers.count),
          account: try reader.account(of: accounts, AccountNature.order),
          stated: try reader.read()))
      orderRows.append(number)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 49)) {
      let certificate = try Certificate(from: &reader, orders: orders.count, accounts: accounts)
      certificates.append(certificate)
      certificateRows.append(certificate.number)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 73)) {
      let agreement = try Agreement(from: &reader, orders: orders.count, accounts: accounts)
      agreements.append(agreement)
      agreementRows.append(agreement.number)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 32)) {
      let number = try Identifier(from: &reader)
      contracts.append(
        Contract(
          number: number, agreement: try reader.optionalRow(of: agreements.count),
          certificate: try reader.optionalRow(of: certificates.count)))
      contractRows.append(number)
    }
  }

  /// Every account belongs to a row that is there.
  private func checkOwners(_ reader: ByteReader) throws(MalformedBytes) {
    var counts = [Int](repeating: 0, count: 1 << 8)
    for (kinds, count) in [
      (AccountNature.payer, payers.count), (AccountNature.order, orders.count),
      (AccountNature.certificate, certificates.count), (AccountNature.agreement, agreements.count),
      (AccountNature.limit, agreements.count), (AccountNature.contract, contracts.count),
    ] {
      for kind in kinds { counts[Int(kind.rawValue)] = count }
    }
    for (kind, owner) in zip(kinds, owners) {
      let count = counts[Int(kind.rawValue)]
      guard owner >= 0, owner < count else { throw reader.malformed("an account of nobody") }
    }
  }
}

extension RecordedAccounts.Certificate {
  fileprivate func write(to writer: inout ByteWriter) {
    number.write(to: &writer)
    writer.write(row: order)
    writer.write(row: account)
    writer.write(stated)
    writer.write(UInt8(isClosed ? 1 : 0))
    writer.write(nominal)
  }

  fileprivate init(
    from reader: inout ByteReader, orders: Int, accounts: Int
  ) throws(MalformedBytes) {
    self.init(
      number: try Identifier(from: &reader), order: try reader.optionalRow(of: orders),
      account: try reader.account(of: accounts, AccountNature.certificate),
      stated: try reader.read(), isClosed: try reader.flag(), nominal: try reader.read())
  }
}

extension RecordedAccounts.Agreement {
  fileprivate func write(to writer: inout ByteWriter) {
    number.write(to: &writer)
    provider.write(to: &writer)
    writer.write(row: order)
    writer.write(UInt8(hasLimit ? 1 : 0))
    writer.write(row: account)
    writer.write(stated)
    writer.write(unsent)
  }

  fileprivate init(
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
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(row: agreement)
    writer.write(kind.rawValue)
    writer.write(UInt32(lines.count))
    for line in lines {
      line.contract.write(to: &writer)
      writer.write(line.amount.raw)
    }
  }

  fileprivate init(from reader: inout ByteReader, agreements: Int) throws(MalformedBytes) {
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
  fileprivate func write(to writer: inout ByteWriter) {
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

  fileprivate init(
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
  fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
    let wrong = reader.malformed("no kind of account")
    guard let kind = AccountKind(rawValue: try reader.read()) else { throw wrong }
    self = kind
  }
}

extension ByteReader {
  fileprivate mutating func flag() throws(MalformedBytes) -> Bool {
    let wrong = malformed("neither 0 nor 1")
    let value = try read(UInt8.self)
    guard value <= 1 else { throw wrong }
    return value == 1
  }

  /// The first of the accounts of one owner, which has one of each kind.
  fileprivate mutating func account(
    of count: Int, _ kinds: [AccountKind]
  ) throws(MalformedBytes) -> Int {
    let wrong = malformed("no such account")
    let first = Int(try read(UInt32.self))
    guard first + kinds.count <= count else { throw wrong }
    return first
  }
}
