import Bytes
import Cryptography
import LedgerCore

/// Envelopes and payments of cycles, computed anew from the recorded lines.
struct CycleAudit: Sendable {
  private struct OpenCycle {
    let number: UInt32
    let envelope: Envelope
    let lines: [CycleLine]
  }

  typealias Report = (_ fault: Fault, _ expected: String, _ found: String) -> Void

  /// Calculated and not approved or cancelled, by entry.
  private var open: [UInt64: OpenCycle] = [:]
  private var calculated: UInt32 = 0
  /// The last payment number of each year.
  private var lastNumbers: [UInt16: UInt32] = [:]

  init() {}

  mutating func apply(
    _ document: Document, _ results: Results, entry: UInt64, accounts: inout RecordedAccounts,
    report: Report
  ) {
    switch document.body {
    case .cycleCalculated:
      guard case .cycle(let result) = results else { return report(.envelopeMissing, "", "") }
      calculate(result, entry: entry, report)
    case .cycleApproved(let approval):
      guard case .payments(let payments) = results else {
        return report(.envelopeMissing, "", "")
      }
      approve(approval, payments, document.header.effectiveDate, &accounts, report)
    case .cycleCancelled(let cycle): open[cycle.number] = nil
    default: break
    }
  }

  private mutating func calculate(_ result: CycleResult, entry: UInt64, _ report: Report) {
    calculated &+= 1
    if result.number != calculated {
      report(.cycleNumber, "\(calculated)", "\(result.number)")
    }
    let envelope = result.envelope
    if Int(envelope.count) != result.lines.count {
      report(.envelopeCount, "\(result.lines.count)", "\(envelope.count)")
    }
    let sum = result.lines.reduce(Int64(0)) { $0 &+ Self.net($1) }
    if envelope.sum.kopecks != sum {
      report(.envelopeSum, Money(kopecks: sum).decimal, envelope.sum.decimal)
    }
    let digest = SHA256.hash(Self.bytes(of: result.lines))
    if envelope.digest != digest { report(.envelopeDigest, digest.hex, envelope.digest.hex) }
    open[entry] = OpenCycle(number: result.number, envelope: envelope, lines: result.lines)
  }

  private mutating func approve(
    _ approval: CycleApproval, _ payments: [PaymentOrder], _ date: CalendarDate,
    _ accounts: inout RecordedAccounts, _ report: Report
  ) {
    guard let cycle = open.removeValue(forKey: approval.cycle.number) else {
      return report(.approvalCycle, "", "\(approval.cycle.number)")
    }
    if approval.envelope != cycle.envelope {
      report(.approvalEnvelope, Self.text(cycle.envelope), Self.text(approval.envelope))
    }
    for line in cycle.lines { accounts.settle(advances: line.advances, of: line.agreement) }
    let sum = payments.reduce(Int64(0)) { $0 &+ $1.amount.kopecks }
    if sum != approval.envelope.sum.kopecks {
      report(.paymentSum, approval.envelope.sum.decimal, Money(kopecks: sum).decimal)
    }
    let paid = cycle.lines.filter { Self.net($0) > 0 }
    if paid.count != payments.count {
      report(.paymentDiffers, "\(paid.count)", "\(payments.count)")
    }
    let year = UInt16(clamping: date.year)
    for (line, payment) in zip(paid, payments) {
      let number = (lastNumbers[year] ?? 0) &+ 1
      lastNumbers[year] = number
      let name = PaymentName(number: number, year: year)
      let expected =
        "\(name) \(line.agreement) \(Money(kopecks: Self.net(line)).decimal) "
        + "\(approval.payOn.iso) \(cycle.number)"
      let found =
        "\(payment.name) \(payment.agreement) \(payment.amount.decimal) "
        + "\(payment.payOn.iso) \(payment.cycle)"
      if expected != found { report(.paymentDiffers, expected, found) }
    }
  }

  private static func net(_ line: CycleLine) -> Int64 {
    line.advances.kopecks &+ line.finals.kopecks &- line.offset.kopecks
  }

  /// The bytes that an envelope's digest runs over: 64 for each line (`Ledger/FORMAT.md`,
  /// section 4, "Results").
  static func bytes(of lines: [CycleLine]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.count * 64)
    func append(_ value: Int64, _ count: Int) {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
    for line in lines {
      let number = Array(line.agreement.description.utf8)
      bytes += number + [UInt8](repeating: 0, count: 24 - number.count)
      append(Int64(line.count), 4)
      append(0, 4)
      for amount in [line.advances, line.finals, line.offset] { append(amount.kopecks, 8) }
      append(net(line), 8)
    }
    return bytes
  }

  private static func text(_ envelope: Envelope) -> String {
    "\(envelope.count) \(envelope.sum.decimal) \(envelope.digest.hex)"
  }
}

// What a later run goes on from.
extension CycleAudit {
  func write(to writer: inout ByteWriter) {
    writer.write(calculated)
    writer.write(UInt32(lastNumbers.count))
    for (year, number) in lastNumbers.sorted(by: { $0.key < $1.key }) {
      writer.write(year)
      writer.write(number)
    }
    writer.write(UInt32(open.count))
    for (entry, cycle) in open.sorted(by: { $0.key < $1.key }) {
      writer.write(entry)
      writer.write(cycle.number)
      writer.write(cycle.envelope.count)
      writer.write(cycle.envelope.sum.kopecks)
      writer.write(cycle.envelope.digest)
      writer.write(UInt32(cycle.lines.count))
      writer.write(raw: Self.bytes(of: cycle.lines))
    }
  }

  init(from reader: inout ByteReader) throws(MalformedBytes) {
    calculated = try reader.read()
    for _ in 0..<(try reader.readCount(limit: 1 << 16, minimum: 6)) {
      let year = try reader.read(UInt16.self)
      lastNumbers[year] = try reader.read()
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 60)) {
      let entry = try reader.read(UInt64.self)
      let number = try reader.read(UInt32.self)
      let envelope = Envelope(
        count: try reader.read(), sum: Money(kopecks: try reader.read()),
        digest: try reader.readDigest())
      var lines: [CycleLine] = []
      for _ in 0..<(try reader.readCount(limit: .max, minimum: 64)) {
        lines.append(try Self.line(from: &reader))
      }
      open[entry] = OpenCycle(number: number, envelope: envelope, lines: lines)
    }
  }

  /// What `bytes(of:)` makes of one line.
  private static func line(from reader: inout ByteReader) throws(MalformedBytes) -> CycleLine {
    let agreement = try Identifier(from: &reader)
    let count = try reader.read(UInt32.self)
    _ = try reader.read(UInt32.self)
    let amounts = [try reader.read(Int64.self), try reader.read(), try reader.read()]
    _ = try reader.read(Int64.self)
    return CycleLine(
      agreement: agreement, count: count, advances: Money(kopecks: amounts[0]),
      finals: Money(kopecks: amounts[1]), offset: Money(kopecks: amounts[2]))
  }
}
