import Bytes
import Cryptography
import Exchange
import LedgerCore
import LedgerService
import Reports

enum KeyCommands {
  static let all = [new, enroll, revoke, replace, list, adoptRules]

  static let new = CommandSpec(
    "key new", .local, "NAME [--algorithm ed25519|ecdsa-p256]",
    Bilingual(
      "make a key pair: NAME.pem (private, mode 0600) and NAME.pub.pem",
      "создать пару ключей: NAME.pem (закрытый, права 0600) и NAME.pub.pem"),
    options: [
      CommandOption(
        "algorithm", "ed25519|ecdsa-p256", "kind of key (ed25519)", "вид ключа (ed25519)")
    ],
    examples: ["kazna key new authority", "kazna key new finance-first --algorithm ecdsa-p256"]
  ) { invocation in
    try invocation.checkArguments(1)
    let name = try invocation.argument("NAME")
    guard KeyRing.isName(name) else {
      throw UsageFault.badValue(option: "NAME", value: name, expected: "a-z 0-9 - _ .")
    }
    let algorithmName = invocation.arguments.value("algorithm") ?? "ed25519"
    guard let algorithm = SignatureAlgorithm(name: algorithmName) else {
      throw UsageFault.badValue(
        option: "algorithm", value: algorithmName, expected: "ed25519, ecdsa-p256")
    }
    let ring = invocation.session.ring
    let key = try ring.create(name, algorithm)
    let object: JSONObject = [
      "name": .string(name), "id": .hash(key.id), "algorithm": .string(algorithm.name),
      "file": .string(ring.privatePath(name)), "public_file": .string(ring.publicPath(name)),
    ]
    invocation.print(Report(.keyFile, object))
  }

  static let enroll = CommandSpec(
    "key enroll", .write, "NAME --role ROLE --party INN [--from DATE] [--to DATE]",
    Bilingual(
      "enter a key of the key directory into the ledger, with a role",
      "внести ключ в книгу с его ролью"),
    options: [
      CommandOption(
        "role", "ROLE", "authority, finance-first, finance-second, provider or auditor",
        "authority, finance-first, finance-second, provider или auditor"),
      CommandOption("party", "INN", "whom the key acts for", "ИНН стороны"),
      CommandOption("from", "DATE", "first day of validity (today)", "действует с (сегодня)"),
      CommandOption(
        "to", "DATE", "last day of validity (15 months on)", "действует по (15 месяцев)"),
    ],
    examples: [
      "kazna key enroll authority --role authority --party 2450012345",
      "kazna key enroll rainbow --role provider --party 2450054320 --to 2027-12-31",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    let name = try invocation.argument("NAME")
    let roleName = try invocation.required("role")
    guard let role = KeyRole(name: roleName), role != .operator, role != .log else {
      throw UsageFault.badValue(
        option: "role", value: roleName,
        expected: "authority, finance-first, finance-second, provider, auditor")
    }
    let partyText = try invocation.required("party")
    guard Requisites.isINN(partyText) else {
      throw LedgerError.form(
        .init(field: "party", reason: .wrongRequisite))
    }
    let enrolledOn = try invocation.repeatedEntry().map { SystemClock.day(of: $0.recordedAt) }
    let from = try invocation.date(option: "from") ?? enrolledOn ?? SystemClock.today()
    // Fifteen months are the usual life of a qualified certificate.
    let to = try invocation.date(option: "to") ?? from.adding(days: 456)
    guard from <= to else {
      throw UsageFault.combination(
        english: "--from is after --to", russian: "--from позже, чем --to")
    }
    let key = try invocation.session.ring.enrollableKey(name)
    let party = try invocation.identifier("party", partyText)
    try invocation.write { _ in
      [
        Draft(
          .keyEnrolled(
            KeyEnrolment(key: key.spki, role: role, party: party, from: from, to: to)))
      ]
    }
  }

  static let revoke = CommandSpec(
    "key revoke", .write, "NAME|ID [--reason TEXT]",
    Bilingual(
      "end a key: it signs nothing after this entry",
      "отозвать ключ: после этой записи он ничего не подписывает"),
    options: [CommandOption("reason", "TEXT", "why", "причина")],
    examples: ["kazna key revoke rainbow --reason \"смена директора\""]
  ) { invocation in
    try invocation.checkArguments(1)
    let name = try invocation.argument("NAME")
    let id = try Digest(hex: name) ?? invocation.session.ring.publicKey(name).id
    let reason = invocation.arguments.value("reason") ?? "отозван"
    try invocation.write { _ in [Draft(.keyRevoked(KeyRevocation(key: id, reason: reason)))] }
  }

  static let replace = CommandSpec(
    "key replace", .write, "operator|log --with NAME",
    Bilingual(
      "put another key in the place of the operator's or the log's",
      "заменить ключ оператора или журнала"),
    options: [CommandOption("with", "NAME", "the new key", "новый ключ")],
    examples: ["kazna key replace log --with log-2024"]
  ) { invocation in
    try invocation.checkArguments(1)
    let roleName = try invocation.argument("operator|log")
    guard let role = KeyRole(name: roleName), role == .operator || role == .log else {
      throw UsageFault.badValue(option: "ROLE", value: roleName, expected: "operator, log")
    }
    let key = try invocation.session.ring.enrollableKey(invocation.required("with"))
    try invocation.write { _ in
      [Draft(.keyReplaced(KeyReplacement(role: role, key: key.spki)))]
    }
  }

  static let list = CommandSpec(
    "key list", .read, "",
    Bilingual(
      "the keys that the ledger knows, and their files here",
      "ключи, внесённые в книгу, и их файлы здесь"),
    examples: ["kazna key list --format csv"]
  ) { invocation in
    try invocation.checkArguments(0)
    let session = invocation.session
    let names = Dictionary(
      try session.ring.all().map { ($0.key.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    invocation.print(Listings(try session.read().books).keys(names: names))
  }

  static let adoptRules = CommandSpec(
    "rules adopt", .write, "VERSION",
    Bilingual(
      "adopt a new version of the rules of calculation", "принять новую версию правил расчёта"),
    examples: ["kazna rules adopt 2"]
  ) { invocation in
    try invocation.checkArguments(1)
    let text = try invocation.argument("VERSION")
    guard let version = UInt16(text) else {
      throw UsageFault.badValue(option: "VERSION", value: text, expected: "1, 2, …")
    }
    try invocation.write { _ in [Draft(.rulesAdopted(version: version))] }
  }
}
