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
  public func create(name: String, _ options: WriteOptions) throws(LedgerError) -> Receipt {
    // What can be judged is judged before anything is made, the ledger before the keys.
    try Ledger.checkFree(ledgerPath)
    for key in ["operator", "log"] {
      for path in [ring.privatePath(key), ring.publicPath(key)] where Files.exists(path) {
        throw .key(.exists(path: path))
      }
    }
    if let fault = RuledText.fault(in: name) {
      throw .form(FormatError(field: "name", reason: .text(fault)))
    }
    if options.isDryRun { return try rehearseCreation(name: name, options) }
    let ledger = try Ledger.create(ledgerPath, id: try Self.randomID())
    let operatorKey = try ring.create("operator", .ed25519)
    let logKey = try ring.create("log", .ed25519)
    let id = UniqueID(bytes: ledger.journal.ledgerID)!
    let document = opening(of: id, name: name, operatorKey, logKey, options)
    let signed = try sign(document, with: try ring.privateKey("operator"))
    let signers = logSigners(origin: Checkpoint.origin(ofLedger: id.bytes))
    let queue = CommitQueue(ledger, signers: signers, clock: clock)
    let receipts = try queue.submit([signed])
    if keepsOpen { opened = ledger } else { ledger.close() }
    return receipts[0]
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
