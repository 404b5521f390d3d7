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
  /// The entry that revoked or replaced it.
  var endedBy: UInt64?
}

/// The verifier's own registry of keys, built from the key documents as they come.
struct KeyRegistry {
  private(set) var keys: [RegisteredKey] = []
  private var places: [Digest: Int] = [:]

  func find(_ id: Digest) -> RegisteredKey? { places[id].map { keys[$0] } }

  /// The key of a role that one key holds at a time.
  func active(_ role: KeyRole) -> RegisteredKey? {
    keys.first { $0.role == role && $0.endedBy == nil }
  }

  func hasKey(of role: KeyRole) -> Bool { keys.contains { $0.role == role } }

  /// Takes in what a document does to the registry, and tells what is wrong with its new keys.
  mutating func apply(_ document: Document, entry: UInt64) -> [(fault: Fault, id: Digest)] {
    switch document.body {
    case .ledgerOpened(let opening):
      return add(opening.operatorKey, .operator, nil, .earliest, .latest)
        + add(opening.logKey, .log, nil, .earliest, .latest)
    case .keyEnrolled(let enrolment):
      return add(enrolment.key, enrolment.role, enrolment.party, enrolment.from, enrolment.to)
    case .keyRevoked(let revocation):
      end(revocation.key, entry)
      return []
    case .keyReplaced(let replacement):
      for key in keys where key.role == replacement.role { end(key.id, entry) }
      return add(replacement.key, replacement.role, nil, .earliest, .latest)
    default:
      return []
    }
  }

  /// A public key is enrolled once, ever.
  private mutating func add(
    _ spki: [UInt8], _ role: KeyRole, _ party: Identifier?, _ from: CalendarDate,
    _ to: CalendarDate
  ) -> [(fault: Fault, id: Digest)] {
    let id = SHA256.hash(spki)
    guard places[id] == nil else { return [(.keyRepeated, id)] }
    let key = try? PublicKey(spki: spki)
    places[id] = keys.count
    keys.append(
      RegisteredKey(id: id, role: role, party: party, from: from, to: to, key: key))
    return key == nil ? [(.keyUnusable, id)] : []
  }

  private mutating func end(_ id: Digest, _ entry: UInt64) {
    guard let place = places[id], keys[place].endedBy == nil else { return }
    keys[place].endedBy = entry
  }
}
