import LedgerCore

/// The demonstration: all that happened in the example, in order.
struct DemoScript {
  /// What the example's ledger is called.
  static let ledgerName = "Город-пример, 2023 год"

  /// The provider whose payment of September's finals came back, and the one whose advance of
  /// November did: each opened a new account.
  static let returnedFinalProvider = 5
  static let returnedAdvanceProvider = 19
  /// The provider whose advance of October the bank refused to pay.
  static let rejectedProvider = 11
  /// Who pays its whole debt through the bank, and whose money comes without saying what for.
  static let refundingProvider = 14
  static let unidentifiedProvider = 27

  let town: ExampleTown

  static let kansk = DemoScript(town: .kansk)

  var stages: [DemoStage] {
    [opening, keys, registers] + months.flatMap { stages(of: $0) } + [reports]
  }

  /// A write: everything that a party signs carries the day of the fact.
  static func write(
    _ arguments: [DemoArgument], on date: String, by signers: [String] = [], label: String? = nil
  ) -> DemoStep {
    let names: [DemoArgument] = signers.flatMap { ["--by", .word($0)] as [DemoArgument] }
    return DemoStep(label: label, arguments: arguments + ["--date", .word(date)] + names)
  }

  static let finance = ["finance-first"]
  static let authorityAndFinance = ["authority", "finance-first"]

  private var opening: DemoStage {
    DemoStage(
      titleRussian: "Книга открывается", titleEnglish: "The ledger is opened",
      steps: [Self.write(["init", "--name", .word(Self.ledgerName)], on: "2023-08-01")])
  }

  private var keys: DemoStage {
    let bodies = [
      ("authority", "authority", ExampleTown.authorityINN),
      ("finance-first", "finance-first", ExampleTown.payerINN),
      ("finance-second", "finance-second", ExampleTown.payerINN),
    ]
    let providers = ExampleProvider.all.map { ($0.keyName, "provider", $0.inn) }
    let all = bodies + providers
    return DemoStage(
      titleRussian: "Ключи подписей: уполномоченный орган, финансы, исполнители",
      titleEnglish: "Signing keys: authorised body, finance, providers",
      steps: all.map { DemoStep(arguments: ["key", "new", .word($0.0)]) }
        + all.map { name, role, inn in
          Self.write(
            [
              "key", "enroll", .word(name), "--role", .word(role), "--party", .word(inn), "--from",
              "2023-01-01", "--to", "2199-12-31",
            ], on: "2023-08-01")
        })
  }

  private var registers: DemoStage {
    DemoStage(
      titleRussian: "Заказ, сертификаты, исполнители, соглашения",
      titleEnglish: "Order, certificates, providers, agreements",
      steps: [
        Self.write(
          ["payer", "register", "--from", .input("payers.csv")], on: "2023-08-07", by: Self.finance),
        Self.write(
          ["order", "approve", "--from", .input("orders.csv")], on: "2023-08-15",
          by: Self.authorityAndFinance),
        Self.write(
          ["provider", "admit", "--from", .input("providers.csv")], on: "2023-08-21"),
        Self.write(
          ["agreement", "sign", "--from", .input("agreements.csv")], on: "2023-08-28"),
        Self.write(
          ["certificate", "issue", "--from", .input("certificates.csv")], on: "2023-08-29"),
      ])
  }

  private var reports: DemoStage {
    let questions: [[DemoArgument]] = [
      ["balance", "order", .word(ExampleTown.order)],
      ["balance", "payer", .word(ExampleTown.payerINN)], ["report", "trial-balance"], ["verify"],
    ]
    return DemoStage(
      titleRussian: "Остатки, оборотно-сальдовая ведомость, проверка",
      titleEnglish: "Balances, trial balance, verification",
      steps: questions.map { DemoStep(arguments: $0, isQuestion: true) })
  }

  static func provider(_ number: Int) -> ExampleProvider { ExampleProvider.all[number - 1] }
}
