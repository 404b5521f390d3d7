import Bytes

/// What a cycle would settle: a pure function of the books, the terms and the cut-off.
struct CycleCalculation {
  var taken: [TakenLine] = []
  var lines: [CycleLine] = []
  var carriedCount: UInt32 = 0
  var carriedSum = Money.zero
}

extension Books {
  /// Takes the claim lines that wait since an entry before the cut-off, in the order of their
  /// claims' entries and lines. Refunds that are due are offset oldest first, where the agreement
  /// allows it. When the next line's need after offsets exceeds the funds left, the taking ends.
  func calculateCycle(_ terms: CycleTerms, cutOff: UInt64) -> CycleCalculation {
    var result = CycleCalculation()
    let deferred = Set(terms.deferrals.compactMap { agreements.find($0.agreement) })
    var credit = offsettableRefunds(before: cutOff)
    var sums = [CycleLine?](repeating: nil, count: agreements.count)
    var left = terms.funds ?? Money(kopecks: .max)
    var isTaking = true
    for index in 0..<claimLines.count {
      let row = claimLines[index]
      guard row.state == .waiting || row.state == .calculated, row.waitingSince < cutOff else {
        continue
      }
      let contract = contracts[Int(row.contract)]
      let agreement = contract.agreement
      let offset = min(row.due, credit[agreement])
      let cash = row.due - offset
      isTaking = isTaking && (cash <= left || deferred.contains(agreement))
      guard isTaking, !deferred.contains(agreement) else {
        result.carriedCount += 1
        result.carriedSum += row.due
        continue
      }
      credit[agreement] -= offset
      left -= cash
      result.taken.append(TakenLine(line: index, offset: offset, cash: cash))
      add(row, offset, to: &sums[agreement], agreements.number(agreement))
    }
    result.lines = sums.compactMap { $0 }.sorted { $0.agreement < $1.agreement }
    return result
  }

  private func add(
    _ row: ClaimLineRow, _ offset: Money, to sum: inout CycleLine?, _ number: Identifier
  ) {
    var line =
      sum
      ?? CycleLine(agreement: number, count: 0, advances: .zero, finals: .zero, offset: .zero)
    line.count += 1
    line.offset += offset
    if isAdvance(row) { line.advances += row.due } else { line.finals += row.due }
    sum = line
  }

  /// Whether a line pays an advance still; once the month's final is accepted, what comes back of
  /// its advance is owed for the service.
  func isAdvance(_ row: ClaimLineRow) -> Bool {
    let claim = claims[Int(row.claim)]
    let monthRow = contracts[Int(row.contract)].row(of: claim.month)
    return claim.kind == .advance && months[monthRow].status != .final
  }

  /// By agreement: what it allows to offset of refunds created before the cut-off.
  private func offsettableRefunds(before cutOff: UInt64) -> [Money] {
    var credit = [Money](repeating: .zero, count: agreements.count)
    for refund in refunds.rows where refund.due > .zero && refund.entry < cutOff {
      let agreement = contracts[refund.contract].agreement
      if agreements[agreement].offset { credit[agreement] += refund.due }
    }
    return credit
  }

  func envelope(of lines: [CycleLine]) -> Envelope {
    var writer = ByteWriter(reserving: lines.count * 64)
    for line in lines { line.write(to: &writer) }
    let sum = lines.reduce(Money.zero) { $0 + $1.net }
    return Envelope(count: UInt32(lines.count), sum: sum, digest: digest(writer.bytes))
  }

  mutating func calculate(_ terms: CycleTerms) throws(RuleFault) -> Outcome {
    for deferral in terms.deferrals { _ = try agreement(deferral.agreement) }
    guard !cycles.rows.contains(where: { $0.status == .calculated }) else {
      throw RuleFault(.cycleOpen)
    }
    let entry = nextEntry
    let calculation = calculateCycle(terms, cutOff: entry)
    let result = CycleResult(
      number: UInt32(cycles.count + 1), lines: calculation.lines,
      envelope: envelope(of: calculation.lines), carriedCount: calculation.carriedCount,
      carriedSum: calculation.carriedSum)
    for taken in calculation.taken { claimLines.update(taken.line) { $0.state = .calculated } }
    let row = cycles.append(
      Cycle(entry: entry, terms: terms, result: result, taken: calculation.taken))
    return Outcome(rows: row..<row + 1, results: .cycle(result))
  }

  /// The lines of a cancelled cycle go to the next one.
  mutating func cancel(cycle reference: EntryReference) throws(RuleFault) {
    let row = try calculatedCycle(reference)
    for taken in cycles[row].taken where claimLines[taken.line].state == .calculated {
      claimLines.update(taken.line) { $0.state = .waiting }
    }
    cycles.update(row) { $0.status = .cancelled }
  }

  mutating func close(cycle reference: EntryReference) throws(RuleFault) {
    let row = try cycle(reference)
    guard cycles[row].status == .approved else {
      throw RuleFault(.cycleNotApproved, "\(row + 1)")
    }
    for payment in cycles[row].payments where payments[payment].status == .sent {
      throw RuleFault(.cyclePaymentsOpen, payments[payment].order.name.description)
    }
    cycles.update(row) { $0.status = .closed }
  }

  func cycle(_ reference: EntryReference) throws(RuleFault) -> Int {
    guard isInChain(reference), entries[Int(reference.number)].kind == .cycleCalculated else {
      throw RuleFault(.unknownCycle, "\(reference.number)")
    }
    return entries[Int(reference.number)].rows.lowerBound
  }

  func calculatedCycle(_ reference: EntryReference) throws(RuleFault) -> Int {
    let row = try cycle(reference)
    guard cycles[row].status == .calculated else {
      throw RuleFault(.cycleNotCalculated, "\(row + 1)")
    }
    return row
  }
}
