import Bytes
import LedgerCore
import LedgerService
import Reports
import TransparencyLog

/// The signed heads of the ledger, and the witnesses who sign them too.
enum CheckpointCommands {
  static let all = [show, export, vkey, history, cosign]

  static func object(of checkpoint: Checkpoint) -> JSONObject {
    [
      "origin": .string(checkpoint.origin), "size": .entry(checkpoint.size),
      "root": .hash(checkpoint.root),
    ]
  }

  static let show = CommandSpec(
    "checkpoint show", .read, "[FILE | --size N]",
    Bilingual(
      "the newest checkpoint, that of N entries, or that in a file, with its signatures",
      "последняя контрольная точка, точка на N записей или из файла, и её подписи"),
    options: [Invocation.sizeOption],
    examples: ["kazna checkpoint show", "kazna checkpoint show --size 17 --format json"]
  ) { invocation in
    try invocation.checkArguments(1)
    let note: SignedNote
    let checkpoint: Checkpoint
    if let path = invocation.arguments.positionals.first {
      (note, checkpoint) = try ProofCheck.note(invocation.named(path))
    } else {
      let size = try invocation.treeSize(option: "size")
      let log = try LedgerLog.open(invocation.ledgerPath)
      let found = try log.signedCheckpoint(size: size)
      (note, checkpoint) = try ProofCheck.note(NamedBytes(path: log.path, bytes: found.note))
    }
    let signatures: [JSONObject] = note.signatures.map { signature in
      [
        "name": .string(signature.name),
        "key_id": .string(Hex.encode(withUnsafeBytes(of: signature.keyID.bigEndian, Array.init))),
        "signed_at": signature.claimedSeconds.map { .moment(moment($0)) } ?? .null,
      ]
    }
    invocation.print(
      Report(
        .checkpoint, object(of: checkpoint) + ["signatures": .objects(signatures)],
        detail: Report.Detail(key: "signatures", columns: ["name", "key_id", "signed_at"])))
  }

  static let export = CommandSpec(
    "checkpoint export", .read, "[--out FILE] [--size N]",
    Bilingual(
      "the checkpoint itself, a signed note to keep outside",
      "сама контрольная точка: подписанный текст, чтобы хранить его отдельно"),
    options: [Invocation.outOption, Invocation.sizeOption],
    examples: ["kazna checkpoint export --out 2023-11-30.checkpoint"]
  ) { invocation in
    try invocation.checkArguments(0)
    let size = try invocation.treeSize(option: "size")
    let (note, checkpoint) = try LedgerLog.open(invocation.ledgerPath).signedCheckpoint(size: size)
    guard let file = try invocation.deliver(note) else { return }
    invocation.print(Report(.checkpoint, object(of: checkpoint) + ["file": .string(file)]))
  }

  static let vkey = CommandSpec(
    "checkpoint vkey", .read, "",
    Bilingual(
      "the key that verifies the checkpoints: give it to auditors and witnesses",
      "ключ для проверки контрольных точек: его передают аудиторам и свидетелям"),
    examples: ["kazna checkpoint vkey"]
  ) { invocation in
    try invocation.checkArguments(0)
    guard let key = try LedgerLog.open(invocation.ledgerPath).logKeys().first else {
      throw LedgerError.missingKey(name: "log")
    }
    guard invocation.format != .table else { return invocation.console.out(key.vkey + "\n") }
    invocation.print(
      Report(
        .checkpoint,
        [
          "origin": .string(key.name), "vkey": .string(key.vkey), "key": .hash(key.publicKey.id),
        ]))
  }

