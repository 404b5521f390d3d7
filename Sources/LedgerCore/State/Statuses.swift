/// Where a contract stands.
public enum ContractStatus: Sendable {
  case active, terminated, completed

  public var name: String {
    switch self {
    case .active: "active"
    case .terminated: "terminated"
    case .completed: "completed"
    }
  }
}

/// Where a claim stands, with what cycles made of it.
public enum ClaimProgress: Sendable {
  case submitted, accepted, refused, withdrawn, settling, settled

  public var name: String {
    switch self {
    case .submitted: "submitted"
    case .accepted: "accepted"
    case .refused: "refused"
    case .withdrawn: "withdrawn"
    case .settling: "settling"
    case .settled: "settled"
    }
  }
}

extension Books {
  /// A contract is completed when each of its months is final or released (rule 4.8); one signed by
  /// mistake and reversed counts as terminated.
  public func status(ofContract index: Int) -> ContractStatus {
    let contract = contracts[index]
    if contract.isReversed { return .terminated }
    let isOver = contract.monthRows.allSatisfy {
      months[$0].status == .final || months[$0].status == .released
    }
    if isOver { return .completed }
    return contract.isTerminated ? .terminated : .active
  }

  /// A claim is settling when a cycle took any of its lines, and settled when all are.
  public func progress(ofClaim row: Int) -> ClaimProgress {
    let claim = claims[row]
    switch claim.status {
    case .submitted: return .submitted
    case .refused: return .refused
    case .withdrawn: return .withdrawn
    case .accepted: break
    }
    let lines = claimLines.rows[claim.lines]
    if lines.allSatisfy({ $0.state == .settled }) { return .settled }
    let isTaken = lines.contains { $0.wasTaken || $0.state == .calculated }
    return isTaken ? .settling : .accepted
  }

  /// What was accepted of a line, in money: the advance, or the fact of the month.
  public func acceptedAmount(ofLine row: Int) -> Money {
    let line = claimLines[row]
    let claim = claims[Int(line.claim)]
    if claim.kind == .advance { return line.amount.money }
    return months[monthRow(ofLine: row)].fact
  }
}
