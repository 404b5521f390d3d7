import LedgerCore

/// Payer or payee of a payment order.
public struct BankParty: Hashable, Sendable {
  public var name: String
  public var inn: String
  /// Nil for an entrepreneur or an individual.
  public var kpp: String?
  public var account: String
  public var bic: String
  public var bank: String
  public var city: String?
  public var correspondentAccount: String?
  /// The account on the treasury's books; stands in parentheses after the name.
  public var personalAccount: String?

  public init(
    name: String, inn: String, kpp: String?, account: String, bic: String, bank: String,
    city: String? = nil, correspondentAccount: String?, personalAccount: String? = nil
  ) {
    (self.name, self.inn, self.kpp) = (name, inn, kpp)
    (self.account, self.bic, self.bank, self.city) = (account, bic, bank, city)
    self.correspondentAccount = correspondentAccount
    self.personalAccount = personalAccount
  }

  /// Accounts of the treasury begin with 03.
  public var isOfTreasury: Bool { account.hasPrefix("03") }

  /// Name and city of the bank. The bank directory writes the city after the name, as in
  /// `Отделение Красноярск г. Красноярск`; the order has a field for each.
  var bankAndCity: (bank: String, city: String) {
    if let city { return (bank, city) }
    let words = bank.split(separator: " ", omittingEmptySubsequences: false)
    guard let mark = words.indices.last(where: { Self.beginsCity(words[$0], in: words, at: $0) })
    else { return (bank, "") }
    var name = words[..<mark].joined(separator: " ")
    if name.last == "," { name.removeLast() }
    return (name, words[mark...].joined(separator: " "))
  }

  /// `г. Красноярск`, `г Красноярск`, `Г.КРАСНОЯРСК`, `пгт. Емельяново`: behind the name of a bank.
  private static func beginsCity(_ word: Substring, in words: [Substring], at index: Int) -> Bool {
    guard index > 0 else { return false }
    let small = word.lowercased()
    if small.hasPrefix("г."), small.count > 2 { return true }
    return cityMarks.contains(small) && index < words.count - 1
  }

  private static let cityMarks: Set<String> = [
    "г", "г.", "гор.", "пгт", "пгт.", "рп", "рп.", "пос.", "п.", "с.",
  ]

  /// The name as it stands in the order.
  var nameInOrder: String { "\(name)\(personalAccountInName)" }

  /// The same in at most `limit` characters, the personal account whole: who is paid follows from the
  /// account and the ИНН.
  func cutName(to limit: Int, _ length: (String) -> Int) -> String {
    var scalars = name.unicodeScalars
    let room = limit - length(personalAccountInName)
    while !scalars.isEmpty, length(String(scalars)) > room { scalars.removeLast() }
    return String(scalars) + personalAccountInName
  }

  var personalAccountInName: String { personalAccount.map { " (л/с \($0))" } ?? "" }
}

/// A payment order to the bank.
public struct ClientBankOrder: Hashable, Sendable {
  /// The Bank of Russia's limits (УФЭБС, ED101): characters of a name and of a purpose.
  public static let nameLimit = 160
  public static let purposeLimit = 210

  /// 1 to 999 999.
  public var number: Int
  public var date: CalendarDate
  public var amount: Money
  public var payer: BankParty
  public var payee: BankParty
  public var purpose: String
  /// Fields 104 and 105, written when the payee's account is one of the treasury; nil gives `0`.
  public var kbk: String?
  public var oktmo: String?

  public init(
    number: Int, date: CalendarDate, amount: Money, payer: BankParty, payee: BankParty,
    purpose: String, kbk: String? = nil, oktmo: String? = nil
  ) {
    (self.number, self.date, self.amount) = (number, date, amount)
    (self.payer, self.payee, self.purpose) = (payer, payee, purpose)
    (self.kbk, self.oktmo) = (kbk, oktmo)
  }
}
