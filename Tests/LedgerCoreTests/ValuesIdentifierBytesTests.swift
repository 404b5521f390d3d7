import Bytes
import Testing

@testable import LedgerCore

/// The rule over bytes must be the rule over text.
@Suite struct ValuesIdentifierBytesTests {
  private func decoded(_ bytes: [UInt8]) -> Identifier? {
    var reader = ByteReader(bytes)
    return try? Identifier(from: &reader)
  }

  private func padded(_ text: String) -> [UInt8] {
    let utf8 = Array(text.utf8)
    return utf8 + [UInt8](repeating: 0, count: 24 - utf8.count)
  }

  @Test(arguments: [
    "1", "24-000017", "МСЗ-2023/1", "ё", "АБВГДЕЖЗИЙКЛ", "abc.DEF-1/2", "ѩ", "ԯ",
  ])
  func acceptsWhatTextAccepts(text: String) {
    #expect(decoded(padded(text)) == Identifier(text))
    #expect(Identifier(text) != nil)
  }

  @Test(arguments: ["АB", "a b", "№1", "҃", "Ա", "é", "ab\u{0}c", "\u{0}a", "1_2", "԰"])
  func refusesWhatTextRefuses(text: String) {
    #expect(decoded(padded(text)) == nil)
    #expect(Identifier(text) == nil)
  }

  @Test func everyPairOfBytesAgreesWithText() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let bytes = [first, second]
        let text = String(validating: bytes.filter { $0 != 0 }, as: UTF8.self)
        let isPlain = first != 0
        let expected = isPlain ? text.flatMap { Identifier($0) } : nil
        #expect(decoded(bytes + [UInt8](repeating: 0, count: 22)) == expected)
      }
    }
  }

  /// The rule once more, slowly: what the bytes before the padding say as text.
  private func mayStand(_ bytes: [UInt8]) -> Bool {
    let content = bytes.prefix(1 + (bytes.lastIndex { $0 != 0 } ?? -1))
    guard !content.isEmpty, !content.contains(0),
      let text = String(validating: content, as: UTF8.self)
    else { return false }
    let scalars = text.unicodeScalars
    let latin = scalars.filter { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }.count
    let cyrillic = scalars.filter { scalar in
      ("\u{400}"..."\u{481}").contains(scalar) || ("\u{48A}"..."\u{52F}").contains(scalar)
    }.count
    let others = scalars.filter { ("0"..."9").contains($0) || "-./".unicodeScalars.contains($0) }
    return latin + cyrillic + others.count == scalars.count && (latin == 0 || cyrillic == 0)
  }

  /// Bytes are looked at eight at a time: each may be wrong at each place of a number of each length.
  @Test(arguments: ["12345678-0.2/45678901234", "МСЗ-2023/0000017", "12345678", "AB-12345678", ""])
  func everyByteAtEveryPlaceAgreesWithText(_ text: String) {
    let number = padded(text)
    for place in number.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = number
        bytes[place] = byte
        #expect((decoded(bytes) != nil) == mayStand(bytes))
      }
    }
  }

  @Test func aLetterCutAtTheEndIsRefused() {
    #expect(decoded([UInt8](repeating: 0x31, count: 23) + [0xD0]) == nil)
  }
}
