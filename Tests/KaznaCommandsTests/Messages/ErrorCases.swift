import Bytes
import Cryptography
import Exchange
import JournalStorage
import LedgerFormat

@testable import Authentication
@testable import KaznaCommands
@testable import LedgerCore
@testable import LedgerService

/// One error of every kind, for tests that walk over all of them.
enum ErrorCases {
  static let key = Digest(hex: String(repeating: "1a2b3c4d", count: 8))!
  static let path = "dir/file"

  static let rules: [LedgerError] = RefusalCode.allCases.map { .rule(fault(of: $0)) }

  static func fault(of code: RefusalCode) -> RuleFault {
    switch code {
    case .insufficientFunds:
      RuleFault(code, "funds.available 0001", have: money(500), need: money(600))
    case .orderInUse: RuleFault(code, "funds.reserved 77", have: money(500))
    default: RuleFault(code, "4711")
    }
  }

  static func money(_ rubles: Int64) -> Money { Money(kopecks: rubles * 100) }

  static let storage: [StorageError] = [
    .busy(path: path), .noLedger(path: path), .notPublished(path: path),
    .notALedger(path: path, reason: "it shrank"),
    .ledgerExists(path: path), .directoryNotEmpty(path: path, name: "x"),
    .notAFile(path: path), .permissionDenied(call: "open", path: path), .readOnly(path: path),
    .diskFull(path: path, needed: 9, available: 8),
    .damaged(file: path, offset: 7, entry: 6, reason: "it shrank"),
    .failed(call: "write", path: path, errno: 5), .noSuchEntry(entry: 9, published: 3),
    .overLimit(what: "commit", bytes: 9, limit: 8), .invalidCommit(reason: "it has no entries"),
    .outcomeUnknown(.failed(call: "fdatasync", path: path, errno: 5)),
    .writerStopped(.failed(call: "fdatasync", path: path, errno: 5)), .closed(path: path),
  ]

  static let keys: [KeyError] = [
    .missing(path: path), .unreadable(path: path, reason: "Permission denied"),
    .permissionsTooOpen(path: path), .tooLarge(path: path), .exists(path: path),
    .unwritable(path: path, reason: "Permission denied"),
    .notPrivateKey(source: path, reason: "wrong base64"),
    .mismatched(private: path, public: path),
    .notPublicKey(source: path, reason: "wrong base64"), .encrypted(source: path),
    .unsupportedAlgorithm(source: path, name: "rsa"),
    .libcrypto(operation: "sign", reason: "malloc failure"),
  ]

  static let signatures: [SignatureFault] = [
    .unknownKey(key), .endedKey(key), .notValidOn(CalendarDate(iso: "2023-11-30")!, key: key),
    .roleSignsNothing(.auditor, key: key), .wrongSignature(key), .unusableKey(key),
    .missing([.authority, .finance]),
  ]

  static let reasons: [FormatError.Reason] = [
    .truncated, .trailingBytes(3), .wrongMagic, .unsupportedVersion(9), .unknownKind(99),
    .notZero, .unknownValue(9), .notFlag(2), .tooLarge(count: 9, limit: 8), .empty,
    .notIdentifier, .wrongRequisite, .notUTF8, .text(.empty),
    .text(.tooLong(bytes: 9, limit: 8)), .text(.outerSpace),
    .text(.control(scalar: 7, position: 2)), .text(.invisible(scalar: 7, position: 2)),
    .text(.separator(scalar: 7, position: 2)), .text(.unassigned(scalar: 7, position: 2)),
    .text(.notNormal(scalar: 7, position: 2)), .serviceCode(.shape),
    .serviceCode(.latinLookAlike(position: 7, letter: "O")), .repeated, .notKey,
    .amountOutOfRange, .dateOutOfRange, .numberOutOfRange, .wrongOrder, .notAllowed,
    .notAscending, .headerMismatch,
  ]

  static let others: [LedgerError] =
    [
      .damagedEntry(number: 6, file: path, offset: 7, reason: "it shrank"),
      .missingKey(name: path), .signerNeeded(requirement: "authority", candidates: []),
      .signerNeeded(requirement: "provider 2450012345", candidates: ["a", "b"]),
      .signerTwice(name: "a"), .idConflict(.zero, entry: 5),
      .clockAhead(last: Timestamp(milliseconds: 0), now: Timestamp(milliseconds: 900_000_000)),
    ]
    + ["order-of-year", "snapshot", "entry"].map {
      .notFound(kind: $0, id: "4711")
    }
    + [
      "nothing-owed", "no-open-claim", "no-expired-certificate", "elsewhere",
      "no-payments-yet", "cycle-without-payments",
    ].map { .nothingToDo($0) }
    + [
      "no such file", "is a directory", "a journal or a private key", "not a regular file",
      "cannot be read: permission denied",
      "larger than 64 MiB", "a key name is 1 to 64 of a-z 0-9 - _ .", "Input/output error",
    ].map { .file(path: path, reason: $0) }

  static let all: [LedgerError] =
    rules + storage.map { .storage($0) } + keys.map { .key($0) }
    + signatures.map { .signature($0, names: [:]) }
    + reasons.map { .form(FormatError(field: "price", reason: $0)) } + others
    + ProofErrorCases.all

  /// What the rules refuse of one register of contracts.
  static func refusals(
    _ faults: [(line: Int?, fault: RuleFault)], fileLines: [Int],
    kind: DocumentKind = .contractsSigned
  ) -> DocumentRefusals {
    var refusals = Refusals()
    for (line, fault) in faults { refusals.add(fault, line: line) }
    return DocumentRefusals(document: 0, kind: kind, refusals: refusals, fileLines: fileLines)
  }
}
