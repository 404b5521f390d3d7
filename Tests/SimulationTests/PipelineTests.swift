import Audit
import Bytes
import Cryptography
import Glibc
import JournalStorage
import LedgerCore
import LedgerFormat
import LedgerService
import Simulation
import Testing

/// Documents that go through the pipeline in one batch, each on its own.
@Suite struct PipelineTests {
  private func town() throws -> PipelineTown { try PipelineTown() }

  /// One by one, in a batch, or together: the same answers, the same chain, the same root.
  @Test func theOrderAloneDecides() throws {
    let reference = try town()
    let documents = try reference.mixedDocuments(120)
    var expected: [PipelineTown.Answer] = []
    for document in documents {
      expected.append(PipelineTown.answer(reference.submit([document])))
    }
    let checkpoint = try reference.ledger.checkpoint()
    #expect(expected.count { $0.isAccepted } > 60)
    #expect(
      Set(expected.map(\.kind)) == ["accepted", "repeated", "refused", "signature", "form", "id"])
    for round in 0..<6 {
      let other = try town()
      if round > 3 { other.disk.watch = { usleep(300) } }
      let found =
        round == 0
        ? other.queue.submit(together: documents.map { [$0] }).map(PipelineTown.answer)
        : other.queue.submit(each: documents).map { PipelineTown.answer($0.map { [$0] }) }
      other.disk.watch = nil
      #expect(found == expected, "round \(round)")
      #expect(other.ledger.books.head == reference.ledger.books.head)
      #expect(try other.ledger.checkpoint() == checkpoint)
      try other.expectClean()
    }
  }

  /// Several threads send batches: each gets its own answers, in its own order.
  @Test func batchesOfSeveralThreads() throws {
    let town = try town()
    let batches = try (0..<4).map { batch in
      try (0..<30).map { try town.certificate("B\(batch)-\($0)", id: UInt64(batch * 100 + $0)) }
    }
    let queue = town.queue
    let answers = PipelineTown.inParallel(4) { queue.submit(each: batches[$0]) }
    for (batch, outcomes) in zip(batches, answers) {
      let receipts = try outcomes.map { try $0.get() }
      #expect(receipts.map(\.entry) == receipts.map(\.entry).sorted())
      for (receipt, document) in zip(receipts, batch) {
        #expect(try town.ledger.entry(receipt.entry).documentBytes == document.document)
      }
    }
    #expect(town.ledger.books.nextEntry == town.firstEntry + 120)
    try town.expectClean()
  }

  /// What was examined while the key was in force is judged by the registry as of its entry.
  @Test(arguments: [true, false]) func aKeyThatEndsInTheMiddle(isTogether: Bool) throws {
    let town = try town()
    let key = town.keys[.authority].publicKey.id
    var documents = try (0..<20).map { try town.certificate("K\($0)", id: UInt64($0)) }
    let revocation = DocumentBody.keyRevoked(KeyRevocation(key: key, reason: "lost"))
    documents.insert(try town.signed(revocation, id: 500, by: .operator, .first), at: 10)
    let answers = town.answers(documents, isTogether: isTogether)
    #expect(answers[...10].allSatisfy { $0.isAccepted })
    #expect(answers[11...].allSatisfy { $0 == .signature(.endedKey(key)) })
    try town.expectClean()
  }

  /// A key can sign from its enrolment on, and what it signed before is refused.
  @Test(arguments: [true, false]) func aKeyThatBeginsInTheMiddle(isTogether: Bool) throws {
    let town = try town()
    let new = try PrivateKey.generate(.ecdsaP256)
    let enrolment = DocumentBody.keyEnrolled(
      KeyEnrolment(
        key: new.publicKey.spki, role: .authority, party: Identifier("9900000017")!,
        from: .earliest, to: .latest))
    var documents = try (0..<20).map {
      try town.certificate("N\($0)", id: UInt64($0), by: new)
    }
    let forged = try town.certificate("F", id: 300, by: town.keys[.authority])
    let signature = forged.signatures.signatures[0].bytes
    documents.append(
      SignedDocument(
        document: forged.document,
        signatures: SignatureList([Signature(key: new.publicKey.id, bytes: signature)!])!))
    var document = try town.signed(enrolment, id: 500, by: .operator, .first)
    _ = document.signatures.add(
      Signature(key: new.publicKey.id, bytes: try new.sign(document.document))!)
    documents.insert(document, at: 10)
    let answers = town.answers(documents, isTogether: isTogether)
    #expect(answers[..<10].allSatisfy { $0 == .signature(.unknownKey(new.publicKey.id)) })
    #expect(answers[10...20].allSatisfy { $0.isAccepted })
    #expect(answers[21] == .signature(.wrongSignature(new.publicKey.id)))
    try town.expectClean()
  }

  /// A disk that fails while later documents are applied: nobody who has a receipt loses anything,
  /// and whoever comes behind the failure is told that the writer has stopped.
  @Test(arguments: [DiskCall.write, .sync, .rename], [1, 2, 3, 5])
  func aFailureUnderWay(call: DiskCall, number: Int) throws {
    let town = try town()
    let documents = try (0..<80).map { try town.certificate("W\($0)", id: UInt64($0)) }
    town.disk.watch = { usleep(500) }
    town.disk.set(DiskFault(call: number, calls: [call], kind: .error(EIO)))
    let answers = town.answers(documents, isTogether: false)
    town.disk.watch = nil
    guard town.disk.hasStruck else {
      #expect(answers.allSatisfy { $0.isAccepted })
      return
    }
    let order = ["accepted", "unknown", "stopped"]
    let ranks = answers.map { order.firstIndex(of: $0.kind) ?? -1 }
    #expect(ranks == ranks.sorted() && !ranks.contains(-1), "\(answers.map(\.kind))")
    try town.expectNothingLost(answers, documents)
  }

  /// The process ends in the middle of a batch.
  @Test(arguments: [2, 9, 17, 26, 40]) func aCrashUnderWay(call: Int) throws {
    let town = try town()
    let documents = try (0..<80).map { try town.certificate("P\($0)", id: UInt64($0)) }
    town.disk.watch = { usleep(500) }
    town.disk.set(DiskFault(call: call, kind: .crash))
    let answers = town.answers(documents, isTogether: false)
    town.disk.watch = nil
    try town.expectNothingLost(answers, documents)
  }

  /// A commit that is known not to be written takes back what was applied behind it; that is judged
  /// anew, on books without it.
  @Test(arguments: [1, 2, 3]) func aRefusedWriteUnderWay(number: Int) throws {
    let town = try town()
    // The second half issues the same certificates again.
    let documents = try (0..<80).map { try town.certificate("R\($0 % 40)", id: UInt64($0)) }
    town.disk.watch = { usleep(500) }
    town.disk.set(DiskFault(call: number, calls: [.room], kind: .error(EIO)))
    let answers = town.answers(documents, isTogether: false)
    town.disk.watch = nil
    #expect(answers.contains { $0.kind == "storage" } == town.disk.hasStruck)
    #expect(answers.allSatisfy { ["accepted", "refused", "storage"].contains($0.kind) })
    for place in 0..<40 {
      let pair = [answers[place], answers[place + 40]].map(\.kind)
      // Refused is only what was issued before.
      #expect(pair[0] != "refused" && (pair[1] != "refused" || pair[0] == "accepted"), "\(pair)")
    }
    let entries = answers.compactMap(\.entry)
    #expect(entries == Array(town.firstEntry..<town.firstEntry + UInt64(entries.count)))
    #expect(town.ledger.books.nextEntry == town.firstEntry + UInt64(entries.count))
    try town.expectClean()
  }
}
