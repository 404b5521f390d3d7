import Exchange
import Foundation

/// The short reasons that lower layers give in English: in Russian where they are known, as they
/// are where they are not.
enum ReasonTexts {
  static func shown(_ reason: String, _ shown: ShownValues) -> String {
    let text = ShownText.cleansed(reason, limit: 300)
    guard shown.language == .russian else { return text }
    if reason.hasPrefix("larger than ") { return "больше \(text.dropFirst(12))" }
    return russian[reason] ?? "«\(text)»"
  }

  /// A system error by its number.
  static func system(_ code: Int32, _ shown: ShownValues) -> String {
    let english = String(cString: strerror(code))
    let text = shown.language == .russian ? errors[code] ?? "«\(english)»" : english
    return "\(text) (errno \(code))"
  }

  private static let errors: [Int32: String] = [
    ENOENT: "нет такого файла или каталога", EIO: "ошибка ввода-вывода",
    ENOTDIR: "это не каталог", EISDIR: "это каталог", EMFILE: "открыто слишком много файлов",
    ENFILE: "в системе открыто слишком много файлов", ENAMETOOLONG: "слишком длинное имя",
    ELOOP: "слишком много ссылок", EINVAL: "недопустимая операция", EFBIG: "файл слишком велик",
    ENOMEM: "не хватает памяти",
  ]

  private static let russian: [String: String] = [
    "a checkpoint is published, but no journal": "контрольная точка есть, а журнала нет",
    "a checkpoint without entries": "контрольная точка без записей",
    "entries 0 and on are missing": "нет записей начиная с 0",
    "is a directory": "это каталог",
    "it has no entries": "в нём нет записей",
    "it is not a directory": "это не каталог",
    "it does not begin as one": "начало другое",
    "it has not eight lines, and books behind them": "в нём нет восьми строк и книг за ними",
    "its books are none": "книги в нём записаны неверно",
    "its books are of another size": "число записей в его книгах — другое",
    "it is written otherwise": "он записан иначе",
    "its hash of the journal is none": "хеш журнала записан неверно",
    "its size is no number": "число записей — не число",
    "its root is not base64 of 32 bytes": "корень — не base64 от 32 байт",
    "its days are no days": "даты проверок — не даты",
    "it shrank while being read": "файл сократился во время чтения",
    "it shrank": "файл сократился",
    "its files belong to another ledger": "её файлы относятся к другой книге учёта",
    "its public half belongs to another key": "открытая часть относится к другому ключу",
    "no entry has this number": "записи с таким номером нет",
    "no segment header": "нет заголовка сегмента",
    "no frame starts here": "здесь не начинается ни один кадр",
    "this frame is no entry": "этот кадр не является записью",
    "the segment belongs to another ledger": "сегмент относится к другой книге учёта",
    "not a regular file": "это не обычный файл",
    "not canonically encoded": "кодирование не каноническое",
    "the commit has no checkpoint": "нет контрольной точки",
    "the content of the entry is wrong": "содержание записи неверно",
    "this is no checkpoint of this ledger": "это не контрольная точка этой книги учёта",
    "the journal does not hash to its root": "хеш журнала не совпадает с контрольной точкой",
    "it is not signed by the log key": "нет подписи ключом журнала",
    "it does not continue the chain": "она не продолжает цепочку",
    "it has the number of another entry": "у неё номер другой записи",
    "the hash of its document is wrong": "хеш документа неверен",
    "the hash of its signatures is wrong": "хеш подписей неверен",
    "the hash of its postings is wrong": "хеш проводок неверен",
    "the hash of its results is wrong": "хеш итогов неверен",
    "no entry names the log key": "ни одна запись не называет ключ журнала",
    "it is not the checkpoint that the journal has there":
      "это не та контрольная точка, что на этом месте в журнале",
    "a segment lies beyond what is published": "есть сегмент после опубликованного",
    "its postings or results do not follow from its document":
      "проводки или итоги не следуют из документа",
    "wrong base64": "неверная запись base64",
    "Permission denied": "нет доступа",
    "No such file or directory": "нет такого файла или каталога",
    "Read-only file system": "файловая система доступна только для чтения",
    "No space left on device": "на диске нет места",
    "Input/output error": "ошибка ввода-вывода",
  ]
}

/// Files of the command line that cannot be read or written.
enum FileTexts {
  static func fault(_ path: String, _ reason: String, _ shown: ShownValues) -> ErrorReport {
    let told = ReasonTexts.shown(reason, shown)
    let values = ["path": ShownText.cleansed(path, limit: 200), "reason": told]
    func report(_ exitCode: Int32, _ code: String, _ sentence: Phrase, hint: Phrase)
      -> ErrorReport
    {
      ErrorReport(exitCode, code, sentence, hint: hint, values: values, subject: path, shown)
    }
    if reason == "no such file" {
      return report(
        3, "file-missing", Phrase("{path}: no such file", "{path}: нет такого файла"),
        hint: Phrase("check the path", "проверьте путь к файлу"))
    }
    if reason == "exists already" {
      return report(
        2, "file-exists",
        Phrase("{path}: there is something already", "{path}: там уже что-то есть"),
        hint: Phrase(
          "nothing is overwritten: name a path that does not exist",
          "ничего не перезаписывается: укажите путь, которого ещё нет"))
    }
    if reason == "a journal or a private key" {
      return report(
        2, "file-irreplaceable",
        Phrase(
          "{path}: a journal or a private key stands there", "{path}: там журнал или закрытый ключ"),
        hint: Phrase(
          "these are never overwritten: name another file",
          "они никогда не перезаписываются: укажите другой файл"))
    }
    if reason == "is a directory" {
      return report(
        3, "file-is-directory",
        Phrase("{path}: a directory, not a file", "{path}: это каталог, а не файл"),
        hint: Phrase("name a file in it", "укажите файл в нём"))
    }
    if reason == "not a regular file" {
      return report(
        3, "file-is-none",
        Phrase(
          "{path}: a pipe or a device, not a file", "{path}: это канал или устройство, а не файл"),
        hint: Phrase("name a file", "укажите файл"))
    }
    if reason.hasPrefix("cannot be read") {
      return report(
        3, "file-unreadable",
        Phrase(
          "{path}: the file cannot be read: no access", "{path}: файл не читается: нет доступа"),
        hint: Phrase("check its rights: ls -l {path}", "проверьте права: ls -l {path}"))
    }
    if reason.hasPrefix("larger than") {
      return report(
        3, "file-too-large",
        Phrase("{path}: the file is {reason}", "{path}: файл слишком велик: {reason}"),
        hint: Phrase("split the file", "разделите файл на части"))
    }
    if reason.hasPrefix("a key name") {
      return report(
        2, "key-name",
        Phrase("{path}: not a name for a key", "{path}: недопустимое имя ключа"),
        hint: Phrase(
          "1 to 64 Latin letters, digits, - _ . and no . in front",
          "от 1 до 64 латинских букв, цифр, знаков - _ . и без точки в начале"))
    }
    return report(
      6, "file-failed", Phrase("[{path}: ]{reason}", "[{path}: ]не удалось: {reason}"),
      hint: Phrase(
        "check the directory, its rights and the space on the disk",
        "проверьте каталог, права на него и место на диске"))
  }
}
