import Bytes

/// The form and the check digits of the numbers that Russian payments and registries use. Each
/// check is of form only: whether such a body exists, no check digit can tell.
public enum Requisites {
  /// Taxpayer number: 10 digits of an organisation, 12 of a person, with one and two check digits.
  public static func isINN(_ text: some StringProtocol) -> Bool {
    guard let digits = digits(text), digits.contains(where: { $0 != 0 }) else { return false }
    switch digits.count {
    case 10: return innKey(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[9]
    case 12:
      return innKey(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[10]
        && innKey(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[11]
    default: return false
    }
  }

  /// Registration reason: NNNN PP XXX, where PP are digits or Latin capitals. No check digit.
  public static func isKPP(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 9 else { return false }
    return bytes.indices.allSatisfy { position in
      bytes[position].isDigit || ((4...5).contains(position) && isCapital(bytes[position]))
    }
  }

  /// State registration number of an organisation: 13 digits, the last one a check digit.
  public static func isOGRN(_ text: some StringProtocol) -> Bool {
    isRegistration(text, count: 13, modulus: 11)
  }

  /// State registration number of an entrepreneur: 15 digits, the last one a check digit.
  public static func isOGRNIP(_ text: some StringProtocol) -> Bool {
    isRegistration(text, count: 15, modulus: 13)
  }

  /// Bank code: 9 digits. No check digit.
  public static func isBIC(_ text: some StringProtocol) -> Bool {
    guard let digits = digits(text), digits.count == 9 else { return false }
    return digits.contains { $0 != 0 }
  }

  /// Any account with a bank: 20 digits, whose key only the bank's code can tell.
  public static func isAccountNumber(_ text: some StringProtocol) -> Bool {
    digits(text)?.count == 20
  }

  /// A client's account: 20 digits that fit the bank's code (the Bank of Russia's rule 515 of
  /// 08.09.1997). Treasury accounts begin with 0 and carry no key.
  public static func isAccount(
    _ account: some StringProtocol, bic: some StringProtocol
  ) -> Bool {
    guard isBIC(bic), let account = digits(account), account.count == 20, let bic = digits(bic)
    else { return false }
    if account[0] == 0 { return account.contains { $0 != 0 } }
    // Codes that end in 000, 001 and 002 are offices of the Bank of Russia itself.
    let isOffice = bic[6] == 0 && bic[7] == 0 && bic[8] <= 2
    return hasKey(account, prefix: isOffice ? [0, bic[4], bic[5]] : Array(bic[6...]))
  }

  /// A bank's correspondent account (30101…) or a treasury's single account (40102…), with the
  /// key that fits the bank's code. An account that may be left out is the caller's business.
  public static func isCorrespondentAccount(
    _ account: some StringProtocol, bic: some StringProtocol
  ) -> Bool {
    guard isBIC(bic), let number = digits(account), number.count == 20, let bic = digits(bic),
      account.hasPrefix("30101") || account.hasPrefix("40102")
    else { return false }
    return hasKey(number, prefix: [0, bic[4], bic[5]])
  }

  /// An account on the treasury's books (лицевой счёт): 1 to 20 digits or letters, usually 11.
  public static func isPersonalAccount(_ text: some StringProtocol) -> Bool {
    let scalars = text.unicodeScalars
    return (1...20).contains(scalars.count)
      && scalars.allSatisfy { scalar in
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: isRussianLetter(scalar)
        }
      }
  }

  /// Territory code: 8 digits, or 11 with the settlement.
  public static func isOKTMO(_ text: some StringProtocol) -> Bool {
    guard let digits = digits(text), digits.contains(where: { $0 != 0 }) else { return false }
    return digits.count == 8 || digits.count == 11
  }

  /// Budget classification of an expense: 20 characters. Those of the target item, 8 to 17, may be
  /// Latin or Cyrillic capitals too (order 82н of the finance ministry, 2022).
  public static func isKBK(_ text: some StringProtocol) -> Bool {
    let scalars = Array(text.unicodeScalars.prefix(21))
    guard scalars.count == 20 else { return false }
    return scalars.indices.allSatisfy { position in
      switch scalars[position].value {
      case 0x30...0x39: true
      case 0x41...0x5A, 0x410...0x42F: (7...16).contains(position)
      default: false
      }
    }
  }

  private static func innKey(_ digits: [Int], _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10
  }

  private static func isRegistration(
    _ text: some StringProtocol, count: Int, modulus: Int
  ) -> Bool {
    guard let digits = digits(text), digits.count == count, digits[0] != 0 else { return false }
    return digits.dropLast().reduce(0) { ($0 * 10 + $1) % modulus } % 10 == digits[count - 1]
  }

  private static func hasKey(_ account: [Int], prefix: [Int]) -> Bool {
    let weights = [7, 1, 3]
    let sum = (prefix + account).enumerated().reduce(0) { $0 + $1.element * weights[$1.offset % 3] }
    return sum.isMultiple(of: 10)
  }

  /// Nil unless there are 1 to 20 characters, all of them digits.
  private static func digits(_ text: some StringProtocol) -> [Int]? {
    let bytes = Array(text.utf8.prefix(21))
    guard (1...20).contains(bytes.count), bytes.allSatisfy(\.isDigit) else { return nil }
    return bytes.map { Int($0 - UInt8(ascii: "0")) }
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isRussianLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x410...0x44F).contains(scalar.value) || scalar.value == 0x401 || scalar.value == 0x451
  }
}
