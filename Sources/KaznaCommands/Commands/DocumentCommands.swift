import Exchange
import LedgerCore
import LedgerFormat
import LedgerService
import Reports

/// Documents that travel: prepared here, signed there, submitted elsewhere.
enum DocumentCommands {
  static let all = [new, sign, show, submit]

  static let new = CommandSpec(
    "document new", .local, "--out FILE -- COMMAND …",
    Bilingual(
      "prepare the document of a writing command as a file, for others to sign",
      "подготовить документ любой записывающей команды как файл для подписания"),
    options: [CommandOption("out", "FILE", "the file to write (.kzd)", "куда записать (.kzd)")],
    examples: [
      "kazna document new --out contracts.kzd -- contract sign --from contracts.csv",
      "kazna document new --out cycle.kzd -- cycle approve 1 --by finance-first",
    ]
  ) { invocation in
    let path = try invocation.required("out")
    guard !invocation.arguments.positionals.isEmpty else {
      throw UsageFault.missingArgument("COMMAND")
    }
    let documents = try Program.draw(invocation)
    guard let first = documents.first, documents.count == 1 else {
      throw UsageFault.combination(
        english: "this makes \(documents.count) documents: give a file for one party at a time",
        russian: "получается документов: \(documents.count); дайте файл для одной стороны")
    }
    let books = try books(invocation)
    if invocation.arguments.positionals.contains("--dry-run") {
      invocation.say("dry run: nothing was written", "пробный прогон: ничего не записано")
    } else {
      try Files.write(first.encode(), to: path)
    }
    invocation.print(try report(first, path, books))
  }

  static let sign = CommandSpec(
    "document sign", .local, "FILE --by KEY …",
    Bilingual(
      "add signatures to a prepared document", "подписать подготовленный документ"),
    options: [
      CommandOption(
        "by", "KEY", "a key that signs (repeatable)", "подписывающий ключ (можно повторять)",
        repeatable: true)
    ],
    examples: ["kazna document sign contracts.kzd --by rainbow"]
  ) { invocation in
    try invocation.checkArguments(1)
    let path = try invocation.argument("FILE")
    let names = invocation.arguments.values("by")
    guard !names.isEmpty else { throw UsageFault.missingOption("by") }
    var signed = try read(path)
    for name in names { try invocation.session.sign(&signed, with: name) }
    let books = try books(invocation)
    try Files.write(signed.encode(), to: path)
    invocation.print(try report(signed, path, books))
  }

  static let show = CommandSpec(
    "document show", .local, "FILE",
    Bilingual("read a prepared document before signing it", "прочитать документ до подписания"),
    examples: ["kazna document show contracts.kzd"]
  ) { invocation in
    try invocation.checkArguments(1)
    let path = try invocation.argument("FILE")
    invocation.print(try report(read(path), path, books(invocation)))
  }

  static let submit = CommandSpec(
    "document submit", .write, "FILE …",
    Bilingual("submit signed documents", "представить подписанные документы"),
    options: settled.map {
      CommandOption(
        $0, "…", "settled in the document", "уже определено в документе", repeatable: true)
    },
    examples: ["kazna document submit contracts.kzd"]
  ) { invocation in
    let paths = invocation.arguments.positionals
    guard !paths.isEmpty else { throw UsageFault.missingArgument("FILE") }
    for name in settled where invocation.arguments.has(name) {
      throw UsageFault.combination(
        english: "--\(name) is settled in the document already",
        russian: "--\(name) уже определено в документе")
    }
    var documents: [SignedDocument] = []
    for path in paths { documents.append(try read(path)) }
    let options = try invocation.writeOptions()
    let receipts = try invocation.sayingRecovery { (session) throws(LedgerError) in
      try session.submit(documents, options)
    }
    invocation.print(receipts, isDryRun: options.isDryRun)
  }

  /// Options of other writing commands that a document leaves no room for.
  private static let settled = ["by", "date", "id"]

  private static func read(_ path: String) throws -> SignedDocument {
    let bytes = try Files.read(path)
    do throws(FormatError) { return try SignedDocument.decode(bytes) } catch {
      throw DocumentFileFault(path: path, error: error)
    }
  }

  /// The ledger tells whose keys signed, where it is at hand; a disk that fails is told.
  private static func books(_ invocation: Invocation) throws -> Books {
    do {
      return try invocation.session.read().books
    } catch {
      if case LedgerError.storage(.failed) = error { throw error }
      return Books(digest: { _ in .zero })
    }
  }

  private static func report(
    _ signed: SignedDocument, _ path: String, _ books: Books
  ) throws -> Report {
    let document: Document
    do throws(FormatError) { document = try DocumentCodec.decode(signed.document) } catch {
      throw DocumentFileFault(path: path, error: error)
    }
    let signers = signed.signatures.signatures.map { signature -> JSONValue in
      let row = books.key(signature.key)
      return .object([
        "key": .hash(signature.key), "role": .text(row.map { books.keys[$0].role.name }),
        "party": .number(row.flatMap { books.keys[$0].party }),
      ])
    }
    let object = JSONObject(dictionaryLiteral: ("file", .string(path)))
    return Report(
      .document, object + document.members(books) + ["signatures": .array(signers)])
  }
}

/// What is wrong with one of the files of documents that a command was given.
struct DocumentFileFault: Error {
  let path: String
  let error: FormatError
}
