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

  package init() throws {
    keys = try Name.allCases.map { name in
      // PKCS#8 of an Ed25519 key (RFC 8410, section 7), with 32 bytes made of the name.
      let head: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
      ]
      let body = Base64.encode(head + [UInt8](repeating: name.rawValue, count: 32))
      var text = Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
      return try PrivateKey(pem: SecretBytes(wiping: &text))
    }
  }

  package subscript(name: Name) -> PrivateKey { keys[Int(name.rawValue) - 1] }

  /// Signs with a key for each signature that the document needs.
  package func sign(_ document: Document, in books: Books) throws -> SignedDocument {
    let bytes = DocumentCodec.encode(document)
    var list = SignatureList()
    for requirement in Authenticator.requirements(for: document, in: books)[0] {
      let fitting = keys.first { key in
        if requirement.key == key.publicKey.id { return true }
        return books.key(key.publicKey.id).map { requirement.isMet(by: books.keys[$0]) } ?? false
      }
      guard let fitting,
        let signature = Signature(key: fitting.publicKey.id, bytes: try fitting.sign(bytes))
      else { continue }
      _ = list.add(signature)
    }
    return SignedDocument(document: bytes, signatures: list)
  }
}
