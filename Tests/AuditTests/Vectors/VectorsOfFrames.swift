import Bytes
import LedgerCore
import TransparencyLog

@testable import Audit

/// Sound ledgers, and ledgers whose bytes, hashes or checkpoints are not.
enum VectorsOfFrames {
  static func all() throws -> [Vector] {
    try good() + framing() + hashes() + checkpoints() + published() + kept()
  }

  private static func good() throws -> [Vector] {
    let town = try VectorTown.after(19)
    let early = try VectorTown.after(4)
    var segments = try VectorJournal(early)
    segments.cut = 4
    var torn = try VectorJournal(early)
    torn.latest = torn.frames[7].payload
    torn.frames.removeLast()
    var old = try VectorJournal(early)
    old.kept = old.frames[3].payload
    return [
      .ledger("ok-opening", "The smallest ledger: one entry.", try VectorJournal(.after(0))),
      .ledger("ok-town", "A month of a town, one commit an entry.", try VectorJournal(town)),
      .ledger(
        "ok-commits", "Commits of three entries; the last one has two.",
        try VectorJournal(early, entriesInCommit: 3)),
      .ledger("ok-segments", "The journal is cut into two segments.", segments),
      .ledger(
        "ok-torn-tail", "A crash left an entry without its checkpoint: it is not published.", torn),
      .ledger("ok-kept", "The file kept is an older checkpoint, and it fits.", old),
    ]
  }

  private static func framing() throws -> [Vector] {
    let town = try VectorTown.after(2)
    func damaged(_ edit: @escaping (inout [UInt8], VectorJournal) -> Void) throws -> VectorJournal {
      var journal = try VectorJournal(town)
      let sound = journal
      journal.edit = { edit(&$0[0]!, sound) }
      return journal
    }
    func framed(_ edit: (inout VectorJournal) -> Void) throws -> VectorJournal {
      var journal = try VectorJournal(town)
      edit(&journal)
      return journal
    }
    let lost: [Vector.Found] = [
      .init(fault: .frameHeader, entry: 1), .init(fault: .checkpointSize, entry: 0),
      .init(fault: .entryNumber, entry: 1), .init(fault: .notDerived, entry: 1),
    ]
    let header: [Vector.Found] = [.init(fault: .segmentHeader, entry: 0)]
    let parted = try framed { $0.cut = 4 }
    func second(_ edit: @escaping (inout [UInt64: [UInt8]]) -> Void) -> VectorJournal {
      var journal = parted
      journal.edit = edit
      return journal
    }
    return [
      .ledger(
        "segment-magic", "The segment begins with another magic.",
        header, try damaged { bytes, _ in bytes[15] = 0x32 }),
      .ledger(
        "segment-reserved", "A reserved byte of the segment header is not zero.",
        header, try damaged { bytes, _ in bytes[63] = 1 }),
      .ledger(
        "segment-ledger", "The header of the only segment names another ledger than its documents.",
        [.init(fault: .segmentLedger, entry: 0)], try damaged { bytes, _ in bytes[24] ^= 1 }),
      .ledger(
        "segment-number", "The header of the second segment has another number than its name.",
        [.init(fault: .segmentHeader, entry: 2)], second { $0[2]![40] = 3 }),
      .ledger(
        "segment-other-ledger", "The second segment is of another ledger.",
        [.init(fault: .segmentLedger, entry: 2)], second { $0[2]![24] ^= 1 }),
      .ledger(
        "frame-magic", "A frame begins with other letters.", lost,
        try damaged { bytes, sound in bytes[sound.offset(of: 2)] = 0x6B }),
      .ledger(
        "frame-check", "The check value of a frame header is wrong.", lost,
        try damaged { bytes, sound in bytes[sound.offset(of: 2) + 12] ^= 0x80 }),
      .ledger(
        "frame-type", "A frame of an unknown type, with a right check value.", lost,
        try framed { $0.frames[2].type = 3 }),
      .ledger(
        "frame-padding", "The zeros behind a payload are not zero.",
        [.init(fault: .framePadding, entry: 0)],
        try damaged { bytes, sound in bytes[sound.offset(of: 2) - 1] = 1 }),
      .ledger(
        "frame-foreign-bytes", "Sixteen bytes between two frames belong to none.",
        [.init(fault: .frameHeader, entry: 0)],
        try damaged { bytes, sound in
          bytes.insert(contentsOf: [UInt8](repeating: 0x5A, count: 16), at: sound.offset(of: 2))
        }),
      .ledger(
        "checkpoint-twice", "A checkpoint that covers no new entry.",
        [.init(fault: .checkpointAlone, entry: 0)],
        try framed { $0.frames.insert($0.frames[1], at: 2) }),
      .ledger(
        "commit-without-checkpoint", "A segment ends with an entry and no checkpoint.",
        [.init(fault: .commitOpen, entry: 1)],
        try framed {
          $0.frames.remove(at: 3)
          $0.cut = 3
        }),
    ]
  }

