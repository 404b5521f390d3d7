import LedgerCore

extension RefusalText {
  /// Of bank statements and receipts.
  static let bank: [RefusalCode: RefusalText] = [
    .statementDiffers: RefusalText(
      "the statement for {day} differs from the one imported before",
      "выписка за {day} отличается от загруженной ранее",
      hint: "ask the bank which one is right; a day that comes again must have identical lines",
      "уточните в банке, какая верна; повторная выписка за день должна совпадать построчно"),
    .statementGap: RefusalText(
      "{day}: the balances do not continue the days around it[: {have} here, {need} there]",
      "{day}: остатки не продолжают соседние дни[: здесь {have}, там {need}]",
      hint: "import the missing days first", "сначала загрузите недостающие дни"),
    .statementSums: RefusalText(
      "account {s}: the lines do not lead to the closing balance[: {have}, stated {need}]",
      "счёт {s}: строки не дают конечного остатка[: {have}, указано {need}]",
      hint: "ask the bank for the whole statement again", "запросите в банке полную выписку заново"),
    .statementDay: RefusalText(
      "a line of {day} is out of order or outside the statement's days",
      "строка за {day} стоит не по порядку или вне дней выписки",
      hint: "ask the bank for the statement again", "запросите выписку в банке повторно"),
    .receiptTooSmall: RefusalText(
      "receipt {s} does not have that much left[: {have} left, {need} asked for]",
      "в поступлении {s} столько не осталось[: есть {have}, нужно {need}]",
      hint: "give a smaller --amount, or leave it out",
      "укажите меньшую сумму --amount или не указывайте её"),
    .receiptSpent: RefusalText(
      "nothing of receipt {s} is left unidentified",
      "в поступлении {s} невыясненного остатка нет",
      hint: "it was identified or sent back before: kazna log",
      "оно уже выяснено или возвращено: kazna log"),
    .notReturnable: RefusalText(
      "payment {s} cannot be returned by this receipt[: it is {have}, {need} can be returned]",
      "платёж {s} не может быть возвращён этим поступлением[: сумма {have}, к возврату {need}]",
      hint: "see its payer, sum and status: kazna payment list",
      "посмотрите плательщика, сумму и состояние: kazna payment list"),
  ]

  /// Of money that falls short.
  static let money: [RefusalCode: RefusalText] = [
    .nothingAvailable: RefusalText(
      "certificate {s} has nothing available[: {have} available, the contract costs {need}]",
      "на сертификате {s} нет доступных средств[: доступно {have}, цена договора {need}]",
      hint: "see kazna balance certificate {s}; raise it: "
        + "kazna certificate amend {s} --nominal X",
      "посмотрите kazna balance certificate {s}; увеличьте номинал: "
        + "kazna certificate amend {s} --nominal X"),
    .refundTooLarge: RefusalText(
      "agreement {s} owes less than this refund[: {have} owed, {need} given]",
      "по соглашению {s} долг меньше этого возврата[: к возврату {have}, указано {need}]",
      hint: "see kazna balance agreement {s}; give the sum owed",
      "посмотрите kazna balance agreement {s}; укажите сумму долга"),
    .limitExceeded: RefusalText(
      "agreement {s}: the limit is exceeded[: {have} free, {need} needed]",
      "соглашение {s}: лимит превышен[: свободно {have}, нужно {need}]",
      hint: "raise it: kazna agreement amend {s} --limit X",
      "увеличьте его: kazna agreement amend {s} --limit X"),
    .approvedLimit: RefusalText(
      "order {s}: all orders of a ledger together would exceed its limit[: {have} left, {need} "
        + "asked for]",
      "заказ {s}: сумма всех заказов книги превысит её предел[: осталось {have}, нужно {need}]",
      hint: "check the amount; what is beyond this limit needs a ledger of its own",
      "проверьте сумму; для сумм сверх этого предела нужна отдельная книга"),
    .insufficientFunds: RefusalText(
      "{account}: {have} available, {need} needed", "{account}: доступно {have}, нужно {need}",
      hint: "see {look}", "посмотрите {look}"),
  ]
}
