import Foundation
import LedgerCore
import Testing

@Suite struct RuledTextTests {
  @Test(arguments: [
    "МБУ ДО «Дом творчества» — № 1", "ООО \"Центр\"", "Ёлка, ёж; й", "café", "a\u{A0}b", "한글", "東京",
    "price ≤ 100 ₽", "x",
  ])
  func ordinaryTextPasses(_ text: String) { #expect(RuledText.fault(in: text) == nil) }

  @Test func eachKindOfFaultIsNamed() {
    #expect(RuledText.fault(in: "") == .empty)
    #expect(RuledText.fault(in: "", allowsEmpty: true) == nil)
    #expect(RuledText.fault(in: " a") == .outerSpace)
    #expect(RuledText.fault(in: "a\u{A0}") == .outerSpace)
    #expect(RuledText.fault(in: "a\u{3000}") == .outerSpace)
    #expect(RuledText.fault(in: "a\nb") == .control(scalar: 0x0A, position: 2))
    #expect(RuledText.fault(in: "a\u{1B}[31m") == .control(scalar: 0x1B, position: 2))
    #expect(RuledText.fault(in: "a\u{85}b") == .control(scalar: 0x85, position: 2))
    #expect(RuledText.fault(in: "ab\u{202E}c") == .invisible(scalar: 0x202E, position: 3))
    #expect(RuledText.fault(in: "a\u{2028}") == .separator(scalar: 0x2028, position: 2))
    #expect(RuledText.fault(in: "a\u{E000}") == .unassigned(scalar: 0xE000, position: 2))
    #expect(RuledText.fault(in: "a\u{FFFF}") == .unassigned(scalar: 0xFFFF, position: 2))
    #expect(RuledText.fault(in: "и\u{306}") == .notNormal(scalar: 0x306, position: 2))
    #expect(
      RuledText.fault(in: String(repeating: "я", count: 251))
        == .tooLong(bytes: 502, limit: 500))
    #expect(RuledText.fault(in: String(repeating: "я", count: 250)) == nil)
    #expect(TextFault.control(scalar: 7, position: 2).description.contains("U+0007"))
  }

  @Test(arguments: [
    0x200B, 0x200D, 0x200E, 0x200F, 0x202A, 0x2066, 0x2069, 0xFEFF, 0xAD, 0x61C, 0x3164, 0xFFA0,
    0x115F, 0xFE0F, 0xE0100, 0xE0001, 0x340, 0x344, 0x374, 0x37E, 0x387, 0x1F71, 0x2000, 0x2001,
    0x2126, 0x212A, 0x212B, 0x2329, 0x232A, 0x2ADC, 0xF900, 0xFB1D, 0xFB4E, 0x1D15E, 0x1D1C0,
    0x2F800, 0x1161, 0x11A8, 0x9BE, 0xF0000, 0x1FFFE, 0xFDD0,
  ])
  func treacherousScalarsAreRefused(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(RuledText.fault(in: "a\(Character(scalar))b") != nil)
    #expect(!RuledText.allows(scalar))
  }

  /// Foundation's normaliser, which the core lacks, changes nothing that the rule lets through:
  /// each allowed scalar alone, and after each of a few letters that compose readily.
  @Test func whatPassesIsNormal() {
    var allowedCount = 0
    for start in stride(from: UInt32(0), to: 0x30000, by: 0x400) {
      var text = ""
      for scalar in (start..<start + 0x400).compactMap(Unicode.Scalar.init)
      where RuledText.allows(scalar) {
        allowedCount += 1
        text.unicodeScalars.append(contentsOf: ["a", scalar, "и", scalar, "\u{AC00}", scalar])
      }
      let normal = text.precomposedStringWithCanonicalMapping
      #expect(text.utf8.elementsEqual(normal.utf8), "block \(start)")
    }
    #expect(allowedCount > 100_000)
  }
}
