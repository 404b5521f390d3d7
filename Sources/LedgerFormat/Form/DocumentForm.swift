import Bytes
import LedgerCore

/// The rules of form of a document: what can be judged of it without a ledger. What the state of a
/// ledger forbids is judged elsewhere.
public enum DocumentForm {
  /// An order or a provider has at most this many service codes.
  public static let serviceLimit = 1_000
  /// The number of a bank document is at most this many bytes.
  public static let documentNumberLimit = 24

  /// The first fault of form in a document that is about to be signed, or nil. A document without
  /// a fault encodes, and its encoding decodes to the same document.
  public static func fault(in document: Document) -> FormatError? {
    if let fault = faultOfFields(in: document) { return fault }
    let count = DocumentCodec.encode(document).count
    guard count <= Document.byteLimit else {
      return FormatError(
        field: "document", reason: .tooLarge(count: count, limit: Document.byteLimit))
    }
    return nil
  }

  /// The same without the size, which a decoder has before it begins.
  static func faultOfFields(in document: Document) -> FormatError? {
    do {
      try check(document.header, kind: document.kind)
      try check(document.body)
      return nil
    } catch {
      return error
    }
  }

  private static func check(
    _ header: DocumentHeader, kind: DocumentKind
  ) throws(FormatError) {
    let form = FormCheck()
    guard header.formatVersion == DocumentHeader.currentFormat else {
      throw form.error(.unsupportedVersion(header.formatVersion), "format_version")
    }
    guard (1...DocumentHeader.currentRules).contains(header.rulesVersion) else {
      throw form.error(.unsupportedVersion(header.rulesVersion), "rules_version")
    }
    try form.date(header.effectiveDate, "effective_date")
    // Only the opening has nothing before it that its author could have seen.
    try form.require((header.basis == .none) == (kind == .ledgerOpened), "basis", .notAllowed)
  }

  private static func check(_ body: DocumentBody) throws(FormatError) {
    let form = FormCheck()
    switch body {
    case .ledgerOpened(let opening): try opening.check(form)
    case .keyEnrolled(let enrolment): try enrolment.check(form)
    case .keyRevoked(let revocation): try form.text(revocation.reason, "reason")
    case .keyReplaced(let replacement): try replacement.check(form)
    case .rulesAdopted(let version): try form.require(version > 0, "version")
    case .payersRegistered(let lines): try form.register(lines)
    case .payersAmended(let lines): try form.register(lines)
    case .ordersApproved(let lines): try form.register(lines)
    case .orderAmended(let amendment): try form.positive(amendment.amount, "amount")
    case .orderClosed(let closing): try form.amount(closing.sum, "sum")
    case .certificatesIssued(let lines): try form.register(lines)
    case .certificateAmended(let amendment): try form.positive(amendment.nominal, "nominal")
    case .certificatesSuspended(let lines), .certificatesResumed(let lines),
      .certificatesClosed(let lines):
      try form.register(lines)
    case .providersAdmitted(let lines): try form.register(lines)
    case .providersAmended(let lines): try form.register(lines)
    case .providerExcluded(let exclusion): try exclusion.check(form)
    case .agreementsSigned(let lines): try form.register(lines)
    case .agreementAmended(let amendment): try form.amount(amendment.limit, "limit")
    case .contractsSigned(let lines): try form.register(lines)
    case .monthOpened(let totals), .monthClosed(let totals): try totals.check(form)
    case .claimSubmitted(let claim): try claim.check(form)
    case .claimAccepted(let acceptance): try acceptance.check(form)
    case .claimRefused(let refusal): try form.text(refusal.reason, "reason")
    case .claimCorrected(let correction): try form.month(correction.month, "month")
    case .cycleCalculated(let terms): try terms.check(form)
    case .cycleApproved(let approval): try approval.check(form)
    case .statementImported(let statement): try statement.check(form)
    case .paymentRejected(let rejection): try rejection.check(form)
    case .receiptIdentified(let identification): try identification.check(form)
    case .receiptSentBack(let receipt): try receipt.check(form)
    case .refundReceived(let refund): try form.positive(refund.amount, "amount")
    case .entryReversed(let reversal): try form.text(reversal.reason, "reason")
    case .periodSealed(let month): try form.month(month, "month")
    case .agreementTerminated, .contractTerminated, .claimWithdrawn, .cycleCancelled,
      .cycleClosed:
      break
    }
  }
}

