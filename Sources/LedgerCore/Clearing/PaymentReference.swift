/// Finds the number and date of a payment order in the purpose of another: banks that send money
/// back write `Возврат по п/п № 17 от 30.09.2023`, in many spellings.
struct PaymentReference {
  private let characters: [UInt8]

  init(purpose: String) { characters = Array(purpose.utf8) }

  /// Whether the purpose holds the date as `30.09.2023`, `30.09.23` or `2023-09-30`, and the number
  /// as the last digits before it, with no more than `№`, `от` and the like between them.
  func names(number: UInt32, date: CalendarDate) -> Bool {
    let russian = date.russian
    let short = String(russian.prefix(6) + russian.suffix(2))
    return [russian, short, date.iso].contains { text in
      occurrences(of: Array(text.utf8)).contains { numberBefore($0) == UInt64(number) }
    }
  }

  /// Where a date stands that is not part of a longer run of digits.
  private func occurrences(of text: [UInt8]) -> [Int] {
    guard characters.count >= text.count else { return [] }
    return (0...characters.count - text.count).filter { start in
      let end = start + text.count
      return characters[start..<end].elementsEqual(text)
        && !(start > 0 && isDigit(start - 1))
        && !(end < characters.count && isDigit(end))
    }
  }

  /// The run of digits before `position`, at most 16 bytes of other characters away.
  private func numberBefore(_ position: Int) -> UInt64? {
    var end = position
    while end > 0, !isDigit(end - 1), position - end < 16 { end -= 1 }
    var start = end
    while start > 0, isDigit(start - 1) { start -= 1 }
    guard start < end, end - start <= 18 else { return nil }
    return characters[start..<end].reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }

  private func isDigit(_ index: Int) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(characters[index])
  }
}
