import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import TransparencyLog

/// The log keys of a ledger, found by its key documents alone: each must carry the signatures that
/// section 2 of the design asks for, by keys that earlier ones brought in.
///
/// Keys of providers and auditors are left out: they have no say in whose checkpoints count.
struct KeyChain {
  struct LogKey {
    let verifier: NoteVerifierKey
    /// It signs the checkpoints that cover this entry, until another one follows.
    let enteredBy: UInt64
  }

  private struct Key {
    let key: PublicKey
    let role: KeyRole
    let validity: ClosedRange<CalendarDate>
    var isEnded = false
  }

  /// The oldest first.
  private(set) var logKeys: [LogKey] = []
  private var keys: [Digest: Key] = [:]
  private let origin: String

  /// Kinds of the documents that it is made of.
  static let kinds = Set(
    [DocumentKind.ledgerOpened, .keyEnrolled, .keyRevoked, .keyReplaced].map(\.rawValue))

  private static let witnesses: Set<KeyRole> = [.authority, .financeFirst, .financeSecond]

  init(origin: String) { self.origin = origin }

  /// The key that a checkpoint of so many entries is signed by.
  func logKey(atSize size: UInt64) -> NoteVerifierKey? {
    logKeys.last { $0.enteredBy < size }?.verifier
  }

  /// The next key document. Throws where it lacks a signature that it needs, or has a wrong one.
  mutating func add(_ entry: EntryView) throws {
    let document = try entry.document()
    let (number, day) = (entry.header.number, entry.header.recordedAt.date)
    let always = CalendarDate.earliest...CalendarDate.latest
    switch document.body {
    case .ledgerOpened(let opening):
      guard number == 0 else { throw UnprovedKey(entry: number) }
      let key = try PublicKey(spki: opening.operatorKey)
      let signers = try signers(of: entry, on: day, newcomer: key)
      try require(signers.contains(key.id), number)
      enter(key, .operator, always)
      try enterLogKey(opening.logKey, number)
    case .keyEnrolled(let enrolment) where Self.witnesses.contains(enrolment.role):
      let key = try PublicKey(spki: enrolment.key)
      let signers = try signers(of: entry, on: day, newcomer: key)
      let isFirst = !keys.values.contains { $0.role == enrolment.role }
      try require(
        signers.contains(key.id) && has([.operator], signers)
          && (isFirst || has(Self.witnesses, signers)) && enrolment.from <= enrolment.to, number)
      enter(key, enrolment.role, enrolment.from...enrolment.to)
    case .keyRevoked(let revocation) where keys[revocation.key] != nil:
      let signers = try signers(of: entry, on: day).subtracting([revocation.key])
      let needsWitness = keys.contains { id, key in
        id != revocation.key && !key.isEnded && Self.witnesses.contains(key.role)
      }
      try require(
        has([.operator], signers) && (!needsWitness || has(Self.witnesses, signers)), number)
      keys[revocation.key]?.isEnded = true
    case .keyReplaced(let replacement):
      let signers = try signers(of: entry, on: day)
      let finance: Set<KeyRole> = [.financeFirst, .financeSecond]
      try require(
        has([.authority], signers)
          && (has(finance, signers) && has([replacement.role], signers)
            || finance.allSatisfy { has([$0], signers) }),
        number)
      for (id, key) in keys where key.role == replacement.role { keys[id]?.isEnded = true }
      if replacement.role == .log {
        try enterLogKey(replacement.key, number)
      } else {
        enter(try PublicKey(spki: replacement.key), replacement.role, always)
      }
    default: break
    }
  }

  private mutating func enter(
    _ key: PublicKey, _ role: KeyRole, _ validity: ClosedRange<CalendarDate>
  ) {
    keys[key.id] = Key(key: key, role: role, validity: validity)
  }

  private mutating func enterLogKey(_ spki: [UInt8], _ number: UInt64) throws {
    let key = try PublicKey(spki: spki)
    enter(key, .log, CalendarDate.earliest...CalendarDate.latest)
    logKeys.append(
      LogKey(verifier: try NoteVerifierKey(name: origin, publicKey: key), enteredBy: number))
  }

  /// Who signed of those whose keys are kept here: they may on that day, and signed rightly. Others can
  /// only have signed besides.
  private func signers(
    of entry: EntryView, on day: CalendarDate, newcomer: PublicKey? = nil
  ) throws -> Set<Digest> {
    var signers = Set<Digest>()
    for signature in try entry.signatures().signatures {
      let key: PublicKey
      if let newcomer, newcomer.id == signature.key {
        key = newcomer
      } else if let known = keys[signature.key] {
        try require(!known.isEnded && known.validity.contains(day), entry.header.number)
        key = known.key
      } else {
        continue
      }
      let fits = entry.withBytes(of: .document) { key.verifies(signature.bytes, of: $0) }
      try require(fits, entry.header.number)
      signers.insert(signature.key)
    }
    return signers
  }

  private func has(_ roles: Set<KeyRole>, _ signers: Set<Digest>) -> Bool {
    signers.contains { id in keys[id].map { roles.contains($0.role) } ?? false }
  }

  private func require(_ holds: Bool, _ entry: UInt64) throws {
    guard holds else { throw UnprovedKey(entry: entry) }
  }

  /// The signatures of that key document are not what they must be.
  struct UnprovedKey: Error {
    let entry: UInt64
  }
}
