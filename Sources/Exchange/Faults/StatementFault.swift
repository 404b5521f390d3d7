import LedgerCore

/// What is wrong with a file of the 1CClientBankExchange format.
public enum StatementFault: Hashable, Sendable {
  case notClientBankExchange
  case unknownEncoding
  case notKeyAndValue
  case missingKey
  case repeatedKey
  /// A section, or the file, has no end.
  case notEnded(String)
  case afterTheEnd
  case misplaced
  case outsideSections
  case amount
  case date
  case noAccountSection
  case account
  case foreignDocument
  case notBooked
  case outsideThePeriod
  /// Its last day is after the day on which it is to take effect.
  case early(day: CalendarDate)
  /// Opening + in − out is not the closing balance.
  case balance(expected: Money, found: Money)
  /// The lines do not add up to the turnover that the bank states.
  case turnover(expected: Money, found: Money)
  /// A section does not begin where the one before ended.
  case chain(expected: Money, found: Money)
  case overlap
  case tooManyLines(limit: Int)
  case duplicatePayment(first: Int)

  var wording: Wording {
    switch self {
    case .notClientBankExchange, .unknownEncoding, .notKeyAndValue, .missingKey, .repeatedKey,
      .notEnded, .afterTheEnd, .misplaced, .outsideSections, .amount, .date:
      syntaxWording
    case .noAccountSection:
      Wording(
        "no-account-section", "no section with balances", "нет раздела с остатками по счёту")
    case .account: Wording("account", "not an account of 20 digits", "не счёт из 20 цифр")
    case .foreignDocument:
      Wording(
        "foreign-document", "touches no account of this statement",
        "не относится к счетам этой выписки")
    case .notBooked:
      Wording("not-booked", "the bank has not dated the booking", "нет даты проведения банком")
    case .outsideThePeriod:
      Wording(
        "outside-the-period", "booked outside the statement's days",
        "проведено вне периода выписки")
    case .early(let day):
      Wording(
        "statement-early", "runs beyond \(day.iso), the day on which it is to take effect",
        "кончается позже \(day.russian), дня, которым её учитывают",
        hint: (
          "look at the year in the file; else wait for the day, or give it with --date",
          "проверьте год в файле; иначе дождитесь этого дня или укажите его в --date"
        ))
    case .balance(let expected, let found):
      Wording(
        "balance", "the closing balance should be \(expected.decimal), not \(found.decimal)",
        "конечный остаток должен быть \(expected.decimal), а не \(found.decimal)")
    case .turnover(let expected, let found):
      Wording(
        "turnover", "the lines add up to \(found.decimal), the bank states \(expected.decimal)",
        "сумма строк \(found.decimal), а по данным банка \(expected.decimal)")
    case .chain(let expected, let found):
      Wording(
        "chain", "opens with \(found.decimal), the days before closed with \(expected.decimal)",
        "начальный остаток \(found.decimal), а предыдущий конечный \(expected.decimal)")
    case .overlap:
      Wording("overlap", "two sections cover the same day", "два раздела за один и тот же день")
    case .tooManyLines(let limit):
      Wording(
        "too-many-lines", "more than \(limit) lines for one account",
        "больше \(limit) строк по одному счёту")
    case .duplicatePayment(let first):
      Wording(
        "duplicate-payment", "same number, date and payer as payment \(first)",
        "номер, дата и плательщик те же, что у платежа \(first)")
    }
  }

  private var syntaxWording: Wording {
    switch self {
    case .notClientBankExchange:
      Wording(
        "not-client-bank-exchange", "the first line is not 1CClientBankExchange",
        "первая строка не 1CClientBankExchange")
    case .unknownEncoding:
      Wording("unknown-encoding", "unknown encoding", "неизвестная кодировка")
    case .notKeyAndValue:
      Wording(
        "not-key-and-value", "neither key=value nor a section", "не «ключ=значение» и не раздел")
    case .missingKey: Wording("missing-key", "missing", "отсутствует")
    case .repeatedKey:
      Wording("repeated-key", "given twice with different values", "указано дважды по-разному")
    case .notEnded(let end): Wording("not-ended", "\(end) is missing", "нет строки \(end)")
    case .afterTheEnd:
      Wording("after-the-end", "text after the end of the file", "текст после конца файла")
    case .outsideSections:
      Wording("outside-sections", "stands in no section", "стоит вне разделов")
    case .amount:
      Wording(
        "not-an-amount", "not an amount", "не сумма",
        hint: (
          "this format writes rubles and kopecks with a point, without spaces: 4574.20",
          "в этом формате рубли и копейки пишутся через точку, без пробелов: 4574.20"
        ))
    case .date:
      Wording(
        "not-a-date", "not a date of the calendar", "нет такой даты",
        hint: ("this format writes 30.11.2023", "в этом формате пишут 30.11.2023"))
    default:
      Wording("misplaced", "a section inside another", "раздел внутри другого раздела")
    }
  }
}
