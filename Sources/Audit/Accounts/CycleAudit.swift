import Bytes
import Cryptography
import LedgerCore

/// Envelopes and payments of cycles, computed anew from the recorded lines.
struct CycleAudit {
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
    calculated += 1
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
      let number = (lastNumbers[year] ?? 0) + 1
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
