import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// A signature whose key is known, for libcrypto to verify.
struct SignatureTask: Sendable {
  let signature: Signature
  let key: PublicKey
}

/// Who signed a document, and what the registry before it has to do with who must.
struct Signing: Sendable {
  let keys: KeyStanding
  /// Signers whose keys may sign this document on its day.
  fileprivate(set) var signers: [RegisteredKey] = []
  /// The key that the very document enrols, where it signed too.
  fileprivate(set) var newcomer: Digest?

  /// Of these sets, one must be there whole. What is wanted and what was found, unless one is.
  func missing(_ alternatives: [[NeededSigner]]) -> (expected: String, found: String)? {
    let isMet = alternatives.contains { needed in
      needed.allSatisfy { need in
        if let key = need.key, key == newcomer { return true }
        return signers.contains { need.isMet(by: $0) }
      }
    }
    guard !isMet else { return nil }
    let expected = alternatives.map { $0.map(\.description).joined(separator: " + ") }
    let found = signers.map { key in key.party.map { "\(key.role.name) \($0)" } ?? key.role.name }
    return (expected.joined(separator: " / "), found.joined(separator: " + "))
  }
}

/// Judges who signed a document, by the registry as it stood before it and the day of recording.
/// Whether the signatures fit the bytes is found out elsewhere, and all of them must; so is whether
/// they are enough, which takes accounts besides.
struct SignatureJudge {
  let registry: KeyRegistry
  /// False behind damage: a key that is not known may have been enrolled by what cannot be read.
  let isRegistryKnown: Bool

  struct Verdict {
    var tasks: [SignatureTask] = []
    var faults: [(fault: Fault, expected: String, found: String)] = []
    /// Nil where one of the keys may have been enrolled by what cannot be read.
    var signing: Signing?

    mutating func add(_ fault: Fault, expected: String = "", _ found: String) {
      faults.append((fault, expected, found))
    }
  }

  func judge(_ document: Document, _ list: SignatureList, on day: CalendarDate) -> Verdict {
    var verdict = Verdict()
    let newcomer = newcomer(document)
    var signing = Signing(keys: KeyStanding(before: document, registry))
    var hasUnknown = false
    for signature in list.signatures {
      if let newcomer, newcomer.id == signature.key {
        signing.newcomer = newcomer.id
        add(signature, newcomer.key, to: &verdict)
        continue
      }
      guard let key = registry.find(signature.key) else {
        hasUnknown = true
        if isRegistryKnown { verdict.add(.keyUnknown, signature.key.hex) }
        continue
      }
      add(signature, key.key, to: &verdict)
      if check(key, document, day, &verdict) { signing.signers.append(key) }
    }
    if isRegistryKnown || !hasUnknown { verdict.signing = signing }
    return verdict
  }

  private func add(_ signature: Signature, _ key: PublicKey?, to verdict: inout Verdict) {
    guard let key else { return verdict.add(.keyUnusable, signature.key.hex) }
    verdict.tasks.append(SignatureTask(signature: signature, key: key))
  }

  /// Whether the key may sign this document on that day at all.
  private func check(
    _ key: RegisteredKey, _ document: Document, _ day: CalendarDate, _ verdict: inout Verdict
  ) -> Bool {
    if let entry = key.endedBy {
      verdict.add(.keyEnded, "\(key.id.hex) \(key.role.name), \(entry)")
      return false
    }
    guard key.from <= day, day <= key.to else {
      verdict.add(
        .keyNotValid, expected: "\(key.from.iso)..\(key.to.iso)", "\(day.iso), \(key.id.hex)")
      return false
    }
    var signsNothing = key.role == .auditor
    if key.role == .log {
      // The one document that a log key signs is its own replacement.
      signsNothing = true
      if case .keyReplaced(let replacement) = document.body, replacement.role == .log {
        signsNothing = false
      }
    }
    if signsNothing { verdict.add(.keySignsNothing, "\(key.id.hex) \(key.role.name)") }
    return !signsNothing
  }

  /// The key that signs the very document that enrols it.
  private func newcomer(_ document: Document) -> (id: Digest, key: PublicKey?)? {
    let spki: [UInt8]
    switch document.body {
    case .ledgerOpened(let opening): spki = opening.operatorKey
    case .keyEnrolled(let enrolment): spki = enrolment.key
    default: return nil
    }
    let id = SHA256.hash(spki)
    guard registry.find(id) == nil else { return nil }
    return (id, try? PublicKey(spki: spki))
  }
}
