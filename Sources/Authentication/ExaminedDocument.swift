import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// A document as far as its bytes alone can be judged: decoded, hashed, and each signature held
/// against the key that it names. Whether these keys may sign it, only the registry can say.
///
/// Only `Authenticator.examine` makes one, so that what was found belongs to exactly these bytes. A
/// class, as it goes through many hands.
public final class ExaminedDocument: Sendable {
  public let document: Document
  /// The bytes and signatures that were examined.
  public let signed: SignedDocument
  /// SHA-256 of the document's bytes.
  public let hash: Digest
  /// For each signature, what came of it; nil where its key was not known then.
  let checks: [SignatureCheck?]
  /// The keys that the document itself brings.
  let newKeys: [PublicKey]
  /// One that it brings and libcrypto does not take, by its id.
  let unusableKey: Digest?

  init(
    document: Document, signed: SignedDocument, hash: Digest, checks: [SignatureCheck?],
    newKeys: [PublicKey], unusableKey: Digest?
  ) {
    self.document = document
    self.signed = signed
    self.hash = hash
    self.checks = checks
    self.newKeys = newKeys
    self.unusableKey = unusableKey
  }

  /// A key that signs its own enrolment, or the opening of its ledger.
  var newcomer: PublicKey? {
    if case .keyReplaced = document.body { return nil }
    return newKeys.first
  }
}

/// Whether a signature is that of one certain key, over the bytes of one examined document.
struct SignatureCheck: Sendable {
  let spki: [UInt8]
  let holds: Bool

  init(_ signature: Signature, by key: PublicKey, of bytes: [UInt8]) {
    spki = key.spki
    holds = key.verifies(signature.bytes, of: bytes)
  }
}
