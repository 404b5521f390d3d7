import Authentication
import Bytes
import Cryptography
import Exchange
import JournalStorage
import LedgerCore
import LedgerFormat

/// Why something could not be done. Each case is one kind of answer to the user.
public enum LedgerError: Error {
  case storage(StorageError)
  /// An entry that is in the journal does not follow from what is before it.
  case damagedEntry(number: UInt64, file: String, offset: UInt64, reason: String)
  case key(KeyError)
  /// No private key with this name, or none for a key that the ledger needs.
  case missingKey(name: String)
  /// The keys directory holds no key, or several, where one is needed: name it.
  case signerNeeded(requirement: String, candidates: [String])
  case signerTwice(name: String)
  case signature(SignatureFault, names: [Digest: String])
  /// The ledger's state forbids it: refusals by document, with the lines of the file.
  case refused([DocumentRefusals])
  case form(FormatError)
  case input(InputFaults)
  /// The id was used for other bytes.
  case idConflict(UniqueID, entry: UInt64)
  case clockAhead(last: Timestamp, now: Timestamp)
  /// A year that no entry can have.
  case clockWrong(now: Timestamp)
  /// What a command asks for is not in the books.
  case notFound(kind: String, id: String)
  /// There is nothing that the command could do now.
  case nothingToDo(String)
  /// A rule that is known before a document is made.
  case rule(RuleFault)
  /// A proof, a checkpoint or a cosignature.
  case proof(ProofFault)
  /// Whether the document was recorded is not known: it had this id, which nobody had chosen.
  case outcomeUnknown(StorageError, id: UniqueID)
  /// A file that could not be read or written.
  case file(path: String, reason: String)
}

/// What the rules refuse of one document.
public struct DocumentRefusals: Sendable {
  /// The document's place among those submitted together, from 0.
  public let document: Int
  public let kind: DocumentKind
  public let refusals: Refusals
  /// The line of the input file for each line of the register; empty where there is no file.
  public let fileLines: [Int]
}
