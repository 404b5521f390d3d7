import Authentication
import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// A document to be made: its fields, and the lines of the input file that its lines come from.
public struct Draft: Sendable {
  public var body: DocumentBody
  public var fileLines: [Int]

  public init(_ body: DocumentBody, fileLines: [Int] = []) {
    self.body = body
    self.fileLines = fileLines
  }
}

/// How a document is made and submitted.
public struct WriteOptions: Sendable {
  /// Names of the keys that sign; empty to let the document's needs decide.
  public var signers: [String] = []
  public var effectiveDate: CalendarDate?
  public var id: UniqueID?
  public var isDryRun = false
  public var confirmsClock = false
  /// What several documents made of one file have their ids from, so that they can be submitted
  /// again after an interruption: the file's bytes.
  public var source: [UInt8] = []

  public init() {}
}

/// One user's dealings with one ledger: owns the clock, the keys and, while it writes, the lock.
public final class Session {
  public let ledgerPath: String
  public let ring: KeyRing
  let clock: @Sendable () -> Timestamp
  let today: CalendarDate
  /// Whether the ledger stays open between commands of one process.
  let keepsOpen: Bool
  var opened: Ledger?
  /// When snapshots are written.
  package var snapshotPolicy = SnapshotPolicy()

  public init(
    ledgerPath: String, keysPath: String, clock: @escaping @Sendable () -> Timestamp,
    today: CalendarDate, keepsOpen: Bool = false
  ) {
    self.ledgerPath = ledgerPath
    ring = KeyRing(directory: keysPath)
    self.clock = clock
    self.today = today
    self.keepsOpen = keepsOpen
  }

  deinit { opened?.close() }

  /// The ledger, for reading what is published.
  public func read() throws(LedgerError) -> Ledger {
    if let opened { return opened }
    return try Ledger.read(ledgerPath)
  }

  /// What the ledger says of the document with this id; nil where it knows none.
  public func entry(ofDocument id: UniqueID) throws(LedgerError) -> EntrySummary? {
    let books = try read().books
    return books.entry(ofDocument: id).map { books.entries[Int($0)] }
  }

  /// What recovery reported when the ledger was last opened for writing here.
  public private(set) var recovery: RecoveryReport?

  private func openForWriting() throws(LedgerError) -> Ledger {
    if let opened { return opened }
    let ledger = try Ledger.open(ledgerPath)
    ledger.snapshotPolicy = snapshotPolicy
    recovery = ledger.recovery
    if keepsOpen { opened = ledger }
    return ledger
  }

  /// Ends whatever is open.
  public func close() {
    opened?.close()
    opened = nil
  }

  private func withLedger(
    _ options: WriteOptions, _ body: (Ledger) throws(LedgerError) -> [Receipt]
  ) throws(LedgerError) -> [Receipt] {
    let ledger = options.isDryRun ? try read() : try openForWriting()
    defer { if !options.isDryRun, !keepsOpen { ledger.close() } }
    do throws(LedgerError) {
      return try body(ledger)
    } catch {
      // Opening it again decides what became of the last commit.
      if case .storage = error { close() }
      throw error
    }
  }

