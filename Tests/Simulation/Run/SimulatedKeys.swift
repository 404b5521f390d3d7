import Authentication
import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// The keys of a simulated town, the same in every run: made of their names, and Ed25519, whose
/// signatures are the same every time.
package struct SimulatedKeys: Sendable {
  package enum Name: UInt8, CaseIterable, Sendable {
    case `operator` = 1
    case log, authority, first, second, providerOne, providerTwo
  }

  private let keys: [PrivateKey]
  /// For enrolment and replacement while a ledger runs.
  package let spares: [PrivateKey]

  package init() throws {
    keys = try Name.allCases.map { try Self.key($0.rawValue) }
    spares = try (UInt8(100)..<124).map(Self.key)
  }

  private static func key(_ number: UInt8) throws -> PrivateKey {
    // PKCS#8 of an Ed25519 key (RFC 8410, section 7), with 32 bytes made of the name.
    let head: [UInt8] = [
      0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
      0x20,
    ]
    let body = Base64.encode(head + [UInt8](repeating: number, count: 32))
    var text = Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
    return try PrivateKey(pem: SecretBytes(wiping: &text))
  }

  private var all: [PrivateKey] { keys + spares }

  package func key(_ id: Digest) -> PrivateKey? { all.first { $0.publicKey.id == id } }

  package subscript(name: Name) -> PrivateKey { keys[Int(name.rawValue) - 1] }

  /// Signs with a key for each signature that the document needs.
  package func sign(_ document: Document, in books: Books) throws -> SignedDocument {
    try sign(document, in: books, keys: Model(of: books)).signed
  }

  /// Signs as far as the model knows keys that may; whether that is all of them.
  func sign(
    _ document: Document, in books: Books, keys model: Model
  ) throws -> (signed: SignedDocument, isComplete: Bool) {
    let bytes = DocumentCodec.encode(document)
    var list = SignatureList()
    var isComplete = true
    for requirement in Authenticator.requirements(for: document, in: books)[0] {
      let fitting = all.first { key in
        let id = key.publicKey.id
        // A key that is just being enrolled, or must sign for itself.
        if requirement.key == id { return model.keys[id] == nil || model.canSign(id) }
        guard model.canSign(id), let row = books.key(id) else { return false }
        return requirement.isMet(by: books.keys[row])
      }
      guard let fitting,
        let signature = Signature(key: fitting.publicKey.id, bytes: try fitting.sign(bytes))
      else {
        isComplete = false
        continue
      }
      _ = list.add(signature)
    }
    return (SignedDocument(document: bytes, signatures: list), isComplete)
  }
}
