import Exchange
import Foundation
import LedgerCore
import LedgerFormat
import LedgerService
import Reports

/// One run of a command: its arguments, read into values, and the ledger that it is about.
struct Invocation {
  let spec: CommandSpec
  let arguments: Arguments
  let environment: [String: String]
  let console: Console
  let language: Language
  let format: OutputFormat
  /// Set where the ledger stays open between commands of one process.
  let sessions: SessionPool

  var ledgerPath: String {
    arguments.value("ledger") ?? environment["KAZNA_LEDGER"] ?? "Ledger/main"
  }

  var keysPath: String { arguments.value("keys") ?? environment["KAZNA_KEYS"] ?? "Keys" }

  var session: Session { sessions.session(ledger: ledgerPath, keys: keysPath) }

  // MARK: Values

  /// The one positional argument of a command that has one.
  func argument(_ name: String, at index: Int = 0) throws(UsageFault) -> String {
    guard index < arguments.positionals.count else { throw .missingArgument(name) }
    return arguments.positionals[index]
  }

  /// Refuses more positional arguments than the command takes.
  func checkArguments(_ count: Int) throws(UsageFault) {
    guard arguments.positionals.count <= count else {
      throw .extraArgument(arguments.positionals[count])
    }
  }

  func required(_ option: String) throws(UsageFault) -> String {
    guard let value = arguments.value(option) else { throw .missingOption(option) }
    return value
  }

  func identifier(_ name: String, _ text: String) throws(UsageFault) -> Identifier {
    guard let value = Identifier(text) else {
      throw .badValue(option: name, value: text, expected: "NUMBER")
    }
    return value
  }

  func identifier(argument name: String, at index: Int = 0) throws(UsageFault) -> Identifier {
    try identifier(name, argument(name, at: index))
  }

  func month(_ name: String, _ text: String) throws(UsageFault) -> YearMonth {
    guard let value = YearMonth(iso: text), value.isWithinLimits else {
      throw .badValue(option: name, value: text, expected: "YYYY-MM")
    }
    return value
  }

  func money(option name: String) throws(UsageFault) -> Money {
    let text = try required(name)
    guard let value = try? StrictDecimal.money(text) else {
      throw .badValue(option: name, value: text, expected: "1234.56")
    }
    return value
  }

  func optionalMoney(option name: String) throws(UsageFault) -> Money? {
    arguments.has(name) ? try money(option: name) : nil
  }

  func date(option name: String) throws(UsageFault) -> CalendarDate? {
    guard let text = arguments.value(name) else { return nil }
    guard let value = CalendarDate(iso: text) ?? CalendarDate(russian: text),
      value.isWithinLimits
    else { throw .badValue(option: name, value: text, expected: "YYYY-MM-DD") }
    return value
  }

  func entryNumber(_ name: String, _ text: String) throws(UsageFault) -> UInt64 {
    guard let value = UInt64(text) else {
      throw .badValue(option: name, value: text, expected: "57")
    }
    return value
  }

  func payment(_ name: String, _ text: String) throws(UsageFault) -> PaymentName {
    guard let value = PaymentName(text) else {
      throw .badValue(option: name, value: text, expected: "17/2023")
    }
    return value
  }

  // MARK: Output

  /// Texts within data are translated for people only, never in a machine format.
  var isDataRussian: Bool { language == .russian && format == .table }

  func print(_ report: Report) { console.out(report.render(format, language: language)) }

  /// A remark for people; it never mixes with data.
  func say(_ english: String, _ russian: String) {
    console.err("kazna: \(language == .russian ? russian : english)\n")
  }
}

/// The sessions of one process, by ledger and keys.
public final class SessionPool {
  private let keepsOpen: Bool
  private var sessions: [String: Session] = [:]
  /// Set while a command only prepares documents: they are collected here.
  var drawing: Drawing?
  /// What the command has recorded.
  var receipts: [Receipt] = []

  final class Drawing {
    var documents: [SignedDocument] = []
  }

  public init(keepsOpen: Bool) { self.keepsOpen = keepsOpen }

  func session(ledger: String, keys: String) -> Session {
    let name = "\(ledger)\u{0}\(keys)"
    if let session = sessions[name] { return session }
    let session = Session(
      ledgerPath: ledger, keysPath: keys, clock: { SystemClock.now() },
      today: SystemClock.today(), keepsOpen: keepsOpen)
    if keepsOpen { sessions[name] = session }
    return session
  }

  func closeAll() {
    for session in sessions.values { session.close() }
    sessions = [:]
  }
}

/// The clock of the machine.
enum SystemClock {
  static func now() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
  }

  static func today() -> CalendarDate { day(of: now()) }

  /// The day in the machine's time zone.
  static func day(of moment: Timestamp) -> CalendarDate {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day], from: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000))
    return CalendarDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
      ?? moment.date
  }
}
