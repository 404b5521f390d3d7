import Bytes
import Cryptography
@_spi(Verification) import LedgerCore
import LedgerFormat

/// What is wrong with a document's signatures.
public enum SignatureFault: Error, Hashable, Sendable {
  case unknownKey(Digest)
  case endedKey(Digest)
  /// The key may not sign on the day of recording.
  case notValidOn(CalendarDate, key: Digest)
  /// Keys of the log and of auditors sign no document.
  case roleSignsNothing(KeyRole, key: Digest)
  /// The signature does not fit the document's bytes.
  case wrongSignature(Digest)
  /// A key in the document that libcrypto does not take.
  case unusableKey(Digest)
  case missing([SignerRequirement])
}

/// Judges signatures by the key registry as it stands in the books, and makes verified documents.
public final class Authenticator {
  private var parsed: [Digest: PublicKey] = [:]

  public init() {}

  /// `bytes` is the document as it was signed. Keys are judged by the day of recording.
  public func verify(
    _ document: Document, bytes: [UInt8], signatures: SignatureList, in books: Books,
    on day: CalendarDate
  ) throws(SignatureFault) -> VerifiedDocument {
    var newcomer: Digest?
    for spki in Self.newKeys(in: document) {
      let id = SHA256.hash(spki)
      guard (try? PublicKey(spki: spki)) != nil else { throw .unusableKey(id) }
      if case .keyReplaced = document.body { continue }
      parsed[id] = try? PublicKey(spki: spki)
      newcomer = newcomer ?? id
    }
    var signers: [Digest] = []
    for signature in signatures.signatures {
      if signature.key != newcomer { try check(signature.key, document, books, day) }
      guard try publicKey(signature.key, books).verifies(signature.bytes, of: bytes) else {
        throw .wrongSignature(signature.key)
      }
      signers.append(signature.key)
    }
    try requireSigners(signers, document, books)
    return VerifiedDocument(document)
  }

  /// A document of the journal, whose signatures were judged before it was acknowledged.
  public static func recorded(_ document: Document) -> VerifiedDocument {
    VerifiedDocument(document)
  }

  /// The sets of keys that a document needs; the usual set first.
  public static func requirements(
    for document: Document, in books: Books
  ) -> [[SignerRequirement]] {
    SignerPolicy.alternatives(for: document, in: books) { SHA256.hash($0) }
  }

  private func requireSigners(
    _ signers: [Digest], _ document: Document, _ books: Books
  ) throws(SignatureFault) {
    let alternatives = Self.requirements(for: document, in: books)
    let missing = alternatives.map { requirements in
      requirements.filter { requirement in
        !signers.contains { Self.meets($0, requirement, books) }
      }
    }
    guard !missing.contains(where: \.isEmpty) else { return }
    throw .missing(missing[0])
  }

  private static func meets(
    _ signer: Digest, _ requirement: SignerRequirement, _ books: Books
  ) -> Bool {
    if requirement.key == signer { return true }
    return books.key(signer).map { requirement.isMet(by: books.keys[$0]) } ?? false
  }

  private func check(
    _ id: Digest, _ document: Document, _ books: Books, _ day: CalendarDate
  ) throws(SignatureFault) {
    guard let row = books.key(id) else { throw .unknownKey(id) }
    let record = books.keys[row]
    guard record.isActive else { throw .endedKey(id) }
    guard record.isValid(on: day) else { throw .notValidOn(day, key: id) }
    switch record.role {
    case .auditor: throw .roleSignsNothing(record.role, key: id)
    case .log:
      // The one thing that a log key signs beside checkpoints is its own replacement.
      guard case .keyReplaced(let replacement) = document.body, replacement.role == .log else {
        throw .roleSignsNothing(record.role, key: id)
      }
    case .operator, .authority, .financeFirst, .financeSecond, .provider: return
    }
  }

  private func publicKey(_ id: Digest, _ books: Books) throws(SignatureFault) -> PublicKey {
    if let key = parsed[id] { return key }
    guard let row = books.key(id) else { throw .unknownKey(id) }
    guard let key = try? PublicKey(spki: books.keys[row].spki) else { throw .unusableKey(id) }
    parsed[id] = key
    return key
  }

  private static func newKeys(in document: Document) -> [[UInt8]] {
    switch document.body {
    case .ledgerOpened(let opening): [opening.operatorKey, opening.logKey]
    case .keyEnrolled(let enrolment): [enrolment.key]
    case .keyReplaced(let replacement): [replacement.key]
    default: []
    }
  }
}
