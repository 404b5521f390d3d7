import Exchange
import LedgerCore
import LedgerService
import Reports

/// Statements, payments, receipts and refunds.
enum BankCommands {
  static let all = [
    importStatement, rejectPayment, listPayments, identifyReceipt, sendBackReceipt,
    receiveRefund,
  ]

  static let importStatement = CommandSpec(
    "bank import", .write, "FILE [--unidentified]",
    Bilingual(
      "import a bank statement: confirm payments, book returns and refunds",
      "загрузить выписку: подтвердить платежи, учесть возвраты"),
    options: [
      CommandOption(
        "unidentified", nil, "book credits that match nothing as unidentified",
        "учесть прочие поступления как невыясненные")
    ],
    examples: ["kazna bank import kl_to_1c.txt", "kazna bank import kl_to_1c.txt --unidentified"]
  ) { invocation in
    try invocation.checkArguments(1)
    let path = try invocation.argument("FILE")
    let bytes = try Files.read(path)
    let statement: ClientBankStatement
    do throws(InputFaults) {
      statement = try ClientBankStatement.read(bytes, file: path)
    } catch {
      throw LedgerError.input(error)
    }
    let day = try invocation.effectiveDate()
    let unidentified = invocation.arguments.has("unidentified")
    // Not an id from the file: the same statement again can book what was not booked before.
    try invocation.write { (books) throws(LedgerError) in
      try ClearingDrafts.importStatement(
        statement, NamedBytes(path: path, bytes: bytes), on: day, bookUnidentified: unidentified,
        books)
    }
    guard invocation.sessions.drawing == nil, !invocation.arguments.has("dry-run") else { return }
    try sayOutcomes(invocation, statement)
  }

  /// Says what became of the statement's lines, and lists what matched nothing, so that nobody has
  /// to look for it.
  private static func sayOutcomes(
    _ invocation: Invocation, _ statement: ClientBankStatement
  ) throws {
    let books = try invocation.session.read().books
    for account in statement.accounts where books.payer(ofAccount: account.account) == nil {
      invocation.say(
        "account \(account.account) is no payer's: left out",
        "счёт \(account.account) не принадлежит плательщикам: пропущен")
    }
    let days = books.statementDays.rows.filter { day in
      statement.accounts.contains {
        $0.account == day.account && $0.from <= day.day && day.day <= $0.to
      }
    }
    let rows = days.flatMap { books.statementRows.rows[$0.rows] }
    let counts = outcomes.compactMap { kind, english, russian in
      let count = rows.count { $0.kind == kind }
      return count == 0 ? nil : (english: "\(count) \(english)", russian: "\(russian) \(count)")
    }
    invocation.say(
      "\(rows.count) lines\(counts.isEmpty ? "" : ": ")"
        + counts.map(\.english).joined(separator: ", "),
      "строк \(rows.count)\(counts.isEmpty ? "" : ": ")"
        + counts.map(\.russian).joined(separator: ", "))
    for row in rows where row.kind == .listed { sayUnmatched(row, invocation) }
  }

  private static let outcomes: [(LineOutcome.Kind, english: String, russian: String)] = [
    (.confirmed, "confirmed", "подтверждено"), (.returned, "returned", "возвращено"),
    (.refund, "refunds", "возвратов долга"), (.unidentified, "unidentified", "невыясненных"),
    (.listed, "not matched", "не сопоставлено"),
  ]

  private static func sayUnmatched(_ row: StatementRow, _ invocation: Invocation) {
    let line = row.line
    let shown = ShownValues(language: invocation.language)
    let side = line.side == .debit ? ("debit", "списание") : ("credit", "поступление")
    let place = "\(row.entry):\(row.number) \(shown.day(line.bookedOn.iso))"
    let rest = "\(shown.amount(line.amount)), \(ShownText.cleansed(line.purpose))"
    invocation.say(
      "not matched: \(place) \(side.0) \(rest)", "не сопоставлено: \(place) \(side.1) \(rest)")
  }

