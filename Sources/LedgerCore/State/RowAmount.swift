/// An amount of at most `Money.limit` in six bytes: rows that are kept by the ten million carry
/// several.
@propertyWrapper
package struct RowAmount: Equatable, Sendable {
  // Of 16 bits, so that neighbours leave no gap.
  private var low: UInt16 = 0
  private var middle: UInt16 = 0
  private var high: UInt16 = 0

  package init() {}

  /// Setting a negative amount, or one of 2^48 kopecks and more, traps.
  package var wrappedValue: Money {
    get { Money(kopecks: Int64(high) << 32 | Int64(middle) << 16 | Int64(low)) }
    set {
      high = UInt16(newValue.kopecks >> 32)
      middle = UInt16(truncatingIfNeeded: newValue.kopecks >> 16)
      low = UInt16(truncatingIfNeeded: newValue.kopecks)
    }
  }
}
