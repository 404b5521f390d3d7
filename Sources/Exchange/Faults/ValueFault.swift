import LedgerCore

/// What is wrong with one value.
public enum ValueFault: Error, Hashable, Sendable {
  case empty
  case mustBeEmpty
  case exactlyOne(of: String, or: String)
  case amount(AmountFault)
  case notPositive
  case notAPercent
  /// A reduction by what claims of this kind are not measured in.
  case otherMeasure(ClaimKind)
  case notADate
  case dateOutOfRange
  case notATime
  case endBeforeStart
  case notYesNo
  case notANumber(minimum: Int, maximum: Int)
  case notAnIdentifier
  case notAnAcceptance
  case unknownKind(allowed: String)
  case repeatedInList
  case text(TextFault)
  case tooLong(characters: Int, limit: Int)
  case notEncodable(character: String, encoding: String)
  case requisite(RequisiteFault)
  case serviceCode(ServiceCodeFault)

  var wording: Wording {
    switch self {
    case .empty: Wording("empty", "must not be empty", "не может быть пустым")
    case .mustBeEmpty: Wording("must-be-empty", "must be empty here", "здесь должно быть пусто")
    case .exactlyOne(let first, let second):
      Wording(
        "exactly-one", "give either \(first) or \(second)", "укажите либо \(first), либо \(second)")
    case .amount(let fault): fault.wording
    case .notPositive: Wording("not-positive", "must be above zero", "должно быть больше нуля")
    case .notADate, .dateOutOfRange, .notATime, .endBeforeStart: dateWording
    case .otherMeasure(.advance):
      Wording(
        "reduction-of-advance-by-percent", "an advance is reduced by amount, not by percentage",
        "аванс уменьшается суммой, а не процентом",
        hint: (
          "give the column amount instead of delivered_percent",
          "вместо столбца delivered_percent укажите столбец amount"
        ))
    case .otherMeasure(.final):
      Wording(
        "reduction-of-final-by-amount", "a final claim is reduced by percentage, not by amount",
        "заявка на оплату уменьшается процентом, а не суммой",
        hint: (
          "give the column delivered_percent instead of amount",
          "вместо столбца amount укажите столбец delivered_percent"
        ))
    case .notAPercent:
      Wording(
        "not-a-percent", "not a percentage from 0 to 100 with at most two decimals",
        "не процент от 0 до 100 не более чем с двумя знаками")
    case .notYesNo: Wording("not-yes-no", "not yes or no", "не «да» и не «нет»")
    case .notANumber(let minimum, let maximum):
      Wording(
        "not-a-number", "not a whole number from \(minimum) to \(maximum)",
        "не целое число от \(minimum) до \(maximum)")
    case .notAnIdentifier, .notAnAcceptance: numberWording
    case .unknownKind(let allowed):
      Wording("unknown-kind", "not one of \(allowed)", "не одно из: \(allowed)")
    case .repeatedInList:
      Wording("repeated-in-list", "stands twice in the list", "дважды стоит в списке")
    case .text(let fault): fault.wording
    case .tooLong(let characters, let limit):
      Wording(
        "too-long", "\(characters) characters, at most \(limit) are allowed",
        "символов \(characters), допустимо не более \(limit)")
    case .notEncodable(let character, let encoding):
      Wording(
        "not-encodable", "the bank's encoding \(encoding) lacks the character \(character)",
        "в кодировке банка \(encoding) нет символа \(character)")
    case .requisite(let fault): fault.wording
    case .serviceCode(let fault): fault.wording
    }
  }

  private var dateWording: Wording {
    switch self {
    case .notADate:
      Wording(
        "not-a-date", "not a date of the calendar", "нет такой даты",
        hint: ("write 2023-11-30 or 30.11.2023", "пишите 2023-11-30 или 30.11.2023"))
    case .dateOutOfRange:
      Wording(
        "date-out-of-range", "not between 2000 and 2199", "дата не между 2000 и 2199 годами")
    case .notATime:
      Wording("not-a-time", "not a time such as 18:05:00", "не время вида 18:05:00")
    default:
      Wording("end-before-start", "ends before it starts", "окончание раньше начала")
    }
  }

  private var numberWording: Wording {
    switch self {
    case .notAnAcceptance:
      Wording(
        "not-an-acceptance", "neither a number nor a SHA-256 in hexadecimal",
        "не номер и не SHA-256 в шестнадцатеричной записи")
    default:
      Wording(
        "not-an-identifier", "not a number that the ledger can keep",
        "такой номер не может быть записан",
        hint: (
          "1 to 24 bytes: digits, - / . and letters of one script",
          "от 1 до 24 байт: цифры, - / . и буквы одного алфавита"
        ))
    }
  }
}

