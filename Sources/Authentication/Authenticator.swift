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
///
/// It works in two steps. `examine` does the mathematics, which needs no registry and takes nearly
/// all the time, on any thread; `verify` asks the registry, in the order of the entries.
public final class Authenticator: Sendable {
  private let known = KnownKeys()

  public init() {}

  /// Lets `examine` know the keys that the books hold.
  public func learn(_ books: Books) {
    known.add(books.keys.rows.lazy.map { ($0.id, $0.spki) })
  }

  /// Decodes a document and checks its signatures against the keys that they name, where these
  /// are known.
  public func examine(_ signed: SignedDocument) throws(FormatError) -> ExaminedDocument {
    ExaminedDocument(try decode(signed))
  }

  /// The same of several. All are decoded before the first signature is checked: the processor keeps
  /// libcrypto's way through one at hand for the next.
  public func examine(
    each documents: ArraySlice<SignedDocument>
  ) -> [Result<ExaminedDocument, FormatError>] {
    let decoded = documents.map { signed in
      Result { () throws(FormatError) in try decode(signed) }
    }
    return decoded.map { $0.map { ExaminedDocument($0) } }
  }

  private func decode(_ signed: SignedDocument) throws(FormatError) -> DecodedDocument {
    let document = try DocumentCodec.decode(signed.document)
    var newKeys: [PublicKey] = []
    var unusable: Digest?
    for spki in Self.newKeys(in: document) {
      if let key = try? PublicKey(spki: spki) {
        newKeys.append(key)
      } else {
        unusable = unusable ?? SHA256.hash(spki)
      }
    }
    let keys = signed.signatures.signatures.map { signature in
      newKeys.first { $0.id == signature.key } ?? known.find(signature.key)
    }
    return DecodedDocument(
      document: document, signed: signed, hash: SHA256.hash(signed.document), keys: keys,
      newKeys: newKeys, unusableKey: unusable)
  }

  /// Judges by the registry as it stands in `books`; keys are judged by the day of recording.
  public func verify(
    _ examined: ExaminedDocument, in books: Books, on day: CalendarDate
  ) throws(SignatureFault) -> VerifiedDocument {
    if let key = examined.unusableKey { throw .unusableKey(key) }
    let document = examined.document
    let newcomer = examined.newcomer
    var signers: [Digest] = []
    for (signature, check) in zip(examined.signed.signatures.signatures, examined.checks) {
      let spki: [UInt8]
      if let newcomer, newcomer.id == signature.key {
        spki = newcomer.spki
      } else {
        spki = try registered(signature.key, document, books, day).spki
      }
      guard try holds(signature, check, by: spki, of: examined.signed.document) else {
        throw .wrongSignature(signature.key)
      }
      signers.append(signature.key)
    }
    try requireSigners(signers, document, books)
    known.add(examined.newKeys)
    return VerifiedDocument(document)
  }

  /// What was found of the key that counts now stands; a key that was not known then, or has other
  /// bytes, is asked now.
  private func holds(
    _ signature: Signature, _ check: SignatureCheck?, by spki: [UInt8], of bytes: [UInt8]
  ) throws(SignatureFault) -> Bool {
    if let check, check.spki == spki { return check.holds }
    guard let key = try? PublicKey(spki: spki) else { throw .unusableKey(signature.key) }
    known.add([key])
    return SignatureCheck(signature, by: key, of: bytes).holds
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
    func isMet(_ requirement: SignerRequirement) -> Bool {
      signers.contains { Self.meets($0, requirement, books) }
    }
    guard !alternatives.contains(where: { $0.allSatisfy(isMet) }) else { return }
    throw .missing(alternatives[0].filter { !isMet($0) })
  }

  private static func meets(
    _ signer: Digest, _ requirement: SignerRequirement, _ books: Books
  ) -> Bool {
    if requirement.key == signer { return true }
    return books.key(signer).map { requirement.isMet(by: books.keys[$0]) } ?? false
  }

  /// The key's record, if the key may sign a document like this on that day.
  private func registered(
    _ id: Digest, _ document: Document, _ books: Books, _ day: CalendarDate
  ) throws(SignatureFault) -> KeyRecord {
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
    case .operator, .authority, .financeFirst, .financeSecond, .provider: break
    }
    return record
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
