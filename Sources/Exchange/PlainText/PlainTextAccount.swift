import LedgerCore

/// The name of one of our accounts in plain-text accounting: `Liabilities:Funds:Reserved:Д-1`. Two
/// accounts never share a name, and hledger, ledger and beancount all take it.
public struct PlainTextAccount: Hashable, Sendable {
  public let kind: AccountKind
  public let owner: Identifier

  public init(kind: AccountKind, owner: Identifier) {
    self.kind = kind
    self.owner = owner
  }

  public var name: String { "\(kind.plainTextName):\(owner.plainTextName)" }

  /// What stands in our own books, for a remark beside the name.
  public var origin: String { "\(kind.name) \(owner)" }
}

extension AccountKind {
  /// Below one of the five roots that beancount demands. Settlement follows the class of the account's
  /// analogue in the budget chart: 2 is an asset, 3 a liability, 4 a result. Money of an order that
  /// is neither promised nor owed any more is equity.
  var plainTextName: String {
    switch self {
    case .fundsApproved: "Assets:Funds:Approved"
    case .fundsUnallocated: "Liabilities:Funds:Unallocated"
    case .fundsAvailable: "Liabilities:Funds:Available"
    case .fundsReserved: "Liabilities:Funds:Reserved"
    case .fundsCommitted: "Liabilities:Funds:Committed"
    case .fundsAccepted: "Liabilities:Funds:Accepted"
    case .fundsExecuted: "Equity:Funds:Executed"
    case .fundsLapsed: "Equity:Funds:Lapsed"
    case .settlementCash: "Liabilities:Settlement:Cash"
    case .settlementExpense: "Expenses:Settlement:Expense"
    case .settlementRevenue: "Assets:Settlement:Revenue"
    case .settlementAdvance: "Assets:Settlement:Advance"
    case .settlementPayable: "Liabilities:Settlement:Payable"
    case .settlementTransit: "Liabilities:Settlement:Transit"
    case .settlementRefund: "Assets:Settlement:Refund"
    case .settlementUnidentified: "Liabilities:Settlement:Unidentified"
    case .limitTotal: "Assets:Limit:Total"
    case .limitFree: "Liabilities:Limit:Free"
    case .limitUsed: "Liabilities:Limit:Used"
    }
  }
}

extension Identifier {
  /// Beancount takes letters, digits and `-`, and in front a capital letter or a digit. What it does
  /// not take stands as a letter that no identifier holds: `/` as `ǀ`, `.` as `ǃ`, and `Ø` in front.
  var plainTextName: String {
    let scalars = description.unicodeScalars
    var name = String.UnicodeScalarView()
    for scalar in scalars {
      switch scalar {
      case "/": name.append("ǀ")
      case ".": name.append("ǃ")
      default: name.append(scalar)
      }
    }
    switch scalars.first?.properties.generalCategory {
    case .uppercaseLetter, .decimalNumber: return String(name)
    default: return "Ø" + String(name)
    }
  }
}
