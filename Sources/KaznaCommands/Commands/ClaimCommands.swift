import Exchange
import LedgerCore
import LedgerService
import Reports

enum ClaimCommands {
  static let all = [submit, withdraw, accept, refuse, correct, list]

  static let agreementOption = CommandOption(
    "agreement", "N", "number of the agreement", "номер соглашения")
  static let monthOption = CommandOption("month", "YYYY-MM", "the month", "месяц")
  static let kindOption = CommandOption(
    "kind", "advance|final", "kind of claim", "вид заявки: advance или final")
  static let reasonOption = CommandOption("reason", "TEXT", "why", "причина")

  static let submit = CommandSpec(
    "claim submit", .write, "--agreement N --month YYYY-MM --kind advance|final --from claims.csv",
    Bilingual("claim an advance, or what was delivered", "подать заявку на аванс или оплату"),
    options: [
      agreementOption, monthOption, kindOption, RegisterCommands.from("claims.csv"),
    ],
    examples: [
      "kazna claim submit --agreement С-12 --month 2023-11 --kind final --from claims.csv"
    ]
  ) { invocation in
    try invocation.checkArguments(0)
    let agreement = try invocation.identifier("agreement", invocation.required("agreement"))
    let month = try invocation.month("month", invocation.required("month"))
    switch try kind(invocation) {
    case .advance:
      let (rows, bytes) = try invocation.rows(AdvanceClaimRow.self)
      try invocation.write(source: bytes) { books in
        ClaimDrafts.submit(rows, agreement: agreement, month: month, books)
      }
    case .final:
      let (rows, bytes) = try invocation.rows(FinalClaimRow.self)
      try invocation.write(source: bytes) { _ in
        ClaimDrafts.submit(rows, agreement: agreement, month: month)
      }
    }
  }

  static let withdraw = CommandSpec(
    "claim withdraw", .write, "ENTRY",
    Bilingual("withdraw a claim, named by its entry", "отозвать заявку (номер записи)"),
    examples: ["kazna claim withdraw 57"]
  ) { invocation in
    try invocation.checkArguments(1)
    let entry = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    try invocation.write { (books) throws(LedgerError) in
      [Draft(.claimWithdrawn(claim: try ClaimDrafts.reference(claim: entry, books)))]
    }
  }

  static let accept = CommandSpec(
    "claim accept", .write,
    "ENTRY [--reduce reductions.csv] | --month YYYY-MM --kind advance|final [--reduce …]",
    Bilingual(
      "accept a claim, whole or with lines reduced; or all of a month",
      "принять заявку целиком или с уменьшением строк; или все за месяц"),
    options: [
      monthOption, kindOption,
      CommandOption(
        "reduce", "reductions.csv", "lines accepted below the claim",
        "строки, принятые меньше заявленного"),
    ],
    examples: [
      "kazna claim accept 57 --reduce reductions.csv",
      "kazna claim accept --month 2023-11 --kind final",
    ]
  ) { invocation in
    try invocation.checkArguments(1)
    var reductions: [ReductionRow] = []
    let file = invocation.arguments.value("reduce") ?? ""
    if invocation.arguments.has("reduce") {
      reductions = try invocation.rows(option: "reduce", ReductionRow.self).rows
    }
    if invocation.arguments.positionals.isEmpty {
      guard invocation.arguments.has("month"), invocation.arguments.has("kind") else {
        throw eitherOr
      }
      let month = try invocation.month("month", invocation.required("month"))
      let kind = try kind(invocation)
      try invocation.write { (books) throws(LedgerError) in
        let claims = try ClaimDrafts.openClaims(month: month, kind: kind, books)
        return try ClaimDrafts.accept(claims: claims, reductions: reductions, file: file, books)
      }
      return
    }
    guard !invocation.arguments.has("month"), !invocation.arguments.has("kind") else {
      throw eitherOr
    }
    let entry = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    try invocation.write { (books) throws(LedgerError) in
      _ = try ClaimDrafts.reference(claim: entry, books)
      return try ClaimDrafts.accept(claims: [entry], reductions: reductions, file: file, books)
    }
  }

  private static let eitherOr = UsageFault.combination(
    english: "give either ENTRY, or --month and --kind",
    russian: "укажите либо ENTRY, либо --month и --kind")

  static let refuse = CommandSpec(
    "claim refuse", .write, "ENTRY --reason TEXT",
    Bilingual("refuse a claim", "отклонить заявку"), options: [reasonOption],
    examples: ["kazna claim refuse 57 --reason \"нет табеля\""]
  ) { invocation in
    try invocation.checkArguments(1)
    let entry = try invocation.entryNumber("ENTRY", invocation.argument("ENTRY"))
    let reason = try invocation.required("reason")
    try invocation.write { (books) throws(LedgerError) in
      let claim = try ClaimDrafts.reference(claim: entry, books)
      return [Draft(.claimRefused(ClaimRefusal(claim: claim, reason: reason)))]
    }
  }

  static let correct = CommandSpec(
    "claim correct", .write, "--contract N --month YYYY-MM --delivered P",
    Bilingual(
      "correct an accepted final down, paid or not",
      "уменьшить принятую заявку, оплаченную или нет"),
    options: [
      CommandOption("contract", "N", "number of the contract", "номер договора"), monthOption,
      CommandOption("delivered", "P", "the share delivered, percent", "оказано, процентов"),
    ],
    examples: ["kazna claim correct --contract Д-101 --month 2023-11 --delivered 75"]
  ) { invocation in
    try invocation.checkArguments(0)
    let contract = try invocation.identifier("contract", invocation.required("contract"))
    let month = try invocation.month("month", invocation.required("month"))
    let text = try invocation.required("delivered")
    guard let delivered = try? StrictDecimal.percent(text) else {
      throw UsageFault.badValue(option: "delivered", value: text, expected: "0…100")
    }
    try invocation.write { _ in
      [
        Draft(
          .claimCorrected(
            ClaimCorrection(contract: contract, month: month, delivered: delivered)))
      ]
    }
  }

  static let list = CommandSpec(
    "claim list", .read, "[--open]",
    Bilingual("claims and where they stand", "заявки и их состояние"),
    options: [
      CommandOption("open", nil, "only what is not settled yet", "только незавершённые")
    ],
    examples: ["kazna claim list --open"]
  ) { invocation in
    try invocation.checkArguments(0)
    let books = try invocation.session.read().books
    invocation.print(Listings(books).claims(openOnly: invocation.arguments.has("open")))
  }

  private static func kind(_ invocation: Invocation) throws(UsageFault) -> ClaimKind {
    let text = try invocation.required("kind")
    guard let kind = ClaimKind(name: text) else {
      throw .badValue(option: "kind", value: text, expected: "advance, final")
    }
    return kind
  }
}
