import Authentication
import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

extension Session {
  /// Opens a new ledger: its directory, the keys `operator` and `log`, and the first entry. A dry
  /// run makes the entry and neither files nor keys that last.
  ///
  /// A creation that was interrupted goes on with the ledger and the keys that it left. Keys of
  /// another ledger, or of nobody known, are never taken: then `KeyError.exists` is thrown.
  public func create(name: String, _ options: WriteOptions) throws(LedgerError) -> Receipt {
    try create(name: name, options, files: PosixFileSystem())
  }

  package func create(
    name: String, _ options: WriteOptions, files: any FileSystem
  ) throws(LedgerError) -> Receipt {
    if let receipt = try repeatedCreation(name: name, options) { return receipt }
    // What can be judged is judged before anything is made, the ledger before the keys.
    let begun = try Ledger.begun(ledgerPath, files)
    let claimed = try storage { () throws(StorageError) in
      try KeyClaim.ledger(in: ring.directory, files)
    }
    if begun == nil || begun != claimed { try checkKeysFree() }
    if let fault = RuledText.fault(in: name) {
      throw .form(FormatError(field: "name", reason: .text(fault)))
    }
    if options.isDryRun { return try rehearseCreation(name: name, options) }
    let ledger = try Ledger.create(ledgerPath, id: try Self.randomID(), files: files)
    do throws(LedgerError) {
      let receipt = try open(ledger, name: name, options, files)
      if keepsOpen { opened = ledger } else { ledger.close() }
      return receipt
    } catch {
      ledger.close()
      throw error
    }
  }

  /// The receipt of a ledger that this very command made before, by its `--id`.
  private func repeatedCreation(
    name: String, _ options: WriteOptions
  ) throws(LedgerError) -> Receipt? {
    guard let id = options.id, let ledger = try? Ledger.read(ledgerPath),
      ledger.books.entry(ofDocument: id) == 0
    else { return nil }
    let date = ledger.books.entries[0].effectiveDate
    guard ledger.books.name == name, options.effectiveDate ?? date == date else {
      throw .idConflict(id, entry: 0)
    }
    return ledger.receipt(ofEntry: 0, isRepeated: true)
  }

  /// Makes the keys and enters the first document.
  private func open(
    _ ledger: Ledger, name: String, _ options: WriteOptions, _ files: any FileSystem
  ) throws(LedgerError) -> Receipt {
    let id = UniqueID(bytes: ledger.journal.ledgerID)!
    let claim = try KeyClaim.take(ring.directory, for: id, files) { () throws(LedgerError) in
      try checkKeysFree()
    }
    do throws(LedgerError) {
      let operatorKey = try ring.complete("operator", .ed25519)
      let logKey = try ring.complete("log", .ed25519)
      let document = opening(of: id, name: name, operatorKey, logKey, options)
      let signed = try sign(document, with: try ring.privateKey("operator"))
      let signers = logSigners(origin: Checkpoint.origin(ofLedger: id.bytes))
      let receipts = try CommitQueue(ledger, signers: signers, clock: clock).submit([signed])
      claim.settle()
      return receipts[0]
    } catch {
      claim.leave()
      throw error
    }
  }

  private func checkKeysFree() throws(LedgerError) {
    for key in ["operator", "log"] {
      for path in [ring.privatePath(key), ring.publicPath(key)] where try Files.exists(path) {
        throw .key(.exists(path: path))
      }
    }
  }

  private func rehearseCreation(
    name: String, _ options: WriteOptions
  ) throws(LedgerError) -> Receipt {
    let key: PrivateKey
    let logKey: PublicKey
    do throws(KeyError) {
      key = try PrivateKey.generate(.ed25519)
      logKey = try PrivateKey.generate(.ed25519).publicKey
    } catch {
      throw .key(error)
    }
    let id = try Self.randomID()
    let document = opening(of: id, name: name, key.publicKey, logKey, options)
    let signed = try sign(document, with: key)
    let authenticator = Authenticator()
    let rules = StagingRules(authenticator: authenticator, commitTarget: 0)
    var replay = Replay()
    var stage = replay.makeStage()
    let submission = Submission([Ledger.examine(signed, authenticator)])
    return try replay.stage(submission, [:], at: clock(), rules, into: &stage)[0]
  }

  private func opening(
    of ledger: UniqueID, name: String, _ operatorKey: PublicKey, _ logKey: PublicKey,
    _ options: WriteOptions
  ) -> Document {
    Document(
      header: DocumentHeader(
        ledger: ledger, id: options.id ?? ledger, effectiveDate: options.effectiveDate ?? today,
        basis: .none),
      body: .ledgerOpened(
        LedgerOpening(name: name, operatorKey: operatorKey.spki, logKey: logKey.spki)))
  }

  private func sign(
    _ document: Document, with key: PrivateKey
  ) throws(LedgerError) -> SignedDocument {
    let bytes = DocumentCodec.encode(document)
    do throws(KeyError) {
      let signature = Signature(key: key.publicKey.id, bytes: try key.sign(bytes))!
      return SignedDocument(document: bytes, signatures: SignatureList([signature])!)
    } catch {
      throw .key(error)
    }
  }
}
