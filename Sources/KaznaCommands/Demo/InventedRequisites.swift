/// Requisites that no real body has, with check digits that hold: the door of the ledger checks
/// them as it checks real ones.
package enum InventedRequisites {
  /// Ten digits from the first nine: weights 2 4 10 3 5 9 4 6 8.
  package static func organisationINN(_ nine: String) -> String {
    nine + String(innKey(nine, [2, 4, 10, 3, 5, 9, 4, 6, 8]))
  }

  /// Twelve digits from the first ten.
  static func personINN(_ ten: String) -> String {
    let eleven = ten + String(innKey(ten, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]))
    return eleven + String(innKey(eleven, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]))
  }

  /// Thirteen digits from the first twelve.
  package static func ogrn(_ twelve: String) -> String {
    twelve + registrationKey(twelve, modulus: 11)
  }

  /// Fifteen digits from the first fourteen.
  static func ogrnip(_ fourteen: String) -> String {
    fourteen + registrationKey(fourteen, modulus: 13)
  }

  /// A client's account in a bank: balance account and currency (eight digits), the key, and the
  /// last eleven digits.
  static func account(_ eight: String, _ eleven: String, bic: String) -> String {
    keyed(eight, eleven, prefix: String(bic.suffix(3)))
  }

  /// A bank's account, or a treasury office's, with the Bank of Russia.
  package static func correspondentAccount(
    _ eight: String, _ eleven: String, bic: String
  ) -> String {
    keyed(eight, eleven, prefix: "0" + bic.dropFirst(4).prefix(2))
  }

  private static func keyed(_ eight: String, _ eleven: String, prefix: String) -> String {
    let weights = [7, 1, 3]
    let sum = digits(prefix + eight + "0" + eleven).enumerated()
      .reduce(0) { $0 + $1.element * weights[$1.offset % 3] }
    // The key itself weighs 3, and 3 x 7 = 21: hence seven times what is missing.
    let key = (10 - sum % 10) * 7 % 10
    return eight + String(key) + eleven
  }

  private static func innKey(_ text: String, _ weights: [Int]) -> Int {
    zip(digits(text), weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10
  }

  private static func registrationKey(_ text: String, modulus: Int) -> String {
    String(digits(text).reduce(0) { ($0 * 10 + $1) % modulus } % 10)
  }

  private static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }
}

/// `7` in three places is `007`.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
