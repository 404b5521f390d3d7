import Exchange
import LedgerCore
import LedgerService
import Reports

enum CycleCommands {
  static let all = [calculate, approve, cancel, close, show, list, export]

  static let calculate = CommandSpec(
    "cycle calculate", .write, "[--funds X] [--defer AGREEMENT --reason TEXT] …",
    Bilingual(
      "calculate what is to be paid; nothing is posted yet",
      "рассчитать цикл: что платить; проводок ещё нет"),
    options: [
      CommandOption("funds", "X", "money at hand, rubles", "имеющиеся средства, руб."),
      CommandOption(
        "defer", "AGREEMENT", "leave an agreement out (repeatable)",
        "отложить соглашение (можно повторять)", repeatable: true),
      CommandOption(
        "reason", "TEXT", "why, after each --defer", "причина, после каждого --defer",
        repeatable: true),
    ],
    examples: [
      "kazna cycle calculate",
      "kazna cycle calculate --funds 900000 --defer С-12 --reason \"проверка\"",
    ]
  ) { invocation in
    try invocation.checkArguments(0)
    let funds = try invocation.optionalMoney(option: "funds")
    let terms = CycleTerms(funds: funds, deferrals: try deferrals(invocation))
    try invocation.write { _ in [Draft(.cycleCalculated(terms))] }
  }

  /// Each --defer is followed by its --reason.
  private static func deferrals(_ invocation: Invocation) throws(UsageFault) -> [CycleDeferral] {
    var deferrals: [CycleDeferral] = []
    var agreement: Identifier?
    let needsReason = UsageFault.combination(
      english: "each --defer needs its own --reason after it",
      russian: "после каждого --defer нужна своя --reason")
    for given in invocation.arguments.given {
      if given.name == "defer" {
        guard agreement == nil else { throw needsReason }
        agreement = try invocation.identifier("defer", given.value)
      } else if given.name == "reason" {
        guard let number = agreement else { throw needsReason }
        deferrals.append(CycleDeferral(agreement: number, reason: given.value))
        agreement = nil
      }
    }
    guard agreement == nil else { throw needsReason }
    return deferrals
  }

  static let approve = CommandSpec(
    "cycle approve", .write, "N [--pay-on DATE]",
    Bilingual(
      "approve a cycle with both finance signatures: payments are numbered and sent",
      "утвердить цикл двумя подписями: платежи получают номера"),
    options: [
      CommandOption(
        "pay-on", "DATE", "date of the payment orders (the effective date)",
        "дата платёжных поручений (дата факта)")
    ],
    examples: ["kazna cycle approve 1 --pay-on 2023-11-30"]
  ) { invocation in
    let number = try number(invocation)
    let payOn = try invocation.date(option: "pay-on") ?? invocation.effectiveDate()
    try invocation.write { (books) throws(LedgerError) in
      try ClearingDrafts.approve(cycle: number, payOn: payOn, books)
    }
  }

  static let cancel = CommandSpec(
    "cycle cancel", .write, "N",
    Bilingual(
      "cancel a calculated cycle: its lines go to the next", "отменить рассчитанный цикл"),
    examples: ["kazna cycle cancel 1"]
  ) { invocation in
    let number = try number(invocation)
    try invocation.write { (books) throws(LedgerError) in
      [Draft(.cycleCancelled(cycle: try ClearingDrafts.reference(cycle: number, books)))]
    }
  }

  static let close = CommandSpec(
    "cycle close", .write, "N",
    Bilingual(
      "close a cycle whose payments the bank has all answered",
      "закрыть цикл: по всем платежам есть ответ банка"),
    examples: ["kazna cycle close 1"]
  ) { invocation in
    let number = try number(invocation)
    try invocation.write { (books) throws(LedgerError) in
      [Draft(.cycleClosed(cycle: try ClearingDrafts.reference(cycle: number, books)))]
    }
  }

  static let show = CommandSpec(
    "cycle show", .read, "N",
    Bilingual("a cycle: lines, envelope, payments", "цикл: строки, итоги, платежи"),
    examples: ["kazna cycle show 1", "kazna cycle show 1 --format json"]
  ) { invocation in
    let number = try number(invocation)
    let books = try invocation.session.read().books
    guard let report = Listings(books).cycle(UInt32(clamping: number)) else {
      throw LedgerError.notFound(kind: "cycle", id: "\(number)")
    }
    invocation.print(report)
  }

  static let list = CommandSpec(
    "cycle list", .read, "", Bilingual("all cycles", "все циклы"),
    examples: ["kazna cycle list"]
  ) { invocation in
    try invocation.checkArguments(0)
    invocation.print(Listings(try invocation.session.read().books).cycles())
  }

  static let export = CommandSpec(
    "cycle export", .read, "N --to 1c|pain.001|csv --out FILE",
    Bilingual(
      "write the payments of an approved cycle for the bank",
      "выгрузить платежи утверждённого цикла для банка"),
    options: [
      CommandOption(
        "to", "1c|pain.001|csv", "1CClientBankExchange 1.03, ISO 20022 pain.001.001.09, or CSV",
        "формат: 1CClientBankExchange 1.03, ISO 20022 pain.001.001.09 или CSV"),
      CommandOption("out", "FILE", "the file to write", "куда записать"),
    ],
    examples: [
      "kazna cycle export 1 --to 1c --out 1c_to_kl.txt",
      "kazna cycle export 1 --to pain.001 --out payments.xml",
    ]
  ) { invocation in
    let number = try number(invocation)
    let formName = try invocation.required("to")
    guard let form = PaymentExport.Form(rawValue: formName) else {
      throw UsageFault.badValue(
        option: "to", value: formName,
        expected: PaymentExport.Form.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let path = try invocation.required("out")
    let books = try invocation.session.read().books
    let cycle = try PaymentExport.cycle(number, books)
    try Files.write(
      PaymentExport.bytes(of: cycle, as: form, ledger: books.ledger, file: path), to: path)
    invocation.say(
      "payments: \(cycle.payments.count), file \(path)",
      "платежей: \(cycle.payments.count), файл \(path)")
  }

  private static func number(_ invocation: Invocation) throws(UsageFault) -> Int {
    try invocation.checkArguments(1)
    let text = try invocation.argument("N")
    guard let number = Int(text), number > 0 else {
      throw .badValue(option: "N", value: text, expected: "1, 2, …")
    }
    return number
  }
}
