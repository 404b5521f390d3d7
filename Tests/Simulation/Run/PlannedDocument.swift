import LedgerCore
import LedgerFormat
import LedgerService

/// A document with what must come of it if no fault strikes.
struct PlannedDocument {
  enum Outcome {
    /// A new entry, and the model after it.
    case accepted(Model, balances: [String: Int])
    /// The rules refuse it.
    case refused
    /// Accepted before: the same receipt again.
    case repeated(Receipt)
    /// The id was used for other bytes.
    case conflict
    /// A signature is missing or wrong.
    case unsigned
    /// Its form is wrong.
    case malformed
  }

  let signed: SignedDocument
  let kind: DocumentKind
  let expected: Outcome

  var isAccepted: Bool {
    if case .accepted = expected { return true }
    return false
  }

  /// What is wrong with an outcome that no fault disturbed; nil where it is as expected.
  func fault(
    in outcome: Result<[Receipt], LedgerError>, entry: UInt64, _ isRepeated: Bool
  ) -> String? {
    let isFine =
      switch (expected, outcome) {
      case (.accepted, .success(let receipts)):
        receipts.count == 1 && receipts[0].entry == entry && receipts[0].kind == kind
          && receipts[0].isRepeated == isRepeated
      case (.repeated(let first), .success(let receipts)):
        receipts.count == 1 && receipts[0].isRepeated && receipts[0].isSame(as: first)
      case (.refused, .failure(.refused)), (.conflict, .failure(.idConflict)),
        (.unsigned, .failure(.signature)), (.malformed, .failure(.form)):
        true
      default: false
      }
    return isFine ? nil : "\(kind): expected \(name), got \(outcome)"
  }

  private var name: String {
    switch expected {
    case .accepted: "an entry"
    case .refused: "a refusal"
    case .repeated(let receipt): "the receipt of entry \(receipt.entry) again"
    case .conflict: "a conflict of ids"
    case .unsigned: "a fault of signature"
    case .malformed: "a fault of form"
    }
  }
}

extension Receipt {
  /// All but whether it was given for the first time.
  func isSame(as other: Receipt) -> Bool {
    entry == other.entry && hash == other.hash && id == other.id && kind == other.kind
      && recordedAt == other.recordedAt
  }
}
