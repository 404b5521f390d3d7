import LedgerCore

extension DocumentKind {
  /// What was done, as a title: `contracts signed`.
  public var title: (english: String, russian: String) {
    switch self {
    case .ledgerOpened: ("ledger opened", "открытие книги учёта")
    case .keyEnrolled: ("key enrolled", "регистрация ключа")
    case .keyRevoked: ("key revoked", "отзыв ключа")
    case .keyReplaced: ("key replaced", "замена ключа")
    case .rulesAdopted: ("rules adopted", "принятие правил")
    case .payersRegistered: ("payers registered", "внесение плательщиков")
    case .payersAmended: ("payers amended", "изменение плательщиков")
    case .ordersApproved: ("orders approved", "утверждение заказов")
    case .orderAmended: ("order amended", "изменение заказа")
    case .orderClosed: ("order closed", "закрытие заказа")
    case .certificatesIssued: ("certificates issued", "выдача сертификатов")
    case .certificateAmended: ("certificate amended", "изменение сертификата")
    case .certificatesSuspended: ("certificates suspended", "приостановление сертификатов")
    case .certificatesResumed: ("certificates resumed", "возобновление сертификатов")
    case .certificatesClosed: ("certificates closed", "закрытие сертификатов")
    case .providersAdmitted: ("providers admitted", "допуск исполнителей услуг")
    case .providersAmended: ("providers amended", "изменение исполнителей услуг")
    case .providerExcluded: ("provider excluded", "исключение исполнителя услуг")
    case .agreementsSigned: ("agreements signed", "заключение соглашений")
    case .agreementAmended: ("agreement amended", "изменение соглашения")
    case .agreementTerminated: ("agreement terminated", "расторжение соглашения")
    case .contractsSigned: ("contracts signed", "заключение договоров")
    case .contractTerminated: ("contract terminated", "расторжение договора")
    case .monthOpened: ("month opened", "открытие месяца")
    case .monthClosed: ("month closed", "закрытие месяца")
    case .claimSubmitted, .claimWithdrawn, .claimAccepted, .claimRefused, .claimCorrected,
      .cycleCalculated, .cycleApproved, .cycleCancelled, .cycleClosed:
      clearingTitle
    case .statementImported: ("bank statement imported", "загрузка выписки банка")
    case .paymentRejected: ("payment rejected", "отказ банка в платеже")
    case .receiptIdentified: ("receipt identified", "выяснение поступления")
    case .receiptSentBack: ("receipt sent back", "возврат поступления отправителю")
    case .refundReceived: ("refund received", "получение возврата")
    case .entryReversed: ("entry reversed", "сторно записи")
    case .periodSealed: ("period sealed", "закрытие периода")
    }
  }

  private var clearingTitle: (english: String, russian: String) {
    switch self {
    case .claimSubmitted: ("claim submitted", "подача заявки")
    case .claimWithdrawn: ("claim withdrawn", "отзыв заявки")
    case .claimAccepted: ("claims accepted", "принятие заявок")
    case .claimRefused: ("claim refused", "отклонение заявки")
    case .claimCorrected: ("claim corrected", "исправление заявки")
    case .cycleCalculated: ("cycle calculated", "расчёт цикла")
    case .cycleApproved: ("cycle approved", "утверждение расчётного цикла")
    case .cycleCancelled: ("cycle cancelled", "отмена расчётного цикла")
    default: ("cycle closed", "закрытие расчётного цикла")
    }
  }
}
