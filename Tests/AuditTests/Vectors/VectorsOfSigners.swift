import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

@testable import Audit

/// Who signed, and with which key.
enum VectorsOfSigners {
  static func all() throws -> [Vector] { try keys() + signers() + signatures() + lists() }

  private static func keys() throws -> [Vector] {
    var replaced = try VectorTown.after(3)
    for (name, role) in [("log 2", KeyRole.log), ("operator 2", .operator)] {
      let key = try replaced.key(name)
      try replaced.write(
        .keyReplaced(KeyReplacement(role: role, key: key.spki)),
        by: ["authority", "first", role == .log ? "log" : "second"])
    }
    let stale = replaced
    let newLog: (Int) -> String = { $0 >= 4 ? "log 2" : "log" }
    var ended = try VectorTown.after(4)
    let provider = try ended.key("provider").id
    try ended.write(
      .keyRevoked(KeyRevocation(key: provider, reason: "Утрачен")), by: ["operator", "second"])
    let revoked = ended
    try ended.write(
      .certificatesSuspended([VectorTown.certificate]), by: ["authority", "provider"],
      .init(isRefused: true))
    var itself = try VectorTown.after(4)
    let second = try itself.key("second").id
    try itself.write(
      .keyRevoked(KeyRevocation(key: second, reason: "Утрачен")), by: ["operator", "second"])
    var late = try VectorTown.after(4)
    try late.write(
      .payersRegistered([VectorTown.payerDetails]), by: ["first"],
      .init(milliseconds: 60_000_000_000))
    var again = try VectorTown.after(4)
    try again.enrol(
      "authority", .financeFirst, VectorTown.payer, by: ["second"], .ed25519, .init(isRefused: true)
    )
    var weak = try VectorTown.after(2)
    try weak.write(weakEnrolment, by: ["operator"])
    return [
      .ledger(
        "ok-keys-replaced",
        "New keys of log and operator; the new log key signs from its entry on.",
        try VectorJournal(replaced, logKey: newLog)),
      .ledger("ok-key-revoked", "A provider's key is revoked.", try VectorJournal(revoked)),
      .ledger(
        "old-log-key", "The replaced log key signs the checkpoint that covers its replacement.",
        [.init(fault: .checkpointSignature, entry: 4)],
        try VectorJournal(stale, logKey: { $0 == 4 ? "log" : newLog($0) })),
      .ledger(
        "key-ended", "A revoked key signs beside those that are needed.",
        [
          .init(fault: .keyEnded, entry: 6), .init(fault: .documentRefused, entry: 6),
          .init(fault: .notDerived, entry: 6),
        ], try VectorJournal(ended)),
      .ledger(
        "key-revoked-by-itself",
        "A finance key witnesses its own revocation, while the authority's remains.",
        [.init(fault: .signerMissing, entry: 5)], try VectorJournal(itself)),
      .ledger(
        "key-not-valid", "Recorded on a day after the key's last one.",
        [.init(fault: .keyNotValid, entry: 5), .init(fault: .signerMissing, entry: 5)],
        try VectorJournal(late)),
      .ledger(
        "key-enrolled-twice", "A key is enrolled a second time, with another role.",
        [
          .init(fault: .keyRepeated, entry: 5), .init(fault: .documentRefused, entry: 5),
          .init(fault: .notDerived, entry: 5),
        ], try VectorJournal(again)),
      .ledger(
        "key-small-order", "The key is a point of small order, under which anything is signed.",
        [.init(fault: .keyUnusable, entry: 3), .init(fault: .signerMissing, entry: 3)],
        try VectorJournal(weak)),
    ]
  }

  /// The neutral element of the curve.
  private static let weakEnrolment = DocumentBody.keyEnrolled(
    KeyEnrolment(
      key: Hex.decode("302a300506032b6570032100")! + [1] + [UInt8](repeating: 0, count: 31),
      role: .financeSecond, party: VectorTown.payer, from: VectorTown.day, to: VectorTown.yearEnd))

