import LedgerCore

/// What the model refuses; why does not matter to it.
struct Refused: Error {}

func require(_ condition: Bool) throws(Refused) { if !condition { throw Refused() } }

func found<Value>(_ value: Value?) throws(Refused) -> Value {
  guard let value else { throw Refused() }
  return value
}

extension Model {
  /// Judges the next document: its balances afterwards, or nil where it is refused.
  package mutating func judge(_ document: Document) -> [String: Int]? {
    var next = self
    do throws(Refused) { try next.apply(document) } catch { return nil }
    let balances = next.balances()
    guard next.keepsFloors(balances) else { return nil }
    next.effectiveMonths[entry] = document.header.effectiveDate.yearMonth.index
    next.entry += 1
    self = next
    return balances
  }

  private mutating func apply(_ document: Document) throws(Refused) {
    let date = document.header.effectiveDate
    if let sealedThrough { try require(date.yearMonth.index > sealedThrough) }
    switch document.body {
    case .keyEnrolled, .keyRevoked, .keyReplaced: try changeKeys(document.body)
    case .periodSealed(let month): try seal(month)
    case .payersAmended(let rows): for row in rows { try amend(payer: row) }
    case .providersAmended(let rows): for row in rows { try amend(provider: row) }
    case .ordersApproved(let rows): for terms in rows { try approve(order: terms) }
    case .orderAmended, .certificateAmended, .agreementAmended: try amend(document.body)
    case .orderClosed(let closing): try close(closing)
    case .certificatesIssued(let rows): for terms in rows { try issue(terms) }
    case .certificatesSuspended(let numbers): try set(numbers, from: [.active], .suspended)
    case .certificatesResumed(let numbers): try set(numbers, from: [.suspended], .active)
    case .certificatesClosed(let numbers): try set(numbers, from: [.active, .suspended], .closed)
    case .providerExcluded(let exclusion): try exclude(exclusion.inn, date.yearMonth.index)
    case .agreementTerminated(let number):
      try require(found(agreements[number]).isTerminated == false)
      agreements[number]?.isTerminated = true
    case .contractsSigned(let rows): for terms in rows { try sign(terms) }
    case .contractTerminated(let number): try terminate(number, date.yearMonth.index)
    case .monthOpened(let totals): try open(totals)
    case .monthClosed(let totals): try close(totals)
    case .claimSubmitted(let claim): try submit(claim)
    case .claimWithdrawn(let claim): try undo(claim.number, .withdrawn)
    case .claimAccepted(let acceptance): try accept(acceptance)
    case .claimRefused(let refusal): try undo(refusal.claim.number, .refused)
    case .claimCorrected(let correction): try correct(correction)
    case .cycleCalculated(let terms): try calculate(terms)
    case .cycleApproved(let approval): try approve(approval, UInt16(date.year))
    case .cycleCancelled(let cycle): try cancel(cycle.number)
    case .cycleClosed(let cycle): try close(cycle: cycle.number)
    case .statementImported(let statement): try enter(statement)
    case .paymentRejected(let rejection): try reject(rejection.payment)
    case .receiptIdentified(let identification): try identify(identification)
    case .receiptSentBack(let receipt):
      let index = try openReceipt(receipt)
      payers[receipts[index].payer]?.cash.append(receipts[index].rest)
      receipts[index].rest = 0
    case .refundReceived(let receipt):
      try receive(Int(receipt.amount.kopecks), receipt.agreement)
      refundEntries.insert(entry)
    case .entryReversed(let reversal): try reverse(reversal.entry.number)
    default: throw Refused()
    }
  }

  private mutating func amend(_ body: DocumentBody) throws(Refused) {
    let subject: ModelAmendment.Subject
    let replaced: EntryReference
    let old: Int
    let new: Int
    switch body {
    case .orderAmended(let amendment):
      let order = try found(orders[amendment.order])
      try require(!order.isClosed)
      (subject, replaced) = (.order(amendment.order), amendment.replaces)
      (old, new) = (order.amount, Int(amendment.amount.kopecks))
    case .certificateAmended(let amendment):
      let certificate = try found(certificates[amendment.certificate])
      try require(certificate.status != .closed)
      (subject, replaced) = (.certificate(amendment.certificate), amendment.replaces)
      (old, new) = (certificate.granted, Int(amendment.nominal.kopecks))
    case .agreementAmended(let amendment):
      let agreement = try found(agreements[amendment.agreement])
      try require(orders[agreement.order]?.isClosed == false)
      (subject, replaced) = (.agreement(amendment.agreement), amendment.replaces)
      (old, new) = (try found(agreement.limit), Int(amendment.limit.kopecks))
    default: throw Refused()
    }
    try require(old != new && replaced.number == terms(of: subject))
    amendments[entry] = ModelAmendment(subject: subject, change: new - old)
    change(subject, by: new - old)
  }

