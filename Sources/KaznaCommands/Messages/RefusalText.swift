import Exchange
import LedgerCore

/// How one refusal is told: what is wrong, and what to do next.
///
/// Places: `{s}` the subject, `{day}` the subject where it is always a date or a month, `{short}` its
/// first 8 characters, `{account}` whose account the subject is, `{look}` the command that shows it,
/// `{role}` the subject as a role, `{kind}` as a kind of document, `{have}` and `{need}` amounts.
struct RefusalText: Sendable {
  let sentence: Phrase
  let hint: Phrase

  init(_ english: String, _ russian: String, hint: String, _ russianHint: String) {
    sentence = Phrase(english, russian)
    self.hint = Phrase(hint, russianHint)
  }

  static let all: [RefusalCode: RefusalText] =
    [documents, numbers, standing, contracts, claims, clearing, bank, money]
    .reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }

  /// For a code that no group knows yet.
  static let untold = RefusalText(
    "the rules of the ledger forbid it[: {s}]", "это запрещено правилами учёта[: {s}]",
    hint: "see the code in the output of --format json",
    "код причины есть в выводе с --format json")
}

extension RuleFault {
  func report(_ shown: ShownValues) -> ErrorReport {
    ErrorReport(
      exitCode: 1, code: code.rawValue, message: sentence(shown), hint: hint(shown),
      subject: subject)
  }

  func sentence(_ shown: ShownValues) -> String {
    text.sentence.text(shown.language, values(shown))
  }

  func hint(_ shown: ShownValues) -> String {
    let hint = text.hint.text(shown.language, values(shown))
    return code.rawValue.hasPrefix("unknown-") ? shown.minding(lookAlikesIn: subject, hint) : hint
  }

  private var text: RefusalText { RefusalText.all[code] ?? .untold }

  private func values(_ shown: ShownValues) -> [String: String] {
    var values: [String: String] = [:]
    if !subject.isEmpty {
      values["s"] = ShownText.cleansed(subject)
      values["day"] = ShownText.cleansed(shown.day(subject))
      values["short"] = ShownText.cleansed(String(subject.prefix(8)))
      values["role"] = KeyRole(name: subject).map(shown.role) ?? ShownText.cleansed(subject)
      values["kind"] =
        DocumentKind(name: subject)?.phrase.text(shown.language) ?? ShownText.cleansed(subject)
    }
    let account = shown.account(subject)
    values["account"] = account?.text ?? values["s"]
    values["look"] = account?.command ?? "kazna report trial-balance"
    values["have"] = have.map(shown.amount)
    values["need"] = need.map(shown.amount)
    return values
  }
}
