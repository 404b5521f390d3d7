import Audit
import Exchange
import Reports

/// The file that an auditor kept of an earlier verification will not do.
struct VerifiedStateFault: Error {
  let path: String
  let reason: StateError

  /// A wrong input file: exit code 3.
  func report(_ language: Language) -> ErrorReport {
    let shown = ShownValues(language: language)
    let values = ["path": ShownText.cleansed(path, limit: 200)]
    func tell(_ code: String, _ sentence: Phrase, _ hint: Phrase, _ more: [String: String] = [:])
      -> ErrorReport
    {
      ErrorReport(
        3, code, sentence, hint: hint, values: values.merging(more) { $1 }, subject: path, shown)
    }
    let again = Phrase(
      "verify everything once more: kazna verify --save FILE",
      "проверьте всё заново: kazna verify --save ФАЙЛ")
    switch reason {
    case .malformed(let text):
      return tell(
        "not-a-state",
        Phrase(
          "{path}: not the state of a verification: {reason}",
          "{path}: это не состояние проверки: {reason}"), again,
        ["reason": ReasonTexts.shown(text, shown)])
    case .outdated:
      return tell(
        "state-outdated",
        Phrase(
          "{path}: an older version wrote this state, and kept less in it",
          "{path}: состояние записано прежней версией, и в нём меньше нужного"), again)
    case .changed:
      return tell(
        "state-changed",
        Phrase(
          "{path}: this state was changed since it was written",
          "{path}: состояние изменено после записи"), again)
    case .checksMissing(let names):
      return tell(
        "state-without-checks",
        Phrase(
          "{path}: that run did not make the checks {checks}",
          "{path}: в той проверке не было: {checks}"), again,
        ["checks": ShownText.cleansed(names.joined(separator: ", "), limit: 200)])
    }
  }
}
