import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

@testable import Audit

/// Entries and their documents: form, ledger, id, basis, time.
enum VectorsOfEntries {
  static func all() throws -> [Vector] { try forms() + documents() }

  /// Entry 2 of three, with the header's hash of a changed part made right again.
  private static func forms() throws -> [Vector] {
    let town = try VectorTown.after(2)
    func changed(
      _ name: String, _ comment: String, _ faults: [Fault],
      _ edit: @escaping (inout [UInt8]) -> Void
    ) throws -> Vector {
      let journal = try VectorJournal(town) { if $0 == 2 { edit(&$1) } }
      return .ledger(name, comment, faults.map { .init(fault: $0, entry: 2) }, journal)
    }
    func document(_ edit: @escaping (inout [UInt8]) -> Void) -> (inout [UInt8]) -> Void {
      { payload in
        let count = Int(payload[72]) + Int(payload[73]) << 8
        var part = Array(payload[216..<216 + count])
        edit(&part)
        payload.replaceSubrange(216..<216 + count, with: part)
        payload[72] = UInt8(part.count & 0xFF)
        payload[73] = UInt8(part.count >> 8)
        payload.replaceSubrange(88..<120, with: SHA256.hash(part).bytes)
      }
    }
    let entry: [Fault] = [.entryForm, .notDerived]
    let form: [Fault] = [.documentForm, .notDerived]
    return [
      try changed("entry-magic", "The entry begins with another magic.", entry) { $0[13] = 0x32 },
      try changed("entry-version", "The entry is of format version 2.", entry) { $0[16] = 2 },
      try changed("entry-kind-unknown", "The header names an unknown kind.", entry) { $0[20] = 6 },
      try changed("entry-reserved", "A reserved byte of the header is not zero.", entry) {
        $0[23] = 1
      },
      try changed("entry-lengths", "The lengths of the parts do not add up.", entry) {
        $0[84] += 1
      },
      try changed("entry-time", "The recording time lies before the year 2000.", entry) {
        $0.replaceSubrange(64..<72, with: [UInt8](repeating: 0, count: 8))
      },
      try changed("entry-kind", "The header names another kind than the document.", form) {
        $0[20] = 3
      },
      try changed(
        "document-trailing", "A byte follows the document's last field.", form,
        document { $0.append(0) }),
      try changed(
        "document-rules-version", "The document relies on rules that there are not.", form,
        document { $0[20] = 2 }),
      try changed(
        "document-kind", "The document is of an unknown kind.", form, document { $0[22] = 99 }),
      try changed(
        "document-not-canonical", "A reserved byte of the document is not zero.", form,
        document { $0[60] = 1 }),
    ]
  }

  private static func documents() throws -> [Vector] {
    func written(
      _ name: String, _ comment: String, _ found: [Fault], _ edits: VectorTown.Edits
    ) throws -> Vector {
      var town = try VectorTown.after(5)
      try town.write(
        .ordersApproved([VectorTown.orderTerms]), by: ["authority", "first"], edits)
      return .ledger(
        name, comment, found.map { .init(fault: $0, entry: 6) }, try VectorJournal(town))
    }
    let town = try VectorTown.after(5)
    func based(_ basis: EntryReference) -> VectorTown.Edits {
      .init(header: { $0.basis = basis }, isRefused: true)
    }
    let refused: [Fault] = [.documentRefused, .notDerived]
    var twice = try VectorTown.after(1)
    try twice.open(.init(header: { $0.basis = .none }, isRefused: true))
    return [
      try written(
        "document-other-ledger", "A document of another ledger.", [.otherLedger] + refused,
        .init(header: { $0.ledger = VectorTown.id("another ledger") }, isRefused: true)),
      try written(
        "document-id-twice", "The id of an earlier document.", [.idRepeated] + refused,
        .init(header: { $0.id = VectorTown.id("document 3") }, isRefused: true)),
      try written(
        "document-basis-hash", "The basis has a number of this chain and another hash.",
        [.basisUnknown] + refused, based(EntryReference(number: 3, hash: town.entries[4].hash))),
      try written(
        "document-basis-later", "The basis is no entry before this one.",
        [.basisUnknown] + refused, based(EntryReference(number: 6, hash: town.entries[5].hash))),
      try written(
        "time-backwards", "Recorded a minute before the entry in front of it.", [.timeBackwards],
        .init(milliseconds: -120_000)),
      .ledger(
        "opening-twice", "A ledger is opened a second time.",
        [
          Fault.openingMisplaced, .basisUnknown, .keyRepeated, .keyRepeated, .documentRefused,
          .notDerived,
        ].map { .init(fault: $0, entry: 2) }, try VectorJournal(twice)),
    ]
  }
}
