import Bytes
import LedgerCore

/// Amounts and percentages as people write them in files and on the command line.
public enum StrictDecimal {
  /// Reads `1234`, `1234.5`, `1234,56` and `1 234,56`: at most two decimals after a point or a
  /// comma; thousands in groups of three, all separated by the same of the space, the no-break
  /// space and its narrow form. A sign, a third decimal and `1,234.56` are refused, not guessed at.
  public static func money(_ text: String) throws(ValueFault) -> Money {
    if let plain = Money(decimal: text) { return plain }
    let parts = try decimalParts(text, .amount(.malformed))
    guard let whole = ungrouped(parts.whole) else { throw .amount(.malformed) }
    guard let money = Money(decimal: whole + parts.fraction) else { throw .amount(.tooLarge) }
    return money
  }

  /// Reads `80`, `87.5`, `87,5` and `80 %`: 0 to 100 with at most two decimals.
  public static func percent(_ text: String) throws(ValueFault) -> Percent {
    if let plain = Percent(decimal: text) { return plain }
    var number = Substring(text)
    if number.last == "%" { number = number.dropLast() }
    if let last = number.unicodeScalars.last, last != text.unicodeScalars.last, isSpace(last) {
      number = number.dropLast()
    }
    let parts = try decimalParts(String(number), .notAPercent)
    guard let percent = Percent(decimal: parts.whole + parts.fraction) else { throw .notAPercent }
    return percent
  }

  /// The digits before the decimal mark as written, and a point with the digits after it.
  private static func decimalParts(
    _ text: String, _ malformed: ValueFault
  ) throws(ValueFault) -> (whole: String, fraction: String) {
    guard let first = text.unicodeScalars.first else { throw .empty }
    guard text.utf8.count <= 64 else { throw malformed }
    if "+-\u{2212}".unicodeScalars.contains(first) { throw .amount(.signed) }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard parts.count <= 2 else { throw .amount(.ambiguous) }
    guard let whole = parts.first, parts.count == 2 else { return (text, "") }
    guard parts[1].isAllDigits, !parts[1].isEmpty else { throw malformed }
    guard parts[1].utf8.count <= 2 else { throw .amount(.tooManyDecimals) }
    return (String(whole), "." + parts[1])
  }

  private static func ungrouped(_ text: String) -> String? {
    let scalars = text.unicodeScalars
    let spaces = Set(scalars.filter(isSpace))
    guard spaces.count <= 1, let space = spaces.first else {
      return spaces.isEmpty && !text.isEmpty && text.isAllDigits ? text : nil
    }
    let groups = scalars.split(separator: space, omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let digits = groups.map { String($0) }.joined()
    return digits.isAllDigits ? digits : nil
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}"
  }
}
