import Bytes

extension Books {
  mutating func open(_ opening: LedgerOpening, _ header: DocumentHeader) throws(RuleFault) {
    guard opening.operatorKey != opening.logKey else { throw RuleFault(.keyUsed) }
    ledger = header.ledger
    name = opening.name
    rulesVersion = header.rulesVersion
    addKey(opening.operatorKey, .operator, nil, .earliest, .latest)
    addKey(opening.logKey, .log, nil, .earliest, .latest)
  }

  mutating func enrol(_ enrolment: KeyEnrolment) throws(RuleFault) {
    guard enrolment.role != .operator, enrolment.role != .log else {
      throw RuleFault(.roleNotEnrollable, enrolment.role.name)
    }
    try checkNew(key: enrolment.key)
    addKey(enrolment.key, enrolment.role, enrolment.party, enrolment.from, enrolment.to)
  }

  mutating func revoke(_ revocation: KeyRevocation) throws(RuleFault) {
    guard let row = key(revocation.key) else {
      throw RuleFault(.unknownKey, revocation.key.hex)
    }
    guard keys[row].role != .operator, keys[row].role != .log else {
      throw RuleFault(.roleNotEnrollable, keys[row].role.name)
    }
    guard keys[row].isActive else { throw RuleFault(.keyEnded, revocation.key.hex) }
    let entry = nextEntry
    keys.update(row) { $0.endedBy = entry }
  }

  mutating func replaceKey(_ replacement: KeyReplacement) throws(RuleFault) {
    guard replacement.role == .operator || replacement.role == .log else {
      throw RuleFault(.roleNotEnrollable, replacement.role.name)
    }
    try checkNew(key: replacement.key)
    guard let old = activeKey(replacement.role) else { preconditionFailure("no key to replace") }
    let entry = nextEntry
    keys.update(old) { $0.endedBy = entry }
    addKey(replacement.key, replacement.role, nil, .earliest, .latest)
  }

  mutating func adoptRules(_ version: UInt16) throws(RuleFault) {
    guard version != rulesVersion else { throw RuleFault(.rulesInForce, "\(version)") }
    guard version <= DocumentHeader.currentRules, version > rulesVersion else {
      throw RuleFault(.unknownRules, "\(version)")
    }
    rulesVersion = version
  }

  /// The row of a key by its id, whether it is active or ended.
  public func key(_ id: Digest) -> Int? { keys.find(id) }

  /// The active key of a role that only one key has at a time.
  public func activeKey(_ role: KeyRole) -> Int? {
    keys.rows.firstIndex { $0.role == role && $0.isActive }
  }

  /// A public key is enrolled once, ever.
  private func checkNew(key spki: [UInt8]) throws(RuleFault) {
    let id = digest(spki)
    guard key(id) == nil else { throw RuleFault(.keyUsed, id.hex) }
  }

  private mutating func addKey(
    _ spki: [UInt8], _ role: KeyRole, _ party: Identifier?, _ from: CalendarDate,
    _ to: CalendarDate
  ) {
    keys.append(
      KeyRecord(
        id: digest(spki), spki: spki, role: role, party: party, from: from, to: to,
        enrolledBy: nextEntry))
  }

  /// Months are sealed in order, none left out, and none before it began.
  mutating func seal(_ month: YearMonth, _ recordedAt: Timestamp) throws(RuleFault) {
    if let sealedThrough {
      guard month > sealedThrough else { throw RuleFault(.monthSealed, month.iso) }
      guard month == sealedThrough.next else {
        throw RuleFault(.sealOutOfOrder, sealedThrough.next.iso)
      }
    }
    guard month <= recordedAt.date.yearMonth else { throw RuleFault(.sealOfFuture, month.iso) }
    sealedThrough = month
  }
}
