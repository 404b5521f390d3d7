import Bytes
import LedgerFormat
import LedgerService
import Reports
import TransparencyLog

/// Proofs for those who do not have the ledger, and their checks, which need none.
enum ProofCommands {
  static let all = [inclusion, consistency]

  static let inclusion = CommandSpec(
    "prove inclusion", .read, "ENTRY [--size N] [--out FILE] | --check FILE --vkey VKEY",
    Bilingual(
      "prove that an entry stands in the ledger (C2SP tlog-proof), or check such a proof",
      "доказать, что запись есть в книге (C2SP tlog-proof), или проверить доказательство"),
    options: [
      Invocation.sizeOption, Invocation.outOption,
      CommandOption(
        "check", "FILE", "check this proof, without the ledger",
        "проверить доказательство, без книги"),
      CommandOption("entry-hash", "HEX", "… of the entry with this hash", "… записи с этим хешем"),
      CommandOption(
        "document", "FILE", "… of the entry of this document", "… записи этого документа"),
      CommandOption(
        "header", "FILE", "… of the entry with this header", "… записи с этим заголовком"),
    ] + Invocation.trustOptions,
    examples: [
      "kazna prove inclusion 17 --out 17.tlog-proof",
      "kazna prove inclusion --check 17.tlog-proof --document order.kzd --vkey kazna/…",
    ]
  ) { invocation in
    guard let path = invocation.arguments.value("check") else {
      return try proveInclusion(invocation)
    }
    try invocation.checkArguments(0)
    try refuse(["size", "out"], invocation)
    let trust = try invocation.logTrust()
    guard !trust.isEmpty else { throw untrusted }
    var leaf = ProofCheck.Leaf()
    if let text = invocation.arguments.value("entry-hash") {
      guard let hash = Digest(hex: text) else {
        throw UsageFault.badValue(option: "entry-hash", value: text, expected: "64 hex digits")
      }
      leaf.hash = hash
    }
    leaf.document = try invocation.named(option: "document")
    leaf.header = try invocation.named(option: "header")
    let proved = try ProofCheck.inclusion(invocation.named(path), of: leaf, trust: trust)
    invocation.sayRepair(trust.ledger?.repair)
    invocation.print(Report(.proof, object(of: proved)))
  }

  private static func proveInclusion(_ invocation: Invocation) throws {
    try invocation.checkArguments(1)
    try refuse(["entry-hash", "document", "header", "vkey", "policy"], invocation)
    let number = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    let size = try invocation.treeSize(option: "size")
    let log = try LedgerLog.open(invocation.ledgerPath)
    let proof = try log.proveInclusion(ofEntry: number, size: size)
    invocation.sayRepair(log.repair)
    guard let file = try invocation.deliver(proof.rendered) else { return }
    invocation.print(
      Report(
        .proof,
        [
          "entry": .entry(number), "hash": .hash(MerkleHash.leaf(proof.extra ?? [])),
          "file": .string(file),
        ] + CheckpointCommands.object(of: proof.checkpoint)))
  }

  private static func object(of proved: ProofCheck.Inclusion) -> JSONObject {
    var object: JSONObject = [
      "proved": .bool(true), "entry": .entry(proved.entry), "hash": .hash(proved.hash),
    ]
    if let header = proved.header {
      object.append("kind", .string(header.kind.name))
      object.append("recorded_at", .moment(header.recordedAt))
      object.append("document_hash", .hash(header.document.hash))
    }
    object.append("witnesses", .texts(proved.cosigners))
    return object + CheckpointCommands.object(of: proved.checkpoint)
  }

  static let consistency = CommandSpec(
    "prove consistency", .read,
    "OLD [NEW] [--out FILE] | --check FILE --old CHECKPOINT [--new CHECKPOINT] --vkey VKEY",
    Bilingual(
      "prove that the ledger only grew since a checkpoint, or check such a proof",
      "доказать, что после контрольной точки книга только росла, или проверить доказательство"),
    options: [
      Invocation.outOption,
      CommandOption(
        "check", "FILE", "check this proof, without the ledger",
        "проверить доказательство, без книги"),
      CommandOption("old", "FILE", "the older checkpoint", "старая контрольная точка"),
      CommandOption(
        "new", "FILE", "the newer checkpoint (the one in the proof)",
        "новая контрольная точка (та, что в доказательстве)"),
    ] + Invocation.trustOptions,
    examples: [
      "kazna prove consistency 17 42 --out grown.proof",
      "kazna prove consistency my-checkpoint --out grown.proof",
      "kazna prove consistency --check grown.proof --old my-checkpoint --vkey kazna/…",
    ]
  ) { invocation in
    guard let path = invocation.arguments.value("check") else {
      return try proveConsistency(invocation)
    }
    try invocation.checkArguments(0)
    try refuse(["out"], invocation)
    let trust = try invocation.logTrust()
    guard !trust.isEmpty else { throw untrusted }
    let old = try invocation.named(invocation.required("old"))
    let (before, after) = try ProofCheck.consistency(
      invocation.named(path), old: old, new: invocation.named(option: "new"), trust: trust)
    invocation.sayRepair(trust.ledger?.repair)
    invocation.print(
      Report(
        .proof,
        ["proved": .bool(true), "old_size": .entry(before.size)]
          + CheckpointCommands.object(of: after)))
  }

  private static func proveConsistency(_ invocation: Invocation) throws {
    try invocation.checkArguments(2)
    try refuse(["old", "new", "vkey", "policy"], invocation)
    let oldText = try invocation.argument("OLD")
    var newSize: UInt64?
    if invocation.arguments.positionals.count > 1 {
      newSize = try invocation.entryNumber("NEW", invocation.argument("NEW", at: 1))
    }
    let log = try LedgerLog.open(invocation.ledgerPath)
    var oldSize = UInt64(oldText)
    var older: (file: NamedBytes, checkpoint: Checkpoint)?
    if oldSize == nil {
      let file = try invocation.named(oldText)
      let checkpoint = try ProofCheck.checkpoint(file, origin: log.checkpoint.origin)
      (oldSize, older) = (checkpoint.size, (file, checkpoint))
    }
    guard let oldSize, oldSize <= newSize ?? log.checkpoint.size else {
      throw UsageFault.badValue(
        option: "OLD", value: oldText, expected: "0 … \(newSize ?? log.checkpoint.size)")
    }
    if let older { try log.check(older.checkpoint, path: older.file.path) }
    let proof = try log.proveConsistency(old: oldSize, new: newSize)
    invocation.sayRepair(log.repair)
    guard let file = try invocation.deliver(proof.rendered) else { return }
    invocation.print(
      Report(
        .proof,
        ["old_size": .entry(oldSize), "file": .string(file)]
          + CheckpointCommands.object(of: proof.checkpoint)))
  }

  private static let untrusted = UsageFault.combination(
    english: "say whom to trust: --vkey, --policy or --ledger",
    russian: "укажите, кому доверять: --vkey, --policy или --ledger")

  /// Making and checking share a name, and not their options.
  private static func refuse(
    _ options: [String], _ invocation: Invocation
  ) throws(UsageFault) {
    let isCheck = invocation.arguments.has("check")
    for name in options where invocation.arguments.has(name) {
      throw .combination(
        english: "--\(name) does not go \(isCheck ? "with" : "without") --check",
        russian: "--\(name) не используется \(isCheck ? "вместе с" : "без") --check")
    }
  }
}
