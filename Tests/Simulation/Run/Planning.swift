import LedgerCore
import LedgerFormat
import LedgerService

extension SimulationRun {
  /// Documents that wait at the same time, made from the books as they stand.
  func plan(_ count: Int) throws -> [PlannedDocument] {
    var model = generator.model
    var group: [PlannedDocument] = []
    while group.count < count {
      let known = numbers.number(0...documents.count - 1)
      switch numbers.number(1...100) {
      case 1...6:
        group.append(
          PlannedDocument(
            signed: documents[known], kind: acknowledged[known].kind,
            expected: .repeated(acknowledged[known])))
      case 7...9: group.append(try conflict(with: known))
      default:
        guard let body = generator.next() else { continue }
        group.append(try plan(body, &model))
        // What comes after in the same group would be signed by the keys of before.
        switch body {
        case .keyEnrolled, .keyRevoked, .keyReplaced: return group
        default: break
        }
      }
    }
    return group
  }

  private func plan(_ body: DocumentBody, _ model: inout Model) throws -> PlannedDocument {
    let books = generator.books
    let document = SimulatedTown.document(body, id: nextID, on: generator.date(), books)
    nextID += 1
    let (signed, isComplete) = try town.keys.sign(document, in: books, keys: model)
    func planned(_ signed: SignedDocument, _ expected: PlannedDocument.Outcome) -> PlannedDocument {
      PlannedDocument(signed: signed, kind: document.kind, expected: expected)
    }
    if DocumentForm.fault(in: document) != nil { return planned(signed, .malformed) }
    if numbers.chance(4) { return planned(try spoiled(signed), .unsigned) }
    guard isComplete else { return planned(signed, .unsigned) }
    guard let balances = model.judge(document) else { return planned(signed, .refused) }
    return planned(signed, .accepted(model, balances: balances))
  }

  /// Without its signatures, or with one that is not of these bytes.
  private func spoiled(_ signed: SignedDocument) throws -> SignedDocument {
    guard numbers.chance(50), let first = signed.signatures.signatures.first else {
      return SignedDocument(document: signed.document, signatures: SignatureList())
    }
    var bytes = first.bytes
    bytes[numbers.number(0...31)] ^= 1
    guard let wrong = Signature(key: first.key, bytes: bytes),
      let list = SignatureList([wrong] + signed.signatures.signatures.dropFirst())
    else { throw failure("no list of signatures") }
    return SignedDocument(document: signed.document, signatures: list)
  }

  /// The id of a document that is there, with another date.
  private func conflict(with known: Int) throws -> PlannedDocument {
    var document = try DocumentCodec.decode(documents[known].document)
    document.header.effectiveDate = document.header.effectiveDate.adding(days: 1)
    return PlannedDocument(
      signed: try town.keys.sign(document, in: generator.books), kind: document.kind,
      expected: .conflict)
  }
}
