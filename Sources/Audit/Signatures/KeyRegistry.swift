import Bytes
import Cryptography
import LedgerCore

/// A key as the documents of the journal enrolled it.
struct RegisteredKey {
  let id: Digest
  let role: KeyRole
  let party: Identifier?
  let from: CalendarDate
  let to: CalendarDate
  /// Nil where libcrypto does not take it.
  let key: PublicKey?
  let enrolledBy: UInt64
  /// The entry that revoked or replaced it.
  var endedBy: UInt64?
}

/// The verifier's own registry of keys, built from the key documents as they come. A class: it is
/// asked in place, with however many keys, and never copied.
final class KeyRegistry {
  private(set) var keys: [RegisteredKey] = []
  private var places: [Digest: Int] = [:]
  /// The keys of each role, in order. None comes back once it has ended, so that of those at the
  /// beginning that have, nobody need ask again.
  private var roles: [KeyRole: Role] = [:]

  private struct Role {
    var places: [Int] = []
    /// The first of `places` that may still stand.
    var first = 0
    /// How many stand.
    var standing = 0
  }

  init() {}

  /// The keys of books that were audited.
  init(_ books: Books) {
    for record in books.keys.rows {
      _ = add(record.spki, record.role, record.party, record.from, record.to, record.enrolledBy)
      if let entry = record.endedBy { end(record.id, entry) }
    }
  }

  func find(_ id: Digest) -> RegisteredKey? { places[id].map { keys[$0] } }

  /// The key of a role that one key holds at a time.
  func active(_ role: KeyRole) -> RegisteredKey? {
    while let entry = roles[role], entry.first < entry.places.count {
      let key = keys[entry.places[entry.first]]
      if key.endedBy == nil { return key }
      roles[role]?.first += 1
    }
    return nil
  }

  /// The same, after so many entries.
  func active(_ role: KeyRole, after count: UInt64) -> RegisteredKey? {
    let all = (roles[role]?.places ?? []).lazy.map { self.keys[$0] }
    return all.first { $0.enrolledBy < count && ($0.endedBy.map { $0 >= count } ?? true) }
  }

  func hasKey(of role: KeyRole) -> Bool { roles[role] != nil }

  /// Whether a key of one of these roles stands, besides one.
  func hasKey(of wanted: [KeyRole], besides id: Digest) -> Bool {
    let standing = wanted.reduce(0) { $0 + (roles[$1]?.standing ?? 0) }
    guard let key = find(id), key.endedBy == nil, wanted.contains(key.role) else {
      return standing > 0
    }
    return standing > 1
  }

  /// Takes in what a document does to the registry, and tells what is wrong with its new keys.
  func apply(_ document: Document, entry: UInt64) -> [(fault: Fault, id: Digest)] {
    switch document.body {
    case .ledgerOpened(let opening):
      return add(opening.operatorKey, .operator, nil, .earliest, .latest, entry)
        + add(opening.logKey, .log, nil, .earliest, .latest, entry)
    case .keyEnrolled(let enrolment):
      return add(
        enrolment.key, enrolment.role, enrolment.party, enrolment.from, enrolment.to, entry)
    case .keyRevoked(let revocation):
      end(revocation.key, entry)
      return []
    case .keyReplaced(let replacement):
      while let key = active(replacement.role) { end(key.id, entry) }
      return add(replacement.key, replacement.role, nil, .earliest, .latest, entry)
    default:
      return []
    }
  }

  /// A public key is enrolled once, ever.
  private func add(
    _ spki: [UInt8], _ role: KeyRole, _ party: Identifier?, _ from: CalendarDate,
    _ to: CalendarDate, _ entry: UInt64
  ) -> [(fault: Fault, id: Digest)] {
    let id = SHA256.hash(spki)
    guard places[id] == nil else { return [(.keyRepeated, id)] }
    let key = try? PublicKey(spki: spki)
    places[id] = keys.count
    roles[role, default: Role()].places.append(keys.count)
    roles[role]?.standing += 1
    keys.append(
      RegisteredKey(
        id: id, role: role, party: party, from: from, to: to, key: key, enrolledBy: entry))
    return key == nil ? [(.keyUnusable, id)] : []
  }

  private func end(_ id: Digest, _ entry: UInt64) {
    guard let place = places[id], keys[place].endedBy == nil else { return }
    keys[place].endedBy = entry
    roles[keys[place].role]?.standing -= 1
  }
}
