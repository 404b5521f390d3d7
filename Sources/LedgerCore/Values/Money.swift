import Bytes

/// An amount in kopecks. All arithmetic is checked: an overflow traps, and `limit` keeps every
/// sum over a register of any allowed size far from it.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
  public var kopecks: Int64

  /// The largest amount that a document may carry: 999 999 999 999.99 rubles.
  public static let limit = Money(kopecks: 99_999_999_999_999)
  public static let zero = Money(kopecks: 0)

  @inlinable public init(kopecks: Int64) { self.kopecks = kopecks }

  @inlinable public static func + (a: Money, b: Money) -> Money {
    Money(kopecks: a.kopecks + b.kopecks)
  }

  @inlinable public static func - (a: Money, b: Money) -> Money {
    Money(kopecks: a.kopecks - b.kopecks)
  }

  @inlinable public static func < (a: Money, b: Money) -> Bool { a.kopecks < b.kopecks }

  /// Whether a document may carry this amount: zero to `limit`.
  public var isWithinLimit: Bool { self >= .zero && self <= .limit }

  /// Reads `1234`, `1234.5` or `1234.56`: digits, at most two decimals after a point, no sign.
  /// Nil for anything else and for amounts above `limit`. Dialects with commas and grouping are
  /// the business of whoever reads the file.
  public init?(decimal text: some StringProtocol) {
    guard let hundredths = Self.hundredths(text, limit: Money.limit.kopecks) else { return nil }
    kopecks = hundredths
  }

  /// Two decimals after a point, a minus sign in front: `6861.21`.
  public var decimal: String {
    let magnitude = kopecks.magnitude
    let cents = magnitude % 100
    return "\(kopecks < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  static func hundredths(_ text: some StringProtocol, limit: Int64) -> Int64? {
    var value: Int64 = 0
    var wholeDigits = 0
    var decimals: Int?
    for character in text.utf8 {
      if character == UInt8(ascii: ".") {
        guard decimals == nil, wholeDigits > 0 else { return nil }
        decimals = 0
        continue
      }
      guard character.isDigit else { return nil }
      if let seen = decimals {
        guard seen < 2 else { return nil }
        decimals = seen + 1
      } else {
        wholeDigits += 1
      }
      value = value * 10 + Int64(character - UInt8(ascii: "0"))
      guard value <= limit else { return nil }
    }
    guard wholeDigits > 0, decimals != 0 else { return nil }
    for _ in (decimals ?? 0)..<2 { value *= 10 }
    return value <= limit ? value : nil
  }
}

/// A share in hundredths of a percent: 0 to 10 000 stand for 0.00 % to 100.00 %.
public struct Percent: Hashable, Comparable, Sendable {
  public let hundredths: UInt16

  public static let zero = Percent(hundredths: 0)!
  public static let whole = Percent(hundredths: 10_000)!
  /// The advance that an agreement allows unless it says otherwise: 80 %.
  public static let usualAdvance = Percent(hundredths: 8_000)!

  /// Nil above 100 %.
  public init?(hundredths: UInt16) {
    guard hundredths <= 10_000 else { return nil }
    self.hundredths = hundredths
  }

  /// Reads `90`, `87.5` or `33.33`. Nil for more than two decimals and above 100.
  public init?(decimal text: some StringProtocol) {
    guard let value = Money.hundredths(text, limit: 10_000) else { return nil }
    self.init(hundredths: UInt16(value))
  }

  public var decimal: String { Money(kopecks: Int64(hundredths)).decimal }

  /// The share of `amount`, half a kopeck up.
  public func share(of amount: Money) -> Money {
    precondition(amount >= .zero)
    return Money(kopecks: (amount.kopecks * Int64(hundredths) + 5_000) / 10_000)
  }

  public static func < (a: Percent, b: Percent) -> Bool { a.hundredths < b.hundredths }
}
