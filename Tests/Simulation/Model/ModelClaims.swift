import LedgerCore

extension Model {
  private func share(_ amount: Int, _ hundredths: Int) -> Int {
    (amount * hundredths + 5_000) / 10_000
  }

  mutating func submit(_ claim: ClaimSubmission) throws(Refused) {
    let agreement = try found(agreements[claim.agreement])
    try require(orders[agreement.order]?.isClosed == false)
    let month = claim.month.index
    var own: [Int] = []
    var seen: Set<Identifier> = []
    for row in claim.lines {
      let contract = try found(contracts[row.contract])
      try require(contract.agreement == claim.agreement && seen.insert(row.contract).inserted)
      let standing = try found(contract.months[month])
      try require(standing.state == .open && line(row.contract, month, claim.kind) == nil)
      if claim.kind == .advance {
        try require(line(row.contract, month, .final) == nil)
        try require(row.amount.raw <= share(standing.plan, agreement.percent))
      }
      own.append(lines.count)
      lines.append(
        ModelLine(
          claim: entry, contract: row.contract, month: month, kind: claim.kind,
          amount: Int(row.amount.raw)))
    }
    claims[entry] = ModelClaim(
      agreement: claim.agreement, month: month, kind: claim.kind, lines: own)
  }

  mutating func accept(_ acceptance: ClaimAcceptance) throws(Refused) {
    var reduced: Set<Int> = []
    for reduction in acceptance.reductions {
      try require(reduction.claim < acceptance.claims.count)
      let claim = try found(claims[acceptance.claims[Int(reduction.claim)].number])
      let line = try found(claim.lines.first { lines[$0].contract == reduction.contract })
      try require(reduced.insert(line).inserted && reduction.amount.raw < lines[line].amount)
      try require(reduction.amount.raw > (claim.kind == .advance ? 0 : -1))
      lines[line].amount = Int(reduction.amount.raw)
    }
    for reference in acceptance.claims {
      let claim = try found(claims[reference.number])
      try require(claim.status == .submitted)
      claims[reference.number]?.status = .accepted
      for line in claim.lines { try accept(line) }
    }
  }

  private mutating func accept(_ line: Int) throws(Refused) {
    let row = lines[line]
    let month = try found(contracts[row.contract]?.months[row.month])
    try require(month.state == .open)
    if row.kind == .advance {
      contracts[row.contract]?.months[row.month]?.advance = row.amount
      lines[line].owed = row.amount
    } else {
      let fact = share(month.plan, row.amount)
      lines[line].owed = try finish(row.contract, row.month, fact: fact)
    }
    lines[line].isAccepted = true
    wait(line)
  }

  mutating func wait(_ line: Int) {
    lines[line].isOpen = true
    lines[line].since = entry
  }

  mutating func undo(_ number: UInt64, _ status: ClaimStatus) throws(Refused) {
    let claim = try found(claims[number])
    try require(claim.status == .submitted || claim.status == .accepted)
    if claim.status == .accepted {
      try require(orders[found(agreements[claim.agreement]).order]?.isClosed == false)
      for line in claim.lines { try undo(line) }
    }
    claims[number]?.status = status
  }

  private mutating func undo(_ line: Int) throws(Refused) {
    let row = lines[line]
    let month = try found(contracts[row.contract]?.months[row.month])
    try require(!row.inCycle && !row.wasTaken)
    if row.kind == .advance {
      try require(month.state == .open)
      contracts[row.contract]?.months[row.month]?.advance = 0
    } else {
      try require(executed(row.contract, row.month) == month.paidBefore)
      for index in refunds.indices
      where refunds[index].contract == row.contract && refunds[index].month == row.month {
        try require(refunds[index].due == refunds[index].amount)
        refunds[index].amount = 0
      }
      contracts[row.contract]?.months[row.month]?.state = .open
      contracts[row.contract]?.months[row.month]?.fact = 0
      let dropped = month.advance - month.paidBefore
      if dropped > 0, let advance = self.line(row.contract, row.month, .advance) {
        lines[advance].owed += dropped
        wait(advance)
      }
    }
    lines[line].isAccepted = false
    lines[line].isOpen = false
    lines[line].owed = 0
  }

  mutating func correct(_ correction: ClaimCorrection) throws(Refused) {
    let number = correction.contract
    let month = correction.month.index
    let standing = try found(contracts[number]?.months[month])
    try require(standing.state == .final)
    let final = try found(line(number, month, .final))
    try require(lines[final].isAccepted)
    let both = [final] + (line(number, month, .advance).map { [$0] } ?? [])
    for line in both { try require(!lines[line].inCycle && !isSent(line)) }
    try require(Int(correction.delivered.hundredths) < lines[final].amount)
    let fact = share(standing.plan, Int(correction.delivered.hundredths))
    var rest = standing.fact - fact
    for line in both {
      let part = min(rest, due(line))
      lines[line].owed -= part
      rest -= part
    }
    owe(number, month, rest)
    lines[final].amount = Int(correction.delivered.hundredths)
    contracts[number]?.months[month]?.fact = fact
  }
}
