import Bytes
import Cryptography
import LedgerCore

extension Model {
  /// Whether a key may sign a document today.
  package func canSign(_ key: Digest) -> Bool {
    guard let key = keys[key], !key.hasEnded else { return false }
    return key.from <= today && today <= key.to
  }

  mutating func changeKeys(_ body: DocumentBody) throws(Refused) {
    switch body {
    case .keyEnrolled(let enrolment):
      try require(enrolment.role != .operator && enrolment.role != .log)
      try add(
        enrolment.key,
        ModelKey(
          role: enrolment.role, party: enrolment.party, from: enrolment.from, to: enrolment.to))
    case .keyRevoked(let revocation):
      let key = try found(keys[revocation.key])
      try require(!key.hasEnded && key.role != .operator && key.role != .log)
      keys[revocation.key]?.hasEnded = true
    case .keyReplaced(let replacement):
      try require(replacement.role == .operator || replacement.role == .log)
      for (id, key) in keys where key.role == replacement.role { keys[id]?.hasEnded = true }
      try add(
        replacement.key,
        ModelKey(role: replacement.role, party: nil, from: .earliest, to: .latest))
    default: throw Refused()
    }
  }

  /// A key is known once, ever.
  private mutating func add(_ spki: [UInt8], _ key: ModelKey) throws(Refused) {
    try require(keys.updateValue(key, forKey: SHA256.hash(spki)) == nil)
  }

  /// Months are sealed one after another, once they have begun.
  mutating func seal(_ month: YearMonth) throws(Refused) {
    if let sealedThrough { try require(month.index == sealedThrough + 1) }
    try require(month.index <= today.yearMonth.index)
    sealedThrough = month.index
  }

  mutating func amend(payer line: Amended<PayerDetails>) throws(Refused) {
    let payer = try found(payers[line.details.inn])
    try require(line.replaces.number == payer.termsEntry && line.details != payer.details)
    for (inn, other) in payers where inn != line.details.inn {
      try require(other.details.account != line.details.account)
    }
    payers[line.details.inn]?.details = line.details
    payers[line.details.inn]?.termsEntry = entry
  }

  mutating func amend(provider line: Amended<ProviderDetails>) throws(Refused) {
    let provider = try found(providers[line.details.inn])
    try require(line.replaces.number == provider.termsEntry && line.details != provider.details)
    providers[line.details.inn]?.details = line.details
    providers[line.details.inn]?.termsEntry = entry
  }

  mutating func approve(order terms: OrderTerms) throws(Refused) {
    try require(orders[terms.number] == nil && payers[terms.payer] != nil)
    orders[terms.number] = ModelOrder(
      payer: terms.payer, year: Int(terms.year), amount: Int(terms.amount.kopecks))
    firstTerms[.order(terms.number)] = entry
  }

  /// Whose account it is, or else was, when payments left it or statements told of it.
  func payer(ofAccount account: String) -> Identifier? {
    payers.first { $0.value.details.account == account }?.key
      ?? payers.first { $0.value.days[account] != nil }?.key
      ?? payments.first { $0.payerAccount == account }.flatMap { payer(of: $0.agreement) }
  }
}
