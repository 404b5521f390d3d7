import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Follows a journal without its books: the hashes of entries and parts, the chain, the tree, and
/// the log's signature on every checkpoint. The signatures of documents and what follows from them
/// are left to the verifier.
struct MirrorChain {
  let ledgerID: [UInt8]
  private(set) var tree = MerkleTree()
  private(set) var head = Digest.zero
  private var logKey: NoteVerifierKey?

  struct Fault: Error {
    let reason: String
  }

  init(ledgerID: [UInt8]) { self.ledgerID = ledgerID }

  mutating func add(_ frame: JournalFrame) throws(Fault) {
    switch frame.type {
    case .entry: try addEntry(frame)
    case .checkpoint: try check(frame.bytes)
    }
  }

  private mutating func addEntry(_ frame: JournalFrame) throws(Fault) {
    do throws(FormatError) {
      let entry = try EntryView(frame.bytes)
      guard entry.header.number == tree.size, frame.number == tree.size else {
        throw FormatError(field: "number", reason: .headerMismatch)
      }
      if let part = entry.checkHashes(hash: { SHA256.hash($0) }) {
        throw FormatError(field: part.name, reason: .headerMismatch)
      }
      guard entry.header.previous == head else {
        throw FormatError(field: "previous", reason: .headerMismatch)
      }
      if entry.header.kind == .ledgerOpened || entry.header.kind == .keyReplaced {
        try takeLogKey(entry.document())
      }
      head = entry.hash { SHA256.hash($0) }
      tree.append(head)
    } catch {
      throw Fault(reason: Self.reason(error))
    }
  }

  /// The errors that people meet are told as the rest of the program tells them.
  private static func reason(_ error: FormatError) -> String {
    guard error.reason == .headerMismatch else { return error.description }
    switch error.field {
    case "previous": return "it does not continue the chain"
    case "number": return "it has the number of another entry"
    default: return "the hash of its \(error.field) is wrong"
    }
  }

  private mutating func takeLogKey(_ document: Document) throws(FormatError) {
    let spki: [UInt8]
    switch document.body {
    case .ledgerOpened(let opening): spki = opening.logKey
    case .keyReplaced(let replacement) where replacement.role == .log: spki = replacement.key
    default: return
    }
    guard document.header.ledger.bytes == ledgerID, let key = try? PublicKey(spki: spki),
      let verifier = try? NoteVerifierKey(
        name: Checkpoint.origin(ofLedger: ledgerID), publicKey: key)
    else { throw FormatError(field: "log_key", reason: .notAllowed) }
    logKey = verifier
  }

  /// The checkpoint must be the log's, over exactly the entries so far.
  func check(_ note: [UInt8]) throws(Fault) {
    guard let logKey else { throw Fault(reason: "no entry names the log key") }
    let checkpoint: Checkpoint
    do {
      checkpoint = try Checkpoint(verifying: note, with: logKey)
    } catch .unsigned {
      throw Fault(reason: "it is not signed by the log key")
    } catch .wrongSignature {
      throw Fault(reason: "it is not signed by the log key")
    } catch {
      throw Fault(reason: error.description)
    }
    guard checkpoint.size == tree.size else {
      throw Fault(reason: "the checkpoint is for \(checkpoint.size) entries, not \(tree.size)")
    }
    guard checkpoint.root == tree.root else {
      throw Fault(reason: "the journal does not hash to its root")
    }
  }
}
