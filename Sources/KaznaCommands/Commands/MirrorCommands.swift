import Bytes
import Exchange
import LedgerService
import Reports

enum MirrorCommands {
  static let all = [mirror]

  static let mirror = CommandSpec(
    "mirror", .local, "FROM TO [--verify]",
    Bilingual(
      "copy a ledger, checking what is copied; again to catch up",
      "скопировать книгу с проверкой; повторно — дополнить копию"),
    options: [
      CommandOption(
        "verify", nil, "then verify the copy whole: documents, signatures, postings",
        "затем проверить копию целиком: документы, подписи, проводки")
    ],
    examples: ["kazna mirror /srv/kazna/main audit/main", "kazna mirror Ledger/main copy --verify"]
  ) { invocation in
    try invocation.checkArguments(2)
    let source = try invocation.argument("FROM")
    let target = try invocation.argument("TO", at: 1)
    let line = ProgressLine(invocation.console)
    defer { line.clear() }
    let done = try Mirror(from: source, to: target).run { line.show($0.done, of: $0.total) }
    line.clear()
    invocation.print(
      Report(
        .mirror,
        [
          "ledger_id": .string(Hex.encode(done.ledger)), "directory": .string(target),
          "entries": .integer(done.entries), "copied": .integer(done.copied),
          "root": .hash(done.root),
        ]))
    guard invocation.arguments.has("verify") else { return }
    let language = invocation.language == .russian ? "ru" : "en"
    let code = Program.run(
      ["verify", "--ledger", target, "--lang", language, "--format", invocation.format.rawValue],
      environment: invocation.environment, console: invocation.console)
    guard code == 0 else { throw Program.ExitCode(code: code) }
  }
}

/// A line on a terminal that tells how far a long command has come, in whole percent.
final class ProgressLine {
  private let console: Console
  private var percent: UInt64?

  init(_ console: Console) { self.console = console }

  func show(_ done: UInt64, of total: UInt64) {
    guard console.isTerminal, total > 0 else { return }
    let (share, overflow) = done.multipliedReportingOverflow(by: 100)
    let percent = overflow ? 100 : share / total
    guard percent != self.percent else { return }
    self.percent = percent
    console.err("\r\(percent) % (\(done)/\(total))")
  }

  func clear() {
    guard percent != nil else { return }
    percent = nil
    console.err("\r\u{1B}[K")
  }
}
