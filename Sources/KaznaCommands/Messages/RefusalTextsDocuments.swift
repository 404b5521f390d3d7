import LedgerCore

extension RefusalText {
  /// Of the document as a whole.
  static let documents: [RefusalCode: RefusalText] = [
    .otherLedger: RefusalText(
      "the document was made for another ledger, {short}",
      "документ составлен для другой книги учёта, {short}",
      hint: "choose that ledger with --ledger, or make the document again for this one",
      "укажите ту книгу через --ledger или составьте документ заново для этой"),
    .unknownRules: RefusalText(
      "the rules version {s} is not the one in force",
      "версия правил {s} не является действующей",
      hint: "make the document again with this version of kazna",
      "составьте документ заново этой версией kazna"),
    .rulesInForce: RefusalText(
      "the rules version {s} is in force already", "версия правил {s} уже действует",
      hint: "there is nothing to adopt", "принимать нечего"),
    .unknownBasis: RefusalText(
      "the document rests on an entry[ {s}] that this ledger does not hold",
      "документ опирается на запись[ {s}], которой в этой книге учёта нет",
      hint: "make the document again: kazna document new",
      "составьте документ заново: kazna document new"),
    .ledgerAlreadyOpened: RefusalText(
      "the ledger was opened before", "книга учёта уже открыта",
      hint: "a ledger is opened once; a new one needs another directory: kazna init --ledger DIR",
      "книга открывается один раз; для новой укажите другой каталог: kazna init --ledger КАТАЛОГ"),
    .ledgerNotOpened: RefusalText(
      "the ledger has no opening entry yet", "в книге учёта ещё нет открывающей записи",
      hint: "open it first: kazna init --name TEXT",
      "сначала откройте её: kazna init --name НАЗВАНИЕ"),
    .documentKnown: RefusalText(
      "the document {short} was recorded before", "документ {short} уже записан",
      hint: "find it with kazna log; nothing needs to be sent again",
      "найдите его через kazna log; повторно отправлять ничего не нужно"),
    .monthSealed: RefusalText(
      "the month {day} is sealed and takes no more entries",
      "период {day} закрыт и новых записей не принимает",
      hint: "a month is sealed once; an entry takes a later effective date: --date",
      "период закрывают один раз; для записи укажите более позднюю дату: --date"),
    .sealOutOfOrder: RefusalText(
      "periods are sealed in order: {day} comes first",
      "периоды закрываются по порядку: сначала {day}",
      hint: "seal it: kazna period seal {s}", "закройте его: kazna period seal {s}"),
    .sealOfFuture: RefusalText(
      "the month {day} has not begun, so it cannot be sealed",
      "период {day} ещё не наступил, закрыть его нельзя",
      hint: "seal it when it is over", "закройте его, когда он закончится"),
    .mixedProviders: RefusalText(
      "the register holds lines of several providers, found at {s}",
      "в реестре строки разных исполнителей услуг, обнаружено на {s}",
      hint: "each provider signs a register of its own: split the file by provider",
      "каждый исполнитель подписывает свой реестр: разделите файл по исполнителям"),
    .registerFull: RefusalText(
      "a ledger holds 16 777 216 orders and as many agreements; there is room for {s} more",
      "книга учёта вмещает 16 777 216 заказов и столько же соглашений; осталось места для {s}",
      hint: "what is beyond that needs a ledger of its own",
      "для остальных нужна отдельная книга учёта"),
    .paymentNumbersUsed: RefusalText(
      "cycle {s}: payments are numbered up to 999 999 in a year, and fewer numbers are left",
      "цикл {s}: номеров платежей в году 999 999, и столько уже не осталось",
      hint: "approve it with an effective date in the next year",
      "утвердите его датой следующего года"),
    .totalsDiffer: RefusalText(
      "{s}: the sum is[ now {have}] not the one signed[, {need}]",
      "{s}: сумма[ сейчас {have},] не совпадает с подписанной[, {need}]",
      hint: "something was recorded in between: make the document again and sign it",
      "за это время появились новые записи: составьте документ заново и подпишите"),
  ]

