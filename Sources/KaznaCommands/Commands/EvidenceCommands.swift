import Exchange
import LedgerService
import Reports

enum EvidenceCommands {
  static let all = [evidence]

  static let evidence = CommandSpec(
    "evidence", .read, "ENTRY --out DIR",
    Bilingual(
      "a directory that proves one entry with openssl, sha256sum and xxd",
      "каталог, доказывающий запись без этой программы"),
    options: [CommandOption("out", "DIR", "the directory to make", "какой каталог создать")],
    examples: ["kazna evidence 17 --out entry-17"]
  ) { invocation in
    try invocation.checkArguments(1)
    let number = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    let path = try invocation.required("out")
    let ledger = try invocation.session.read()
    let evidence = try ledger.evidence(ofEntry: number)
    let shown = try ledger.shown(entry: number).report(ledger.books)
    let files = evidence.files(shown: shown)
    try EvidenceDirectory.write(files, to: path)
    invocation.print(
      Report(
        .evidence,
        [
          "entry": .integer(number), "hash": .hash(evidence.entry.hash),
          "entries": .integer(evidence.checkpoint.size),
          "root": .hash(evidence.checkpoint.root), "directory": .string(path),
          "files": .count(files.count),
        ]))
    invocation.say("check it: sh \(path)/verify.sh", "проверить: sh \(path)/verify.sh")
  }
}
