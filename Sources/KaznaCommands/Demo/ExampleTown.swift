import LedgerCore

/// An invented town of the size of Kansk, from September to December 2023: who pays, who teaches,
/// which certificates and contracts there are, and what was claimed. Deterministic, so that the
/// committed files can be made again byte by byte.
struct ExampleTown {
  static let oktmo = "04990000"
  static let treasury = "ОТДЕЛЕНИЕ ПРИМЕР БАНКА РОССИИ//УФК по Примерному краю г. Пример"
  static let treasuryBIC = "010499105"
  static let treasuryAccount = InventedRequisites.correspondentAccount(
    "40102810", "45370000099", bic: treasuryBIC)
  static let payerINN = InventedRequisites.organisationINN("249900001")
  static let payerAccount = "03231643" + oktmo + "1900"
  static let authorityINN = InventedRequisites.organisationINN("249900002")

  static let order = "МСЗ-2023-01"
  static let orderAmount = Money(kopecks: 6_250_000_000)
  static let orderAmountAmended = Money(kopecks: 6_300_000_000)
  static let certificateCount = 5_600
  static let certificatesMax = 5_700

  /// Certificates that nobody uses: they are suspended and closed.
  static let idle: Set<Int> = [410, 1_207, 3_055]
  /// The provider that is excluded, and when.
  static let excluded = 23
  static let excludedOn = CalendarDate(year: 2023, month: 11, day: 20)!

  let certificates: [ExampleCertificate]
  /// In the order in which they are entered.
  private(set) var contracts: [ExampleContract]
  /// What each agreement may take at most; nil where it has no limit. By agreement.
  let limits: [Money?]
  /// The limit of the third agreement before it was raised.
  let firstLimit: Money
  /// Notices, as indices of contracts.
  let terminations: [(contract: Int, on: CalendarDate)]
  private(set) var claims: ExampleClaims

  /// The one town.
  static let kansk = ExampleTown(seed: 2_023_0633)

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    certificates = (1...Self.certificateCount).map { number in
      let nominal = [8, 10, 12, 16, 24][random.pick(byWeight: [45, 20, 20, 10, 5])]
      return ExampleCertificate(
        number: "99-23-" + padded(number, 5), nominal: Money(kopecks: Int64(nominal) * 100_000))
    }
    var signing = ExampleContractSigning(certificates: certificates, random: random)
    signing.signAll()
    contracts = signing.contracts
    limits = Self.limits(of: contracts) { _ in true }
    let september = Self.limits(of: contracts) { $0.signedOn < CalendarDate(iso: "2023-09-09")! }
    firstLimit = september[Self.raisedAgreement] ?? .zero
    random = SplitMix64(seed: seed &+ 1)
    terminations = Self.chooseTerminations(contracts, &random)
    for (contract, day) in terminations { contracts[contract].lastMonth = day.yearMonth }
    for index in contracts.indices
    where ExampleAgreement.all[contracts[index].agreement].provider.number == Self.excluded {
      let last = min(contracts[index].lastMonth, Self.excludedOn.yearMonth)
      contracts[index].lastMonth = last
    }
    claims = ExampleClaims(contracts: contracts, random: random)
  }

  /// The agreement whose limit is raised in October: SG-03.
  static let raisedAgreement = ExampleAgreement.all.firstIndex { $0.number == "SG-03" }!

  /// A limit is what the contracts could take at most, with three percent to spare, in tens of
  /// thousands of rubles.
  private static func limits(
    of contracts: [ExampleContract], where isCounted: (ExampleContract) -> Bool
  ) -> [Money?] {
    var sums = [Int64](repeating: 0, count: ExampleAgreement.all.count)
    for contract in contracts where isCounted(contract) {
      sums[contract.agreement] += min(contract.price, contract.normative).kopecks
    }
    return zip(ExampleAgreement.all, sums).map { agreement, sum in
      guard agreement.isLimited else { return nil }
      return Money(kopecks: (sum * 103 / 100 / 1_000_000 + 1) * 1_000_000)
    }
  }

  /// Some twenty a month, of contracts that would have run on.
  private static func chooseTerminations(
    _ contracts: [ExampleContract], _ random: inout SplitMix64
  ) -> [(contract: Int, on: CalendarDate)] {
    var chosen: Set<Int> = []
    return [("2023-09-26", 18), ("2023-10-25", 23), ("2023-11-24", 20)].flatMap { iso, count in
      let day = CalendarDate(iso: iso)!
      var found: [Int] = []
      while found.count < count {
        let index = random.number(0...contracts.count - 1)
        let contract = contracts[index]
        let provider = ExampleAgreement.all[contract.agreement].provider.number
        guard contract.start <= day, contract.end.yearMonth > day.yearMonth,
          provider != excluded, chosen.insert(index).inserted
        else { continue }
        found.append(index)
      }
      return found.sorted().map { (contract: $0, on: day) }
    }
  }

  /// The first certificate, from a place on, that has exactly one contract, which runs to December
  /// and gets no notice.
  func certificateWithOneContract(from index: Int) -> Int {
    var counts = [Int](repeating: 0, count: certificates.count)
    var isLasting = [Bool](repeating: false, count: certificates.count)
    for contract in contracts {
      counts[contract.certificate] += 1
      isLasting[contract.certificate] =
        contract.start.yearMonth.month == 9 && contract.lastMonth.month == 12
    }
    return certificates.indices.first { $0 >= index && counts[$0] == 1 && isLasting[$0] } ?? 0
  }
}
