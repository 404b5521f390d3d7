import Exchange
import Foundation
import LedgerCore
import LedgerService
import Reports

extension Invocation {
  /// The options that every writing command has.
  func writeOptions() throws(UsageFault) -> WriteOptions {
    var options = WriteOptions()
    options.signers = arguments.values("by")
    options.effectiveDate = try date(option: "date")
    if let text = arguments.value("id") {
      guard let id = UniqueID(hex: text) else {
        throw .badValue(option: "id", value: text, expected: "32 hex digits")
      }
      options.id = id
    }
    options.isDryRun = arguments.has("dry-run")
    options.confirmsClock = arguments.has("confirm-clock")
    return options
  }

  /// What the ledger says of the document whose `--id` this command repeats, if it does.
  func repeatedEntry() throws -> EntrySummary? {
    try writeOptions().id.flatMap { try session.entry(ofDocument: $0) }
  }

  /// The effective date that the documents of this command get: a repeated one keeps its own.
  func effectiveDate() throws -> CalendarDate {
    try date(option: "date") ?? repeatedEntry()?.effectiveDate ?? SystemClock.today()
  }

  /// Makes documents, submits them, and prints their receipts.
  ///
  /// Under `document new`, which prepares documents for others to sign, nothing is submitted.
  func write(
    source: [UInt8] = [], _ prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws {
    var options = try writeOptions()
    options.source = source
    if let drawing = sessions.drawing {
      drawing.documents = try session.draw(options, prepare: prepare)
      return
    }
    let receipts = try sayingRecovery { (session) throws(LedgerError) in
      try session.write(options, prepare: prepare)
    }
    print(receipts, isDryRun: options.isDryRun)
  }

  /// Tells what was cut off when the ledger was opened, also where nothing can be written then. An
  /// error as JSON stands alone.
  func sayingRecovery(
    _ body: (Session) throws(LedgerError) -> [Receipt]
  ) throws(LedgerError) -> [Receipt] {
    let session = session
    do throws(LedgerError) {
      let receipts = try body(session)
      sayRecovery(session)
      return receipts
    } catch {
      if format == .table || format == .csv { sayRecovery(session) }
      throw error
    }
  }

  func print(_ receipts: [Receipt], isDryRun: Bool) {
    if isDryRun {
      say("dry run: nothing was written", "пробный прогон: ничего не записано")
    }
    for receipt in receipts where receipt.isRepeated {
      say(
        "document \(receipt.id.hex) is recorded already, entry \(receipt.entry)",
        "документ \(receipt.id.hex) уже записан, запись \(receipt.entry)")
    }
    let values = receipts.map {
      WriteReceipt(
        entry: EntryReference(number: $0.entry, hash: $0.hash), id: $0.id, kind: $0.kind,
        recordedAt: $0.recordedAt)
    }
    if !isDryRun { sessions.receipts = receipts }
    self.print(WriteReceipt.report(values, isDryRun: isDryRun))
  }

  private func sayRecovery(_ session: Session) {
    guard let recovery = session.recovery else { return }
    if recovery.isRepublished {
      say(
        "the last commit was whole, but not published: now it is",
        "последняя фиксация была цела, но не опубликована: теперь опубликована")
    }
    guard let tail = recovery.cutTail else { return }
    say(
      "an unfinished commit was cut off: \(tail.byteCount) bytes, kept in \(tail.keptAside)",
      "незаконченная запись отрезана: \(tail.byteCount) байт, сохранены в \(tail.keptAside)")
  }

  /// A register file and its rows. Faults name the file as the user named it.
  func rows<Row: RegisterRow>(
    option: String = "from", _ type: Row.Type = Row.self
  ) throws -> (rows: [Row], bytes: [UInt8]) {
    let path = try required(option)
    let bytes = try Files.read(path)
    do throws(InputFaults) {
      return (try Row.read(bytes, file: path), bytes)
    } catch {
      throw LedgerError.input(error)
    }
  }
}
