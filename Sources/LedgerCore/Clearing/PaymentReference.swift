import Bytes

/// Finds the number and date of a payment order in the purpose of another: banks that send money
/// back write `Возврат по п/п № 17 от 30.09.2023`, in many spellings.
struct PaymentReference {
  private let characters: [UInt8]

  init(purpose: String) { characters = Array(purpose.utf8) }

  /// Whether the purpose holds the date as `30.09.2023`, `30.09.23` or `2023-09-30`, and the number
  /// as the last digits before it, with no more than `№`, `от` and the like between them; or as the
  /// first digits after it, behind a `№` or `N`.
  func names(number: UInt32, date: CalendarDate) -> Bool {
    let russian = date.russian
    let short = String(russian.prefix(6) + russian.suffix(2))
    return [russian, short, date.iso].contains { text in
      let length = text.utf8.count
      return occurrences(of: Array(text.utf8)).contains {
        numberBefore($0) == UInt64(number) || numberAfter($0 + length) == UInt64(number)
      }
    }
  }

  /// Where a date stands that is not part of a longer run of digits.
  private func occurrences(of text: [UInt8]) -> [Int] {
    guard characters.count >= text.count else { return [] }
    return (0...characters.count - text.count).filter { start in
      let end = start + text.count
      return characters[start..<end].elementsEqual(text)
        && !(start > 0 && characters[start - 1].isDigit)
        && !(end < characters.count && characters[end].isDigit)
    }
  }

  /// The run of digits before `position`, at most 16 bytes of other characters away.
  private func numberBefore(_ position: Int) -> UInt64? {
    var end = position
    while end > 0, !characters[end - 1].isDigit, position - end < 16 { end -= 1 }
    var start = end
    while start > 0, characters[start - 1].isDigit { start -= 1 }
    return number(start..<end)
  }

  /// The run of digits after `position`, at most 16 bytes away and with a number sign between.
  private func numberAfter(_ position: Int) -> UInt64? {
    var start = position
    while start < characters.count, !characters[start].isDigit, start - position < 16 { start += 1 }
    let between = String(decoding: characters[position..<start], as: UTF8.self)
    guard between.contains("№") || between.contains("N") else { return nil }
    var end = start
    while end < characters.count, characters[end].isDigit { end += 1 }
    return number(start..<end)
  }

  private func number(_ range: Range<Int>) -> UInt64? {
    guard (1...18).contains(range.count) else { return nil }
    return characters[range].reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }
}
