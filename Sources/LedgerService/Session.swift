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
  private let clock: @Sendable () -> Timestamp
  private let today: CalendarDate
  /// Whether the ledger stays open between commands of one process.
  private let keepsOpen: Bool
  private var opened: Ledger?

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

  /// What recovery reported when the ledger was last opened for writing here.
  public private(set) var recovery: RecoveryReport?

  private func openForWriting() throws(LedgerError) -> Ledger {
    if let opened { return opened }
    let ledger = try Ledger.open(ledgerPath)
    recovery = ledger.recovery
    if keepsOpen { opened = ledger }
    return ledger
  }

  /// Ends whatever is open.
  public func close() {
    opened?.close()
    opened = nil
  }

  /// Opens a new ledger: its directory, the keys `operator` and `log`, and the first entry.
  public func create(name: String, _ options: WriteOptions) throws(LedgerError) -> Receipt {
    let id = try Self.randomID()
    for key in ["operator", "log"] {
      for path in [ring.privatePath(key), ring.publicPath(key)] where Files.exists(path) {
        throw .key(.exists(path: path))
      }
    }
    let draft = { (operatorKey: [UInt8], logKey: [UInt8]) in
      Document(
        header: DocumentHeader(
          ledger: id, id: options.id ?? id, effectiveDate: options.effectiveDate ?? self.today,
          basis: .none),
        body: .ledgerOpened(
          LedgerOpening(name: name, operatorKey: operatorKey, logKey: logKey)))
    }
    // The name is judged before anything is made.
    if let fault = RuledText.fault(in: name) {
      throw .form(FormatError(field: "name", reason: .text(fault)))
    }
    let ledger = try Ledger.create(ledgerPath, id: id)
    let operatorKey = try ring.create("operator", .ed25519)
    let logKey = try ring.create("log", .ed25519)
    let document = draft(operatorKey.spki, logKey.spki)
    let bytes = DocumentCodec.encode(document)
    var signatures = SignatureList()
    let choice = SignerChoice(ring: ring, names: ["operator"], day: clock().date)
    try choice.add("operator", to: &signatures, bytes)
    let origin = Checkpoint.origin(ofLedger: id.bytes)
    let signer = try logSigner(origin: origin, logKey: logKey.id)
    let queue = CommitQueue(ledger, signer: signer, clock: clock)
    let receipts = try queue.submit([SignedDocument(document: bytes, signatures: signatures)])
    if keepsOpen { opened = ledger } else { ledger.close() }
    return receipts[0]
  }

  /// Makes documents of what `prepare` finds in the books, signs and submits them.
  ///
  /// With an id that the ledger knows, they are made again from the books as they were then: the
  /// same command gives the same bytes, and so the first receipt.
  public func write(
    _ options: WriteOptions, prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [Receipt] {
    let ledger = options.isDryRun ? try read() : try openForWriting()
    defer { if !options.isDryRun, !keepsOpen { ledger.close() } }
    let documents = try make(options, ledger, prepare)
    return try submit(documents.map(\.signed), documents.map(\.fileLines), options, ledger)
  }

  /// Submits documents that were made and signed elsewhere.
  public func submit(
    _ signed: [SignedDocument], _ options: WriteOptions
  ) throws(LedgerError) -> [Receipt] {
    let ledger = options.isDryRun ? try read() : try openForWriting()
    defer { if !options.isDryRun, !keepsOpen { ledger.close() } }
    return try submit(signed, [], options, ledger)
  }

  /// Makes documents and signs them with the keys named, without submitting them.
  public func draw(
    _ options: WriteOptions, prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [SignedDocument] {
    let ledger = try read()
    let drafts = try prepare(ledger.books)
    let ids = try DocumentIDs(options, drafts, ledger: ledger.books.ledger)
    var signed: [SignedDocument] = []
    for (index, draft) in drafts.enumerated() {
      let header = DocumentHeader(
        rulesVersion: ledger.books.rulesVersion, ledger: ledger.books.ledger, id: ids[index],
        effectiveDate: options.effectiveDate ?? today, basis: ledger.books.head)
      let document = Document(header: header, body: draft.body)
      try Self.checkForm(document)
      let bytes = DocumentCodec.encode(document)
      var list = SignatureList()
      let choice = SignerChoice(ring: ring, names: options.signers, day: clock().date)
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
      let names = ring.all().map { ($0.key.id, $0.name) }
      throw .signature(fault, names: Dictionary(names, uniquingKeysWith: { first, _ in first }))
    }
  }

  private func enter(
    _ signed: [SignedDocument], _ fileLines: [[Int]], _ options: WriteOptions, _ ledger: Ledger
  ) throws(LedgerError) -> [Receipt] {
    if options.isDryRun {
      var stage = ledger.makeStage()
      let receipts = try ledger.stage(
        signed, fileLines: fileLines, at: clock(), confirmsClock: options.confirmsClock,
        into: &stage)
      ledger.discard(stage)
      return receipts
    }
    let logKey = try Self.logKey(covering: signed, ledger.books)
    let origin = Checkpoint.origin(ofLedger: ledger.books.ledger.bytes)
    let signer = try logSigner(origin: origin, logKey: logKey)
    let queue = CommitQueue(ledger, signer: signer, clock: clock)
    return try queue.submit(
      signed, fileLines: fileLines, confirmsClock: options.confirmsClock)
  }

  /// The log key that signs the checkpoint over these documents: the one that they put in the place
  /// of the old one, which may be lost, or else the active one.
  private static func logKey(
    covering signed: [SignedDocument], _ books: Books
  ) throws(LedgerError) -> Digest {
    for document in signed.reversed().compactMap({ try? DocumentCodec.decode($0.document) }) {
      guard case .keyReplaced(let replacement) = document.body, replacement.role == .log,
        books.entry(ofDocument: document.header.id) == nil
      else { continue }
      return SHA256.hash(replacement.key)
    }
    guard let row = books.activeKey(.log) else { throw .missingKey(name: "log") }
    return books.keys[row].id
  }

  private struct MadeDocument {
    let signed: SignedDocument
    let fileLines: [Int]
  }

  private func make(
    _ options: WriteOptions, _ ledger: Ledger, _ prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [MadeDocument] {
    if let id = options.id, let known = ledger.books.entry(ofDocument: id) {
      let past = try ledger.books(atEntryCount: known)
      let recorded = try ledger.entry(known).document.header
      let drafts = try prepare(past)
      return try drafts.enumerated().map { (index, draft) throws(LedgerError) in
        guard index == 0 else { throw .idConflict(id, entry: known) }
        var header = recorded
        header.effectiveDate = options.effectiveDate ?? recorded.effectiveDate
        return try sign(Document(header: header, body: draft.body), draft, options, past, of: 1)
      }
    }
    let drafts = try prepare(ledger.books)
    let ids = try DocumentIDs(options, drafts, ledger: ledger.books.ledger)
    var documents: [MadeDocument] = []
    for (index, draft) in drafts.enumerated() {
      var header = DocumentHeader(
        rulesVersion: ledger.books.rulesVersion, ledger: ledger.books.ledger, id: ids[index],
        effectiveDate: options.effectiveDate ?? today, basis: ledger.books.head)
      // A part that an interrupted run has written is made as it was then.
      if let known = ledger.books.entry(ofDocument: ids[index]) {
        header = try ledger.entry(known).document.header
      }
      let document = Document(header: header, body: draft.body)
      documents.append(
        try sign(document, draft, options, ledger.books, of: drafts.count))
    }
    return documents
  }

  private func sign(
    _ document: Document, _ draft: Draft, _ options: WriteOptions, _ books: Books, of count: Int
  ) throws(LedgerError) -> MadeDocument {
    try Self.checkForm(document)
    let bytes = DocumentCodec.encode(document)
    let choice = SignerChoice(ring: ring, names: options.signers, day: clock().date)
    let list = try choice.sign(document, bytes: bytes, in: books, isOneOfMany: count > 1)
    return MadeDocument(
      signed: SignedDocument(document: bytes, signatures: list), fileLines: draft.fileLines)
  }

  private func logSigner(
    origin: String, logKey: Digest
  ) throws(LedgerError) -> NoteSigner {
    guard let name = ring.name(of: logKey) else { throw .missingKey(name: ring.privatePath("log")) }
    let key = try ring.privateKey(name)
    do throws(NoteError) { return try NoteSigner(name: origin, privateKey: key) } catch {
      throw .missingKey(name: ring.privatePath(name))
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

/// The ids of documents that are submitted together. A single one gets a random id; several that
/// come from one file get ids from the file's content, so that a second run after an interruption
/// finds what is there already.
struct DocumentIDs {
  private let base: UniqueID
  private let count: Int

  init(_ options: WriteOptions, _ drafts: [Draft], ledger: UniqueID) throws(LedgerError) {
    count = drafts.count
    if let id = options.id {
      base = id
    } else if drafts.count > 1 {
      let context = SHA256Context()
      context.update(Array("kazna-register".utf8) + ledger.bytes + [drafts[0].body.kind.rawValue])
      context.update(options.source)
      base = Self.id(context.finish())
    } else {
      base = try Session.randomID()
    }
  }

  subscript(index: Int) -> UniqueID {
    guard index > 0 else { return base }
    return Self.id(SHA256.hash(base.bytes + Array("/\(index)".utf8)))
  }

  private static func id(_ digest: Digest) -> UniqueID {
    UniqueID(bytes: Array(digest.bytes[..<16]))!
  }
}