/// Something whose form is checked wherever it stands.
protocol Formed {
  func check(_ form: FormCheck) throws(FormatError)
}

/// The checks that the kinds have in common; an error names the line that is being checked.
struct FormCheck {
  var line: Int?

  func error(_ reason: FormatError.Reason, _ field: String) -> FormatError {
    FormatError(line: line, field: field, reason: reason)
  }

  func require(
    _ condition: Bool, _ field: String, _ reason: FormatError.Reason = .numberOutOfRange
  ) throws(FormatError) {
    guard condition else { throw error(reason, field) }
  }

  func positive(_ money: Money, _ field: String) throws(FormatError) {
    try require(money > .zero && money.isWithinLimit, field, .amountOutOfRange)
  }

  /// Zero is an amount.
  func amount(_ money: Money, _ field: String) throws(FormatError) {
    try require(money.isWithinLimit, field, .amountOutOfRange)
  }

  /// A balance may stand below zero.
  func balance(_ money: Money, _ field: String) throws(FormatError) {
    let limit = Money.limit.kopecks
    try require((-limit...limit).contains(money.kopecks), field, .amountOutOfRange)
  }

  func date(_ date: CalendarDate, _ field: String) throws(FormatError) {
    try require(date.isWithinLimits, field, .dateOutOfRange)
  }

  /// Days within the limits, each not before the one in front of it.
  func dates(_ dates: [(CalendarDate, String)]) throws(FormatError) {
    for (day, field) in dates { try date(day, field) }
    for (earlier, later) in zip(dates, dates.dropFirst()) {
      try require(earlier.0 <= later.0, later.1, .wrongOrder)
    }
  }

  func month(_ month: YearMonth, _ field: String) throws(FormatError) {
    try require(month.isWithinLimits, field, .dateOutOfRange)
  }

  func year(_ year: UInt16, _ field: String) throws(FormatError) {
    try require((2000...2199).contains(year), field, .dateOutOfRange)
  }

  func text(
    _ text: String, _ field: String, limit: Int = Document.textLimit, allowsEmpty: Bool = false
  ) throws(FormatError) {
    if let fault = RuledText.fault(in: text, limit: limit, allowsEmpty: allowsEmpty) {
      throw error(fault == .empty ? .empty : .text(fault), field)
    }
  }

  /// Service codes: one at least, none twice.
  func services(_ codes: [String]) throws(FormatError) {
    try require(!codes.isEmpty, "services", .empty)
    let limit = DocumentForm.serviceLimit
    try require(
      codes.count <= limit, "services", .tooLarge(count: codes.count, limit: limit))
    for code in codes { try service(code, "services") }
    try require(Set(codes).count == codes.count, "services", .repeated)
  }

  func service(_ code: String, _ field: String) throws(FormatError) {
    if let fault = ServiceCode.fault(in: code) { throw error(.serviceCode(fault), field) }
  }

  func key(_ key: [UInt8], _ field: String) throws(FormatError) {
    try require(PublicKeyForm.algorithm(of: key) != nil, field, .notKey)
  }

  func payment(_ name: PaymentName) throws(FormatError) {
    try require((1...UInt32(PaymentName.numberLimit)).contains(name.number), "payment")
    try year(name.year, "payment")
  }

  /// At most as many lines as a register may have.
  func lines<Line: Formed>(_ lines: [Line], _ field: String) throws(FormatError) {
    let limit = Document.lineLimit
    try require(lines.count <= limit, field, .tooLarge(count: lines.count, limit: limit))
    var form = self
    for (index, line) in lines.enumerated() {
      form.line = index + 1
      try line.check(form)
    }
  }

  /// A register has a line at least.
  func register<Line: Formed>(_ lines: [Line]) throws(FormatError) {
    try require(!lines.isEmpty, "lines", .empty)
    try self.lines(lines, "lines")
  }
}

extension Identifier: Formed {
  func check(_ form: FormCheck) throws(FormatError) {}
}

extension Amended: Formed where Details: Formed {
  func check(_ form: FormCheck) throws(FormatError) { try details.check(form) }
}
