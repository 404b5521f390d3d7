import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// A document of this session, and the lines of the input file that its lines come from.
struct MadeDocument {
  let id: UniqueID
  let signed: SignedDocument
  let fileLines: [Int]
}

extension Session {
  /// Makes the documents of a command and signs them.
  ///
  /// Where the ledger knows the first of their ids, they are made again from the books as they
  /// were then: the same command gives the same bytes, and so the first receipts. Of several
  /// documents, those that an interrupted run did not write are signed now.
  func make(
    _ options: WriteOptions, _ ledger: Ledger, _ prepare: (Books) throws(LedgerError) -> [Draft]
  ) throws(LedgerError) -> [MadeDocument] {
    let books = ledger.books
    if let id = options.id, let known = books.entry(ofDocument: id) {
      let past = try ledger.books(atEntryCount: known)
      // What cannot be made of those books was not made of them.
      guard let drafts = try? prepare(past) else { throw .idConflict(id, entry: known) }
      return try again(drafts, DocumentIDs(options, drafts, books), known, options, ledger)
    }
    let drafts = try prepare(books)
    let (last, ids) = try DocumentIDs(options, drafts, books).runs(in: books)
    guard let last, let known = books.entry(ofDocument: last[0]) else {
      return try sign(drafts, ids, options, ledger)
    }
    let past = try prepare(ledger.books(atEntryCount: known))
    let entries = past.indices.compactMap { books.entry(ofDocument: last[$0]) }
    // What was undone since may be done again, or is refused for what it is.
    if entries.contains(where: { books.entries[Int($0)].reversedBy != nil }) {
      return try sign(drafts, ids, options, ledger)
    }
    if entries.count == past.count, let made = try? sign(drafts, ids, options, ledger),
      allowsAny(of: made, options, ledger)
    {
      return made
    }
    var first = options
    first.effectiveDate = nil
    return try again(past, last, known, first, ledger)
  }

  private func sign(
    _ drafts: [Draft], _ ids: DocumentIDs, _ options: WriteOptions, _ ledger: Ledger
  ) throws(LedgerError) -> [MadeDocument] {
    try drafts.enumerated().map { (index, draft) throws(LedgerError) in
      try sign(newHeader(ids[index], options, ledger), draft, options, ledger, of: drafts.count)
    }
  }

  /// Whether the ledger would take any of these documents now.
  private func allowsAny(
    of made: [MadeDocument], _ options: WriteOptions, _ ledger: Ledger
  ) -> Bool {
    do throws(LedgerError) {
      _ = try rehearse(made.map(\.signed), [], options, ledger)
      return true
    } catch .refused(let refused) {
      return refused.count < made.count
    } catch {
      return false
    }
  }

  private func again(
    _ drafts: [Draft], _ ids: DocumentIDs, _ first: UInt64, _ options: WriteOptions,
    _ ledger: Ledger
  ) throws(LedgerError) -> [MadeDocument] {
    var options = options
    if options.effectiveDate == nil {
      options.effectiveDate = ledger.books.entries[Int(first)].effectiveDate
    }
    return try drafts.enumerated().map { (index, draft) throws(LedgerError) in
      guard let known = ledger.books.entry(ofDocument: ids[index]) else {
        let header = newHeader(ids[index], options, ledger)
        return try sign(header, draft, options, ledger, of: drafts.count)
      }
      var header = try ledger.entry(known).document.header
      header.effectiveDate = options.effectiveDate ?? header.effectiveDate
      let document = Document(header: header, body: draft.body)
      try Self.checkForm(document)
      // It was signed when it was accepted.
      let bytes = DocumentCodec.encode(document)
      return MadeDocument(
        id: header.id, signed: SignedDocument(document: bytes, signatures: SignatureList()),
        fileLines: draft.fileLines)
    }
  }

  /// A header that rests on the newest entry.
  func newHeader(_ id: UniqueID, _ options: WriteOptions, _ ledger: Ledger) -> DocumentHeader {
    DocumentHeader(
      rulesVersion: ledger.books.rulesVersion, ledger: ledger.books.ledger, id: id,
      effectiveDate: options.effectiveDate ?? today, basis: ledger.books.head)
  }

  /// The day by which keys are judged.
  func recordingDay(_ ledger: Ledger) -> CalendarDate { ledger.books.recordingTime(clock()).date }

  private func sign(
    _ header: DocumentHeader, _ draft: Draft, _ options: WriteOptions, _ ledger: Ledger,
    of count: Int
  ) throws(LedgerError) -> MadeDocument {
    let document = Document(header: header, body: draft.body)
    try Self.checkForm(document)
    let bytes = DocumentCodec.encode(document)
    let choice = SignerChoice(ring: ring, names: options.signers, day: recordingDay(ledger))
    let list = try choice.sign(
      document, bytes: bytes, in: ledger.books, isOneOfMany: count > 1)
    return MadeDocument(
      id: header.id, signed: SignedDocument(document: bytes, signatures: list),
      fileLines: draft.fileLines)
  }
}

/// The ids of documents that are submitted together. Where nothing else is said they are random;
/// several that come from one file get ids from its content and from what the command says
/// besides, so that a second run after an interruption finds what is there already.
struct DocumentIDs {
  private let base: UniqueID

  private init(base: UniqueID) { self.base = base }

  /// Those of the last run of the same file that the books know, and those of the next.
  func runs(in books: Books) -> (last: DocumentIDs?, next: DocumentIDs) {
    var last: DocumentIDs?
    var next = self
    while books.entry(ofDocument: next[0]) != nil {
      last = next
      next = DocumentIDs(base: Self.id(SHA256.hash(next.base.bytes + Array("/again".utf8))))
    }
    return (last, next)
  }

  init(_ options: WriteOptions, _ drafts: [Draft], _ books: Books) throws(LedgerError) {
    if let id = options.id {
      base = id
    } else if drafts.count > 1, !options.source.isEmpty {
      var command = ByteWriter()
      command.write(raw: Array("kazna-register".utf8) + books.ledger.bytes)
      command.write(drafts[0].body.kind.rawValue)
      Self.write(terms: drafts[0].body, to: &command)
      base = Self.id(SHA256.hash(command.bytes + options.source))
    } else {
      base = try Session.randomID()
    }
  }

  subscript(index: Int) -> UniqueID {
    guard index > 0 else { return base }
    return Self.id(SHA256.hash(base.bytes + Array("/\(index)".utf8)))
  }

  /// What a file means beside its content: the same one may serve for several months.
  private static func write(terms body: DocumentBody, to writer: inout ByteWriter) {
    switch body {
    case .claimSubmitted(let claim):
      claim.agreement.write(to: &writer)
      writer.write(UInt32(bitPattern: claim.month.index))
      writer.write(claim.kind.rawValue)
    case .statementImported(let statement): writer.write(UInt8(statement.bookUnidentified ? 1 : 0))
    default: break
    }
  }

  private static func id(_ digest: Digest) -> UniqueID {
    UniqueID(bytes: Array(digest.bytes[..<16]))!
  }
}
