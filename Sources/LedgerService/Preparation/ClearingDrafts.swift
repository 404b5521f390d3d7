import Bytes
import Cryptography
import Exchange
import LedgerCore

/// Makes the documents of cycles, statements and receipts.
public enum ClearingDrafts {
  /// A cycle by its number.
  public static func cycle(_ number: Int, _ books: Books) throws(LedgerError) -> Cycle {
    guard number >= 1, number <= books.cycles.count else {
      throw .notFound(kind: "cycle", id: "\(number)")
    }
    return books.cycles[number - 1]
  }

  public static func approve(
    cycle number: Int, payOn: CalendarDate, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    let cycle = try cycle(number, books)
    return [
      Draft(
        .cycleApproved(
          CycleApproval(
            cycle: books.reference(toEntry: cycle.entry), envelope: cycle.result.envelope,
            payOn: payOn)))
    ]
  }

  public static func reference(
    cycle number: Int, _ books: Books
  ) throws(LedgerError) -> EntryReference {
    books.reference(toEntry: try cycle(number, books).entry)
  }

  /// One document for each account of a payer that the file has statements of: a bank's file may
  /// have other accounts too. Where it has no other, the rules refuse it. Those of payers take effect
  /// on `day`, which is not before their last.
  public static func importStatement(
    _ statement: ClientBankStatement, _ file: NamedBytes, on day: CalendarDate,
    bookUnidentified: Bool, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    let digest = SHA256.hash(file.bytes)
    let ours = statement.accounts.filter { books.payer(ofAccount: $0.account) != nil }
    do throws(InputFaults) {
      try ClientBankStatement.checkEnd(of: ours, by: day, file: file.path)
    } catch {
      throw .input(error)
    }
    return (ours.isEmpty ? statement.accounts : ours).map { account in
      // The order of lines within a day is the bank's.
      let lines = account.lines.enumerated().sorted {
        ($0.element.bookedOn, $0.offset) < ($1.element.bookedOn, $1.offset)
      }.map(\.element)
      let body = BankStatement(
        file: digest, account: account.account, from: account.from, to: account.to,
        opening: account.opening, closing: account.closing, bookUnidentified: bookUnidentified,
        lines: lines.map(\.documentLine))
      return Draft(.statementImported(body), fileLines: lines.map(\.line))
    }
  }

  /// Where no amount is given, as much as is owed and there.
  public static func identify(
    _ receipt: ReceiptReference, as meaning: ReceiptMeaning, amount: Money?, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    guard let row = books.receipt(receipt) else {
      throw .notFound(kind: "receipt", id: "\(receipt.entry):\(receipt.line)")
    }
    switch meaning {
    case .refund(let number):
      guard books.agreements.find(number) != nil else {
        throw AmendmentDrafts.missing("agreement", number)
      }
    case .return(let name):
      guard books.findPayment(name) != nil else {
        throw .notFound(kind: "payment", id: name.description)
      }
    }
    let sum = amount ?? books.identifiable(row, as: meaning)
    guard sum > .zero else { throw .nothingToDo("nothing-owed") }
    return [
      Draft(
        .receiptIdentified(
          ReceiptIdentification(receipt: receipt, meaning: meaning, amount: sum)))
    ]
  }

  public static func reverse(
    entry number: UInt64, reason: String, _ books: Books
  ) throws(LedgerError) -> [Draft] {
    guard number < books.nextEntry else { throw .notFound(kind: "entry", id: "\(number)") }
    let entry = books.reference(toEntry: number)
    return [Draft(.entryReversed(EntryReversal(entry: entry, reason: reason)))]
  }
}

extension ClientBankLine {
  fileprivate var documentLine: StatementLine {
    let counterparty = direction == .debit ? payee : payer
    return StatementLine(
      bookedOn: bookedOn, side: direction == .debit ? .debit : .credit, amount: amount,
      number: number, date: date, counterpartyINN: counterparty.inn ?? "",
      counterpartyAccount: counterparty.account, purpose: purpose)
  }
}
