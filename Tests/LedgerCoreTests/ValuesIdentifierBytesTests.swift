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

  @Test func aLetterCutAtTheEndIsRefused() {
    #expect(decoded([UInt8](repeating: 0x31, count: 23) + [0xD0]) == nil)
  }
}
