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
