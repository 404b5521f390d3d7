import LedgerCore

extension RefusalText {
  /// Of the standing and the dates of orders, certificates, agreements and providers.
  static let standing: [RefusalCode: RefusalText] = [
    .orderClosed: RefusalText(
      "order {s} is closed", "заказ {s} закрыт",
      hint: "see kazna balance order {s}; a closed order takes no more changes",
      "посмотрите kazna balance order {s}; закрытый заказ больше не изменяется"),
    .orderInUse: RefusalText(
      "the order still has money under way: {account}[, {have}]",
      "по заказу ещё есть незавершённые суммы: {account}[, {have}]",
      hint: "settle it first; see {look}", "сначала завершите расчёты; посмотрите {look}"),
    .yearDiffers: RefusalText(
      "the month {day} is not in the order's year", "месяц {day} не относится к году заказа",
      hint: "check the month and the order", "проверьте месяц и заказ"),
    .certificateNotActive: RefusalText(
      "certificate {s} is not active", "сертификат {s} не действует",
      hint: "if it is suspended, resume it: kazna certificate resume {s}",
      "если он приостановлен, возобновите: kazna certificate resume {s}"),
    .certificateNotSuspended: RefusalText(
      "certificate {s} is not suspended", "сертификат {s} не приостановлен",
      hint: "see kazna balance certificate {s}", "посмотрите kazna balance certificate {s}"),
    .certificateClosed: RefusalText(
      "certificate {s} is closed", "сертификат {s} закрыт",
      hint: "a closed certificate stays closed: issue a new one",
      "закрытый сертификат не открывается: выдайте новый"),
    .certificateHasContracts: RefusalText(
      "certificate {s} has contracts, so its issue cannot be reversed",
      "по сертификату {s} есть договоры, сторнировать его выдачу нельзя",
      hint: "close it instead: kazna certificate close {s}",
      "вместо этого закройте его: kazna certificate close {s}"),
    .tooManyCertificates: RefusalText(
      "the order allows {s} certificates and has as many",
      "заказ допускает сертификатов: {s}, и столько уже выдано",
      hint: "close certificates that are no longer needed: kazna certificate close NUMBER",
      "закройте ненужные сертификаты: kazna certificate close НОМЕР"),
    .outsideOrderYear: RefusalText(
      "certificate {s} is not valid within the order's year",
      "срок сертификата {s} выходит за год заказа",
      hint: "check valid_from, valid_to and the order's year",
      "проверьте valid_from, valid_to и год заказа"),
    .outsideCertificate: RefusalText(
      "certificate {s} does not cover the contract's days",
      "срок сертификата {s} не охватывает дни договора",
      hint: "check signed_on, start and end against kazna balance certificate {s}",
      "сверьте signed_on, start и end с kazna balance certificate {s}"),
    .outsideAgreement: RefusalText(
      "agreement {s} does not cover the contract's days",
      "срок соглашения {s} не охватывает дни договора",
      hint: "check start and end against kazna balance agreement {s}",
      "сверьте start и end с kazna balance agreement {s}"),
    .otherOrder: RefusalText(
      "{s} belongs to another order or payer", "{s} относится к другому заказу или плательщику",
      hint: "certificate, agreement and receipt must be of the same order and payer",
      "сертификат, соглашение и поступление должны быть одного заказа и плательщика"),
    .agreementTerminated: RefusalText(
      "agreement {s} is terminated", "соглашение {s} расторгнуто",
      hint: "name another agreement, or sign one: kazna agreement sign --from agreements.csv",
      "укажите другое соглашение или заключите: kazna agreement sign --from agreements.csv"),
    .agreementWithoutLimit: RefusalText(
      "agreement {s} was signed without a limit", "соглашение {s} заключено без лимита",
      hint: "it stays without one; a limit needs another agreement",
      "оно так и остаётся без лимита; для лимита нужно другое соглашение"),
    .providerExcluded: RefusalText(
      "provider {s} is excluded", "исполнитель услуг {s} исключён",
      hint: "nothing new is signed with it; see kazna balance provider {s}",
      "новое с ним не заключается; посмотрите kazna balance provider {s}"),
    .providerNotAdmitted: RefusalText(
      "provider {s} is not yet admitted on the day the contract starts",
      "исполнитель услуг {s} на день начала договора ещё не допущен",
      hint: "check start and admitted_from", "проверьте start и admitted_from"),
    .serviceNotOrdered: RefusalText(
      "the service {s} is not in the order", "услуги {s} нет в заказе",
      hint: "check the code, and the column services of the order",
      "проверьте код и столбец services заказа"),
    .serviceNotAdmitted: RefusalText(
      "the provider is not admitted to the service {s}",
      "исполнитель не допущен к услуге {s}",
      hint: "add the service: kazna provider amend --from providers.csv",
      "добавьте услугу: kazna provider amend --from providers.csv"),
    .notReversible: RefusalText(
      "an entry of this kind cannot be reversed: {kind}",
      "запись такого вида не сторнируется: {kind}",
      hint: "undo it by its opposite document", "отмените её обратным документом"),
    .alreadyReversed: RefusalText(
      "entry {s} was reversed before", "запись {s} уже сторнирована",
      hint: "see kazna show {s}", "посмотрите kazna show {s}"),
    .effectChanged: RefusalText(
      "later entries changed what {s} did, so it cannot be reversed",
      "последующие записи изменили сделанное в {s}, сторнировать нельзя",
      hint: "undo the later entries first, or amend instead",
      "сначала отмените последующие записи или оформите изменение"),
  ]

