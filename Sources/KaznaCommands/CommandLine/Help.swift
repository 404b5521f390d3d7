import Exchange

/// Help, made from the same table that runs the commands.
enum Help {
  static func overview(_ commands: [CommandSpec], _ language: Language) -> String {
    let title = Bilingual(
      """
      kazna: a certificate ledger and voucher-clearing service

      usage: kazna NOUN VERB [OPTIONS]
             kazna NOUN VERB --help


      """,
      """
      kazna: книга социальных сертификатов и клиринг выплат

      вызов: kazna ОБЪЕКТ ДЕЙСТВИЕ [ПАРАМЕТРЫ]
             kazna ОБЪЕКТ ДЕЙСТВИЕ --help


      """)
    let width = commands.map(\.name.count).max() ?? 0
    let lines = commands.map { spec in
      "  \(padded(spec.name, width))  \(spec.summary.text(language))"
    }
    let areOfOneNoun = Set(commands.map { $0.words[0] }).count == 1
    let shown =
      areOfOneNoun ? commands : commands.filter { Self.firstSteps.contains($0.name) }
    let examples = shown.compactMap(\.examples.first).map { "  \($0)\n" }.joined()
    let head = Bilingual("examples", "примеры").text(language)
    let codes = Bilingual(
      """
      exit codes: 0 done or verified clean, 1 refused by a rule, 2 wrong usage,
        3 an input file is wrong, 4 a signature or role is wrong or missing,
        5 verification has findings, 6 storage fault or could not check, 7 busy
      """,
      """
      коды выхода: 0 сделано или проверено, 1 отказано правилом, 2 неверный вызов,
        3 ошибка во входном файле, 4 подпись или роль неверна или отсутствует,
        5 проверка нашла нарушения, 6 сбой хранения или проверить нельзя, 7 книга занята
      """)
    return title.text(language) + lines.joined(separator: "\n") + "\n\n\(head):\n\(examples)\n"
      + codes.text(language) + "\n"
  }

  /// What a new user may try.
  private static let firstSteps = ["demo", "init", "contract sign", "balance", "verify"]

  static func text(of spec: CommandSpec, _ language: Language) -> String {
    let usage = Bilingual("usage", "вызов").text(language)
    let options = Bilingual("options", "параметры").text(language)
    let examples = Bilingual("examples", "примеры").text(language)
    let left = spec.allOptions.map { option in
      "--\(option.name)" + (option.valueName.map { " \($0)" } ?? "")
    }
    let width = min(left.map(\.count).max() ?? 0, 30)
    let lines = zip(left, spec.allOptions).map { name, option in
      "  \(padded(name, width))  \(option.help.text(language))"
    }
    let synopsis = ["kazna", spec.name, spec.synopsis].filter { !$0.isEmpty }
    return """
      \(spec.summary.text(language))

      \(usage): \(synopsis.joined(separator: " "))

      \(options):
      \(lines.joined(separator: "\n"))

      \(examples):
      \(spec.examples.map { "  \($0)" }.joined(separator: "\n"))

      """
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