  private static func signers() throws -> [Vector] {
    func signed(
      _ name: String, _ comment: String, after number: Int, _ body: DocumentBody,
      by names: [String], _ faults: [Fault] = [.signerMissing]
    ) throws -> Vector {
      var town = try VectorTown.after(number)
      for name in names where town.keys[name] == nil { _ = try town.key(name) }
      try town.write(body, by: names)
      let entry = UInt64(number + 1)
      return .ledger(
        name, comment, faults.map { .init(fault: $0, entry: entry) }, try VectorJournal(town))
    }
    let authorityEnrolment = DocumentBody.keyEnrolled(
      KeyEnrolment(
        key: try VectorKey("authority 2").spki, role: .authority, party: VectorTown.payer,
        from: VectorTown.day, to: VectorTown.yearEnd))
    let other = try foreignProvider()
    return [
      try signed(
        "signer-missing", "An order without the finance department.", after: 5,
        .ordersApproved([VectorTown.orderTerms]), by: ["authority"]),
      try signed(
        "signer-none", "A document without any signature.", after: 4,
        .payersRegistered([VectorTown.payerDetails]), by: []),
      try signed(
        "signer-role", "A payer registered by the authority.", after: 4,
        .payersRegistered([VectorTown.payerDetails]), by: ["authority"]),
      try signed(
        "signer-log", "The log key signs beside those that are needed.", after: 4,
        .payersRegistered([VectorTown.payerDetails]), by: ["first", "log"], [.keySignsNothing]),
      try signed(
        "signer-unknown", "A key that was never enrolled signs beside those that are needed.",
        after: 4, .payersRegistered([VectorTown.payerDetails]), by: ["first", "stranger"],
        [.keyUnknown]),
      try signed(
        "signer-first-only", "A cycle approved with the first signature and not the second.",
        after: 14, approval(.after(14)), by: ["first", "authority"]),
      try signed(
        "enrolment-without-itself", "A key enrolled without its own signature.", after: 0,
        authorityEnrolment, by: ["operator"]),
      try signed(
        "enrolment-without-witness", "A second key of a role without authority or finance.",
        after: 2, authorityEnrolment, by: ["operator", "authority 2"]),
      .ledger(
        "signer-other-party", "A contract signed by another provider's key.",
        [.init(fault: .signerMissing, entry: 11)], try VectorJournal(other)),
    ]
  }

  private static func approval(_ town: VectorTown) throws -> DocumentBody {
    guard case .cycle(let result) = town.contents[14].results else {
      throw FormatError(field: "results", reason: .notAllowed)
    }
    return .cycleApproved(
      CycleApproval(
        cycle: town.entries[14].reference, envelope: result.envelope,
        payOn: CalendarDate(iso: "2023-11-20")!))
  }

  private static func foreignProvider() throws -> VectorTown {
    var town = try VectorTown.after(9)
    try town.enrol(
      "other provider", .provider, VectorTown.payer, by: ["authority"], .ecdsaP256)
    try town.write(.contractsSigned([VectorTown.contractTerms]), by: ["other provider"])
    return town
  }

  private static func signatures() throws -> [Vector] {
    func changed(
      _ name: String, _ comment: String, _ number: Int, _ found: [Vector.Found],
      _ edit: (inout EntryContent) -> Void
    ) throws -> Vector {
      var town = try VectorTown.after(number)
      edit(&town.contents[number])
      town.entries[number] = try EntryEncoder.encode(town.contents[number]) { SHA256.hash($0) }
      return .ledger(name, comment, found, try VectorJournal(town))
    }
    let wrong = Vector.Found(fault: .signatureWrong, entry: 5)
    return [
      try changed("signature-wrong", "One bit of a signature is another.", 5, [wrong]) {
        $0.signatures = $0.signatures.changed { $0[63] ^= 1 }
      },
      try changed(
        "signature-of-other-bytes", "The effective date was changed after signing.", 5, [wrong]
      ) { $0.document[56] ^= 1 },
      try changed(
        "signature-high-s", "The P-256 signature has the other s, in the upper half.", 10,
        [.init(fault: .signatureWrong, entry: 10)]
      ) { $0.signatures = $0.signatures.changed { $0 = VectorKey.mirrored($0) } },
    ]
  }

  private static func lists() throws -> [Vector] {
    let town = try VectorTown.after(1)
    let start = 216 + town.contents[1].document.count
    func listed(_ name: String, _ comment: String, _ edit: (inout [UInt8]) -> Void) throws -> Vector
    {
      let found = Vector.Found(fault: .signatureList, entry: 1)
      return .ledger(
        name, comment, [found],
        try VectorJournal(town) { number, payload in
          guard number == 1 else { return }
          let end = start + 8 + 2 * 96
          var list = Array(payload[start..<end])
          edit(&list)
          payload.replaceSubrange(start..<end, with: list)
          payload.replaceSubrange(88 + 32..<88 + 64, with: SHA256.hash(list).bytes)
        })
    }
    return [
      try listed("signatures-order", "The keys of the signature list descend.") {
        $0 = Array($0[..<8] + $0[104...] + $0[8..<104])
      },
      try listed("signatures-twice", "A key stands twice in the signature list.") {
        $0.replaceSubrange(104..., with: $0[8..<104])
      },
      try listed("signatures-count", "The signature list is longer than its count.") { $0[0] = 1 },
    ]
  }
}

extension SignatureList {
  /// Every signature changed.
  fileprivate func changed(_ edit: (inout [UInt8]) -> Void) -> SignatureList {
    SignatureList(
      signatures.map { signature in
        var bytes = signature.bytes
        edit(&bytes)
        return Signature(key: signature.key, bytes: bytes)!
      })!
  }
}
