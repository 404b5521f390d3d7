import Exchange
import LedgerCore
import LedgerService

/// Payers, orders, certificates, providers.
enum RegisterCommands {
  static let all = [
    registerPayers, amendPayers, approveOrders, amendOrder, closeOrder, issueCertificates,
    amendCertificate, suspendCertificate, resumeCertificate, closeCertificate, admitProviders,
    amendProviders, excludeProvider,
  ]

  static func from(_ file: String) -> CommandOption {
    CommandOption("from", file, "the file with the lines", "файл со строками")
  }

  static let registerPayers = CommandSpec(
    "payer register", .write, "--from payers.csv",
    Bilingual("register who pays", "зарегистрировать плательщиков"),
    options: [from("payers.csv")], examples: ["kazna payer register --from payers.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(PayerRow.self)
    try invocation.write(source: bytes) { _ in RegisterDrafts.register(rows) }
  }

  static let amendPayers = CommandSpec(
    "payer amend", .write, "--from payers.csv",
    Bilingual("replace the details of payers", "изменить реквизиты плательщиков"),
    options: [from("payers.csv")], examples: ["kazna payer amend --from payers.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(PayerRow.self)
    try invocation.write(source: bytes) { books in RegisterDrafts.amend(rows, books) }
  }

  static let approveOrders = CommandSpec(
    "order approve", .write, "--from orders.csv",
    Bilingual("approve social orders and their money", "утвердить социальные заказы"),
    options: [from("orders.csv")], examples: ["kazna order approve --from orders.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(OrderRow.self)
    try invocation.write(source: bytes) { _ in RegisterDrafts.approve(rows) }
  }

  static let amendOrder = CommandSpec(
    "order amend", .write, "NUMBER --amount X",
    Bilingual("raise or lower an order", "увеличить или уменьшить заказ"),
    options: [CommandOption("amount", "X", "the new amount, rubles", "новая сумма, руб.")],
    examples: ["kazna order amend МСЗ-2023 --amount 42000000"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    let amount = try invocation.money(option: "amount")
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.amend(order: number, amount: amount, books)
    }
  }

  static let closeOrder = CommandSpec(
    "order close", .write, "NUMBER",
    Bilingual(
      "close an order at the year's end: certificates close, the rest lapses",
      "закрыть заказ в конце года: сертификаты закрываются, остаток закрывается без исполнения"),
    examples: ["kazna order close МСЗ-2023"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.close(order: number, books)
    }
  }

  static let issueCertificates = CommandSpec(
    "certificate issue", .write, "--from certificates.csv",
    Bilingual("issue certificates with their nominals", "выдать сертификаты"),
    options: [from("certificates.csv")],
    examples: ["kazna certificate issue --from certificates.csv --dry-run"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(CertificateRow.self)
    try invocation.write(source: bytes) { _ in RegisterDrafts.issue(rows) }
  }

  static let amendCertificate = CommandSpec(
    "certificate amend", .write, "NUMBER --nominal X",
    Bilingual("raise or lower a nominal", "изменить номинал"),
    options: [CommandOption("nominal", "X", "the new nominal, rubles", "новый номинал, руб.")],
    examples: ["kazna certificate amend 24-000017 --nominal 12000"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.identifier(argument: "NUMBER")
    let nominal = try invocation.money(option: "nominal")
    try invocation.write { (books) throws(LedgerError) in
      try AmendmentDrafts.amend(certificate: number, nominal: nominal, books)
    }
  }

  static let suspendCertificate = CommandSpec(
    "certificate suspend", .write, "NUMBER …",
    Bilingual(
      "suspend certificates: no new contracts", "приостановить: новых договоров не будет"),
    examples: ["kazna certificate suspend 24-000017"]
  ) { invocation in
    let numbers = try identifiers(invocation)
    try invocation.write { _ in [Draft(.certificatesSuspended(numbers))] }
  }

  static let resumeCertificate = CommandSpec(
    "certificate resume", .write, "NUMBER …",
    Bilingual("make suspended certificates active again", "возобновить сертификаты"),
    examples: ["kazna certificate resume 24-000017"]
  ) { invocation in
    let numbers = try identifiers(invocation)
    try invocation.write { _ in [Draft(.certificatesResumed(numbers))] }
  }

  static let closeCertificate = CommandSpec(
    "certificate close", .write, "NUMBER … | --expired",
    Bilingual(
      "close certificates: what is available goes back to the order",
      "закрыть сертификаты: доступный остаток возвращается в заказ"),
    options: [
      CommandOption(
        "expired", nil, "all that are past their validity", "все, чей срок истёк")
    ],
    examples: ["kazna certificate close 24-000017", "kazna certificate close --expired"]
  ) { invocation in
    if invocation.arguments.has("expired") {
      try invocation.checkArguments(0)
      let day = try invocation.effectiveDate()
      try invocation.write { (books) throws(LedgerError) in
        try AmendmentDrafts.closeExpired(on: day, books)
      }
    } else {
      let numbers = try identifiers(invocation)
      try invocation.write { _ in [Draft(.certificatesClosed(numbers))] }
    }
  }

  static let admitProviders = CommandSpec(
    "provider admit", .write, "--from providers.csv",
    Bilingual("admit providers to the register", "включить исполнителей в реестр"),
    options: [from("providers.csv")], examples: ["kazna provider admit --from providers.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(ProviderRow.self)
    try invocation.write(source: bytes) { _ in RegisterDrafts.admit(rows) }
  }

  static let amendProviders = CommandSpec(
    "provider amend", .write, "--from providers.csv",
    Bilingual(
      "replace bank details and services of providers",
      "изменить реквизиты и услуги исполнителей"),
    options: [from("providers.csv")], examples: ["kazna provider amend --from providers.csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let (rows, bytes) = try invocation.rows(ProviderRow.self)
    try invocation.write(source: bytes) { books in RegisterDrafts.amend(rows, books) }
  }

  static let excludeProvider = CommandSpec(
    "provider exclude", .write, "INN --reason TEXT",
    Bilingual(
      "exclude a provider and end its contracts",
      "исключить исполнителя и прекратить его договоры"),
    options: [CommandOption("reason", "TEXT", "why", "причина")],
    examples: ["kazna provider exclude 2450054320 --reason \"лицензия аннулирована\""]
  ) { invocation in
    try invocation.checkArguments(1)
    let inn = try invocation.identifier(argument: "INN")
    let reason = try invocation.required("reason")
    try invocation.write { _ in
      [Draft(.providerExcluded(ProviderExclusion(inn: inn, reason: reason)))]
    }
  }

  private static func identifiers(_ invocation: Invocation) throws(UsageFault) -> [Identifier] {
    guard !invocation.arguments.positionals.isEmpty else { throw .missingArgument("NUMBER") }
    var numbers: [Identifier] = []
    for text in invocation.arguments.positionals {
      numbers.append(try invocation.identifier("NUMBER", text))
    }
    return numbers
  }
}