  static let history = CommandSpec(
    "checkpoint history", .read, "",
    Bilingual(
      "all checkpoints of the journal: one for each commit",
      "все контрольные точки журнала: по одной на каждую запись на диск"),
    examples: ["kazna checkpoint history --format csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    var rows: [JSONObject] = []
    try LedgerLog.open(invocation.ledgerPath).forEachCheckpoint { checkpoint, first in
      rows.append([
        "size": .entry(checkpoint.size), "root": .hash(checkpoint.root),
        "first_entry": .entry(first), "last_entry": .entry(checkpoint.size - 1),
      ])
    }
    invocation.print(
      Report(.checkpoints, rows: rows, columns: ["size", "root", "first_entry", "last_entry"]))
  }

  static let cosign = CommandSpec(
    "checkpoint cosign", .local,
    "FILE --by KEY --name NAME --state DIR [--vkey VKEY] [--proof FILE | --ledger DIR] [--out FILE]",
    Bilingual(
      "sign a checkpoint as a witness, if it continues the last one that was signed",
      "подписать контрольную точку как свидетель, если она продолжает прошлую подписанную"),
    options: [
      CommandOption("by", "KEY", "the witness's ed25519 key", "ключ свидетеля, ed25519"),
      CommandOption(
        "name", "NAME", "the witness's name, as example.org/witness",
        "имя свидетеля, например example.org/witness"),
      CommandOption(
        "state", "DIR", "where the witness remembers what it signed",
        "где свидетель помнит подписанное"),
      CommandOption(
        "vkey", "VKEY", "the log's key (the one remembered)", "ключ журнала (запомненный)"),
      CommandOption(
        "proof", "FILE", "what kazna prove consistency made",
        "доказательство от kazna prove consistency"),
      CommandOption(
        "out", "FILE", "where to write it (the same file)", "куда записать (в тот же файл)"),
    ],
    examples: [
      "kazna checkpoint cosign c.txt --by duma --name duma.example/w --state w --vkey kazna/…",
      "kazna checkpoint cosign c.txt --by duma --name duma.example/w --state w --proof grown.proof",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    let path = try invocation.argument("FILE")
    let key = try invocation.session.ring.privateKey(invocation.required("by"))
    let witness = try Witness(
      name: invocation.required("name"), privateKey: key,
      stateDirectory: invocation.required("state"))
    var trust = LogTrust()
    if let text = invocation.arguments.value("vkey") { try trust.add(vkey: text) }
    let seconds = UInt64(max(0, SystemClock.now().milliseconds / 1_000))
    let cosigned = try witness.cosign(
      invocation.named(path).bytes, path: path, logKey: trust.keys.first,
      evidence: evidence(invocation), at: seconds)
    let target = invocation.arguments.value("out") ?? path
    try Files.write(cosigned.note, to: target)
    remark(cosigned, invocation)
    invocation.print(
      Report(
        .cosignature,
        object(of: cosigned.checkpoint) + [
          "old_size": .entry(cosigned.previous?.size), "witness": .string(witness.key.name),
          "vkey": .string(witness.key.vkey), "signed_at": .moment(moment(seconds)),
          "file": .string(target),
        ]))
  }

  private static func evidence(_ invocation: Invocation) throws -> Witness.Evidence {
    let ledger = invocation.arguments.value("ledger")
    guard let file = try invocation.named(option: "proof") else {
      return try ledger.map { .ledger(try LedgerLog.open($0)) } ?? .none
    }
    guard ledger == nil else {
      throw UsageFault.combination(
        english: "give either --proof or --ledger", russian: "либо --proof, либо --ledger")
    }
    return .proof(try ProofCheck.consistencyProof(file), path: file.path)
  }

  private static func remark(_ cosigned: Cosigned, _ invocation: Invocation) {
    if cosigned.previous == nil {
      invocation.say(
        "the first checkpoint of this log: there was nothing to compare it with",
        "первая контрольная точка этого журнала: сравнить её было не с чем")
    }
    if let known = cosigned.previousLogKey, known != cosigned.logKey {
      invocation.say(
        "the log is signed with a new key: \(cosigned.logKey.vkey)",
        "журнал подписан новым ключом: \(cosigned.logKey.vkey)")
    }
  }

  private static func moment(_ seconds: UInt64) -> Timestamp {
    let latest: UInt64 = 253_402_300_799  // the end of the year 9999
    return Timestamp(milliseconds: Int64(min(seconds, latest)) * 1_000)
  }
}