  /// Of contracts and their months.
  static let contracts: [RefusalCode: RefusalText] = [
    .contractTerminated: RefusalText(
      "contract {s} is terminated", "договор {s} расторгнут",
      hint: "see kazna balance contract {s}", "посмотрите kazna balance contract {s}"),
    .contractEnded: RefusalText(
      "contract {s} ended before the month of the notice",
      "договор {s} закончился до месяца уведомления",
      hint: "check the effective date --date", "проверьте дату --date"),
    .laterMonthClaimed: RefusalText(
      "a claim for the later month {day} stands in the way of the termination",
      "расторжению мешает заявка за более поздний месяц {day}",
      hint: "withdraw or refuse that claim first: kazna claim list",
      "сначала отзовите или отклоните эту заявку: kazna claim list"),
    .otherAgreement: RefusalText(
      "contract {s} belongs to another agreement", "договор {s} относится к другому соглашению",
      hint: "see kazna balance contract {s}", "посмотрите kazna balance contract {s}"),
    .monthNotInContract: RefusalText(
      "contract {s} does not run in this month", "договор {s} в этом месяце не действует",
      hint: "see its months: kazna balance contract {s}",
      "посмотрите его месяцы: kazna balance contract {s}"),
    .monthReleased: RefusalText(
      "the month of contract {s} was released by its termination",
      "месяц договора {s} высвобожден при расторжении",
      hint: "it cannot be claimed; see kazna balance contract {s}",
      "заявить его нельзя; посмотрите kazna balance contract {s}"),
    .monthNotOpened: RefusalText(
      "{s}: the month is not opened yet", "{s}: месяц ещё не открыт",
      hint: "finance opens it: kazna month open YYYY-MM",
      "его открывает финансовый орган: kazna month open ГГГГ-ММ"),
    .monthOpened: RefusalText(
      "the month {day} is opened already", "месяц {day} уже открыт",
      hint: "contracts signed later join an opened month by themselves",
      "договоры, заключённые позже, входят в открытый месяц сами"),
    .monthFinal: RefusalText(
      "the month of contract {s} is final already", "по договору {s} месяц уже завершён",
      hint: "an accepted final is corrected: kazna claim correct --contract {s}",
      "принятую заявку на оплату исправляют: kazna claim correct --contract {s}"),
    .monthClaimWaits: RefusalText(
      "{s}: a claim still waits for acceptance", "{s}: есть заявка, ожидающая принятия",
      hint: "accept or refuse it first: kazna claim list --open",
      "сначала примите или отклоните её: kazna claim list --open"),
  ]
}
