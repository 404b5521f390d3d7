/// The two single-byte encodings of Russian bank files. The tables are kept here, since the
/// platform's decoders differ in what they do with undefined bytes.
public enum CodePage: String, Sendable, CaseIterable {
  /// Windows-1251, as published by Unicode (`CP1251.TXT`).
  case windows1251 = "Windows-1251"
  /// IBM code page 866 (`CP866.TXT`).
  case dos866 = "CP866"

  /// Throws the offset of the first byte that the page does not define.
  public func decode(_ bytes: some Collection<UInt8>) throws(FileFault) -> String {
    let upper = self == .windows1251 ? Self.windowsUpper : Self.dosUpper
    var scalars = String.UnicodeScalarView()
    for (offset, byte) in bytes.enumerated() {
      if byte < 0x80 {
        scalars.append(Unicode.Scalar(byte))
      } else {
        let scalar = upper[Int(byte) - 0x80]
        // 0x98 of Windows-1251 is marked in the table by the replacement character.
        guard scalar != "\u{FFFD}" else { throw .notText(offset: offset) }
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// The bytes of `text`, after the fixed table has replaced what the page lacks by what is read
  /// alike. Throws the first character that has no such stand-in: never a question mark.
  public func encode(_ text: String) throws(UnencodableCharacter) -> [UInt8] {
    let bytes = self == .windows1251 ? Self.windowsBytes : Self.dosBytes
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.unicodeScalars.count)
    for scalar in mapped(text).unicodeScalars {
      if scalar.isASCII {
        encoded.append(UInt8(scalar.value))
      } else if let byte = bytes[scalar], scalar != "\u{FFFD}" {
        encoded.append(byte)
      } else {
        throw UnencodableCharacter(scalar: scalar, page: self)
      }
    }
    return encoded
  }

  /// `text` with the stand-ins of this page.
  public func mapped(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let standIn = Self.standIns[scalar] ?? (self == .dos866 ? Self.dosStandIns[scalar] : nil) {
        result += standIn
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let standIns: [Unicode.Scalar: String] = [
    "\u{20BD}": "руб.", "\u{2212}": "-", "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-",
    "\u{2015}": "-", "\u{2032}": "'", "\u{2033}": "\"", "\u{02BC}": "'", "\u{201F}": "\"",
    "\u{2002}": " ", "\u{2003}": " ", "\u{2004}": " ", "\u{2005}": " ", "\u{2006}": " ",
    "\u{2007}": " ", "\u{2008}": " ", "\u{2009}": " ", "\u{200A}": " ", "\u{202F}": " ",
  ]

  private static let dosStandIns: [Unicode.Scalar: String] = [
    "«": "\"", "»": "\"", "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2018}": "'",
    "\u{2019}": "'", "\u{2013}": "-", "\u{2014}": "-", "\u{2026}": "...",
  ]

  private static let capitals = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
  private static let smallToP = "абвгдежзийклмноп"
  private static let smallFromR = "рстуфхцчшщъыьэюя"

  private static let windowsUpper = Array(
    ("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ" + "ђ‘’“”•–—\u{FFFD}™љ›њќћџ" + "\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї"
      + "°±Ііґµ¶·ё№є»јЅѕї" + capitals + smallToP + smallFromR).unicodeScalars)

  private static let dosUpper = Array(
    (capitals + smallToP + "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧" + "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
      + smallFromR + "ЁёЄєЇїЎў°∙·√№¤■\u{A0}").unicodeScalars)

  private static let windowsBytes = inverted(windowsUpper)
  private static let dosBytes = inverted(dosUpper)

  private static func inverted(_ upper: [Unicode.Scalar]) -> [Unicode.Scalar: UInt8] {
    precondition(upper.count == 128)
    return Dictionary(
      uniqueKeysWithValues: upper.enumerated().map { ($0.element, UInt8($0.offset + 0x80)) })
  }
}

/// A character that an encoding lacks.
public struct UnencodableCharacter: Error, Hashable, Sendable {
  public let scalar: Unicode.Scalar
  public let page: CodePage

  var fault: ValueFault {
    let shown = ShownText.cleansed(String(Character(scalar)))
    return .notEncodable(character: shown, encoding: page.rawValue)
  }
}
