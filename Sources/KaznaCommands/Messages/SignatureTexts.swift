import Authentication
import Bytes
import Exchange
import LedgerCore

extension SignatureFault {
  /// `names`: the keys that have a name here.
  func report(_ names: [Digest: String], _ shown: ShownValues) -> ErrorReport {
    func report(
      _ code: String, _ sentence: Phrase, hint: Phrase, _ key: Digest,
      _ more: [String: String] = [:]
    ) -> ErrorReport {
      let values = more.merging(["key": ShownText.cleansed(shown.key(key, names))]) { a, _ in a }
      return ErrorReport(4, code, sentence, hint: hint, values: values, subject: key.hex, shown)
    }
    switch self {
    case .unknownKey(let key):
      return report(
        "unknown-signer",
        Phrase(
          "signed by the key {key}, which this ledger does not know",
          "подписано ключом {key}, которого эта книга учёта не знает"),
        hint: Phrase(
          "enroll it first: kazna key enroll NAME --role ROLE --party INN",
          "сначала зарегистрируйте его: kazna key enroll ИМЯ --role РОЛЬ --party ИНН"), key)
    case .endedKey(let key):
      return report(
        "ended-signer",
        Phrase(
          "signed by the key {key}, which was revoked or replaced",
          "подписано ключом {key}, который отозван или заменён"),
        hint: Phrase(
          "sign with a key in force: kazna key list",
          "подпишите действующим ключом: kazna key list"), key)
    case .notValidOn(let day, let key):
      return report(
        "signer-not-valid",
        Phrase(
          "the key {key} may not sign on {day}", "ключ {key} не действует на дату {day}"),
        hint: Phrase(
          "see its days: kazna key list; enroll a new key for other days",
          "посмотрите его срок: kazna key list; на другой срок зарегистрируйте новый ключ"),
        key, ["day": shown.day(day.iso)])
    case .roleSignsNothing(let role, let key):
      return report(
        "role-signs-nothing",
        Phrase(
          "the key {key} has the role {role}, which signs no documents",
          "у ключа {key} роль «{role}», она документы не подписывает"),
        hint: Phrase(
          "leave its signature out", "не добавляйте его подпись"), key,
        ["role": shown.role(role)])
    case .wrongSignature(let key):
      return report(
        "wrong-signature",
        Phrase(
          "the signature by the key {key} does not fit the document",
          "подпись ключом {key} не соответствует документу"),
        hint: Phrase(
          "the document was changed after signing, or signed elsewhere: sign it again",
          "документ изменён после подписания или подписан другой: подпишите его заново"), key)
    case .unusableKey(let key):
      return report(
        "unusable-key",
        Phrase("the key {key} is no usable key", "ключ {key} непригоден"),
        hint: Phrase(
          "make a new one: kazna key new NAME", "создайте новый: kazna key new ИМЯ"), key)
    case .missing(let requirements):
      return SignatureTexts.missing(requirements, names, shown)
    }
  }
}

/// How missing signatures are told.
enum SignatureTexts {
  private static let signHint = Phrase(
    "name the key with --by, or have it signed where the key is: kazna document sign",
    "укажите ключ через --by или подпишите документ там, где есть ключ: kazna document sign")

  static func missing(
    _ requirements: [SignerRequirement], _ names: [Digest: String], _ shown: ShownValues
  ) -> ErrorReport {
    let roles = requirements.map { requirement in
      let key = requirement.key.map { id in
        Phrase(" with the key {key}", " ключом {key}").text(
          shown.language, ["key": shown.key(id, names)])
      }
      return shown.requirement(requirement.description) + (key ?? "")
    }
    return ErrorReport(
      4, "signatures-missing",
      Phrase("signatures are missing: {roles}", "не хватает подписей: {roles}"),
      hint: signHint, values: ["roles": roles.joined(separator: "; ")],
      subject: requirements.map(\.description).joined(separator: "; "), shown)
  }

  /// Here is no key that could sign, or several.
  static func signerNeeded(
    _ requirement: String, _ candidates: [String], _ shown: ShownValues
  ) -> ErrorReport {
    var values = ["role": ShownText.cleansed(shown.requirement(requirement))]
    if requirement.isEmpty { values["role"] = nil }
    guard !candidates.isEmpty else {
      return ErrorReport(
        4, "signer-missing",
        Phrase(
          "there is no key here that may sign[ as {role}]",
          "здесь нет ключа, которым можно подписать[: {role}]"),
        hint: signHint, values: values, subject: requirement, shown)
    }
    values["keys"] = ShownText.cleansed(candidates.joined(separator: ", "), limit: 500)
    return ErrorReport(
      4, "signer-needed",
      Phrase(
        "several keys may sign[ as {role}]: {keys}",
        "подписать можно разными ключами[ ({role})]: {keys}"),
      hint: Phrase("choose one with --by", "выберите один через --by"),
      values: values, subject: requirement, shown)
  }

  static func signerTwice(_ name: String, _ shown: ShownValues) -> ErrorReport {
    ErrorReport(
      4, "signer-twice",
      Phrase(
        "the key {s} has signed this document already", "ключ {s} этот документ уже подписал"),
      hint: Phrase(
        "one key signs a document once: leave it out, or name another with --by",
        "один ключ подписывает документ один раз: уберите его или укажите другой через --by"),
      values: ["s": ShownText.cleansed(name)], subject: name, shown)
  }
}
