import Cryptography
import LedgerCore
import LedgerFormat

/// The document that opens a ledger, as far as it names it.
enum Opening {
  /// The ledger's id, where these are the bytes of an entry that opens one, signed by the operator's
  /// key that it names.
  static func ledger(signedIn entry: [UInt8]) -> UniqueID? {
    guard let view = try? EntryView(entry), let document = try? view.document(),
      case .ledgerOpened(let opening) = document.body,
      let key = try? PublicKey(spki: opening.operatorKey), let list = try? view.signatures(),
      let signature = list.signatures.first(where: { $0.key == SHA256.hash(opening.operatorKey) }),
      view.withBytes(of: .document, { key.verifies(signature.bytes, of: $0) })
    else { return nil }
    return document.header.ledger
  }
}
