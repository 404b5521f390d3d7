import Bytes
import Cryptography
@_spi(Verification) import LedgerCore

/// One certificate, one contract, one agreement and one month, and every sequence of the documents
/// that concern them: after each document the books must stand as the model says.
package struct SmallWorld: Sendable {
  /// What has happened before the sequences begin.
  package enum Start: String, CaseIterable, Sendable {
    case nothing, monthOpened, advanceSent, advancePaid, finalAccepted, refundDue, paidInFull

    var steps: [Step] {
      switch self {
      case .nothing: []
      case .monthOpened: [.signContract, .openMonth]
      case .advanceSent: Self.monthOpened.steps + [.claimAdvance, .accept] + Self.payment
      case .advancePaid: Self.advanceSent.steps + [.debit]
      case .finalAccepted: Self.monthOpened.steps + [.claimFinal, .accept]
      case .refundDue: Self.advancePaid.steps + [.claimLittle, .accept]
      case .paidInFull: Self.finalAccepted.steps + Self.payment + [.debit]
      }
    }

    private static let payment: [Step] = [.calculate, .approve]
  }

  /// What the exploration met.
  package struct Report: Sendable {
    package var accepted = 0
    package var refused = 0
    /// Each sequence that the books and the model judge differently.
    package var failures: [String] = []

    mutating func add(_ other: Report) {
      accepted += other.accepted
      refused += other.refused
      failures += other.failures
    }
  }

  var books: Books
  var model: Model
  private var path: [Step] = []

  package init(_ start: Start) throws {
    books = try SimulatedTown.shared.get().books
    model = Model(of: books)
    for step in [.issue] + start.steps {
      guard let failure = take(step) else { continue }
      throw SimulationFailure(seed: 0, step: path.count, text: "\(step): \(failure)")
    }
    path = []
  }

  /// All sequences of up to `depth` documents. What is refused changes nothing, so that no sequence
  /// goes on behind it.
  package func explore(depth: Int) -> Report {
    var report = Report()
    guard depth > 0 else { return report }
    for step in Step.allCases {
      var next = self
      switch next.take(step) {
      case nil:
        report.accepted += 1
        report.add(next.explore(depth: depth - 1))
      case .refused?: report.refused += 1
      case .absent?: continue
      case .wrong(let text)?:
        let sequence = (path + [step]).map(\.rawValue).joined(separator: ", ")
        report.failures.append("\(sequence): \(text)")
      }
    }
    return report
  }

  private enum Failure {
    /// There is nothing that the document could be about.
    case absent
    case refused
    case wrong(String)
  }

  private mutating func take(_ step: Step) -> Failure? {
    guard let body = step.body(self) else { return .absent }
    let day = CalendarDate(year: 2023, month: 11, day: 10)!
    let document = SimulatedTown.document(body, id: books.nextEntry + 1_000, on: day, books)
    let foreseen = model.judge(document)
    let time = Timestamp(milliseconds: 1_701_500_000_000)
    guard (try? books.apply(VerifiedDocument(document), recordedAt: time)) != nil else {
      return foreseen == nil ? .refused : .wrong("refused, and foreseen as accepted")
    }
    books.seal(hash: SHA256.hash(document.header.id.bytes))
    books.commit()
    path.append(step)
    guard let foreseen else { return .wrong("accepted, and foreseen as refused") }
    let difference = Model.difference(foreseen, from: books) ?? model.differentStatus(in: books)
    return difference.map { .wrong($0) }
  }
}
