extension UInt8 {
  /// Whether it is one of the ASCII digits: `Character.isNumber` takes ½ and ٣ for numbers too.
  @inlinable public var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension StringProtocol {
  /// Whether it holds nothing but ASCII digits.
  public var isAllDigits: Bool { utf8.allSatisfy(\.isDigit) }
}
