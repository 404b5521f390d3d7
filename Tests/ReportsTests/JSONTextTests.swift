import Foundation
import Testing

@testable import Reports

private func json(_ value: JSONValue) -> String { value.json }

@Test(arguments: [
  (JSONValue.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
  (.integer(.max), "18446744073709551615"), (.string(""), "\"\""), (.array([]), "[]"),
  (.object([:]), "{}"),
  (.array([.integer(1), .string("a"), .object(["k": .null])]), "[1,\"a\",{\"k\":null}]"),
])
func valuesAreWrittenWithoutSpaces(value: JSONValue, expected: String) {
  #expect(json(value) == expected)
}

@Test(arguments: [
  ("ООО \"Ёж\"", "\"ООО \\\"Ёж\\\"\""), ("a\\b", "\"a\\\\b\""), ("\n\r\t", "\"\\n\\r\\t\""),
  ("\u{0}\u{1B}[31m\u{7F}", "\"\\u0000\\u001b[31m\\u007f\""),
  ("\u{202E}\u{2066}\u{200F}", "\"\\u202e\\u2066\\u200f\""),
  ("\u{2028}\u{2029}\u{85}", "\"\\u2028\\u2029\\u0085\""),
  ("\u{FEFF}\u{200B}\u{E0001}", "\"\\ufeff\\u200b\\udb40\\udc01\""),
  ("№ 5 — 😀", "\"№ 5 — 😀\""), ("/=cmd", "\"/=cmd\""),
])
func textIsEscapedWhereItIsNotVisible(text: String, expected: String) {
  #expect(json(.string(text)) == expected)
}

@Test func everyScalarSurvivesParsing() throws {
  let low: [UInt32] = Array(0...0x2100)
  let spread = Array(stride(from: UInt32(0x2101), through: 0x10_FFFF, by: 61))
  var view = String.UnicodeScalarView()
  view.append(contentsOf: (low + spread).compactMap { Unicode.Scalar($0) })
  let text = String(view)
  let parsed = try JSONSerialization.jsonObject(with: Data(json(.array([.string(text)])).utf8))
  let back = try #require((parsed as? [String])?.first)
  #expect(Array(back.unicodeScalars) == Array(text.unicodeScalars))
}

@Test func objectsKeepTheOrderOfTheirKeys() {
  let object: JSONObject = ["zeta": .integer(1), "alpha": .integer(2)]
  let longer = object + ["mid": .null]
  #expect(json(.object(longer)) == #"{"zeta":1,"alpha":2,"mid":null}"#)
  #expect(longer["alpha"] == .integer(2))
  #expect(longer["none"] == nil)
}
