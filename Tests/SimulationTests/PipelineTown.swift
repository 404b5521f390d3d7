import Audit
import Authentication
import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import LedgerFormat
import LedgerService
import Simulation
import Testing

/// A simulated town that is open for writing, and documents for it.
final class PipelineTown {
  let disk: SimulatedDisk
  private(set) var ledger: Ledger
  private(set) var queue: CommitQueue
  let firstEntry: UInt64
  private let town: SimulatedTown
  var keys: SimulatedKeys { town.keys }

  init() throws {
    let town = try SimulatedTown.shared.get()
    self.town = town
    disk = SimulatedDisk(copying: town.disk, seed: 1)
    firstEntry = town.books.nextEntry
    (ledger, queue) = try Self.open(town, disk)
  }

  private static func open(
    _ town: SimulatedTown, _ disk: SimulatedDisk
  ) throws -> (Ledger, CommitQueue) {
    let clock = SimulatedClock(1_701_500_000_000)
    let ledger = try Ledger.open(SimulatedTown.path, files: disk.files)
    return (ledger, CommitQueue(ledger, signers: town.signers, clock: { clock.next() }))
  }

  // MARK: documents

  func signed(
    _ body: DocumentBody, id: UInt64, by names: SimulatedKeys.Name...
  ) throws -> SignedDocument {
    try sign(body, id: id, names.map { keys[$0] })
  }

  /// Issues a certificate.
  func certificate(
    _ number: String, id: UInt64, by key: PrivateKey? = nil
  ) throws -> SignedDocument {
    let terms = CertificateTerms(
      number: Identifier(number)!, order: town.books.orders.number(0),
      nominal: Money(kopecks: 10), validFrom: CalendarDate(year: 2023, month: 1, day: 1)!,
      validTo: CalendarDate(year: 2023, month: 12, day: 31)!)
    return try sign(.certificatesIssued([terms]), id: id, [key ?? keys[.authority]])
  }

  private func sign(
    _ body: DocumentBody, id: UInt64, _ keys: [PrivateKey]
  ) throws -> SignedDocument {
    let bytes = DocumentCodec.encode(SimulatedTown.document(body, id: id + 1_000, town.books))
    let signatures = try keys.map { Signature(key: $0.publicKey.id, bytes: try $0.sign(bytes))! }
    return SignedDocument(document: bytes, signatures: SignatureList(signatures)!)
  }

  /// Good ones, and of every kind of bad ones some.
  func mixedDocuments(_ count: Int) throws -> [SignedDocument] {
    var documents: [SignedDocument] = []
    for index in 0..<count {
      var document = try certificate("M\(index)", id: UInt64(index))
      switch index % 13 {
      case 3: document = try certificate("M\(index - 1)", id: UInt64(index))
      case 5: document = documents[index - 4]
      case 7: document = try certificate("X\(index)", id: UInt64(index - 1))
      case 9: document = try certificate("M\(index)", id: UInt64(index), by: keys[.first])
      case 10:
        let other = try certificate("Y\(index)", id: UInt64(index)).signatures
        document = SignedDocument(document: document.document, signatures: other)
      case 12: document.document.removeLast()
      default: break
      }
      documents.append(document)
    }
    return documents
  }

  // MARK: answers

  /// What a submitter was told, in a form to compare.
  enum Answer: Equatable {
    case accepted(Receipt)
    case refused(Refusals?)
    case signature(SignatureFault)
    case form(FormatError)
    case idConflict(UInt64)
    case storage(StorageError)
    case other(String)

    var isAccepted: Bool { entry != nil }

    /// The entry that the document became now.
    var entry: UInt64? {
      if case .accepted(let receipt) = self, !receipt.isRepeated { receipt.entry } else { nil }
    }

    var kind: String {
      switch self {
      case .accepted(let receipt): receipt.isRepeated ? "repeated" : "accepted"
      case .refused: "refused"
      case .signature: "signature"
      case .form: "form"
      case .idConflict: "id"
      case .storage(.outcomeUnknown): "unknown"
      case .storage(.writerStopped): "stopped"
      case .storage: "storage"
      case .other: "other"
      }
    }
  }

  static func answer(_ outcome: Result<[Receipt], LedgerError>) -> Answer {
    switch outcome {
    case .success(let receipts): .accepted(receipts[0])
    case .failure(.refused(let documents)): .refused(documents.first?.refusals)
    case .failure(.signature(let fault, _)): .signature(fault)
    case .failure(.form(let fault)): .form(fault)
    case .failure(.idConflict(_, let entry)): .idConflict(entry)
    case .failure(.storage(let error)): .storage(error)
    case .failure(let error): .other("\(error)")
    }
  }

  func submit(_ documents: [SignedDocument]) -> Result<[Receipt], LedgerError> {
    do throws(LedgerError) { return .success(try queue.submit(documents)) } catch {
      return .failure(error)
    }
  }

  func answers(_ documents: [SignedDocument], isTogether: Bool) -> [Answer] {
    isTogether
      ? queue.submit(together: documents.map { [$0] }).map(Self.answer)
      : queue.submit(each: documents).map { Self.answer($0.map { [$0] }) }
  }

  static func inParallel<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let values = Guarded<[Int: Value]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let value = body(index)
      values.withLock { $0[index] = value }
    }
    return values.withLock { values in (0..<count).map { values[$0]! } }
  }

  // MARK: what is on the disk

  func expectClean() throws {
    var options = VerifierOptions()
    options.files = disk.onlooker
    let report = try Verifier(ledger: SimulatedTown.path, options).run()
    #expect(report.isClean, "\(report.findings)")
  }

  /// After the power was lost: what has a receipt is there; whoever was told that the outcome is
  /// unknown learns it; nothing else is there.
  func expectNothingLost(_ answers: [Answer], _ documents: [SignedDocument]) throws {
    ledger.close()
    disk.set(nil)
    disk.restart(powerLost: true)
    (ledger, queue) = try Self.open(town, disk)
    let found = ledger.books.nextEntry - firstEntry
    let accepted = answers.count { $0.isAccepted }
    let unknown = answers.count { $0.kind == "unknown" }
    #expect(accepted <= found && Int(found) <= accepted + unknown)
    let again = self.answers(documents, isTogether: false)
    for (index, answer) in again.enumerated() {
      #expect(answer.kind == (index < found ? "repeated" : "accepted"), "\(index)")
      guard case .accepted(let first) = answers[index], case .accepted(let second) = answer
      else { continue }
      #expect(first.entry == second.entry && first.hash == second.hash && second.isRepeated)
    }
    try expectClean()
  }
}
