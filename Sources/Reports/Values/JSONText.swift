/// Writes JSON (RFC 8259) without spaces, as UTF-8. Letters of every script stay readable; what is
/// invisible, or could turn or break a line, is escaped.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(plain: "null")
    case .bool(let flag): write(plain: flag ? "true" : "false")
    case .integer(let number): write(plain: "\(number)")
    case .string(let text): write(string: text)
    case .array(let values):
      write(plain: "[")
      for (position, value) in values.enumerated() {
        if position > 0 { write(plain: ",") }
        write(value)
      }
      write(plain: "]")
    case .object(let object): write(object)
    }
  }

  mutating func write(_ object: JSONObject) {
    write(plain: "{")
    for (position, member) in object.members.enumerated() {
      if position > 0 { write(plain: ",") }
      write(string: member.key)
      write(plain: ":")
      write(member.value)
    }
    write(plain: "}")
  }

  mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func write(plain text: String) { bytes += text.utf8 }

  private mutating func write(string text: String) {
    write(plain: "\"")
    if text.utf8.allSatisfy(Self.isPlain) {
      write(plain: text)
      return write(plain: "\"")
    }
    for scalar in text.unicodeScalars {
      if Self.isPlain(scalar) {
        bytes += UTF8.encode(scalar)!
      } else {
        write(escape: scalar)
      }
    }
    write(plain: "\"")
  }

  private mutating func write(escape scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": write(plain: "\\\"")
    case "\\": write(plain: "\\\\")
    case "\n": write(plain: "\\n")
    case "\r": write(plain: "\\r")
    case "\t": write(plain: "\\t")
    default:
      for unit in UTF16.encode(scalar)! {
        let digits = String(unit, radix: 16)
        write(plain: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x22, 0x5C: return false
    case 0x20...0x7E, 0x410...0x44F: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
