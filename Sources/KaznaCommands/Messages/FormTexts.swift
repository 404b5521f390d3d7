import Exchange
import LedgerCore
import LedgerFormat

extension FormatError {
  /// The bytes of an entry are the journal's; those of a document are somebody's file.
  private var isOfJournal: Bool {
    offset != nil && ["entry", "postings", "results", "previous"].contains(field)
      || reason == .headerMismatch
  }

  func report(_ file: String?, _ shown: ShownValues) -> ErrorReport {
    var values = ["what": FormTexts.phrase(reason).text(shown.language)]
    values["file"] = file.map { ShownText.cleansed($0, limit: 200) }
    values["line"] = line.map { "\($0)" }
    values["offset"] = offset.map { "\($0)" }
    values["field"] = FieldTitles.title(of: field, shown)
    return ErrorReport(
      isOfJournal ? 6 : 3, reason.code,
      Phrase(
        "[{file}, ][line {line} of the register, ]field {field}[ at byte {offset}]: {what}",
        "[{file}, ][строка реестра {line}, ]поле {field}[, байт {offset}]: {what}"),
      hint: isOfJournal
        ? StorageTexts.damageHint : offset == nil ? FormTexts.valueHint : FormTexts.bytesHint,
      values: values, subject: field, shown)
  }
}

/// What can be wrong with the form of a document.
enum FormTexts {
  static let valueHint = Phrase(
    "nothing was recorded; correct the value and repeat",
    "ничего не записано; исправьте значение и повторите")
  static let bytesHint = Phrase(
    "the file is damaged or was made by another program: have it made and sent again",
    "файл повреждён или создан другой программой: попросите составить и прислать его заново")

  static func phrase(_ reason: FormatError.Reason) -> Phrase {
    switch reason {
    case .truncated, .trailingBytes, .wrongMagic, .unsupportedVersion, .unknownKind, .notZero,
      .unknownValue, .notFlag, .notUTF8, .notAscending, .headerMismatch, .notKey:
      bytes(reason)
    case .tooLarge(let count, let limit):
      Phrase("{n}, at most {m} allowed", "{n}, допустимо не более {m}").filled(count, limit)
    case .empty: Phrase("must not be empty", "не может быть пустым")
    case .notIdentifier:
      Phrase(
        "not a number of 1 to 24 bytes: digits, - / . and letters of one script",
        "не номер от 1 до 24 байт: цифры, - / . и буквы одного алфавита")
    case .wrongRequisite:
      Phrase("wrong length or check digit", "неверная длина или контрольный разряд")
    case .text(let fault): text(fault)
    case .serviceCode(let fault): service(fault)
    case .repeated: Phrase("stands here twice", "указано дважды")
    case .amountOutOfRange:
      Phrase(
        "the amount is zero, negative or above 999,999,999,999.99",
        "сумма нулевая, отрицательная или больше 999 999 999 999,99")
    case .dateOutOfRange: Phrase("not from 2000 to 2199", "не с 2000 по 2199 год")
    case .numberOutOfRange: Phrase("a number out of range", "число вне допустимых пределов")
    case .wrongOrder:
      Phrase(
        "this day comes before it may", "эта дата раньше, чем допустимо, или вне периода")
    case .notAllowed: Phrase("not allowed in this document", "в этом документе не допускается")
    }
  }

  private static func bytes(_ reason: FormatError.Reason) -> Phrase {
    switch reason {
    case .truncated: Phrase("the file ends too early", "файл обрывается")
    case .trailingBytes(let count):
      Phrase("{n} bytes too many at the end", "лишних байт в конце: {n}").filled(count)
    case .wrongMagic: Phrase("not a document of kazna", "это не документ kazna")
    case .unsupportedVersion(let version):
      Phrase(
        "version {n} is not supported: a newer kazna is needed",
        "версия {n} не поддерживается: нужна более новая kazna"
      ).filled(Int(version))
    case .unknownKind(let kind):
      Phrase("documents of kind {n} are not known", "вид документа {n} неизвестен")
        .filled(Int(kind))
    case .unknownValue(let value):
      Phrase("the value {n} has no meaning", "значение {n} ничего не означает")
        .filled(Int(value))
    case .notFlag(let value):
      Phrase("{n} is neither 0 nor 1", "{n}: не 0 и не 1").filled(Int(value))
    case .notUTF8: Phrase("text that is not UTF-8", "текст не в кодировке UTF-8")
    case .notAscending:
      Phrase("the signatures are not in order", "подписи расположены не по порядку")
    case .headerMismatch:
      Phrase("the header of the entry says otherwise", "заголовок записи говорит другое")
    case .notKey:
      Phrase("not a public key: Ed25519 or P-256", "не открытый ключ Ed25519 или P-256")
    default: Phrase("a reserved byte is not zero", "зарезервированный байт не равен нулю")
    }
  }

