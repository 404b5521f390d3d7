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

  /// Checks the signatures, which takes nearly all the time of an examination.
  init(_ decoded: DecodedDocument) {
    document = decoded.document
    signed = decoded.signed
    hash = decoded.hash
    checks = zip(signed.signatures.signatures, decoded.keys).map { [signed] signature, key in
      key.map { SignatureCheck(signature, by: $0, of: signed.document) }
    }
    newKeys = decoded.newKeys
    unusableKey = decoded.unusableKey
  }

  /// A key that signs its own enrolment, or the opening of its ledger.
  var newcomer: PublicKey? {
    if case .keyReplaced = document.body { return nil }
    return newKeys.first
  }
}

/// A document decoded and hashed, and the keys to check its signatures with.
struct DecodedDocument {
  let document: Document
  let signed: SignedDocument
  let hash: Digest
  /// For each signature, its key; nil where it is not known.
  let keys: [PublicKey?]
  let newKeys: [PublicKey]
  let unusableKey: Digest?
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
