import Bytes
import Exchange
import LedgerCore

/// How values stand in messages for people.
struct ShownValues {
  let language: Language

  /// `1,234.56`, `1 234,56`
  func amount(_ money: Money) -> String {
    let parts = money.decimal.split(separator: ".")
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let whole = grouped(parts[0].dropFirst(sign.count))
    return "\(sign)\(whole)\(language == .english ? "." : ",")\(parts[1])"
  }

  /// `1,204`, `1 204`
  func count(_ count: Int) -> String { grouped("\(count)"[...]) }

  private func grouped(_ digits: Substring) -> String {
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) {
        result += language == .english ? "," : " "
      }
      result.append(digit)
    }
    return result
  }

  /// A date or a month of ISO 8601 as people of the language write it; other text as it is.
  func day(_ iso: String) -> String {
    guard language == .russian else { return iso }
    if let date = CalendarDate(iso: iso) { return date.russian }
    if let month = YearMonth(iso: iso) { return String(month.first.russian.dropFirst(3)) }
    return iso
  }

  /// A hint about a number that is not known: it may have been meant with Russian letters.
  func minding(lookAlikesIn number: String, _ hint: String) -> String {
    guard number.contains(where: "ABCEHKMOPTXYaceopxy".contains) else { return hint }
    return hint + "; "
      + Phrase(
        "mind that {s} has Latin letters that look like Cyrillic ones",
        "учтите: в {s} латинские буквы, похожие на русские"
      ).text(language, ["s": ShownText.cleansed(number)])
  }

  /// A key by its name, where it has one, and the first 8 digits of its id.
  func key(_ id: Digest, _ names: [Digest: String] = [:]) -> String {
    let short = String(id.hex.prefix(8))
    guard let name = names[id] else { return short }
    return "\(name) (\(short))"
  }

  func role(_ role: KeyRole) -> String { role.phrase.text(language) }

  /// `finance-first or finance-second`, `provider 2450012345` in the words of the language.
  func requirement(_ description: String) -> String {
    let words = description.split(separator: " ").map { word in
      if word == "or" { return language == .english ? "or" : "или" }
      return KeyRole(name: String(word)).map(role) ?? String(word)
    }
    return words.joined(separator: " ")
  }

  /// An account by its name in the books, `funds.available 0001`: whose it is and which, and the
  /// command that shows it.
  func account(_ name: String) -> (text: String, command: String)? {
    let parts = name.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let kind = AccountKind.allCases.first(where: { $0.name == parts[0] })
    else { return nil }
    let number = ShownText.cleansed(String(parts[1]))
    let owner = kind.owner
    let title = kind.phrase.map { ", " + $0.text(language) } ?? ""
    return (
      "\(owner.phrase.text(language)) \(number)\(title)", "kazna balance \(owner.command) \(number)"
    )
  }
}

extension KeyRole {
  var phrase: Phrase {
    switch self {
    case .operator: Phrase("operator", "оператор")
    case .log: Phrase("log", "ключ журнала")
    case .authority: Phrase("authority", "уполномоченный орган")
    case .financeFirst: Phrase("finance-first", "финансовый орган (первая подпись)")
    case .financeSecond: Phrase("finance-second", "финансовый орган (вторая подпись)")
    case .provider: Phrase("provider", "исполнитель услуг")
    case .auditor: Phrase("auditor", "аудитор")
    }
  }
}

/// Whose an account is.
private enum AccountOwner {
  case payer, order, certificate, agreement, contract

  var command: String { phrase.english }

  var phrase: Phrase {
    switch self {
    case .payer: Phrase("payer", "плательщик")
    case .order: Phrase("order", "заказ")
    case .certificate: Phrase("certificate", "сертификат")
    case .agreement: Phrase("agreement", "соглашение")
    case .contract: Phrase("contract", "договор")
    }
  }
}

extension AccountKind {
  fileprivate var owner: AccountOwner {
    switch self {
    case .settlementCash, .settlementUnidentified: .payer
    case .fundsApproved, .fundsUnallocated, .fundsLapsed, .settlementExpense, .settlementRevenue:
      .order
    case .fundsAvailable: .certificate
    case .settlementAdvance, .settlementPayable, .settlementTransit, .limitTotal, .limitFree,
      .limitUsed:
      .agreement
    case .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund:
      .contract
    }
  }

  /// Which of its owner's accounts it is. What a certificate has available goes without saying.
  fileprivate var phrase: Phrase? {
    switch self {
    case .fundsAvailable: nil
    case .fundsApproved: Phrase("approved", "утверждено заказом")
    case .fundsUnallocated: Phrase("unallocated", "нераспределённый остаток")
    case .fundsReserved: Phrase("reserved", "резерв по договору")
    case .fundsCommitted: Phrase("committed", "обязательство месяца")
    case .fundsAccepted: Phrase("accepted", "принятое денежное обязательство")
    case .fundsExecuted: Phrase("executed", "исполнено")
    case .fundsLapsed: Phrase("lapsed", "закрыто без исполнения")
    case .settlementCash: Phrase("paid out", "выплачено")
    case .settlementExpense: Phrase("expense", "расходы")
    case .settlementRevenue: Phrase("revenue", "возвраты прошлых лет")
    case .settlementAdvance: Phrase("advances", "авансы выданные")
    case .settlementPayable: Phrase("payable", "кредиторская задолженность")
    case .settlementTransit: Phrase("payments in transit", "платежи в пути")
    case .settlementRefund: Phrase("refund due", "к возврату")
    case .settlementUnidentified: Phrase("unidentified receipts", "невыясненные поступления")
    case .limitTotal: Phrase("limit", "лимит")
    case .limitFree: Phrase("free limit", "свободный лимит")
    case .limitUsed: Phrase("used limit", "занятый лимит")
    }
  }
}
