import Bytes
import Foundation
import LedgerCore

/// Reads the values of one section; what is wrong goes into the log and gives nil.
struct SectionReader {
  private let section: ClientBankSection
  private let log: FaultLog
  private let totalBefore: Int

  init(section: ClientBankSection, log: FaultLog) {
    self.section = section
    self.log = log
    totalBefore = log.total
  }

  var isSound: Bool { log.total == totalBefore }

  func fault(_ reason: FaultReason, _ key: String) {
    let value = section.values[key]
    log.add(reason, line: value?.line ?? section.line, column: key, value: value?.text)
  }

  func required(_ key: String) -> String? {
    guard let text = section.text(key) else {
      fault(.statement(.missingKey), key)
      return nil
    }
    return text
  }

  func date(_ key: String) -> CalendarDate? { required(key).flatMap { date($0, key) } }

  func optionalDate(_ key: String) -> CalendarDate? {
    section.text(key).flatMap { date($0, key) }
  }

  /// `700`, `22.9` or `1052.98`; the format knows no comma, sign or grouping.
  func money(_ key: String) -> Money? { required(key).flatMap { money($0, key) } }

  func optionalMoney(_ key: String) -> Money? { section.text(key).flatMap { money($0, key) } }

  /// As `money`, but an overdrawn account has a minus in front.
  func optionalBalance(_ key: String) -> Money? {
    guard let text = section.text(key) else { return nil }
    guard text.hasPrefix("-") else { return money(text, key) }
    return money(String(text.dropFirst()), key).map { .zero - $0 }
  }

  func balance(_ key: String) -> Money? {
    required(key) == nil ? nil : optionalBalance(key)
  }

  private func date(_ text: String, _ key: String) -> CalendarDate? {
    guard let date = CalendarDate(russian: text) else {
      fault(.statement(.date), key)
      return nil
    }
    guard date.isWithinLimits else {
      fault(.value(.dateOutOfRange), key)
      return nil
    }
    return date
  }

  private func money(_ text: String, _ key: String) -> Money? {
    if let money = Money(decimal: text) { return money }
    do throws(ValueFault) {
      _ = try StrictDecimal.money(text)
      fault(.statement(.amount), key)
    } catch .amount(let reason) where reason != .malformed {
      fault(.value(.amount(reason)), key)
    } catch {
      fault(.statement(.amount), key)
    }
    return nil
  }

  /// The account of this side, when it is one of the statement's.
  func own(_ role: String, _ accounts: Set<String>) -> String? {
    [section.text("\(role)Счет"), section.text("\(role)РасчСчет")].lazy.compactMap(\.self)
      .first { accounts.contains($0) }
  }

  func party(_ role: String) -> StatementParty {
    let account = section.text("\(role)Счет") ?? section.text("\(role)РасчСчет") ?? ""
    let combined = Self.split(section.text(role) ?? "")
    let given = section.text("\(role)ИНН").flatMap { ClientBankText.isINN($0) ? $0 : nil }
    let name = section.text("\(role)1") ?? combined.name
    return StatementParty(
      account: Self.isForeignAccount(account) ? account : "", inn: given ?? combined.inn,
      name: StatementText.ruled(name),
      bic: section.text("\(role)БИК").flatMap { Requisites.isBIC($0) ? $0 : nil })
  }

  /// `НазначениеПлатежа`, or its six parts.
  var purpose: String {
    let parts = (1...6).compactMap { section.text("НазначениеПлатежа\($0)") }
    return StatementText.ruled(
      section.text("НазначениеПлатежа") ?? parts.joined(separator: " "))
  }

  /// Takes `ИНН 7722698789 ООО "Центр"` and `7722698789, ООО "Центр"` apart.
  private static func split(_ text: String) -> (inn: String?, name: String) {
    var rest = Substring(text)
    if rest.hasPrefix("ИНН") { rest = rest.dropFirst(3).drop { $0 == " " } }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard ClientBankText.isINN(digits) else { return (nil, text) }
    let name = rest.dropFirst(digits.count).drop { $0 == " " || $0 == "," }
    return (String(digits), String(name))
  }

  /// Digits and Latin letters, at most 34 as in an IBAN (ISO 13616).
  private static func isForeignAccount(_ text: String) -> Bool {
    text.utf8.count <= 34
      && text.utf8.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0 | 0x20) }
  }
}

/// Text of a bank, which keeps no rule of ours.
enum StatementText {
  /// `text` as documents may carry it (`RuledText`): control characters become spaces, what is
  /// invisible goes, and the end is cut off at `limit` bytes.
  static func ruled(_ text: String, limit: Int = RuledText.usualLimit) -> String {
    if RuledText.fault(in: text, limit: limit) == nil { return text }
    var scalars = String.UnicodeScalarView()
    var byteCount = 0
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
      let isControl =
        scalar.properties.generalCategory == .control || scalar == "\u{A0}"
      let kept: Unicode.Scalar = isControl ? " " : scalar
      guard RuledText.allows(kept) else { continue }
      if kept == " " && (scalars.isEmpty || scalars.last == " ") { continue }
      byteCount += UTF8.width(kept)
      guard byteCount <= limit else { break }
      scalars.append(kept)
    }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(String(scalars).unicodeScalars.drop { $0.properties.isWhitespace })
  }
}