  private static func hashes() throws -> [Vector] {
    let town = try VectorTown.after(2)
    let parts = try ["document", "signatures", "postings", "results"].enumerated().map {
      (index, name) in
      Vector.ledger(
        "hash-of-\(name)", "The header has another hash of the \(name); all else fits it.",
        [.init(fault: .partHash, entry: 2)],
        try VectorJournal(town) { if $0 == 2 { $1[88 + index * 32] ^= 1 } })
    }
    var root = try VectorJournal(town)
    root.frames[5].payload = try VectorJournal.note(3, .zero, VectorKey("log"))
    root.latest = root.frames[5].payload
    return parts + [
      .ledger(
        "chain-previous", "An entry names another hash of the entry before.",
        [.init(fault: .previousHash, entry: 2)],
        try VectorJournal(town) { if $0 == 2 { $1[32] ^= 1 } }),
      .ledger(
        "chain-number", "The numbers leave one out.",
        [
          .init(fault: .entryNumber, entry: 2), .init(fault: .checkpointSize, entry: 3),
          .init(fault: .notDerived, entry: 3),
        ], try VectorJournal(town) { if $0 == 2 { $1[24] = 3 } }),
      .ledger(
        "tree-root", "The log signed a root that the entries do not have.",
        [.init(fault: .rootDiffers, entry: 2)], root),
    ]
  }

  private static func checkpoints() throws -> [Vector] {
    let town = try VectorTown.after(1)
    let log = try VectorKey("log")
    func last(
      _ name: String, _ comment: String, _ fault: Fault,
      _ make: (VectorJournal) throws -> [UInt8]
    ) throws -> Vector {
      var journal = try VectorJournal(town)
      journal.frames[1].payload = try make(journal)
      return .ledger(name, comment, [.init(fault: fault, entry: 0)], journal)
    }
    func text(_ size: String, _ journal: VectorJournal) throws -> String {
      let root = try VectorJournal(.after(0)).root
      return "\(VectorJournal.origin)\n\(size)\n\(Base64.encode(root.bytes))\n"
    }
    return [
      try last("checkpoint-key", "A checkpoint signed by another key.", .checkpointSignature) { _ in
        try VectorJournal.note(1, VectorJournal(.after(0)).root, VectorKey("operator"))
      },
      try last("checkpoint-size", "A checkpoint over another number.", .checkpointSize) {
        try VectorJournal.note(text: text("2", $0), log)
      },
      try last("checkpoint-form", "The size is written with a zero before it.", .checkpointForm) {
        try VectorJournal.note(text: text("01", $0), log)
      },
      try last("checkpoint-origin", "A checkpoint of another log.", .checkpointOrigin) {
        let other = try text("1", $0).replacing("kazna/", with: "kassa/")
        return try VectorJournal.note(text: other, log)
      },
    ]
  }

  private static func published() throws -> [Vector] {
    func latest(
      _ name: String, _ comment: String, _ fault: Fault, _ documents: Int = 1,
      _ edit: (inout VectorJournal) throws -> Void
    ) throws -> Vector {
      var journal = try VectorJournal(VectorTown.after(documents))
      try edit(&journal)
      return .ledger(name, comment, [.init(fault: fault, entry: nil)], journal)
    }
    return [
      try latest("latest-missing", "Nothing is published.", .latestLost) { $0.latest = nil },
      try latest("latest-form", "What is published is no checkpoint.", .latestForm) {
        $0.latest = Array("kazna\n".utf8)
      },
      try latest("latest-behind", "A checkpoint two commits back is published.", .latestBehind, 2) {
        $0.latest = $0.frames[1].payload
      },
      try latest("latest-ahead", "The journal lost its last commit.", .latestAhead) {
        $0.frames.removeLast(2)
      },
      try latest("latest-differs", "Another checkpoint of the same size.", .latestDiffers) {
        $0.latest = try VectorJournal.note(2, .zero, VectorKey("log"))
      },
    ]
  }

  private static func kept() throws -> [Vector] {
    let town = try VectorTown.after(2)
    func kept(
      _ name: String, _ comment: String, _ fault: Fault, _ note: [UInt8]
    ) throws -> Vector {
      var journal = try VectorJournal(town)
      journal.kept = note
      return .ledger(name, comment, [.init(fault: fault, entry: nil)], journal)
    }
    let log = try VectorKey("log")
    let root = try VectorJournal(.after(0)).root
    return [
      try kept(
        "kept-rewritten", "The log signed another root over as many entries before.", .keptRoot,
        try VectorJournal.note(2, root, log)),
      try kept(
        "kept-ahead", "The kept checkpoint covers more entries than there are.", .keptAhead,
        try VectorJournal.note(9, root, log)),
      try kept(
        "kept-key", "The kept checkpoint is not by the log.", .keptSignature,
        try VectorJournal.note(1, root, VectorKey("operator"))),
    ]
  }
}

extension Vector {
  /// A sound ledger.
  static func ledger(_ name: String, _ comment: String, _ journal: VectorJournal) -> Vector {
    ledger(name, comment, [], journal)
  }
}
