import LedgerCore

/// Russian for the words that the machine formats never translate.
enum Words {
  static func russian(_ word: String) -> String {
    known[word] ?? DocumentKind(name: word)?.title.russian ?? word
  }

  private static let known: [String: String] = statuses.merging(accounts) { a, _ in a }
    .merging(others) { a, _ in a }

  private static let statuses: [String: String] = [
    "active": "действует",
    "suspended": "приостановлен",
    "closed": "закрыт",
    "terminated": "расторгнут",
    "completed": "исполнен",
    "admitted": "допущен",
    "excluded": "исключён",
    "submitted": "подана",
    "accepted": "принята",
    "refused": "отклонена",
    "withdrawn": "отозвана",
    "settling": "в расчёте",
    "settled": "рассчитана",
    "sent": "отправлен",
    "confirmed": "подтверждён",
    "rejected": "отвергнут",
    "returned": "возвращён",
    "calculated": "рассчитан",
    "cancelled": "отменён",
    "approved": "утверждён",
    "planned": "в плане",
    "open": "открыт",
    "advanced": "авансирован",
    "final": "итог",
    "released": "высвобожден",
    "revoked": "отозван",
    "replaced": "заменён",
  ]

  private static let accounts: [String: String] = [
    "funds.approved": "Утверждено заказом",
    "funds.unallocated": "Нераспределённый остаток",
    "funds.available": "Доступный остаток сертификата",
    "funds.reserved": "Резерв по договору",
    "funds.committed": "Обязательство месяца",
    "funds.accepted": "Принятое денежное обязательство",
    "funds.executed": "Исполнено",
    "funds.lapsed": "Закрыто без исполнения",
    "settlement.cash": "Выплачено (304 05)",
    "settlement.expense": "Расходы (401 20)",
    "settlement.revenue": "Возвраты прошлых лет (210 02)",
    "settlement.advance": "Авансы выданные (206)",
    "settlement.payable": "Кредиторская задолженность (302)",
    "settlement.transit": "Платежи в пути",
    "settlement.refund": "К возврату (209)",
    "settlement.unidentified": "Невыясненные поступления",
    "limit.total": "Лимит соглашения",
    "limit.free": "Свободный лимит",
    "limit.used": "Занятый лимит",
  ]

  private static let others: [String: String] = [
    "funds": "обеспечение",
    "settlement": "расчёты",
    "limit": "лимит",
    "advance": "аванс",
    "debit": "дебет",
    "credit": "кредит",
    "refund": "возврат долга",
    "return": "возврат платежа",
    "listed": "не сопоставлена",
    "booked-before": "учтена раньше",
    "unidentified": "невыясненное",
    "municipal": "муниципальное учреждение",
    "state": "государственное учреждение",
    "company": "организация",
    "nonprofit": "некоммерческая организация",
    "entrepreneur": "предприниматель",
    "individual": "физическое лицо",
    "operator": "оператор",
    "log": "журнал",
    "authority": "уполномоченный орган",
    "finance-first": "первая подпись",
    "finance-second": "вторая подпись",
    "provider": "исполнитель",
    "auditor": "аудитор",
  ]
}
