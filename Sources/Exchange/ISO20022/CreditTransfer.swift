import Bytes
import LedgerCore

/// One payment of a customer credit transfer initiation (ISO 20022 pain.001).
public struct CreditTransfer: Hashable, Sendable {
  /// Most characters of a name (Max140Text) and of one line of a purpose; a purpose has two lines.
  public static let nameLimit = 140
  public static let lineLimit = 140

  /// What the bank returns in its answers: `17-2023`.
  public var reference: String
  public var executionDate: CalendarDate
  public var amount: Money
  public var payer: BankParty
  public var payee: BankParty
  public var purpose: String

  public init(
    reference: String, executionDate: CalendarDate, amount: Money, payer: BankParty,
    payee: BankParty, purpose: String
  ) {
    (self.reference, self.executionDate, self.amount) = (reference, executionDate, amount)
    (self.payer, self.payee, self.purpose) = (payer, payee, purpose)
  }

  /// The purpose in lines that together are the purpose again: cut behind a space where the rest
  /// fits into the second line.
  var purposeLines: [String] {
    let scalars = Array(purpose.unicodeScalars)
    guard scalars.count > Self.lineLimit else { return [purpose] }
    let earliest = max(scalars.count - Self.lineLimit, 1)
    let cut =
      (earliest...Self.lineLimit).last { scalars[$0 - 1] == " " && scalars[$0] != " " }
      ?? Self.lineLimit
    return [scalars[..<cut], scalars[cut...]].map { part in
      var line = String.UnicodeScalarView()
      line.append(contentsOf: part)
      return String(line)
    }
  }

  /// Adds to `log` whatever the format cannot carry; `item` is the payment's place from 1.
  func check(_ log: FaultLog, item: Int) {
    func refuse(_ fault: ValueFault, _ field: String, _ value: String) {
      log.add(.value(fault), line: item, column: field, value: value)
    }
    func check(_ field: String, _ value: String, limit: Int) {
      let count = value.unicodeScalars.count
      if let fault = XMLText.forbidden(in: value) {
        refuse(.text(fault), field, value)
      } else if value.isEmpty {
        refuse(.empty, field, value)
      } else if count > limit {
        refuse(.tooLong(characters: count, limit: limit), field, value)
      }
    }
    if amount <= .zero || !amount.isWithinLimit {
      refuse(amount > .zero ? .amount(.tooLarge) : .notPositive, "InstdAmt", amount.decimal)
    }
    check("EndToEndId", reference, limit: 35)
    for (role, party) in [("Dbtr", payer), ("Cdtr", payee)] {
      check("\(role)/Nm", party.transferName, limit: Self.nameLimit)
      check("\(role)Agt/Nm", party.transferBank, limit: Self.nameLimit)
      for fault in party.requisiteFaults {
        refuse(.requisite(fault.fault), "\(role)\(fault.field)", fault.value)
      }
    }
    check("RmtInf/Ustrd", purpose, limit: 2 * Self.lineLimit)
  }
}

extension BankParty {
  var transferName: String {
    cutName(to: CreditTransfer.nameLimit) { $0.unicodeScalars.count }
  }

  var transferBank: String {
    String(String.UnicodeScalarView(bank.unicodeScalars.prefix(CreditTransfer.nameLimit)))
  }

  fileprivate typealias RequisiteFaultInField = (
    fault: RequisiteFault, field: String, value: String
  )

  /// The numbers that are not of their form, and where they would stand.
  fileprivate var requisiteFaults: [RequisiteFaultInField] {
    var faults: [RequisiteFaultInField] = []
    if !ClientBankText.isINN(inn) { faults.append((.inn, "/Id", inn)) }
    if let kpp, !Requisites.isKPP(kpp) { faults.append((.kpp, "/Id", kpp)) }
    if !Requisites.isAccountNumber(account) { faults.append((.account, "Acct", account)) }
    if !Requisites.isBIC(bic) { faults.append((.bic, "Agt", bic)) }
    if let account = correspondentAccount, !Requisites.isAccountNumber(account) {
      faults.append((.correspondentAccount, "AgtAcct", account))
    }
    return faults
  }
}