  /// Of a number: unknown, or used before.
  static let numbers: [RefusalCode: RefusalText] = [
    .numberUsed: RefusalText(
      "the number {s} is used already", "номер {s} уже использован",
      hint: "a number is never used again: choose another",
      "номер повторно не используется: возьмите другой"),
    .acceptanceUsed: RefusalText(
      "the consumer's application {s} has a contract already",
      "по заявлению потребителя {s} договор уже заключён",
      hint: "check the column acceptance: it is unique for each contract",
      "проверьте столбец acceptance: он свой у каждого договора"),
    .accountUsed: RefusalText(
      "the bank account {s} belongs to another payer",
      "счёт {s} принадлежит другому плательщику",
      hint: "check the column account: each payer has an account of its own",
      "проверьте столбец account: у каждого плательщика свой счёт"),
    .keyUsed: RefusalText(
      "the key[ {short}] was enrolled before", "ключ[ {short}] уже зарегистрирован",
      hint: "a key is enrolled once, ever: make a new one with kazna key new NAME",
      "ключ регистрируется только один раз: создайте новый через kazna key new ИМЯ"),
    .roleNotEnrollable: RefusalText(
      "keys of the role {role} are neither enrolled nor revoked in this way",
      "ключи роли «{role}» так не регистрируют и не отзывают",
      hint: "keys of the operator and of the log are replaced; others are enrolled and revoked",
      "ключи оператора и журнала заменяют; остальные регистрируют и отзывают"),
    .unknownKey: RefusalText(
      "the key {short} is not enrolled in this ledger",
      "ключ {short} в этой книге учёта не зарегистрирован",
      hint: "see the keys: kazna key list", "посмотрите ключи: kazna key list"),
    .keyEnded: RefusalText(
      "the key {short} was revoked or replaced before", "ключ {short} уже отозван или заменён",
      hint: "see since when: kazna key list", "посмотрите, с какого времени: kazna key list"),
    .unknownPayer: RefusalText(
      "there is no payer {s}", "нет плательщика {s}",
      hint: "check the INN, or register the payer: kazna payer register --from payers.csv",
      "проверьте ИНН или внесите плательщика: kazna payer register --from payers.csv"),
    .unknownOrder: RefusalText(
      "there is no order {s}", "нет заказа {s}",
      hint: "check the number, or approve the order: kazna order approve --from orders.csv",
      "проверьте номер или утвердите заказ: kazna order approve --from orders.csv"),
    .unknownCertificate: RefusalText(
      "there is no certificate {s}", "нет сертификата {s}",
      hint: "check the number, or issue it: kazna certificate issue --from certificates.csv",
      "проверьте номер или выдайте: kazna certificate issue --from certificates.csv"),
    .unknownProvider: RefusalText(
      "there is no provider {s}", "нет исполнителя услуг {s}",
      hint: "check the INN, or admit the provider: kazna provider admit --from providers.csv",
      "проверьте ИНН или допустите исполнителя: kazna provider admit --from providers.csv"),
    .unknownAgreement: RefusalText(
      "there is no agreement {s}", "нет соглашения {s}",
      hint: "check the number, or sign it: kazna agreement sign --from agreements.csv",
      "проверьте номер или заключите: kazna agreement sign --from agreements.csv"),
    .unknownContract: RefusalText(
      "there is no contract {s}", "нет договора {s}",
      hint: "check the number, or sign it: kazna contract sign --from contracts.csv",
      "проверьте номер или заключите: kazna contract sign --from contracts.csv"),
    .unknownClaim: RefusalText(
      "entry {s} is no claim", "запись {s} не является заявкой",
      hint: "a claim is named by its entry: kazna claim list",
      "заявка называется по номеру записи: kazna claim list"),
    .unknownCycle: RefusalText(
      "there is no cycle {s}", "нет расчётного цикла {s}",
      hint: "see the cycles: kazna cycle list", "посмотрите циклы: kazna cycle list"),
    .unknownPayment: RefusalText(
      "there is no payment {s}", "нет платежа {s}",
      hint: "a payment is named NUMBER/YEAR: kazna payment list",
      "платёж называется НОМЕР/ГОД: kazna payment list"),
    .unknownReceipt: RefusalText(
      "there is no receipt {s}", "нет поступления {s}",
      hint: "a receipt is named ENTRY:LINE, as the bank import listed it: kazna show ENTRY",
      "поступление называется ЗАПИСЬ:СТРОКА, как при загрузке выписки: kazna show ЗАПИСЬ"),
    .unknownAccount: RefusalText(
      "the bank account {s} belongs to no payer", "счёт {s} не принадлежит ни одному плательщику",
      hint: "check the statement, or correct the payer: kazna payer amend --from payers.csv",
      "проверьте выписку или данные плательщика: kazna payer amend --from payers.csv"),
    .unknownEntry: RefusalText(
      "entry {s} is not in this ledger, or is not the one that was signed for",
      "записи {s} в этой книге учёта нет, или это не та запись, которую подписывали",
      hint: "see the entries: kazna log", "посмотрите записи: kazna log"),
    .staleAmendment: RefusalText(
      "{s} was changed after this amendment was prepared",
      "{s}: данные изменились после подготовки этого изменения",
      hint: "make the amendment again from the present state",
      "подготовьте изменение заново по текущим данным"),
    .nothingChanges: RefusalText(
      "{s} stands as the amendment says already", "{s}: изменение ничего не меняет",
      hint: "there is nothing to record; check what you meant to change",
      "записывать нечего; проверьте, что нужно было изменить"),
  ]
}
