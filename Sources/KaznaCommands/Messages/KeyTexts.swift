import Cryptography
import Exchange

extension KeyError {
  func report(_ shown: ShownValues) -> ErrorReport {
    func report(
      _ code: String, _ text: RefusalText, _ path: String, _ reason: String? = nil,
      exitCode: Int32 = 4
    ) -> ErrorReport {
      var values = ["path": ShownText.cleansed(path, limit: 200)]
      values["reason"] = reason.map { ReasonTexts.shown($0, shown) }
      return ErrorReport(
        exitCode, code, text.sentence, hint: text.hint, values: values, subject: path, shown)
    }
    return switch self {
    case .missing(let path): report("key-missing", KeyTexts.missing, path)
    case .unreadable(let path, let reason):
      report("key-unreadable", KeyTexts.unreadable, path, reason)
    case .failed(let path, let reason):
      report("key-failed", KeyTexts.failed, path, reason, exitCode: 6)
    case .permissionsTooOpen(let path): report("key-permissions", KeyTexts.tooOpen, path)
    case .tooLarge(let path): report("key-too-large", KeyTexts.tooLarge, path)
    case .exists(let path): report("key-exists", KeyTexts.exists, path)
    case .unwritable(let path, let reason):
      report("key-unwritable", KeyTexts.unwritable, path, reason, exitCode: 6)
    case .notPrivateKey(let source, let reason):
      report("not-private-key", KeyTexts.notPrivate, source, reason)
    case .notPublicKey(let source, let reason):
      report("not-public-key", KeyTexts.notPublic, source, reason)
    case .mismatched(let secret, let open):
      report("key-mismatched", KeyTexts.mismatched, secret, open)
    case .encrypted(let source): report("key-encrypted", KeyTexts.encrypted, source)
    case .unsupportedAlgorithm(let source, let name):
      report("key-algorithm", KeyTexts.algorithm, source, name)
    case .libcrypto(let operation, let reason):
      report("libcrypto", KeyTexts.libcrypto, operation, reason, exitCode: 6)
    }
  }
}

/// How faults of key files are told.
enum KeyTexts {
  static let missing = RefusalText(
    "{path}: no such key file", "{path}: нет такого файла ключа",
    hint: "check --keys and the name", "проверьте --keys и имя ключа")
  static let unreadable = RefusalText(
    "{path}: the key cannot be read: {reason}", "{path}: ключ не читается: {reason}",
    hint: "check who owns the file: ls -l {path}", "проверьте, чей это файл: ls -l {path}")
  static let failed = RefusalText(
    "{path}: the key cannot be read: {reason}", "{path}: ключ не читается: {reason}",
    hint: "check the disk and the system's log, then repeat the command",
    "проверьте диск и системный журнал, затем повторите команду")
  static let tooOpen = RefusalText(
    "{path}: others can reach this private key",
    "{path}: к этому закрытому ключу есть доступ у других",
    hint: "close it: chmod 600 {path}; if others may have copied it, revoke it",
    "закройте доступ: chmod 600 {path}; если ключ могли скопировать, отзовите его")
  static let tooLarge = RefusalText(
    "{path}: larger than any key file", "{path}: файл больше любого файла ключа",
    hint: "name a key file in PEM", "укажите файл ключа в формате PEM")
  static let exists = RefusalText(
    "{path}: exists already and is not overwritten",
    "{path}: уже существует и не перезаписывается",
    hint: "choose another name, or another directory with --keys",
    "выберите другое имя или укажите другой каталог через --keys")
  static let unwritable = RefusalText(
    "{path}: the key cannot be written: {reason}", "{path}: ключ не удалось записать: {reason}",
    hint: "check the directory given with --keys", "проверьте каталог, указанный в --keys")
  static let notPrivate = RefusalText(
    "{path}: not a private key: {reason}", "{path}: это не закрытый ключ: {reason}",
    hint: "a private key is a file NAME.pem in PKCS#8, as kazna key new makes it",
    "закрытый ключ это файл ИМЯ.pem в PKCS#8, как его создаёт kazna key new")
  static let notPublic = RefusalText(
    "{path}: not a public key: {reason}", "{path}: это не открытый ключ: {reason}",
    hint: "a public key is the file NAME.pub.pem that kazna key new makes",
    "открытый ключ это файл ИМЯ.pub.pem, созданный через kazna key new")
  static let mismatched = RefusalText(
    "{path}: belongs to another key than {reason}", "{path}: это часть другого ключа, не {reason}",
    hint: "put the private key back that was made with it; nothing was written",
    "верните закрытый ключ, созданный вместе с ним; ничего не записано")
  static let encrypted = RefusalText(
    "{path}: the private key is protected by a passphrase",
    "{path}: закрытый ключ защищён паролем",
    hint: "kazna never asks for one: give a key without it, in mode 0600: "
      + "openssl pkcs8 -topk8 -nocrypt",
    "kazna пароль не спрашивает: нужен ключ без пароля, с правами 0600: "
      + "openssl pkcs8 -topk8 -nocrypt")
  static let algorithm = RefusalText(
    "{path}: keys of the algorithm {reason} are not supported",
    "{path}: ключи алгоритма {reason} не поддерживаются",
    hint: "use ed25519 or ecdsa-p256", "используйте ed25519 или ecdsa-p256")
  static let libcrypto = RefusalText(
    "libcrypto failed to {path}: {reason}", "сбой libcrypto ({path}): {reason}",
    hint: "check the installation of OpenSSL and the free memory, then repeat",
    "проверьте установку OpenSSL и свободную память, затем повторите")

  /// A private key that a command needs and nobody has here.
  static func missingKey(_ name: String, _ shown: ShownValues) -> ErrorReport {
    ErrorReport(
      4, "missing-key",
      Phrase("the private key {path} is not here", "закрытого ключа {path} здесь нет"),
      hint: Phrase(
        "check --keys and --by, or have the document signed where the key is: "
          + "kazna document sign",
        "проверьте --keys и --by или подпишите документ там, где есть ключ: "
          + "kazna document sign"),
      values: ["path": ShownText.cleansed(name, limit: 200)], subject: name, shown)
  }
}
