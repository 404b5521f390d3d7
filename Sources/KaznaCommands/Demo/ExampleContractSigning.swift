import LedgerCore

/// Signs the contracts of the example, month by month, in the order in which they are entered.
struct ExampleContractSigning {
  private var random: SplitMix64
  private var available: [Money]
  private var sequences = [Int](repeating: 0, count: ExampleProvider.all.count)
  private(set) var contracts: [ExampleContract] = []

  /// What is left on a certificate below this is not worth a contract.
  private static let smallestShare = Money(kopecks: 20_000)
  private static let priceRange = 150_000...1_500_000 as ClosedRange<Int64>

  init(certificates: [ExampleCertificate], random: SplitMix64) {
    available = certificates.map(\.nominal)
    self.random = random
  }

  /// A certificate that shall be contracted in a wave.
  private struct Wish {
    let certificate: Int
    let signedOn: CalendarDate
  }

  mutating func signAll() {
    var wishes: [[Wish]] = ContractWave.all.map { _ in [] }
    for certificate in available.indices where !ExampleTown.idle.contains(certificate) {
      guard random.chance(97) else { continue }
      let first = random.pick(byWeight: [78, 14, 6, 2])
      wishes[first].append(wish(certificate, first))
      guard random.chance(50) else { continue }
      let second = min(3, first + random.pick(byWeight: [55, 30, 11, 4]))
      wishes[second].append(wish(certificate, second))
    }
    for (wave, wishes) in zip(ContractWave.all, wishes) {
      let dated = wishes.sorted { ($0.signedOn, $0.certificate) < ($1.signedOn, $1.certificate) }
      var chosen = dated.map { (wish: $0, agreement: chooseAgreement(on: $0.signedOn)) }
      // A register of contracts has one provider: its lines stand together.
      chosen.sort {
        let (a, b) = (Self.provider($0.agreement).number, Self.provider($1.agreement).number)
        return (a, $0.wish.signedOn, $0.wish.certificate)
          < (b, $1.wish.signedOn, $1.wish.certificate)
      }
      for (wish, agreement) in chosen { sign(wish, agreement: agreement, in: wave) }
    }
  }

  private static func provider(_ agreement: Int) -> ExampleProvider {
    ExampleAgreement.all[agreement].provider
  }

  private mutating func wish(_ certificate: Int, _ wave: Int) -> Wish {
    Wish(certificate: certificate, signedOn: random.pick(ContractWave.all[wave].signingDays))
  }

  private mutating func sign(_ wish: Wish, agreement: Int, in wave: ContractWave) {
    guard available[wish.certificate] >= Self.smallestShare else { return }
    let provider = Self.provider(agreement)
    let direction = random.pick(provider.directions)
    let codes = provider.services.filter { ExampleServices.byDirection[direction]!.contains($0) }
    let service = codes[random.pick(byWeight: Array([30, 60, 10].prefix(codes.count)))]
    let (start, end) = chooseDays(wish.signedOn, wave)
    let (price, normative) = choosePrice(direction, from: start, to: end)
    let share = min(price, normative, available[wish.certificate])
    available[wish.certificate] -= share
    sequences[provider.number - 1] += 1
    contracts.append(
      ExampleContract(
        number: padded(provider.number, 2) + "-" + padded(sequences[provider.number - 1], 4)
          + "/23",
        agreement: agreement, certificate: wish.certificate, service: service,
        signedOn: wish.signedOn, start: start, end: end, price: price, normative: normative,
        acceptance: "23-" + padded(contracts.count + 1, 6), share: share,
        lastMonth: end.yearMonth))
  }

  /// By the providers' weights; of two agreements of one provider, either.
  private mutating func chooseAgreement(on day: CalendarDate) -> Int {
    let number = random.pick(byWeight: ExampleProvider.all.map(\.weight)) + 1
    let excluded = number == ExampleTown.excluded && day > ExampleTown.excludedOn
    let provider = excluded ? 1 : number
    let candidates = ExampleAgreement.all.indices.filter {
      let agreement = ExampleAgreement.all[$0]
      return agreement.provider.number == provider && agreement.from <= day
    }
    return random.pick(candidates)
  }

  private mutating func chooseDays(
    _ signedOn: CalendarDate, _ wave: ContractWave
  ) -> (start: CalendarDate, end: CalendarDate) {
    let year = wave.month.year
    let day = random.number(wave.startDays)
    var start = max(
      signedOn, CalendarDate(year: year, month: wave.month.month, day: day)!)
    if wave.month.month == 9, random.chance(6) {
      start = CalendarDate(year: year, month: 10, day: 2)!
    }
    let yearEnd = CalendarDate(year: year, month: 12, day: 31)!
    var end = yearEnd
    switch random.number(1...100) {
    case 1...70: break
    case 71...80: end = CalendarDate(year: year, month: 12, day: 29)!
    case 81...92: end = YearMonth(year: year, month: 11).last
    default: end = start.adding(days: random.number(30...80))
    }
    // Late contracts would end before they began to teach anything.
    if end > yearEnd || end < start.adding(days: 20) { end = yearEnd }
    return (start, end)
  }

  private mutating func choosePrice(
    _ direction: ExampleDirection, from start: CalendarDate, to end: CalendarDate
  ) -> (price: Money, normative: Money) {
    let days = Int64(end.daysSince1970 - start.daysSince1970 + 1)
    let weeks = max(1, days / 7)
    var hours = Int64([1, 2, 3, 4][random.pick(byWeight: [25, 50, 20, 5])])
    var normative = direction.hourlyCost * weeks * hours
    while normative < Self.priceRange.lowerBound {
      hours += 1
      normative = direction.hourlyCost * weeks * hours
    }
    normative = min(normative, Self.priceRange.upperBound)
    var price = normative
    switch random.number(1...100) {
    case 1...45: break
    case 46...70: price = normative * Int64(random.number(80...99)) / 100 / 100 * 100
    default: price = (normative * Int64(random.number(101...130)) / 100 + 999) / 1_000 * 1_000
    }
    price = min(max(price, Self.priceRange.lowerBound), Self.priceRange.upperBound)
    return (Money(kopecks: price), Money(kopecks: normative))
  }
}