/// What is wrong with an amount of money.
public enum AmountFault: Hashable, Sendable {
  case malformed
  case signed
  /// Both a comma and a point, or one of them twice.
  case ambiguous
  case tooManyDecimals
  case tooLarge

  var wording: Wording {
    switch self {
    case .malformed:
      Wording(
        "not-an-amount", "not an amount", "не сумма",
        hint: (
          "write 1234.56, 1234,56 or 1 234,56", "пишите 1234.56, 1234,56 или 1 234,56"
        ))
    case .signed:
      Wording("signed-amount", "an amount carries no sign", "сумма пишется без знака")
    case .ambiguous:
      Wording(
        "ambiguous-amount", "unclear which mark separates the kopecks",
        "непонятно, чем отделены копейки",
        hint: (
          "separate thousands by spaces only", "разделяйте тысячи только пробелами"
        ))
    case .tooManyDecimals:
      Wording(
        "too-many-decimals", "more than two decimals", "больше двух знаков после запятой")
    case .tooLarge:
      Wording(
        "amount-too-large", "above 999 999 999 999.99", "больше 999 999 999 999,99")
    }
  }
}

/// A requisite that lacks its form or its check digits.
public enum RequisiteFault: String, Hashable, Sendable {
  case inn, innOfOrganisation, innOfPerson, kpp, ogrn, ogrnip, bic, account
  case correspondentAccount, personalAccount, oktmo, kbk

  var wording: Wording {
    switch self {
    case .inn:
      Wording("inn", "not an INN: wrong length or check digit", "неверный ИНН: длина или контроль")
    case .innOfOrganisation:
      Wording("inn", "not an organisation's INN of 10 digits", "не ИНН организации из 10 цифр")
    case .innOfPerson:
      Wording("inn", "not a person's INN of 12 digits", "не ИНН физического лица из 12 цифр")
    case .kpp: Wording("kpp", "not a KPP of 9 characters", "неверный КПП (9 знаков)")
    case .ogrn: Wording("ogrn", "not an OGRN of 13 digits", "неверный ОГРН (13 цифр)")
    case .ogrnip: Wording("ogrnip", "not an OGRNIP of 15 digits", "неверный ОГРНИП (15 цифр)")
    case .bic: Wording("bic", "not a BIC of 9 digits", "неверный БИК (9 цифр)")
    case .account:
      Wording(
        "account", "not an account of 20 digits whose key fits the BIC",
        "неверный счёт: 20 цифр, ключ по БИК")
    case .correspondentAccount:
      Wording(
        "correspondent-account", "not a correspondent account whose key fits the BIC",
        "неверный корреспондентский счёт: 20 цифр, ключ по БИК")
    case .personalAccount:
      Wording("personal-account", "not a personal account", "неверный лицевой счёт")
    case .oktmo:
      Wording("oktmo", "not an OKTMO of 8 or 11 digits", "неверный ОКТМО (8 или 11 цифр)")
    case .kbk:
      Wording("kbk", "not a budget code of 20 characters", "неверный КБК (20 знаков)")
    }
  }
}

extension TextFault {
  var wording: Wording {
    switch self {
    case .empty: Wording("empty", "must not be empty", "не может быть пустым")
    case .tooLong(let bytes, let limit):
      Wording(
        "text-too-long", "\(bytes) bytes, at most \(limit) are allowed",
        "\(bytes) байт, допустимо не более \(limit)")
    case .outerSpace:
      Wording("outer-space", description, "пробел в начале или в конце")
    case .control: Wording("control-character", description, "управляющий символ")
    case .invisible: Wording("invisible-character", description, "невидимый символ")
    case .separator: Wording("line-separator", description, "разделитель строк")
    case .unassigned: Wording("unassigned-character", description, "неизвестный символ")
    case .notNormal:
      Wording("not-normal", description, "составной или ненормализованный символ")
    }
  }
}

extension ServiceCodeFault {
  var wording: Wording {
    switch self {
    case .latinLookAlike(let position, let letter):
      Wording(
        "latin-look-alike", description,
        "буква \(letter) на месте \(position) латинская, а в коде стоит кириллическая")
    case .shape:
      Wording(
        "service-code", description,
        "не номер реестровой записи вида 804200О.99.0.ББ52АЕ04000 с кириллическими буквами")
    }
  }
}