  private static func text(_ fault: TextFault) -> Phrase {
    switch fault {
    case .empty: Phrase("empty text", "пустой текст")
    case .tooLong(let bytes, let limit):
      Phrase(
        "{n} bytes of text, at most {m} allowed", "текст в {n} байт, допустимо не более {m}"
      ).filled(bytes, limit)
    case .outerSpace:
      Phrase("a space at the start or at the end", "пробел в начале или в конце")
    case .control(_, let position):
      Phrase("a control character at position {n}", "управляющий символ на месте {n}")
        .filled(position)
    case .invisible(_, let position):
      Phrase("an invisible character at position {n}", "невидимый символ на месте {n}")
        .filled(position)
    case .separator(_, let position):
      Phrase("a line separator at position {n}", "разделитель строк на месте {n}")
        .filled(position)
    case .unassigned(_, let position):
      Phrase("an unknown character at position {n}", "неизвестный символ на месте {n}")
        .filled(position)
    case .notNormal(_, let position):
      Phrase(
        "a combining character at position {n}", "составной символ на месте {n}"
      ).filled(position)
    }
  }

  private static func service(_ fault: ServiceCodeFault) -> Phrase {
    switch fault {
    case .latinLookAlike(let position, let letter):
      Phrase(
        "the \(letter) at position {n} of the service code is Latin and must be Cyrillic",
        "буква \(letter) на месте {n} кода услуги латинская, а должна быть кириллической"
      ).filled(position)
    case .shape:
      Phrase(
        "not a service code of 24 characters, five of them Cyrillic capitals",
        "не номер реестровой записи услуги: 24 знака, из них пять кириллических букв")
    }
  }
}

extension Phrase {
  /// With counts in both languages.
  fileprivate func filled(_ n: Int, _ m: Int? = nil) -> Phrase {
    var values = ["n": "\(n)"]
    values["m"] = m.map { "\($0)" }
    return Phrase(text(.english, values), text(.russian, values))
  }
}

/// Fields are named as the columns of files; Russian users read what they mean beside it.
enum FieldTitles {
  static func title(of field: String, _ shown: ShownValues) -> String {
    let name = ShownText.cleansed(field)
    guard shown.language == .russian, let meaning = meanings[field] else { return name }
    return "\(name) (\(meaning))"
  }

  private static let meanings: [String: String] = [
    "acceptance": "заявление потребителя", "account": "счёт", "admitted_from": "допущен с",
    "advance_percent": "процент аванса", "agreement": "соглашение", "amount": "сумма",
    "bank": "банк", "basis": "основание", "bic": "БИК", "booked_on": "дата проведения",
    "certificate": "сертификат", "certificates_max": "наибольшее число сертификатов",
    "claim": "заявка", "claims": "заявки", "closing": "конечный остаток", "contract": "договор",
    "correspondent_account": "корреспондентский счёт", "count": "количество",
    "counterparty_account": "счёт контрагента", "counterparty_inn": "ИНН контрагента",
    "cycle": "расчётный цикл", "date": "дата", "deferrals": "отложенные соглашения",
    "delivered_percent": "процент оказания услуг", "digest": "хеш", "document": "документ",
    "effective_date": "дата действия", "end": "окончание", "entry": "запись", "file": "файл",
    "first_month": "первый месяц", "format_version": "версия формата", "from": "с какой даты",
    "funds": "средства", "id": "идентификатор", "inn": "ИНН", "kbk": "КБК", "key": "ключ",
    "kind": "вид", "kpp": "КПП", "last_month": "последний месяц", "ledger": "книга учёта",
    "licence": "лицензия", "limit": "лимит", "lines": "строки", "log_key": "ключ журнала",
    "month": "месяц", "name": "наименование", "net": "к оплате", "nominal": "номинал",
    "normative": "нормативные затраты", "number": "номер", "offset": "зачёт возвратов",
    "ogrn": "ОГРН", "oktmo": "ОКТМО", "opening": "начальный остаток",
    "operator_key": "ключ оператора", "order": "заказ", "party": "ИНН стороны",
    "pay_on": "дата оплаты", "payer_inn": "ИНН плательщика", "payment": "платёж",
    "personal_account": "лицевой счёт", "postings": "проводки", "previous": "предыдущая запись",
    "price": "цена", "provider_inn": "ИНН исполнителя", "purpose": "назначение платежа",
    "reason": "причина", "receipt": "поступление", "recorded_at": "время записи",
    "reductions": "уменьшения", "replaces": "изменяемая запись", "results": "итоги",
    "role": "роль", "rules_version": "версия правил", "service": "услуга", "services": "услуги",
    "signature": "подпись", "signatures": "подписи", "signed_on": "дата договора",
    "start": "начало", "sum": "сумма", "to": "по какую дату", "valid_from": "действует с",
    "valid_to": "действует по", "version": "версия", "year": "год",
  ]
}
