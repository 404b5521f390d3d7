import Bytes
import LedgerCore

/// The lines of a 1CClientBankExchange file in the making. The format has no quoting: a value with
/// a line break could close its section and add a payment, so such values are refused.
struct ClientBankText {
  static let magic = "1CClientBankExchange"
  static let accountStart = "СекцияРасчСчет"
  static let accountEnd = "КонецРасчСчет"
  static let documentStart = "СекцияДокумент"
  static let documentEnd = "КонецДокумента"
  static let fileEnd = "КонецФайла"

  private let page: CodePage
  let log: FaultLog
  private(set) var bytes: [UInt8] = []
  /// The payment or account at hand, for faults; 0 in the header.
  var item = 0

  init(page: CodePage, log: FaultLog) {
    self.page = page
    self.log = log
  }

  /// A line of our own, without a value from elsewhere.
  mutating func add(_ line: String) {
    append(line, key: line)
  }

  /// `limit` in characters as written.
  mutating func add(_ key: String, _ value: String, limit: Int? = nil) {
    for (offset, scalar) in value.unicodeScalars.enumerated() {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        let fault = TextFault.control(scalar: scalar.value, position: offset + 1)
        return refuse(.text(fault), key, value)
      default: continue
      }
    }
    let count = length(value)
    if let limit, count > limit {
      return refuse(.tooLong(characters: count, limit: limit), key, value)
    }
    append("\(key)=\(value)", key: key)
  }

  /// Characters as written.
  func length(_ text: String) -> Int { page.mapped(text).unicodeScalars.count }

  /// A value of a certain form.
  mutating func add(
    _ key: String, _ value: String, _ fault: RequisiteFault, _ isRight: (String) -> Bool
  ) {
    guard isRight(value) else { return refuse(.requisite(fault), key, value) }
    add(key, value)
  }

  func refuse(_ fault: ValueFault, _ key: String, _ value: String) {
    log.add(.value(fault), line: item, column: key, value: value)
  }

  /// The header up to the accounts. `time` is `18:05:00`.
  mutating func addHeader(
    sender: String, receiver: String, createdOn: CalendarDate, time: String,
    from: CalendarDate, to: CalendarDate
  ) {
    add(Self.magic)
    add("ВерсияФормата", "1.03")
    add("Кодировка", page == .windows1251 ? "Windows" : "DOS")
    add("Отправитель", sender)
    add("Получатель", receiver)
    add("ДатаСоздания", createdOn.russian)
    if Self.isTime(time) {
      add("ВремяСоздания", time)
    } else {
      refuse(.notATime, "ВремяСоздания", time)
    }
    add("ДатаНачала", from.russian)
    add("ДатаКонца", to.russian)
  }

  private mutating func append(_ line: String, key: String) {
    do throws(UnencodableCharacter) {
      bytes += try page.encode(line)
      bytes += [0x0D, 0x0A]
    } catch {
      refuse(error.fault, key, line)
    }
  }

  /// By its shape: a bank's file may name parties whose check digits are wrong.
  static func isINN(_ text: some StringProtocol) -> Bool {
    [10, 12].contains(text.utf8.count) && text.isAllDigits
  }

  private static func isTime(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let limits = [24, 60, 60]
    return parts.count == 3
      && zip(parts, limits).allSatisfy { part, limit in
        part.utf8.count == 2 && part.isAllDigits
          && Int(part).map { $0 < limit } ?? false
      }
  }
}
