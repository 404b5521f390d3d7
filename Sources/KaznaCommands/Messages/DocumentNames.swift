import LedgerCore

extension DocumentKind {
  /// What was done, as a title: `contracts signed`.
  var phrase: Phrase {
    switch self {
    case .ledgerOpened: Phrase("ledger opened", "открытие книги учёта")
    case .keyEnrolled: Phrase("key enrolled", "регистрация ключа")
    case .keyRevoked: Phrase("key revoked", "отзыв ключа")
    case .keyReplaced: Phrase("key replaced", "замена ключа")
    case .rulesAdopted: Phrase("rules adopted", "принятие правил")
    case .payersRegistered: Phrase("payers registered", "внесение плательщиков")
    case .payersAmended: Phrase("payers amended", "изменение плательщиков")
    case .ordersApproved: Phrase("orders approved", "утверждение заказов")
    case .orderAmended: Phrase("order amended", "изменение заказа")
    case .orderClosed: Phrase("order closed", "закрытие заказа")
    case .certificatesIssued: Phrase("certificates issued", "выдача сертификатов")
    case .certificateAmended: Phrase("certificate amended", "изменение сертификата")
    case .certificatesSuspended: Phrase("certificates suspended", "приостановление сертификатов")
    case .certificatesResumed: Phrase("certificates resumed", "возобновление сертификатов")
    case .certificatesClosed: Phrase("certificates closed", "закрытие сертификатов")
    case .providersAdmitted: Phrase("providers admitted", "допуск исполнителей услуг")
    case .providersAmended: Phrase("providers amended", "изменение исполнителей услуг")
    case .providerExcluded: Phrase("provider excluded", "исключение исполнителя услуг")
    case .agreementsSigned: Phrase("agreements signed", "заключение соглашений")
    case .agreementAmended: Phrase("agreement amended", "изменение соглашения")
    case .agreementTerminated: Phrase("agreement terminated", "расторжение соглашения")
    case .contractsSigned: Phrase("contracts signed", "заключение договоров")
    case .contractTerminated: Phrase("contract terminated", "расторжение договора")
    case .monthOpened: Phrase("month opened", "открытие месяца")
    case .monthClosed: Phrase("month closed", "закрытие месяца")
    case .claimSubmitted, .claimWithdrawn, .claimAccepted, .claimRefused, .claimCorrected,
      .cycleCalculated, .cycleApproved, .cycleCancelled, .cycleClosed:
      clearingPhrase
    case .statementImported: Phrase("bank statement imported", "загрузка выписки банка")
    case .paymentRejected: Phrase("payment rejected", "отказ банка в платеже")
    case .receiptIdentified: Phrase("receipt identified", "выяснение поступления")
    case .receiptSentBack: Phrase("receipt sent back", "возврат поступления отправителю")
    case .refundReceived: Phrase("refund received", "получение возврата")
    case .entryReversed: Phrase("entry reversed", "сторно записи")
    case .periodSealed: Phrase("period sealed", "закрытие периода")
    }
  }

  private var clearingPhrase: Phrase {
    switch self {
    case .claimSubmitted: Phrase("claim submitted", "подача заявки")
    case .claimWithdrawn: Phrase("claim withdrawn", "отзыв заявки")
    case .claimAccepted: Phrase("claims accepted", "принятие заявок")
    case .claimRefused: Phrase("claim refused", "отклонение заявки")
    case .claimCorrected: Phrase("claim corrected", "исправление заявки")
    case .cycleCalculated: Phrase("cycle calculated", "расчёт цикла")
    case .cycleApproved: Phrase("cycle approved", "утверждение расчётного цикла")
    case .cycleCancelled: Phrase("cycle cancelled", "отмена расчётного цикла")
    default: Phrase("cycle closed", "закрытие расчётного цикла")
    }
  }
}
