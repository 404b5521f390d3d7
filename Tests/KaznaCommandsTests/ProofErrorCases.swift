import LedgerService
import TransparencyLog

/// Every fault of proofs and checkpoints, for the tests of messages.
enum ProofErrorCases {
  static let notes: [NoteError] = [
    .tooLarge(byteCount: 2_000_000), .tooManySignatures(101), .malformed("a control character"),
    .malformedCheckpoint("the root is not base64 of 32 bytes"), .unsigned,
    .wrongSignature(name: "kazna/00"), .otherOrigin("kazna/01"), .signingFailed("no such time"),
  ]

  static let proofs: [ProofError] = [
    .indexOutsideTree(index: 5, size: 5), .sizesOutOfOrder(old: 6, new: 5),
    .missingNode(NodePosition(level: 1, index: 2)), .wrongLength(9), .rootMismatch,
    .otherSize(expected: 5, found: 6),
  ]

  static let policies: [PolicyError] = [
    .noLog, .quorumMissed(quorum: "town", cosigned: ["a"], missing: ["b", "c"]),
  ]

  static let all: [LedgerError] = faults.map { .proof($0) }

  private static let faults: [ProofFault] =
    notes.map { .disproved(path: "a", .note($0)) }
    + proofs.map { .disproved(path: "b", .proof($0)) }
    + policies.map { .disproved(path: "c", .policy($0)) }
    + [
      .malformed(path: "a", .note(.malformed("a control character"))),
      .malformed(path: "b", .proof(.malformed(line: 3, reason: "too many hashes"))),
      .malformed(path: "c", .policy(.malformed(line: 0, reason: "there is no quorum line"))),
      .malformed(path: "e", .policy(.malformed(line: 7, reason: "a second quorum line"))),
      .malformed(path: "f", .policy(.tooLarge(byteCount: 9))),
      .malformed(path: "d", .header("entry: wrong")),
      .wrongKey(.malformedKey("not of the form name+hash+key")), .noCheckpoint(size: 7),
      .notCovered(entry: 8, size: 7), .otherHistory(path: "a", size: 7), .otherDocument(path: "a"),
      .otherEntry(index: 3, header: 4), .noLeaf(path: "a"), .rollback(known: 9, offered: 7),
      .fork(known: 7, offered: 9), .unproved(known: 7, offered: 9),
      .unknownLog(origin: "kazna/00"),
    ]
}
