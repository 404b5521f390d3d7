import Foundation
import Testing

@testable import Exchange

@Suite struct CodePageTests {
  @Test func windowsAgreesWithFoundation() throws {
    for byte in UInt8(0)...255 where byte != 0x98 {
      let text = try CodePage.windows1251.decode([byte])
      #expect(text == String(data: Data([byte]), encoding: .windowsCP1251))
      #expect(try CodePage.windows1251.encode(text) == [byte])
    }
    #expect(throws: FileFault.notText(offset: 1)) {
      try CodePage.windows1251.decode([0x41, 0x98])
    }
  }

  /// Marks of the published table CP866.TXT.
  @Test(
    arguments: [
      (0x80, "А"), (0x9F, "Я"), (0xA0, "а"), (0xAF, "п"), (0xB0, "░"), (0xB3, "│"), (0xBF, "┐"),
      (0xC0, "└"), (0xCF, "╧"), (0xD0, "╨"), (0xDF, "▀"), (0xE0, "р"), (0xEF, "я"), (0xF0, "Ё"),
      (0xF1, "ё"), (0xF8, "°"), (0xFC, "№"), (0xFF, "\u{A0}"),
    ] as [(UInt8, String)])
  func dosTable(_ byte: UInt8, _ text: String) throws {
    #expect(try CodePage.dos866.decode([byte]) == text)
  }

  @Test func dosGoesThereAndBack() throws {
    for byte in UInt8(0)...255 {
      #expect(try CodePage.dos866.encode(try CodePage.dos866.decode([byte])) == [byte])
    }
  }

  @Test func standInsAreFixed() throws {
    #expect(CodePage.windows1251.mapped("5 ₽ \u{2212}1") == "5 руб. -1")
    #expect(CodePage.windows1251.mapped("«Дом» — № 1") == "«Дом» — № 1")
    #expect(CodePage.dos866.mapped("«Дом» — № 1…") == "\"Дом\" - № 1...")
    #expect(throws: UnencodableCharacter.self) { try CodePage.windows1251.encode("Әлия") }
    #expect(throws: UnencodableCharacter.self) { try CodePage.windows1251.encode("a\u{FFFD}") }
    #expect(throws: UnencodableCharacter.self) { try CodePage.windows1251.encode("a\u{98}") }
  }
}
