import LedgerCore

/// What the books must hold, worked out without them: sums in ordinary arrays, in kopecks. Shares,
/// plans, advances and facts are calculated here once more, from the rules of the design's section 4.
struct RegionModel {
  let region: Region
  /// By contract.
  private let plans: [(first: Int64, later: Int64)]
  private(set) var available: [Int64]
  private(set) var reserved: [Int64]
  private(set) var committed: [Int64]
  private(set) var accepted: [Int64]
  private(set) var executed: [Int64]
  /// By agreement.
  private(set) var advanced: [Int64]
  private(set) var payable: [Int64]
  private(set) var limitUsed: [Int64]
  private(set) var cash: Int64 = 0

  /// Certificates are issued, contracts signed.
  init(_ region: Region) {
    self.region = region
    let dayCounts = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let days = Int64(dayCounts[(region.firstMonth - 1)...].reduce(0, +))
    let firstDays = Int64(dayCounts[region.firstMonth - 1])
    let laterMonths = Int64(region.monthCount - 1)
    let shares = (0..<region.certificateCount).map { min(region.price($0), region.nominal($0)) }
    plans = shares.map { share in
      guard laterMonths > 0 else { return (share, 0) }
      let later = share * (days - firstDays) / (days * laterMonths)
      return (share - later * laterMonths, later)
    }
    available = shares.indices.map { region.nominal($0) - shares[$0] }
    reserved = shares
    let none = [Int64](repeating: 0, count: region.certificateCount)
    (committed, accepted, executed) = (none, none, none)
    let ofAgreements = [Int64](repeating: 0, count: region.agreementCount)
    (advanced, payable) = (ofAgreements, ofAgreements)
    limitUsed = (0..<region.agreementCount).map { agreement in
      region.contracts(ofAgreement: agreement).reduce(0) { $0 + shares[$1] }
    }
  }

  func plan(_ contract: Int, month: Int) -> Int64 {
    month == region.firstMonth ? plans[contract].first : plans[contract].later
  }

  /// 80 % of the plan, half a kopeck up.
  func advance(_ contract: Int, month: Int) -> Int64 {
    (plan(contract, month: month) * 80 + 50) / 100
  }

  /// The delivered share of the plan, half a kopeck up.
  func fact(_ contract: Int, month: Int) -> Int64 {
    (plan(contract, month: month) * region.delivered(contract, month: month) + 5_000) / 10_000
  }

  private func agreement(_ contract: Int) -> Int { contract / Region.contractsPerAgreement }

  mutating func openMonth(_ month: Int) {
    for contract in plans.indices {
      let plan = plan(contract, month: month)
      reserved[contract] -= plan
      committed[contract] += plan
    }
  }

  /// Advances of the month are accepted, and paid: executed, and owed back in service.
  mutating func payAdvances(_ month: Int) {
    for contract in plans.indices {
      let sum = advance(contract, month: month)
      committed[contract] -= sum
      executed[contract] += sum
      advanced[agreement(contract)] += sum
      cash += sum
    }
  }

  /// Finals of the month are accepted. `advancePaid`: the month's advance was paid before.
  mutating func acceptFinals(_ month: Int, advancePaid: Bool) {
    for contract in plans.indices {
      let plan = plan(contract, month: month)
      let fact = fact(contract, month: month)
      let paid = advancePaid ? advance(contract, month: month) : 0
      committed[contract] -= plan - paid
      accepted[contract] += fact - paid
      available[contract] += plan - fact
      advanced[agreement(contract)] -= paid
      payable[agreement(contract)] += fact - paid
      limitUsed[agreement(contract)] -= plan - fact
    }
  }

  /// Everything accepted is sent to the bank, and paid.
  mutating func payFinals() {
    for contract in plans.indices {
      executed[contract] += accepted[contract]
      cash += accepted[contract]
      accepted[contract] = 0
    }
    payable = payable.map { _ in 0 }
  }
}

extension RegionModel {
  /// The first account that the books hold otherwise; nil where all agree.
  func difference(from books: Books) -> String? {
    func differs(_ account: AccountIndex, _ expected: Int64) -> String? {
      let found = books.accounts.balance(account).kopecks
      guard found != expected else { return nil }
      return "\(books.accountName(account)) is \(found) kopecks instead of \(expected)"
    }
    for index in plans.indices {
      guard let row = books.contracts.find(region.contract(index)) else {
        return "contract \(region.contract(index)) is missing"
      }
      let contract = books.contracts[row]
      let available = books.certificates[contract.certificate].available
      let fault =
        differs(available, self.available[index]) ?? differs(contract.reserved, reserved[index])
        ?? differs(contract.committed, committed[index])
        ?? differs(contract.accepted, accepted[index])
        ?? differs(contract.executed, executed[index])
      if let fault { return fault }
    }
    for index in 0..<region.agreementCount {
      guard let row = books.agreements.find(region.agreement(index)) else {
        return "agreement \(region.agreement(index)) is missing"
      }
      let agreement = books.agreements[row]
      let fault =
        differs(agreement.advance, advanced[index]) ?? differs(agreement.payable, payable[index])
        ?? differs(agreement.transit, 0)
        ?? differs(agreement.limitUsed, limitUsed[index])
        ?? differs(agreement.limitFree, region.agreementLimit(index) - limitUsed[index])
      if let fault { return fault }
    }
    return books.payers.count == 1 ? differs(books.payers[0].cash, cash) : "payers are missing"
  }
}