  /// The entry of the terms in force.
  private func terms(of subject: ModelAmendment.Subject) -> UInt64? {
    let standing = amendments.filter { $0.value.subject == subject && !reversed.contains($0.key) }
    return standing.keys.max() ?? firstTerms[subject]
  }

  private mutating func change(_ subject: ModelAmendment.Subject, by change: Int) {
    switch subject {
    case .order(let number): orders[number]?.amount += change
    case .certificate(let number): certificates[number]?.granted += change
    case .agreement(let number): agreements[number]?.limit? += change
    }
  }

  private mutating func issue(_ terms: CertificateTerms) throws(Refused) {
    try require(certificates[terms.number] == nil)
    let order = try found(orders[terms.order])
    try require(!order.isClosed)
    try require(terms.validFrom.year == order.year && terms.validTo.year == order.year)
    certificates[terms.number] = ModelCertificate(
      order: terms.order, granted: Int(terms.nominal.kopecks))
    firstTerms[.certificate(terms.number)] = entry
    issues[entry, default: []].append(terms.number)
  }

  private mutating func set(
    _ numbers: [Identifier], from: [CertificateStatus], _ status: CertificateStatus
  ) throws(Refused) {
    for number in numbers {
      try require(from.contains(found(certificates[number]).status))
      certificates[number]?.status = status
    }
  }

  private mutating func close(_ closing: OrderClosing) throws(Refused) {
    try require(found(orders[closing.order]).isClosed == false)
    let now = balances()
    for (number, contract) in contracts where agreements[contract.agreement]?.order == closing.order
    {
      for kind in ["reserved", "committed", "accepted"] {
        try require(now["funds.\(kind) \(number)"] == 0)
      }
    }
    for (number, agreement) in agreements where agreement.order == closing.order {
      for kind in ["advance", "payable", "transit"] {
        try require(now["settlement.\(kind) \(number)"] == 0)
      }
    }
    for claim in claims.values where claim.status == .submitted {
      try require(agreements[claim.agreement]?.order != closing.order)
    }
    let own = certificates.filter { $0.value.order == closing.order && $0.value.status != .closed }
    let rest = own.keys.reduce(now["funds.unallocated \(closing.order)"] ?? 0) {
      $0 + (now["funds.available \($1)"] ?? 0)
    }
    try require(own.count == closing.count && rest == closing.sum.kopecks)
    for number in own.keys { certificates[number]?.status = .closed }
    orders[closing.order]?.isClosed = true
  }

  private mutating func reverse(_ number: UInt64) throws(Refused) {
    try require(reversed.insert(number).inserted)
    if let sealedThrough { try require((effectiveMonths[number] ?? 0) > sealedThrough) }
    if let amendment = amendments[number] {
      let newer = amendments.contains {
        $0.key > number && $0.value.subject == amendment.subject && !reversed.contains($0.key)
      }
      try require(!newer)
      switch amendment.subject {
      case .order(let order): try require(orders[order]?.isClosed == false)
      case .certificate(let certificate): try require(certificates[certificate]?.status != .closed)
      case .agreement(let agreement):
        try require(orders[found(agreements[agreement]).order]?.isClosed == false)
      }
      change(amendment.subject, by: -amendment.change)
    } else if let issued = issues[number] {
      for certificate in issued {
        try require(certificates[certificate]?.status != .closed)
        try require(!contracts.values.contains { $0.certificate == certificate && !$0.isReversed })
        let isAmended = amendments.contains {
          $0.value.subject == .certificate(certificate) && !reversed.contains($0.key)
        }
        try require(!isAmended)
        certificates[certificate]?.status = .closed
      }
    } else if let signed = signings[number] {
      for contract in signed {
        let row = try found(contracts[contract])
        try require(!row.isTerminated && row.months.values.allSatisfy { $0.state == .planned })
        for month in row.months.keys { contracts[contract]?.months[month]?.state = .released }
        contracts[contract]?.isReversed = true
      }
    } else {
      try require(refundEntries.contains(number))
      try giveBack(refundsOf: number)
    }
  }
}
