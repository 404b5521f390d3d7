import Bytes
import Simulation

@testable import LedgerCore

extension Town {
  func clearing(_ row: ScriptRow) throws -> DocumentBody? {
    switch row.verb {
    case "calculate":
      let deferrals = try (row.options["defer"] ?? "").split(separator: ";").map {
        CycleDeferral(agreement: try .of(String($0)), reason: "r")
      }
      return .cycleCalculated(CycleTerms(funds: try row.money("funds"), deferrals: deferrals))
    case "approve": return .cycleApproved(try approval(row))
    case "cancel": return .cycleCancelled(cycle: try reference(row.word(0)))
    case "close-cycle": return .cycleClosed(cycle: try reference(row.word(0)))
    case "reject":
      return .paymentRejected(PaymentRejection(payment: try payment(row.word(0)), reason: "r"))
    case "statement": return .statementImported(try statement(row))
    case "identify":
      let meaning: ReceiptMeaning =
        try row.word(1) == "refund"
        ? .refund(agreement: try row.identifier(2)) : .return(payment: try payment(row.word(2)))
      return .receiptIdentified(
        ReceiptIdentification(
          receipt: try receipt(row.word(0)), meaning: meaning, amount: try row.money(3)))
    case "send-back": return .receiptSentBack(try receipt(row.word(0)))
    case "refund":
      return .refundReceived(
        RefundReceipt(agreement: try row.identifier(0), amount: try row.money(1)))
    case "reverse":
      return .entryReversed(EntryReversal(entry: try reference(row.word(0)), reason: "r"))
    case "seal": return .periodSealed(month: try .of(row.word(0)))
    default: return nil
    }
  }

  func payment(_ text: String) throws -> PaymentName {
    guard let name = PaymentName(text) else { throw ScriptError(text: text) }
    return name
  }

  /// `approve y1`, with the envelope that was calculated; `sum=` puts another sum into it.
  private func approval(_ row: ScriptRow) throws -> CycleApproval {
    let cycle = try cycleRow(row.word(0))
    var envelope =
      cycle.map { books.cycles[$0].result.envelope }
      ?? Envelope(count: 0, sum: .zero, digest: .zero)
    if let sum = try row.money("sum") { envelope.sum = sum }
    return CycleApproval(
      cycle: try reference(row.word(0)), envelope: envelope,
      payOn: try row.date("pay-on", "2023-11-10"))
  }

  /// `statement P1 2023-11-10 -1/2023 +V1:10.00 +?:5.00@2023-11-11 to=2023-11-11 book=yes`
  private func statement(_ row: ScriptRow) throws -> BankStatement {
    let payer = books.payers.find(try row.identifier(0))
    let account =
      row.options["account"] ?? payer.map { books.payers[$0].details.account } ?? "unknown"
    let from = try CalendarDate.of(row.word(1))
    let lines = try row.words.dropFirst(2).map { try line($0, from) }
    let opening = try row.money("opening") ?? books.opening(account, from)
    let closing = lines.reduce(opening) {
      $1.side == .credit ? $0 + $1.amount : $0 - $1.amount
    }
    return BankStatement(
      file: .zero, account: account, from: from,
      to: try row.options["to"].map(CalendarDate.of) ?? from, opening: opening,
      closing: try row.money("closing") ?? closing, bookUnidentified: row.options["book"] == "yes",
      lines: lines)
  }

  /// A debit `-1/2023` pays a payment; a credit `+1/2023` brings it back, `+V1:10.00` comes from a
  /// provider and `+?:10.00` from nowhere. `~sum`, `~date`, `~number` or `~account` spoils a part;
  /// `@` tells the day.
  private func line(_ word: String, _ from: CalendarDate) throws -> StatementLine {
    let dated = word.split(separator: "@").map(String.init)
    let spoiled = dated[0].split(separator: "~").map(String.init)
    let wrong = spoiled.count > 1 ? spoiled[1] : ""
    let side = spoiled[0].hasPrefix("-") ? StatementSide.debit : .credit
    let what = String(spoiled[0].dropFirst())
    let bookedOn = try dated.count > 1 ? CalendarDate.of(dated[1]) : from
    if let name = PaymentName(what), let row = books.findPayment(name) {
      return books.statementLine(of: books.payments[row].order, side, wrong, bookedOn)
    }
    let parts = what.split(separator: ":").map(String.init)
    guard parts.count == 2 else { throw ScriptError(text: word) }
    return StatementLine(
      bookedOn: bookedOn, side: side, amount: try .of(parts[1]), number: "7", date: bookedOn,
      counterpartyINN: parts[0] == "?" ? "" : parts[0], counterpartyAccount: "",
      purpose: "purpose")
  }
}
