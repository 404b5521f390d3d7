import Bytes
import LedgerCore

/// Keys, parties, orders and seals.
extension DocumentGenerator {
  /// The next month, mostly; it must have begun.
  mutating func seal() -> DocumentBody? {
    guard let last = books.sealedThrough else {
      return .periodSealed(month: YearMonth(year: 2023, month: number(5...9)))
    }
    let next = chance(85) ? last.next : YearMonth(year: 2023, month: number(1...12))
    return .periodSealed(month: next)
  }

  mutating func orderApproval() -> DocumentBody? {
    guard let payer = pick(Array(books.payers.rows.indices)) else { return nil }
    return .ordersApproved([
      OrderTerms(
        number: Identifier("Q\(number(1...3))")!, year: UInt16(number(years)),
        payer: books.payers.number(payer), amount: money(upTo: 90_000), services: [service],
        certificatesMax: nil)
    ])
  }

  /// Another account, or another name; at times nothing, or on top of terms that are not the last.
  mutating func party() -> DocumentBody? {
    let stale = chance(10) ? entry([.payersRegistered, .providersAdmitted]) : nil
    if chance(50) {
      guard let row = pick(Array(books.payers.rows.indices)) else { return nil }
      var details = books.payers[row].details
      switch number(1...4) {
      case 1: details.name = "Finance \(number(1...2))"
      case 2: details.account = books.payers[number(0...books.payers.count - 1)].details.account
      default: details.account = "032316430000000\(number(20_000...20_003))"
      }
      let current = books.reference(toEntry: books.payers[row].termsEntry)
      return .payersAmended([Amended(replaces: stale ?? current, details: details)])
    }
    guard let row = pick(Array(books.providers.rows.indices)) else { return nil }
    var details = books.providers[row].details
    if chance(40) { details.name = "Studio \(number(1...2))" }
    details.account = pick(books.providers.rows.map(\.details.account)) ?? details.account
    let current = books.reference(toEntry: books.providers[row].termsEntry)
    return .providersAmended([Amended(replaces: stale ?? current, details: details)])
  }

  /// A key is enrolled, revoked or replaced. Mostly a role keeps a key that can sign.
  mutating func key() -> DocumentBody? {
    let usable = books.keys.rows.filter { $0.isActive || chance(5) }
    switch number(1...10) {
    case 1...5:
      guard let (role, party) = pick(signing) else { return nil }
      let known = chance(5) ? pick(books.keys.rows.filter(\.isActive))?.spki : nil
      guard let spki = known ?? spareKeys.popLast() else { return nil }
      let from = CalendarDate(year: 2023, month: 1, day: 1)!
      let to = CalendarDate(year: chance(10) ? 2023 : 2030, month: chance(50) ? 6 : 11, day: 30)!
      return .keyEnrolled(
        KeyEnrolment(key: spki, role: role, party: party, from: from, to: to))
    case 6...8:
      let spared = usable.filter { key in
        usable.contains { $0.id != key.id && $0.role == key.role && $0.party == key.party }
      }
      return pick(chance(92) ? spared : usable).map {
        .keyRevoked(KeyRevocation(key: $0.id, reason: "r"))
      }
    default:
      guard let spki = spareKeys.popLast() else { return nil }
      let role: KeyRole = chance(50) ? .log : chance(90) ? .operator : .authority
      return .keyReplaced(KeyReplacement(role: role, key: spki))
    }
  }

  /// Roles that sign documents, with their parties.
  private var signing: [(KeyRole, Identifier)] {
    let payer = books.payers.number(0)
    return [(.authority, payer), (.financeFirst, payer), (.financeSecond, payer)]
      + providers.map { (.provider, $0) }
  }
}
