import Bytes
import LedgerCore

/// The bytes of what follows from a document beside its postings.
public enum ResultsCodec {
  private enum Tag: UInt8 {
    case none = 0
    case shares = 1
    case cycle = 2
    case payments = 3
    case statement = 4
  }

  /// A cycle has no more lines or payments than a register has lines.
  public static let limit = Document.lineLimit

  /// Throws above the limit.
  public static func encode(_ results: Results) throws(FormatError) -> [UInt8] {
    let count = count(results)
    guard count <= limit else {
      throw FormatError(field: "results", reason: .tooLarge(count: count, limit: limit))
    }
    var writer = ByteWriter(reserving: 64)
    switch results {
    case .none: writeHead(.none, 0, to: &writer)
    case .shares(let shares): write(.shares, shares, to: &writer)
    case .payments(let payments): write(.payments, payments, to: &writer)
    case .statement(let outcomes): write(.statement, outcomes, to: &writer)
    case .cycle(let cycle):
      writeHead(.cycle, cycle.lines.count, to: &writer)
      writer.write(cycle.number)
      writer.write(cycle.carriedCount)
      writer.write(cycle.carriedSum)
      cycle.envelope.write(to: &writer)
      for line in cycle.lines { line.write(to: &writer) }
    }
    return writer.take()
  }

  private static func count(_ results: Results) -> Int {
    switch results {
    case .none: 0
    case .shares(let shares): shares.count
    case .cycle(let cycle): cycle.lines.count
    case .payments(let payments): payments.count
    case .statement(let outcomes): outcomes.count
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(FormatError) -> Results {
    try decode(bytes, range: 0..<bytes.count)
  }

  /// The results whose encoding that part of `bytes` is.
  public static func decode(
    _ bytes: [UInt8], range: Range<Int>
  ) throws(FormatError) -> Results {
    var reader = FieldReader(bytes, range: range)
    let tag = try reader.choice("results", as: Tag.self)
    try reader.zeros(3)
    let results: Results
    switch tag {
    case .none:
      _ = try reader.count("results", limit: 0, minimum: 1)
      results = .none
    case .shares: results = .shares(try items(&reader))
    case .payments: results = .payments(try items(&reader))
    case .statement: results = .statement(try items(&reader))
    case .cycle:
      let count = try reader.count("results", limit: limit, minimum: CycleLine.minimumByteCount)
      let number = try reader.integer("number", as: UInt32.self)
      let carriedCount = try reader.integer("carried_count", as: UInt32.self)
      let carriedSum = try reader.money("carried_sum")
      let envelope = try Envelope(from: &reader)
      results = .cycle(
        CycleResult(
          number: number, lines: try reader.items(count), envelope: envelope,
          carriedCount: carriedCount, carriedSum: carriedSum))
    }
    try reader.finish("results")
    return results
  }

  private static func items<Item: FormatField>(
    _ reader: inout FieldReader
  ) throws(FormatError) -> [Item] {
    try reader.items(
      reader.count("results", limit: limit, minimum: Item.minimumByteCount))
  }

  private static func writeHead(_ tag: Tag, _ count: Int, to writer: inout ByteWriter) {
    writer.write(tag.rawValue)
    writer.write(zeros: 3)
    writer.write(UInt32(count))
  }

  private static func write<Item: FormatField>(
    _ tag: Tag, _ items: [Item], to writer: inout ByteWriter
  ) {
    writeHead(tag, items.count, to: &writer)
    for item in items { item.write(to: &writer) }
  }
}

extension ContractShare: FormatField {
  static let minimumByteCount = 16

  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(certificate: try reader.money("certificate"), parent: try reader.money("parent"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(certificate)
    writer.write(parent)
  }
}

extension CycleLine: FormatField {
  static let minimumByteCount = 64

  init(from reader: inout FieldReader) throws(FormatError) {
    let agreement = try reader.identifier("agreement")
    let count = try reader.integer("count", as: UInt32.self)
    try reader.zeros(4)
    let line = CycleLine(
      agreement: agreement, count: count, advances: try reader.boundedMoney("advances"),
      finals: try reader.boundedMoney("finals"), offset: try reader.boundedMoney("offset"))
    guard try reader.money("net") == line.net else {
      throw reader.error(.notAllowed, "net", back: 8)
    }
    self = line
  }
}

extension FieldReader {
  /// An amount that is small enough to be summed up without a check.
  mutating func boundedMoney(_ field: String) throws(FormatError) -> Money {
    let money = try money(field)
    guard money.isWithinLimit else { throw error(.amountOutOfRange, field, back: 8) }
    return money
  }
}

extension LineOutcome: FormatField {
  static let minimumByteCount = 8

  init(from reader: inout FieldReader) throws(FormatError) {
    let kind = try reader.choice("kind", as: Kind.self)
    let hasPayment = try reader.flag("payment")
    let year = try reader.optional("payment", isPresent: hasPayment, as: UInt16.self)
    let number = try reader.optional("payment", isPresent: hasPayment, as: UInt32.self)
    guard let year, let number else {
      self.init(kind: kind)
      return
    }
    self.init(kind: kind, payment: PaymentName(number: number, year: year))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(kind.rawValue)
    writer.write(payment != nil)
    writer.write(payment?.year ?? 0)
    writer.write(payment?.number ?? 0)
  }
}

extension PaymentOrder: FormatField {
  static var minimumByteCount: Int {
    24 + PaymentName.minimumByteCount + 8 + 4 * 4 + 2 + PayerDetails.minimumByteCount
      + ProviderDetails.minimumByteCount
  }

  init(from reader: inout FieldReader) throws(FormatError) {
    let agreement = try reader.identifier("agreement")
    let name = try PaymentName(from: &reader)
    let amount = try reader.money("amount")
    let payOn = try reader.date("pay_on")
    let cycle = try reader.integer("cycle", as: UInt32.self)
    let firstMonth = try reader.month("first_month")
    let lastMonth = try reader.month("last_month")
    let kbk = try reader.text("kbk")
    self.init(
      name: name, payOn: payOn, amount: amount, cycle: cycle, agreement: agreement, kbk: kbk,
      firstMonth: firstMonth, lastMonth: lastMonth, payer: try PayerDetails(from: &reader),
      payee: try ProviderDetails(from: &reader))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(agreement)
    writer.write(name)
    writer.write(amount)
    writer.write(payOn)
    writer.write(cycle)
    writer.write(firstMonth)
    writer.write(lastMonth)
    writer.write(text: kbk)
    payer.write(to: &writer)
    payee.write(to: &writer)
  }
}
