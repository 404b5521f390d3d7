import LedgerCore

/// One claim: an agreement, a month and its lines.
struct ExampleClaim {
  let agreement: Int
  let month: YearMonth
  /// The contract, and what the second column says: an amount, or the delivered percentage; nil
  /// for an advance of the usual size.
  var lines: [(contract: Int, value: String?)]
}

/// What the providers claim, and what of it is not granted.
struct ExampleClaims {
  private(set) var advances: [ExampleClaim] = []
  private(set) var finals: [ExampleClaim] = []
  /// The first attempt of a claim that was refused, and was submitted again as it is in `finals`.
  private(set) var refused: ExampleClaim?
  /// Lines reduced when the final of `reducedAgreement` for November was accepted.
  private(set) var reductions: [(contract: Int, percent: String, reason: String)] = []
  /// Accepted finals corrected later: one that was paid, one that waited for money.
  private(set) var corrections: [(contract: Int, month: YearMonth, percent: String)] = []

  static let refusedAgreement = "SG-08"
  static let reducedAgreement = "SG-10"
  /// Its provider never claims some of its contracts.
  static let forgetfulAgreement = "SG-21"
  static let october = YearMonth(year: 2023, month: 10)
  static let november = YearMonth(year: 2023, month: 11)

  init(contracts: [ExampleContract], random: SplitMix64) {
    var random = random
    for month in ContractWave.all.map(\.month) {
      for (index, agreement) in ExampleAgreement.all.enumerated() {
        let covered = contracts.indices.filter {
          contracts[$0].agreement == index && contracts[$0].covers(month)
        }.sorted { contracts[$0].number < contracts[$1].number }
        guard !covered.isEmpty else { continue }
        if agreement.advances != .none {
          let isExplicit = agreement.advances == .explicit
          advances.append(
            ExampleClaim(
              agreement: index, month: month,
              lines: covered.map {
                ($0, isExplicit ? Self.half(contracts[$0].plan(of: month)) : nil)
              }))
        }
        finals.append(Self.final(index, month, covered, &random))
      }
    }
    chooseRefused()
    chooseReductions()
    chooseCorrections()
  }

  /// Half of a month's plan in whole rubles: below any percentage that an agreement sets here.
  private static func half(_ plan: Money) -> String {
    Money(kopecks: max(1, plan.kopecks / 200) * 100).decimal
  }

  private static func final(
    _ agreement: Int, _ month: YearMonth, _ covered: [Int], _ random: inout SplitMix64
  ) -> ExampleClaim {
    let isForgetful = ExampleAgreement.all[agreement].number == forgetfulAgreement
    var lines: [(contract: Int, value: String?)] = []
    for (position, contract) in covered.enumerated() {
      if isForgetful && month == october && position.isMultiple(of: 20) { continue }
      lines.append((contract, percent(&random)))
    }
    return ExampleClaim(agreement: agreement, month: month, lines: lines)
  }

  private static func percent(_ random: inout SplitMix64) -> String {
    let partial = [
      "95", "91.67", "90", "87.5", "85.71", "83.33", "75", "66.67", "62.5", "50", "33.33", "25",
      "0",
    ]
    return random.chance(88) ? "100" : random.pick(partial)
  }

  private mutating func chooseRefused() {
    guard let index = finals.firstIndex(matching: Self.refusedAgreement, Self.october) else {
      return
    }
    var first = finals[index]
    for position in first.lines.indices { first.lines[position].value = "100" }
    refused = first
  }

  private mutating func chooseReductions() {
    guard let index = finals.firstIndex(matching: Self.reducedAgreement, Self.november) else {
      return
    }
    let whole = finals[index].lines.filter { $0.value == "100" }
    let granted = [
      ("75", "Занятия 6 и 8 ноября не проведены и не перенесены"),
      ("87.5", "Одно занятие не подтверждено журналом"),
      ("0", "Обучающийся выбыл до начала месяца, занятий не было"),
    ]
    reductions = zip(whole, granted).map { ($0.contract, $1.0, $1.1) }
  }

  private mutating func chooseCorrections() {
    let cases = [("SG-12", 9, "50"), ("SG-31", 10, "62.5")]
    corrections = cases.compactMap { number, monthNumber, percent in
      let month = YearMonth(year: 2023, month: monthNumber)
      guard let index = finals.firstIndex(matching: number, month),
        let line = finals[index].lines.first(where: { $0.value == "100" })
      else { return nil }
      return (line.contract, month, percent)
    }
  }
}

extension [ExampleClaim] {
  fileprivate func firstIndex(matching agreement: String, _ month: YearMonth) -> Int? {
    firstIndex { ExampleAgreement.all[$0.agreement].number == agreement && $0.month == month }
  }
}
