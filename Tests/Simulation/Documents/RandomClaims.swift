import LedgerCore

extension DocumentGenerator {
  mutating func claim() -> DocumentBody? {
    guard let agreement = pick(agreements), let row = books.agreements.find(agreement) else {
      return nil
    }
    let kind: ClaimKind = chance(45) ? .advance : .final
    let month = YearMonth(year: 2023, month: number(9...12))
    let own = books.contracts.rows.indices.filter {
      let contract = books.contracts[$0]
      guard contract.agreement == row, contract.contains(month) else { return chance(2) }
      let standing = books.months[contract.row(of: month)]
      return standing.status == .open
        && model.line(contract.terms.number, month.month, kind) == nil || chance(10)
    }.shuffled(using: &numbers).prefix(number(1...3))
    guard !own.isEmpty else { return nil }
    let lines = own.map { index in
      let contract = books.contracts[index]
      var amount = ClaimAmount(
        Percent(hundredths: UInt16(chance(40) ? 10_000 : number(0...10_000)))!)
      if kind == .advance {
        let most =
          contract.contains(month)
          ? books.largestAdvance(contract: index, monthRow: contract.row(of: month)) : .zero
        amount = ClaimAmount(chance(50) ? most : money(upTo: Int(most.kopecks) + 1))
        if amount.raw == 0 { amount = ClaimAmount(Money(kopecks: 1)) }
      }
      return ClaimLine(contract: contract.terms.number, amount: amount)
    }
    return .claimSubmitted(
      ClaimSubmission(agreement: agreement, month: month, kind: kind, lines: lines))
  }

  private mutating func claims(_ status: ClaimStatus) -> [UInt64] {
    books.claims.rows.filter { $0.status == status || chance(4) }.map(\.entry)
  }

  mutating func acceptance() -> DocumentBody? {
    let waiting = claims(.submitted).shuffled(using: &numbers).prefix(number(1...2))
    guard !waiting.isEmpty else { return nil }
    var reductions: [ClaimReduction] = []
    for (place, number) in waiting.enumerated() where chance(25) {
      guard let claim = books.claim(ofEntry: number).map({ books.claims[$0] }) else { continue }
      let row = books.claimLines[claim.lines.lowerBound]
      let raw = Int64.random(
        in: (claim.kind == .advance ? 1 : 0)...row.amount.raw + 1, using: &numbers)
      reductions.append(
        ClaimReduction(
          claim: UInt32(place), contract: books.contracts[Int(row.contract)].terms.number,
          amount: ClaimAmount(raw: min(raw, claim.kind == .final ? 10_000 : raw)), reason: "r"))
    }
    return .claimAccepted(
      ClaimAcceptance(claims: waiting.map(books.reference(toEntry:)), reductions: reductions))
  }

  mutating func undoing() -> DocumentBody? {
    guard let number = pick(claims(.accepted) + claims(.submitted)) else { return nil }
    let claim = books.reference(toEntry: number)
    return chance(50)
      ? .claimWithdrawn(claim: claim) : .claimRefused(ClaimRefusal(claim: claim, reason: "r"))
  }

  mutating func correction() -> DocumentBody? {
    let finals = books.contracts.rows.flatMap { contract in
      contract.monthRows.filter { books.months[$0].status == .final }.map { (contract, $0) }
    }
    guard let (contract, row) = pick(finals) else { return nil }
    return .claimCorrected(
      ClaimCorrection(
        contract: contract.terms.number, month: contract.month(ofRow: row),
        delivered: Percent(hundredths: UInt16(number(0...10_000)))!))
  }

  mutating func cycle() -> DocumentBody? {
    if let row = books.cycles.rows.lastIndex(where: { $0.status == .calculated }), chance(90) {
      let cycle = books.cycles[row]
      let reference = books.reference(toEntry: cycle.entry)
      if chance(12) { return .cycleCancelled(cycle: reference) }
      var envelope = cycle.result.envelope
      if chance(3) { envelope.sum += Money(kopecks: 1) }
      return .cycleApproved(
        CycleApproval(
          cycle: reference, envelope: envelope,
          payOn: CalendarDate(year: 2023, month: 11, day: number(1...28))!))
    }
    if chance(8) { return entry([.cycleCalculated]).map { .cycleClosed(cycle: $0) } }
    let deferral = CycleDeferral(agreement: agreements[number(0...3)], reason: "r")
    return .cycleCalculated(
      CycleTerms(
        funds: chance(25) ? money(upTo: 30_000) : nil, deferrals: chance(15) ? [deferral] : []))
  }
}
