import Bytes
import LedgerCore

/// A ledger whose contracts were signed and whose last month was opened, claimed and accepted; what
/// its journal then holds is known without reading it.
struct FinishedLedger {
  let ledger: BenchmarkLedger
  let model: RegionModel
  /// Postings and signatures in the journal.
  let postingCount: Int
  let signatureCount: Int

  /// Of the contracts, the last `singles` come in documents of their own.
  init(_ region: Region, singles: Int, at path: String) throws {
    precondition(region.monthCount == 1)
    ledger = try BenchmarkLedger(region, RegionKeys(region), at: path)
    var writer = ledger
    try writer.foundWithoutContracts(region, ledger.keys)
    let registers = (region.certificateCount - singles) / Region.contractsPerAgreement
    for agreement in 0..<registers { _ = try writer.enter([region.contractRegister(agreement)]) }
    let rest = registers * Region.contractsPerAgreement..<region.certificateCount
    for group in Array(rest).inGroups(of: 512) {
      _ = try writer.enter(group.map(region.singleContract))
    }
    var model = RegionModel(region)
    try writer.openMonth(12, region, &model)
    try writer.claim(.final, 12, region, model, acceptedBy: 1)
    model.acceptFinals(12, advancePaid: false)
    self.model = model
    postingCount = Self.postings(region, model)
    // Keys of offices and providers, parties, registers, contracts, months, claims, acceptances.
    let agreements = region.agreementCount
    let enrolments = 1 + 3 * 2 + 3 * agreements
    let parties = 1 + 2 + 1 + 2 * agreements
    signatureCount =
      enrolments + parties + region.certificateRegisters.count + registers + rest.count
      + region.orderCount + 2 * agreements
  }

  /// Order, nominal, share and limit, month, and the final with what was not delivered.
  private static func postings(_ region: Region, _ model: RegionModel) -> Int {
    let finals = (0..<region.certificateCount).reduce(0) { sum, contract in
      let fact = model.fact(contract, month: 12)
      return sum + (fact > 0 ? 2 : 0) + (fact < model.plan(contract, month: 12) ? 2 : 0)
    }
    return region.orderCount + region.agreementCount + 4 * region.certificateCount + finals
  }
}
