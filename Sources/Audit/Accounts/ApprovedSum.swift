import Bytes
import LedgerCore

/// What all orders are approved for, as documents state it, so that no sum of the rules can leave
/// 64 bits: whatever is reserved, owed, paid or due back comes from there.
///
/// An insider who approves more than this gets a finding, and nothing is derived from there on.
struct ApprovedSum {
  /// Kopecks.
  private(set) var total: Int64 = 0
  private var amounts: [Identifier: Int64] = [:]
  /// What each amendment replaced, should it be reversed.
  private var replaced: [UInt64: (order: Identifier, amount: Int64)] = [:]
  /// The number of the entry that comes next.
  private var entry: UInt64 = 0

  /// 23 quadrillion rubles, which leaves room for one more register of the largest amounts.
  static let limit: Int64 = 1 << 61

  init() {}

  /// Takes in the documents of all entries, from the first on. False where the limit is exceeded.
  mutating func add(_ document: Document) -> Bool {
    guard total <= Self.limit else { return false }
    switch document.body {
    case .ordersApproved(let lines):
      for line in lines { state(line.amount.kopecks, for: line.number) }
    case .orderAmended(let amendment):
      replaced[entry] = (amendment.order, amounts[amendment.order] ?? 0)
      state(amendment.amount.kopecks, for: amendment.order)
    case .entryReversed(let reversal):
      if let (order, amount) = replaced[reversal.entry.number] { state(amount, for: order) }
    default: break
    }
    entry += 1
    return total <= Self.limit
  }

  /// Amounts of a decoded document are neither negative nor near the ends of 64 bits, so that only
  /// the total can overflow.
  private mutating func state(_ amount: Int64, for order: Identifier) {
    let change = amount - (amounts.updateValue(amount, forKey: order) ?? 0)
    let (sum, overflow) = total.addingReportingOverflow(change)
    total = overflow ? .max : sum
  }
}

// What a later run goes on from.
extension ApprovedSum {
  func write(to writer: inout ByteWriter) {
    writer.write(entry)
    writer.write(total)
    writer.write(UInt32(amounts.count))
    for (order, amount) in amounts.sorted(by: { $0.key < $1.key }) {
      order.write(to: &writer)
      writer.write(amount)
    }
    writer.write(UInt32(replaced.count))
    for (entry, (order, amount)) in replaced.sorted(by: { $0.key < $1.key }) {
      writer.write(entry)
      order.write(to: &writer)
      writer.write(amount)
    }
  }

  init(from reader: inout ByteReader) throws(MalformedBytes) {
    entry = try reader.read()
    total = try reader.read()
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 32)) {
      let order = try Identifier(from: &reader)
      amounts[order] = try Self.amount(from: &reader)
    }
    for _ in 0..<(try reader.readCount(limit: .max, minimum: 40)) {
      let entry = try reader.read(UInt64.self)
      let order = try Identifier(from: &reader)
      replaced[entry] = (order, try Self.amount(from: &reader))
    }
    guard entry < 1 << 63 else { throw reader.malformed("no number of entries") }
  }

  private static func amount(from reader: inout ByteReader) throws(MalformedBytes) -> Int64 {
    let wrong = reader.malformed("no amount of an order")
    let amount = try reader.read(Int64.self)
    guard (0...limit).contains(amount) else { throw wrong }
    return amount
  }
}
