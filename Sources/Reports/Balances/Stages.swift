import LedgerCore

/// The balance of an account, now or as the postings up to some day add it up.
public typealias BalanceSource = (AccountIndex) -> Money

/// Where the money of contracts stands.
struct Stages {
  var reserved = Money.zero
  var committed = Money.zero
  var accepted = Money.zero
  var executed = Money.zero

  var sum: Money { reserved + committed + accepted + executed }

  mutating func add(_ contract: Contract, _ balance: BalanceSource) {
    reserved += balance(contract.reserved)
    committed += balance(contract.committed)
    accepted += balance(contract.accepted)
    executed += balance(contract.executed)
  }

  var members: JSONObject {
    [
      "reserved": .amount(reserved), "committed": .amount(committed),
      "accepted": .amount(accepted), "executed": .amount(executed),
    ]
  }

  /// Adds what the books keep for an agreement.
  mutating func add(_ totals: AgreementTotals) {
    reserved += Money(kopecks: totals.reserved)
    committed += Money(kopecks: totals.committed)
    accepted += Money(kopecks: totals.accepted)
    executed += Money(kopecks: totals.executed)
  }
}

/// What certificates of an order, and the contracts under them, hold.
struct OrderStages {
  var available = Money.zero
  var contracts = Stages()
}

/// What an agreement's contracts owe and have been paid.
struct AgreementStages {
  var refund = Money.zero
  var paid = Money.zero
}
