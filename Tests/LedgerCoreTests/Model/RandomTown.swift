import Simulation
import Testing

@testable import LedgerCore

/// A town to which anything may happen, and a model that must foresee all of it.
struct RandomTown {
  let town: Town
  var generator: DocumentGenerator

  init(seed: UInt64) throws {
    town = try Town()
    try town.play(
      """
      payer P1
      payer P2
      order O1 P1 2000.00
      order O2 P2 1000.00
      provider V1
      provider V2
      agreement A1 V1 O1 limit=400.00 offset=yes
      agreement A2 V1 O1 advance=50
      agreement A3 V2 O1 limit=300.00 offset=yes advance=100
      agreement A4 V1 O2 offset=yes
      """)
    generator = DocumentGenerator(books: town.books, seed: seed)
  }

  /// Submits one document; false where the model had foreseen something else.
  mutating func step() -> Bool {
    guard let body = generator.next() else { return true }
    let document = town.document(body, on: generator.date())
    let foreseen = generator.model.judge(document)
    switch town.submit(document) {
    case .failure(let refusals):
      if foreseen == nil { return true }
      Issue.record("refused \(refusals.first) of \(body)")
      return false
    case .success:
      generator.books = town.books
      guard let foreseen else {
        Issue.record("accepted \(body)")
        return false
      }
      guard let difference = Model.difference(foreseen, from: town.books) else { return true }
      Issue.record("\(difference), after \(body)")
      return false
    }
  }
}
