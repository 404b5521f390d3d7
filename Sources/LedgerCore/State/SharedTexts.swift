import Bytes

/// Texts that many rows share, kept once: rows carry their places, and stay of fixed size.
struct SharedTexts: Sendable {
  private(set) var rows = PagedArray<String>()
  /// Only looked into, never walked.
  private var places: [String: Int32] = [:]
  /// The place that was asked for last: lines that follow each other often share a text.
  private var last = 0

  init() {}

  init(rows: PagedArray<String>) {
    self.rows = rows
    for (place, text) in rows.enumerated() { places[text] = Int32(place) }
  }

  var count: Int { rows.count }

  subscript(place: Int32) -> String { rows[Int(place)] }

  mutating func add(_ text: String) -> Int32 {
    if last < rows.count, rows[last] == text { return Int32(last) }
    if let place = places[text] {
      last = Int(place)
      return place
    }
    last = rows.count
    places[text] = Int32(last)
    rows.append(text)
    return Int32(last)
  }

  mutating func removeLast(downTo count: Int) {
    while rows.count > count { places[rows.removeLast()] = nil }
  }
}

extension String: PagedRow {}

/// An acceptance reference as it is found: itself where it is short, else 184 bits of its SHA-256,
/// with which nobody can make two references collide.
package struct AcceptanceKey: IndexKey {
  package let words: (UInt64, UInt64, UInt64)

  package init(words: (UInt64, UInt64, UInt64)) { self.words = words }

  /// A reference of up to 23 bytes as it is, filled up with zeroes; of a longer one the first 23 bytes
  /// of its digest, and 0xFF: no UTF-8 holds this byte, so no short reference ends with it.
  init(_ text: String, _ digest: DigestFunction) {
    var text = text
    words = text.withUTF8 { utf8 in
      if utf8.count < Identifier.byteCount { return Identifier.paddedWords(utf8) }
      let first = digest(Array(utf8)).leadingWords
      return (first.0, first.1, first.2 | 0xFF)
    }
  }

  package static func == (a: AcceptanceKey, b: AcceptanceKey) -> Bool { a.words == b.words }
}
