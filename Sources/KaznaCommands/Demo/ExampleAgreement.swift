import LedgerCore

/// An agreement of the example.
struct ExampleAgreement {
  /// How its provider claims advances.
  enum Advances { case none, whole, explicit }

  let number: String
  let provider: ExampleProvider
  let kbk: String
  let from: CalendarDate
  let to: CalendarDate
  let advancePercent: Int
  let offset: Bool
  let advances: Advances
  let isLimited: Bool
}

extension ExampleAgreement {
  /// One agreement for each provider, and a second one for three; by number.
  static let all: [ExampleAgreement] = (ExampleProvider.all.map(first) + seconds)
    .sorted { $0.number < $1.number }

  /// Whose refunds wait for the bank: they did not agree to an offset.
  static let withoutOffset: Set<Int> = [14, 20, 27, 33]
  private static let limited: Set<Int> = [3, 6, 9, 12, 15, 18, 20, 22, 25, 28, 31, 34]
  private static let withoutAdvances: Set<Int> = [13, 22, 29, 32, 34]
  private static let explicit: Set<Int> = [9, 24]

  private static func first(_ provider: ExampleProvider) -> ExampleAgreement {
    let number = provider.number
    return ExampleAgreement(
      number: "SG-" + padded(number, 2), provider: provider,
      kbk: kbk(provider, target: "0110080990"),
      from: CalendarDate(year: 2023, month: 9, day: 1)!,
      to: CalendarDate(year: 2023, month: 12, day: 31)!, advancePercent: percent(of: number),
      offset: !withoutOffset.contains(number),
      advances: withoutAdvances.contains(number)
        ? .none : explicit.contains(number) ? .explicit : .whole,
      isLimited: limited.contains(number))
  }

  private static let seconds: [ExampleAgreement] = [(2, 9), (7, 11), (16, 11)].map {
    number, month in
    let provider = ExampleProvider.all[number - 1]
    return ExampleAgreement(
      number: "SG-" + padded(number, 2) + "-2", provider: provider,
      kbk: kbk(provider, target: "0120080990"),
      from: CalendarDate(year: 2023, month: month, day: 1)!,
      to: CalendarDate(year: 2023, month: 12, day: 31)!, advancePercent: 80, offset: true,
      advances: .whole, isLimited: number == 7)
  }

  private static func percent(of number: Int) -> Int {
    switch number {
    case 30: 50
    case 33: 30
    case 34: 0
    default: 80
    }
  }

  /// Chief 900 does not exist; section 0703 is additional education; the last three digits are the
  /// kind of expense.
  private static func kbk(_ provider: ExampleProvider, target: String) -> String {
    let expense =
      switch provider.kind {
      case .municipal, .state: "614"
      case .nonprofit: "635"
      default: "816"
      }
    return "9000703" + target + expense
  }
}
