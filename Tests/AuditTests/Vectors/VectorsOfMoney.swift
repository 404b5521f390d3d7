import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import LedgerService

@testable import Audit

/// Postings, results, floors, identities and envelopes. Everything around them is right: hashes,
/// chain, checkpoints and signatures.
enum VectorsOfMoney {
  static func all() throws -> [Vector] { try forms() + postings() + sums() + cycles() }

  private static func changed(
    _ name: String, _ comment: String, _ number: Int, _ faults: [Fault],
    _ edit: (inout EntryContent) throws -> Void
  ) throws -> Vector {
    var town = try VectorTown.after(number)
    try edit(&town.contents[number])
    town.entries[number] = try EntryEncoder.encode(town.contents[number]) { SHA256.hash($0) }
    return .ledger(
      name, comment, faults.map { .init(fault: $0, entry: UInt64(number)) },
      try VectorJournal(town))
  }

  private static func forms() throws -> [Vector] {
    let form: [Fault] = [.postingForm, .notDerived]
    return [
      try changed("posting-to-itself", "Debit and credit are one account.", 7, form) {
        $0.postings[0].credit = $0.postings[0].debit
      },
      try changed("posting-of-nothing", "The amount of a posting is zero.", 7, form) {
        $0.postings[0].amount = .zero
      },
      try changed("posting-negative", "The amount of a posting is negative.", 7, form) {
        $0.postings[0].amount = Money(kopecks: -1)
      },
      try changed(
        "posting-no-account", "A posting names an account that does not exist.", 6,
        [.accountUnknown, .postingDiffers, .orderStated]
      ) { $0.postings[0].credit = 99 },
    ]
  }

  private static func postings() throws -> [Vector] {
    var refused = try VectorTown.after(11)
    try refused.claim(
      .advance, ClaimAmount(Money(kopecks: 271_775)), VectorTown.november, VectorTown.contract,
      .init(isRefused: true))
    return [
      try changed(
        "posting-amount", "The provider gets a kopeck more: signed again, and in balance.", 13,
        [.agreementAccepted, .postingDiffers]
      ) { $0.postings[0].amount.kopecks += 1 },
      try changed(
        "posting-order", "Two postings have changed places.", 19, [.postingDiffers]
      ) { $0.postings.swapAt(0, 2) },
      try changed("posting-more", "A posting for which there is no reason.", 17, [.postingDiffers])
      {
        $0.postings.append(Posting(debit: 5, credit: 6, amount: Money(kopecks: 100)))
      },
      try changed(
        "results-share", "The recorded share of a certificate is another.", 10, [.resultsDiffer]
      ) {
        $0.results = .shares([
          ContractShare(certificate: Money(kopecks: 686_120), parent: Money(kopecks: 1_822))
        ])
      },
      .ledger(
        "rules-advance", "An advance above the agreement's percentage, signed by the provider.",
        [.init(fault: .documentRefused, entry: 12), .init(fault: .notDerived, entry: 12)],
        try VectorJournal(refused)),
    ]
  }

  private static func sums() throws -> [Vector] {
    [
      try changed(
        "floor", "Certificates take more than the order has.", 7,
        [.belowZero, .certificateStated, .postingDiffers]
      ) { $0.postings[0].amount = Money(kopecks: 50_000_000) },
      try changed(
        "identity-two-ledgers", "A posting joins two ledgers.", 6,
        [
          .mixedLedgers, .orderFunds, .payerCash, .ledgerTotals, .ledgerTotals, .postingDiffers,
        ]
      ) { $0.postings[0].credit = 0 },
      try changed(
        "identity-order", "What was approved is not what was posted.", 6,
        [.orderStated, .postingDiffers]
      ) { $0.postings[0].amount.kopecks += 1 },
      try changed(
        "identity-nominal", "A certificate gets less than its nominal.", 7,
        [.certificateStated, .postingDiffers]
      ) { $0.postings[0].amount.kopecks -= 1 },
      try changed(
        "identity-limit", "A contract takes nothing from the agreement's limit.", 10,
        [.limitUsed, .postingDiffers]
      ) { $0.postings.removeLast() },
      try changed(
        "identity-cash", "A payment is executed and no cash is paid.", 16,
        [.payerCash, .agreementAccepted, .postingDiffers]
      ) { $0.postings.remove(at: 1) },
    ]
  }

  private static func cycles() throws -> [Vector] {
    func calculated(
      _ name: String, _ comment: String, _ faults: [Fault],
      _ edit: @escaping (inout CycleResult) -> Void
    ) throws -> Vector {
      try changed(name, comment, 14, faults + [.resultsDiffer]) { content in
        guard case .cycle(var result) = content.results else { return }
        edit(&result)
        content.results = .cycle(result)
      }
    }
    func approved(
      _ name: String, _ comment: String, _ faults: [Fault], _ edit: (inout PaymentOrder) -> Void
    ) throws -> Vector {
      try changed(name, comment, 15, faults + [.resultsDiffer]) { content in
        guard case .payments(var payments) = content.results else { return }
        edit(&payments[0])
        content.results = .payments(payments)
      }
    }
    var other = try VectorTown.after(14)
    guard case .cycle(let result) = other.contents[14].results else { return [] }
    var envelope = result.envelope
    envelope.sum.kopecks -= 1
    try other.write(
      .cycleApproved(
        CycleApproval(
          cycle: other.entries[14].reference, envelope: envelope,
          payOn: CalendarDate(iso: "2023-11-20")!)), by: ["first", "second"], .init(isRefused: true)
    )
    return [
      try calculated(
        "envelope-digest", "The digest is not that of the lines.", [.envelopeDigest]
      ) { $0.envelope.digest = .zero },
      try calculated("envelope-sum", "The sum is not that of the lines.", [.envelopeSum]) {
        $0.envelope.sum.kopecks += 1
      },
      try calculated("envelope-count", "The count is not that of the lines.", [.envelopeCount]) {
        $0.envelope.count = 2
      },
      try calculated("cycle-number", "The cycle has another number.", [.cycleNumber]) {
        $0.number = 2
      },
      .ledger(
        "approval-other-envelope", "What was approved is not what was calculated.",
        [.init(fault: .documentRefused, entry: 15), .init(fault: .notDerived, entry: 15)],
        try VectorJournal(other)),
      try approved(
        "payment-amount", "A payment is a kopeck more than its line.",
        [.paymentSum, .paymentDiffers]
      ) { $0.amount.kopecks += 1 },
      try approved(
        "payment-payee", "A payment goes to another account than the provider's.", []
      ) { $0.payee.account = "40702810700000000002" },
    ]
  }
}
