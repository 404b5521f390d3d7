import LedgerCore

extension RefusalText {
  /// Of claims and their acceptance.
  static let claims: [RefusalCode: RefusalText] = [
    .alreadyClaimed: RefusalText(
      "contract {s} is claimed for this month already", "договор {s} за этот месяц уже заявлен",
      hint: "withdraw the earlier claim first: kazna claim withdraw ENTRY",
      "сначала отзовите прежнюю заявку: kazna claim withdraw ЗАПИСЬ"),
    .advanceAfterFinal: RefusalText(
      "contract {s} has a final claim, so no advance can follow",
      "по договору {s} подана заявка на оплату, аванс после неё не заявляется",
      hint: "take the contract out of the advance", "уберите договор из заявки на авансирование"),
    .advanceTooLarge: RefusalText(
      "contract {s}: the advance is too large[: at most {have}, claimed {need}]",
      "договор {s}: аванс слишком велик[: не более {have}, заявлено {need}]",
      hint: "lower the amount, or leave the column empty for the largest advance",
      "уменьшите сумму или оставьте столбец пустым: будет взят наибольший аванс"),
    .advanceUnderWay: RefusalText(
      "the advance of contract {s} is in a cycle or in transit",
      "аванс по договору {s} находится в расчётном цикле или в пути",
      hint: "wait until the bank confirms or returns it: kazna payment list",
      "дождитесь подтверждения или возврата банком: kazna payment list"),
    .claimNotSubmitted: RefusalText(
      "the claim of entry {s} no longer waits for acceptance",
      "заявка по записи {s} уже не ожидает принятия",
      hint: "see the claims that wait: kazna claim list --open",
      "посмотрите ожидающие заявки: kazna claim list --open"),
    .claimOver: RefusalText(
      "the claim of entry {s} was refused or withdrawn before",
      "заявка по записи {s} уже отклонена или отозвана",
      hint: "submit a new claim: kazna claim submit",
      "подайте новую заявку: kazna claim submit"),
    .claimInCycle: RefusalText(
      "{s}: the claim is in a calculated cycle", "{s}: заявка включена в рассчитанный цикл",
      hint: "cancel the cycle first, or wait for its end: kazna cycle list",
      "сначала отмените цикл или дождитесь его завершения: kazna cycle list"),
    .claimSettling: RefusalText(
      "{s}: a cycle settled part of the claim already",
      "{s}: заявка уже частично рассчитана",
      hint: "correct it instead: kazna claim correct",
      "вместо этого исправьте её: kazna claim correct"),
    .claimEffectsUsed: RefusalText(
      "contract {s}: since the acceptance its advance came back, its refund was used or the money it released spent",
      "договор {s}: после акцепта аванс вернулся, возврат использован или высвобожденные средства израсходованы",
      hint: "correct the claim instead: kazna claim correct --contract {s}",
      "вместо этого исправьте заявку: kazna claim correct --contract {s}"),
    .unknownReduction: RefusalText(
      "contract {s} is not in the claim to be reduced, or stands in the file twice",
      "договора {s} нет в уменьшаемой заявке, или он указан в файле дважды",
      hint: "see the claim's lines: kazna show ENTRY",
      "посмотрите строки заявки: kazna show ЗАПИСЬ"),
    .notReduced: RefusalText(
      "contract {s}: the new value is not below the old one",
      "договор {s}: новое значение не меньше прежнего",
      hint: "a claim is only ever reduced; leave unchanged contracts out",
      "заявка только уменьшается; договоры без изменений не указывайте"),
    .noAcceptedFinal: RefusalText(
      "contract {s} has no accepted final for this month",
      "по договору {s} за этот месяц нет принятой заявки на оплату",
      hint: "only an accepted final is corrected; see kazna balance contract {s}",
      "исправляется только принятая заявка на оплату; посмотрите kazna balance contract {s}"),
    .paymentUnderWay: RefusalText(
      "contract {s}: a payment of this month is in transit",
      "договор {s}: платёж за этот месяц в пути",
      hint: "import the bank statement first: kazna bank import FILE",
      "сначала загрузите выписку банка: kazna bank import ФАЙЛ"),
  ]

  /// Of cycles and payments.
  static let clearing: [RefusalCode: RefusalText] = [
    .cycleOpen: RefusalText(
      "another cycle is calculated and not yet approved",
      "другой расчётный цикл рассчитан и ещё не утверждён",
      hint: "approve or cancel it first: kazna cycle list",
      "сначала утвердите или отмените его: kazna cycle list"),
    .cycleNotCalculated: RefusalText(
      "cycle {s} is not waiting for approval", "расчётный цикл {s} не ожидает утверждения",
      hint: "see its status: kazna cycle show {s}",
      "посмотрите его состояние: kazna cycle show {s}"),
    .cycleNotApproved: RefusalText(
      "cycle {s} is not approved, or is closed already",
      "расчётный цикл {s} не утверждён или уже закрыт",
      hint: "see what it waits for: kazna cycle show {s}",
      "посмотрите, чего он ожидает: kazna cycle show {s}"),
    .cyclePaymentsOpen: RefusalText(
      "payment {s} of the cycle is still in transit", "платёж {s} этого цикла ещё в пути",
      hint: "import the statement: kazna bank import FILE; or record a refusal by the bank: "
        + "kazna payment reject {s} --reason TEXT",
      "загрузите выписку: kazna bank import ФАЙЛ; или запишите отказ банка: "
        + "kazna payment reject {s} --reason ПРИЧИНА"),
    .envelopeDiffers: RefusalText(
      "cycle {s} is not the one that was signed[: it comes to {have}, signed was {need}]",
      "расчётный цикл {s} не тот, что подписан[: его сумма {have}, подписано {need}]",
      hint: "look at it again before you sign: kazna cycle show {s}",
      "перед подписью посмотрите его ещё раз: kazna cycle show {s}"),
    .resultChanged: RefusalText(
      "cycle {s} would come out otherwise now", "расчётный цикл {s} теперь дал бы другой результат",
      hint: "cancel it and calculate again: kazna cycle cancel {s}",
      "отмените его и рассчитайте заново: kazna cycle cancel {s}"),
    .paymentNotSent: RefusalText(
      "payment {s} is no longer in transit", "платёж {s} уже не в пути",
      hint: "see its status: kazna payment list", "посмотрите его состояние: kazna payment list"),
  ]
}