  /// Makes documents of what `prepare` finds in the books, signs and submits them.
  ///
  /// With an id that the ledger knows, they are made again from the books as they were then: the
  /// same command gives the same bytes, and so the first receipt.
  public func write(
    _ options: WriteOptions, prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [Receipt] {
    var made: [MadeDocument] = []
    do throws(LedgerError) {
      return try withLedger(options) { (ledger) throws(LedgerError) in
        made = try make(options, ledger, prepare)
        return try submit(made.map(\.signed), made.map(\.fileLines), options, ledger)
      }
    } catch .storage(.outcomeUnknown(let cause)) where options.id == nil && made.count == 1 {
      throw .outcomeUnknown(cause, id: made[0].id)
    }
  }

  /// Submits documents that were made and signed elsewhere.
  public func submit(
    _ signed: [SignedDocument], _ options: WriteOptions
  ) throws(LedgerError) -> [Receipt] {
    try withLedger(options) { (ledger) throws(LedgerError) in
      try submit(signed, [], options, ledger)
    }
  }

  /// Makes documents and signs them with the keys named, without submitting them.
  public func draw(
    _ options: WriteOptions, prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [SignedDocument] {
    let ledger = try read()
    let drafts = try prepare(ledger.books)
    let named = try DocumentIDs(options, drafts, ledger.books)
    let ids = options.id == nil ? named.runs(in: ledger.books).next : named
    var signed: [SignedDocument] = []
    for (index, draft) in drafts.enumerated() {
      let document = Document(header: newHeader(ids[index], options, ledger), body: draft.body)
      try Self.checkForm(document)
      let bytes = DocumentCodec.encode(document)
      var list = SignatureList()
      let choice = SignerChoice(ring: ring, names: options.signers, day: recordingDay(ledger))
      for name in options.signers { try choice.add(name, to: &list, bytes) }
      signed.append(SignedDocument(document: bytes, signatures: list))
    }
    return signed
  }

  private func submit(
    _ signed: [SignedDocument], _ fileLines: [[Int]], _ options: WriteOptions, _ ledger: Ledger
  ) throws(LedgerError) -> [Receipt] {
    do throws(LedgerError) {
      return try enter(signed, fileLines, options, ledger)
    } catch .signature(let fault, _) {
      // People know their keys by the names of the files.
      let names = try ring.all().map { ($0.key.id, $0.name) }
      throw .signature(fault, names: Dictionary(names, uniquingKeysWith: { first, _ in first }))
    }
  }

  private func enter(
    _ signed: [SignedDocument], _ fileLines: [[Int]], _ options: WriteOptions, _ ledger: Ledger
  ) throws(LedgerError) -> [Receipt] {
    if options.isDryRun { return try rehearse(signed, fileLines, options, ledger) }
    try storage { () throws(StorageError) in try requireThread(for: ledger.path) }
    let origin = Checkpoint.origin(ofLedger: ledger.books.ledger.bytes)
    let queue = CommitQueue(ledger, signers: logSigners(origin: origin), clock: clock)
    return try queue.submit(
      signed, fileLines: fileLines, confirmsClock: options.confirmsClock)
  }

  /// The receipts that documents would get. The books are as before, whatever comes of it.
  func rehearse(
    _ signed: [SignedDocument], _ fileLines: [[Int]], _ options: WriteOptions, _ ledger: Ledger
  ) throws(LedgerError) -> [Receipt] {
    var stage = ledger.makeStage()
    defer { ledger.discard(stage) }
    let submission = Submission(
      signed.map { Ledger.examine($0, ledger.authenticator) }, fileLines: fileLines,
      confirmsClock: options.confirmsClock)
    return try ledger.stage(submission, at: clock(), into: &stage)
  }

  /// The signers of checkpoints, found among the key files.
  func logSigners(origin: String) -> LogSigners {
    let ring = ring
    return LogSigners { (id) throws(LedgerError) in
      guard let name = try ring.name(of: id) else {
        throw .missingKey(name: "log (\(id.hex.prefix(8)))")
      }
      let key = try ring.privateKey(name)
      guard key.publicKey.id == id else { throw .missingKey(name: "log (\(id.hex.prefix(8)))") }
      do throws(NoteError) { return try NoteSigner(name: origin, privateKey: key) } catch {
        throw .missingKey(name: ring.privatePath(name))
      }
    }
  }

  static func checkForm(_ document: Document) throws(LedgerError) {
    if let fault = DocumentForm.fault(in: document) { throw .form(fault) }
  }

  static func randomID() throws(LedgerError) -> UniqueID {
    do throws(KeyError) { return UniqueID(bytes: try RandomBytes.make(16))! } catch {
      throw .key(error)
    }
  }
}
