import Exchange
import TransparencyLog

/// What the layer of the log says of notes, proofs and policies, in the words of a language.
struct ProofReasons {
  let shown: ShownValues

  func of(_ error: NoteError) -> String {
    switch error {
    case .tooLarge(let count):
      fill("{n} bytes are too many", "слишком велико: {n} байт", count)
    case .tooManySignatures(let count):
      fill("{n} signatures are too many", "слишком много подписей: {n}", count)
    case .malformed(let text), .malformedKey(let text), .malformedCheckpoint(let text):
      known(text)
    case .unsigned:
      fill("it is not signed by a key that is trusted here", "нет подписи ключа, которому доверяют")
    case .wrongSignature(let name):
      fill("the signature by {s} is wrong", "подпись {s} неверна", name)
    case .otherOrigin(let origin):
      fill("it is of another log, {s}", "она от другого журнала: {s}", origin)
    case .signingFailed(let text):
      fill("it could not be signed: {s}", "подписать не удалось: {s}", text)
    }
  }

  func of(_ error: ProofError) -> String {
    switch error {
    case .indexOutsideTree(let index, let size):
      fill(
        "entry {n} is not in a tree of {s}", "записи {n} нет в дереве из {s}", Int(clamping: index),
        "\(size)")
    case .sizesOutOfOrder(let old, let new):
      fill(
        "a tree of {n} does not come before one of {s}", "дерево из {n} не раньше дерева из {s}",
        Int(clamping: old), "\(new)")
    case .missingNode(let position):
      fill("node {n} is missing", "нет узла {n}", Int(clamping: position.index))
    case .wrongLength(let count):
      fill(
        "{n} hashes do not fit the sizes of the trees", "{n} хешей не подходят к размерам деревьев",
        count)
    case .rootMismatch:
      fill("its hashes lead to another root", "хеши приводят к другому корню")
    case .otherSize(let expected, let found):
      fill(
        "it is for a tree of {n}, the checkpoint has {s}",
        "оно для дерева из {n}, а в контрольной точке {s}", Int(clamping: expected), "\(found)")
    case .malformed(let line, let text):
      fill("line {n}: {s}", "строка {n}: {s}", line, known(text))
    case .note(let error): of(error)
    }
  }

  func of(_ error: PolicyError) -> String {
    switch error {
    case .tooLarge(let count):
      fill("{n} bytes are too many", "слишком велико: {n} байт", count)
    case .malformed(let line, let text):
      line == 0 ? known(text) : fill("line {n}: {s}", "строка {n}: {s}", line, known(text))
    case .note(let error): of(error)
    case .noLog: fill("it names no log", "журнал не назван")
    case .quorumMissed(let quorum, let cosigned, let missing):
      fill(
        "the quorum {s} is missed, {n} have signed, not: {t}",
        "кворума {s} нет, подписали {n}, не подписали: {t}", cosigned.count, quorum,
        missing.joined(separator: ", "))
    }
  }

  private func fill(
    _ english: String, _ russian: String, _ number: Int = 0, _ text: String = "",
    _ more: String = ""
  ) -> String {
    Phrase(english, russian).text(
      shown.language,
      [
        "n": "\(number)", "s": ShownText.cleansed(text, limit: 200),
        "t": ShownText.cleansed(more, limit: 500),
      ])
  }

  private func fill(_ english: String, _ russian: String, _ text: String) -> String {
    fill(english, russian, 0, text)
  }

  private func known(_ text: String) -> String {
    if shown.language == .russian, let russian = Self.russian[text] { return russian }
    return ReasonTexts.shown(text, shown)
  }

  private static let russian: [String: String] = [
    "no newline at its end": "в конце нет перевода строки",
    "a control character": "в нём управляющий символ",
    "the text is not UTF-8": "текст не в UTF-8",
    "no blank line with signatures behind it": "нет пустой строки и подписей за ней",
    "a signature line without em dash": "строка подписи начинается не с тире",
    "a signature line without a name and one signature": "в строке подписи не имя и подпись",
    "a signature that is not base64 of more than 4 bytes": "подпись записана не в base64",
    "not three lines, or an empty line": "в тексте меньше трёх строк или есть пустая",
    "the size is not a plain decimal number of 64 bits": "размер не десятичное число",
    "the root is not base64 of 32 bytes": "корень не 32 байта в base64",
    "the root of an empty tree is wrong": "неверный корень пустого дерева",
    "too long": "слишком длинно",
    "not of the form name+hash+key": "вид не имя+хеш+ключ",
    "not an Ed25519 key of type 1": "это не ключ журнала Ed25519 (тип 1)",
    "not an Ed25519 key of type 4": "это не ключ свидетеля Ed25519 (тип 4)",
    "its hash does not belong to its name and key": "хеш не соответствует имени и ключу",
    "a name is 1 to 256 bytes without spaces or +": "имя это 1–256 байт без пробелов и знака +",
    "a log cannot be its own witness": "журнал не может быть своим свидетелем",
    "it ends before the checkpoint": "файл кончается до контрольной точки",
    "it does not begin with c2sp.org/tlog-proof@v1": "в начале не c2sp.org/tlog-proof@v1",
    "index and a number are missing": "нет строки index с числом",
    "old and a number are missing": "нет строки old с числом",
    "too many hashes": "слишком много хешей",
    "not base64 of a hash of 32 bytes": "не хеш из 32 байтов в base64",
    "there is no quorum line": "нет строки quorum",
    "a second quorum line": "вторая строка quorum",
    "the quorum is not defined above": "кворум выше не определён",
    "a member is not defined above": "участник группы выше не определён",
    "a member belongs to a group already": "участник уже состоит в группе",
    "this name is defined already": "такое имя уже есть",
    "this log key stands there twice": "ключ журнала указан дважды",
    "this witness key stands there twice": "ключ свидетеля указан дважды",
    "neither log, witness, group nor quorum": "это не log, witness, group или quorum",
  ]
}
