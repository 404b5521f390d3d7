import LedgerCore

extension DocumentGenerator {
  /// Mostly a month that some contract has open.
  private mutating func claimable() -> (Identifier, YearMonth)? {
    let open = books.contracts.rows.flatMap { contract in
      contract.monthRows.filter {
        books.months[$0].status == .open || books.months[$0].status == .advanced || chance(3)
      }.map {
        (books.agreements.number(contract.agreement), contract.month(ofRow: $0))
      }
    }
    let paid = books.contracts.rows.flatMap { contract in
      contract.monthRows.filter {
        books.months[$0].status == .advanced && books.months[$0].executed > .zero
      }.map { (books.agreements.number(contract.agreement), contract.month(ofRow: $0)) }
    }
    return pick(!paid.isEmpty && chance(70) ? paid : open)
  }

  mutating func claim() -> DocumentBody? {
    guard let (agreement, month) = claimable() else { return nil }
    guard let row = books.agreements.find(agreement) else { return nil }
    let isPaid = books.contracts.rows.contains {
      $0.agreement == row && $0.contains(month) && books.months[$0.row(of: month)].executed > .zero
    }
    let kind: ClaimKind = chance(isPaid || isLate ? 10 : 75) ? .advance : .final
    let own = books.contracts.rows.indices.filter { index in
      let contract = books.contracts[index]
      guard contract.agreement == row, contract.contains(month) else { return chance(2) }
      let standing = books.months[contract.row(of: month)]
      let claimed = model.line(books.contracts.number(index), month.index, kind)
      guard claimed == nil, standing.status == .open || kind == .final else { return chance(5) }
      return standing.advance == .zero || standing.executed > .zero || chance(20)
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
      return ClaimLine(contract: books.contracts.number(index), amount: amount)
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
          claim: UInt32(place), contract: books.contracts.number(Int(row.contract)),
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
    let finals = books.contracts.rows.indices.flatMap { index in
      books.contracts[index].monthRows.filter { books.months[$0].status == .final }.map {
        (index, $0)
      }
    }
    guard let (index, row) = pick(finals) else { return nil }
    return .claimCorrected(
      ClaimCorrection(
        contract: books.contracts.number(index), month: books.contracts[index].month(ofRow: row),
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
    let waits = model.lines.contains { $0.isOpen && !$0.inCycle }
    guard waits || chance(10) else { return nil }
    let deferral = CycleDeferral(agreement: agreement(), reason: "r")
    return .cycleCalculated(
      CycleTerms(
        funds: chance(25) ? money(upTo: 30_000) : nil, deferrals: chance(15) ? [deferral] : []))
  }
}