  static let rejectPayment = CommandSpec(
    "payment reject", .write, "NUMBER/YEAR --reason TEXT",
    Bilingual(
      "record that the bank refused a payment before paying it",
      "учесть отказ банка исполнить платёж"),
    options: [ClaimCommands.reasonOption],
    examples: ["kazna payment reject 17/2023 --reason \"неверный БИК\""]
  ) { invocation in
    try invocation.checkArguments(1)
    let name = try invocation.payment("NUMBER/YEAR", invocation.argument("NUMBER/YEAR"))
    let reason = try invocation.required("reason")
    try invocation.write { _ in
      [Draft(.paymentRejected(PaymentRejection(payment: name, reason: reason)))]
    }
  }

  static let listPayments = CommandSpec(
    "payment list", .read, "",
    Bilingual("all payments and what became of them", "платежи и их состояние"),
    examples: ["kazna payment list --format csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    invocation.print(Listings(try invocation.session.read().books).payments())
  }

  static let identifyReceipt = CommandSpec(
    "receipt identify", .write,
    "ENTRY:LINE --as refund|return [--agreement N] [--payment NUMBER/YEAR] [--amount X]",
    Bilingual(
      "say what an unidentified receipt is", "выяснить невыясненное поступление"),
    options: [
      CommandOption(
        "as", "refund|return", "a refund, or a returned payment", "возврат долга или платежа"),
      ClaimCommands.agreementOption,
      CommandOption("payment", "NUMBER/YEAR", "the payment that came back", "вернувшийся платёж"),
      CommandOption("amount", "X", "how much of it (what is owed)", "сумма (сколько причитается)"),
    ],
    examples: [
      "kazna receipt identify 91:3 --as refund --agreement С-12",
      "kazna receipt identify 91:3 --as return --payment 17/2023",
    ]
  ) { invocation in
    let receipt = try receipt(invocation)
    let amount = try invocation.optionalMoney(option: "amount")
    let kind = try invocation.required("as")
    let meaning: ReceiptMeaning
    switch kind {
    case "refund":
      let number = try invocation.identifier("agreement", invocation.required("agreement"))
      meaning = .refund(agreement: number)
    case "return":
      meaning = .return(
        payment: try invocation.payment("payment", invocation.required("payment")))
    default:
      throw UsageFault.badValue(option: "as", value: kind, expected: "refund, return")
    }
    try invocation.write { (books) throws(LedgerError) in
      try ClearingDrafts.identify(receipt, as: meaning, amount: amount, books)
    }
  }

  static let sendBackReceipt = CommandSpec(
    "receipt send-back", .write, "ENTRY:LINE",
    Bilingual(
      "send the rest of an unidentified receipt back", "вернуть остаток невыясненного поступления"),
    examples: ["kazna receipt send-back 91:3"]
  ) { invocation in
    let receipt = try receipt(invocation)
    try invocation.write { _ in [Draft(.receiptSentBack(receipt))] }
  }

  static let receiveRefund = CommandSpec(
    "refund receive", .write, "--agreement N --amount X",
    Bilingual("record a refund of a provider", "учесть возврат средств исполнителем"),
    options: [
      ClaimCommands.agreementOption, CommandOption("amount", "X", "rubles", "сумма, руб."),
    ],
    examples: ["kazna refund receive --agreement С-12 --amount 135.89"]
  ) { invocation in
    try invocation.checkArguments(0)
    let agreement = try invocation.identifier("agreement", invocation.required("agreement"))
    let amount = try invocation.money(option: "amount")
    try invocation.write { _ in
      [Draft(.refundReceived(RefundReceipt(agreement: agreement, amount: amount)))]
    }
  }

  private static func receipt(_ invocation: Invocation) throws(UsageFault) -> ReceiptReference {
    try invocation.checkArguments(1)
    let text = try invocation.argument("ENTRY:LINE")
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let entry = UInt64(parts[0]), let line = UInt32(parts[1]) else {
      throw .badValue(option: "ENTRY:LINE", value: text, expected: "91:3")
    }
    return ReceiptReference(entry: entry, line: line)
  }
}
