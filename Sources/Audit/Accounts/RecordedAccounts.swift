import LedgerCore

/// The verifier's own accounts: created by the documents as the format says, and moved by the
/// postings as they are recorded, whatever the rules would have posted.
///
/// Sums of several accounts are kept as the postings come, so that the identities of what an entry
/// touches are checked at once; at the end they are summed up anew.
struct RecordedAccounts {
  struct Payer {
    let number: Identifier
    let account: Int
    var executed: Int64 = 0
    var touchedIn: UInt64 = 0
  }

  struct Order {
    let number: Identifier
    let payer: Int?
    let account: Int
    /// What documents say was approved.
    var stated: Int64
    /// All funds accounts but `funds.approved`.
    var funds: Int64 = 0
    var touchedIn: UInt64 = 0
  }

  struct Certificate {
    let number: Identifier
    let order: Int?
    let account: Int
    /// What documents say; of no meaning once the certificate is closed.
    var stated: Int64
    var isClosed = false
    /// What came from the order less what went back to it.
    var nominal: Int64 = 0
    /// Available, and what its contracts hold.
    var held: Int64 = 0
    var touchedIn: UInt64 = 0
  }

  struct Agreement {
    let number: Identifier
    let provider: Identifier
    let order: Int?
    let account: Int
    let hasLimit: Bool
    var stated: Int64
    /// What its contracts hold in all stages, and in the stage of accepted money.
    var stages: Int64 = 0
    var accepted: Int64 = 0
    /// Advances that are accepted and not sent.
    var unsent: Int64 = 0
    var touchedIn: UInt64 = 0
  }

  struct Contract {
    let number: Identifier
    let agreement: Int?
    let certificate: Int?
  }

  /// A claim that may still be accepted or undone.
  struct Claim {
    let agreement: Int
    let kind: ClaimKind
    /// Of an advance that is not accepted yet.
    var lines: [ClaimLine]
  }

  /// What an entry changed of stated amounts, should it be reversed.
  enum Reversible {
    case order(Int, change: Int64)
    case certificate(Int, change: Int64)
    case agreement(Int, change: Int64)
    case issued(Range<Int>)
  }

  var kinds: [AccountKind] = []
  /// The row of payer, order, certificate, agreement or contract, as the kind tells.
  var owners: [Int32] = []
  var balances: [Int64] = []

  var payers: [Payer] = []
  var orders: [Order] = []
  var certificates: [Certificate] = []
  var agreements: [Agreement] = []
  var contracts: [Contract] = []
  /// The rows by their numbers; where a number comes twice, the first.
  var payerRows = NumberIndex()
  var orderRows = NumberIndex()
  var certificateRows = NumberIndex()
  var agreementRows = NumberIndex()
  var contractRows = NumberIndex()
  var claims: [UInt64: Claim] = [:]
  var reversible: [UInt64: Reversible] = [:]

  /// Counts entries, so that a row knows whether the one in hand touched it already.
  private var turn: UInt64 = 0
  private(set) var touchedPayers: [Int] = []
  private(set) var touchedOrders: [Int] = []
  private(set) var touchedCertificates: [Int] = []
  private(set) var touchedAgreements: [Int] = []

  /// Another entry begins.
  mutating func beginTurn() {
    turn += 1
    touchedPayers.removeAll(keepingCapacity: true)
    touchedOrders.removeAll(keepingCapacity: true)
    touchedCertificates.removeAll(keepingCapacity: true)
    touchedAgreements.removeAll(keepingCapacity: true)
  }

  mutating func touch(payer row: Int) {
    guard payers[row].touchedIn != turn else { return }
    payers[row].touchedIn = turn
    touchedPayers.append(row)
  }

  mutating func touch(order row: Int) {
    guard orders[row].touchedIn != turn else { return }
    orders[row].touchedIn = turn
    touchedOrders.append(row)
  }

  mutating func touch(certificate row: Int) {
    guard certificates[row].touchedIn != turn else { return }
    certificates[row].touchedIn = turn
    touchedCertificates.append(row)
  }

  mutating func touch(agreement row: Int) {
    guard agreements[row].touchedIn != turn else { return }
    agreements[row].touchedIn = turn
    touchedAgreements.append(row)
  }

  // What is asked of a class's accounts is `mutating`, also where it only reads: it then works on them
  // where they are, instead of on a copy, which counts a reference for each table.

  mutating func provider(of agreement: Identifier) -> Identifier? {
    guard let row = agreementRows.find(agreement) else { return nil }
    return agreements[row].provider
  }

  mutating func provider(ofContract number: Identifier) -> Identifier? {
    guard let row = contractRows.find(number), let agreement = contracts[row].agreement else {
      return nil
    }
    return agreements[agreement].provider
  }

  mutating func provider(ofClaim entry: UInt64) -> Identifier? {
    guard let claim = claims[entry] else { return nil }
    return agreements[claim.agreement].provider
  }

  /// `funds.available 0001`: the kind and the number of the owner.
  func name(of account: Int) -> String {
    let owner = Int(owners[account])
    let number: Identifier
    switch kinds[account] {
    case .settlementCash, .settlementUnidentified: number = payers[owner].number
    case .fundsApproved, .fundsUnallocated, .fundsLapsed, .settlementExpense, .settlementRevenue:
      number = orders[owner].number
    case .fundsAvailable: number = certificates[owner].number
    case .settlementAdvance, .settlementPayable, .settlementTransit, .limitTotal, .limitFree,
      .limitUsed:
      number = agreements[owner].number
    case .fundsReserved, .fundsCommitted, .fundsAccepted, .fundsExecuted, .settlementRefund:
      number = contracts[owner].number
    }
    return "\(kinds[account].name) \(number)"
  }

  /// Creates accounts for an owner; the first index is returned.
  mutating func open(_ newKinds: [AccountKind], owner: Int) -> Int {
    let first = kinds.count
    for kind in newKinds {
      kinds.append(kind)
      owners.append(Int32(owner))
      balances.append(0)
    }
    return first
  }
}
